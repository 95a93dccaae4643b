package handlers

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListGroupMembers answers GET /groups/{groupId}/members.
func (s *server) ListGroupMembers(ctx context.Context, r api.ListGroupMembersRequestObject) (api.ListGroupMembersResponseObject, error) {
	t, native, err := s.item(ctx, "groupId", r.GroupID)
	if err != nil {
		return nil, err
	}
	l := newListing(ctx, r.Params.Limit, r.Params.Cursor)
	l.source, l.path, l.include = t.Name, "/groups/"+url.PathEscape(r.GroupID)+"/members", string(value(r.Params.Include))
	raw, err := wantsRaw(l)
	if err != nil {
		return nil, err
	}
	query := func(at string, limit int) upstream.MemberQuery {
		return upstream.MemberQuery{GroupID: native, Limit: limit, At: at, Raw: raw}
	}
	ask := alone(l, sourceOf(s, t.Name, upstream.GroupMemberLister.ListGroupMembers, query, userHoldable), func(u upstream.User) string { return u.NativeID })
	// A vendor that is walked gives pages with few members, or none.
	ask.Keep, ask.Enough = func(string, upstream.User) bool { return true }, s.enough()
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	return api.ListGroupMembers200JSONResponse{Body: s.userPage(p), Headers: api.ListGroupMembers200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}

// AddGroupMember answers PUT /groups/{groupId}/members/{userId}.
func (s *server) AddGroupMember(ctx context.Context, r api.AddGroupMemberRequestObject) (api.AddGroupMemberResponseObject, error) {
	t, ids, err := s.items(ctx, inPath("groupId", r.GroupID), inPath("userId", r.UserID))
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.GroupMemberAdder.AddGroupMember, upstream.MemberRef{GroupID: ids[0], UserID: ids[1]})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.AddGroupMember200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.AddGroupMember204Response{}, nil
}

// RemoveGroupMember answers DELETE /groups/{groupId}/members/{userId}.
func (s *server) RemoveGroupMember(ctx context.Context, r api.RemoveGroupMemberRequestObject) (api.RemoveGroupMemberResponseObject, error) {
	t, ids, err := s.items(ctx, inPath("groupId", r.GroupID), inPath("userId", r.UserID))
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.GroupMemberRemover.RemoveGroupMember, upstream.MemberRef{GroupID: ids[0], UserID: ids[1]})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.RemoveGroupMember200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.RemoveGroupMember204Response{}, nil
}

// AddSubgroup answers PUT /groups/{groupId}/subgroups/{subgroupId}.
func (s *server) AddSubgroup(ctx context.Context, r api.AddSubgroupRequestObject) (api.AddSubgroupResponseObject, error) {
	t, ids, err := s.items(ctx, inPath("groupId", r.GroupID), inPath("subgroupId", r.SubgroupID))
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.SubgroupAdder.AddSubgroup, upstream.SubgroupRef{GroupID: ids[0], SubgroupID: ids[1]})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.AddSubgroup200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.AddSubgroup204Response{}, nil
}

// RemoveSubgroup answers DELETE /groups/{groupId}/subgroups/{subgroupId}.
func (s *server) RemoveSubgroup(ctx context.Context, r api.RemoveSubgroupRequestObject) (api.RemoveSubgroupResponseObject, error) {
	t, ids, err := s.items(ctx, inPath("groupId", r.GroupID), inPath("subgroupId", r.SubgroupID))
	if err != nil {
		return nil, err
	}
	_, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.SubgroupRemover.RemoveSubgroup, upstream.SubgroupRef{GroupID: ids[0], SubgroupID: ids[1]})
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.RemoveSubgroup200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	return api.RemoveSubgroup204Response{}, nil
}
