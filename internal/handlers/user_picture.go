package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// PutUserPicture answers PUT /users/{userId}/picture.
func (s *server) PutUserPicture(ctx context.Context, r api.PutUserPictureRequestObject) (api.PutUserPictureResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	picture, err := pictureOf(r.Body)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserPicturePutter.PutUserPicture, upstream.UserPicture{UserID: native, Picture: picture})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.PutUserPicture200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.PutUserPicture204Response{}, nil
}

// DeleteUserPicture answers DELETE /users/{userId}/picture.
func (s *server) DeleteUserPicture(ctx context.Context, r api.DeleteUserPictureRequestObject) (api.DeleteUserPictureResponseObject, error) {
	t, native, err := s.item(ctx, "userId", r.UserID)
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.UserPictureDeleter.DeleteUserPicture, upstream.UserRef{ID: native})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.DeleteUserPicture200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.DeleteUserPicture204Response{}, nil
}
