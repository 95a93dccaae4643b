package handlers

import (
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// CreateActivity answers POST /activities.
func (s *server) CreateActivity(ctx context.Context, r api.CreateActivityRequestObject) (api.CreateActivityResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	draft, err := s.activityOf(ctx, t, r.Body)
	if err == nil && draft.Audience.Everyone {
		err = need(callerFrom(ctx), everyoneScope)
	}
	if err != nil {
		return nil, err
	}
	made, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.ActivityCreator.CreateActivity, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.CreateActivity200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	body := api.ActivityList{Items: make([]api.Activity, len(made))}
	for i, a := range made {
		if notAnID(a.NativeID) || notAnID(a.UserID) {
			return nil, unpassable(t)
		}
		body.Items[i] = api.Activity{ID: id{t.Name, a.NativeID}.String(), User: id{t.Name, a.UserID}.String()}
	}
	return api.CreateActivity201JSONResponse(body), nil
}

// ListActivities answers GET /activities.
func (s *server) ListActivities(ctx context.Context, r api.ListActivitiesRequestObject) (api.ListActivitiesResponseObject, error) {
	p := r.Params
	t, err := s.chosen(ctx, p.Connection)
	if err != nil {
		return nil, err
	}
	if p.Since != nil && p.Until != nil && !p.Since.Before(*p.Until) {
		return nil, invalid(api.ProblemError{Parameter: new("until"), Code: "order", Detail: optional("It is not after since.")})
	}
	l := newListing(ctx, p.Limit, p.Cursor)
	l.connection = t.Name
	l.narrow("since", moment(p.Since))
	l.narrow("until", moment(p.Until))
	query := func(at string, limit int) upstream.AuditQuery {
		return upstream.AuditQuery{Since: p.Since, Until: p.Until, Limit: limit, At: at}
	}
	ask := alone(l, sourceOf(s, t.Name, upstream.AuditEventLister.ListActivities, query, eventHoldable), func(e upstream.AuditEvent) string { return e.NativeID })
	// A window of time leaves many pages with few events, or none.
	ask.Keep, ask.Enough = func(string, upstream.AuditEvent) bool { return true }, s.enough()
	events, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	event := func(_ string, e upstream.AuditEvent) api.AuditEvent { return toEvent(t.Open, e) }
	body := api.AuditEventPage{Items: each(events, event), Sources: events.sources, NextCursor: optional(events.cursor)}
	return api.ListActivities200JSONResponse{Body: body, Headers: api.ListActivities200ResponseHeaders{Link: l.link(events.cursor)}}, nil
}

// CreateAnnouncement answers POST /announcements.
func (s *server) CreateAnnouncement(ctx context.Context, r api.CreateAnnouncementRequestObject) (api.CreateAnnouncementResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	draft, err := s.announcementOf(ctx, t, r.Body)
	if err != nil {
		return nil, err
	}
	made, plan, err := write(ctx, s, t, r.Params.DryRun, upstream.AnnouncementCreator.CreateAnnouncement, draft)
	if err != nil {
		return nil, err
	}
	if plan != nil {
		return api.CreateAnnouncement200ApplicationVndDragomanPlanPlusJSONResponse{PlanApplicationVndDragomanPlanPlusJSONResponse: planned(plan)}, nil
	}
	if notAnID(made.NativeID) {
		return nil, unpassable(t)
	}
	return api.CreateAnnouncement201JSONResponse{ID: id{t.Name, made.NativeID}.String()}, nil
}
