package handlers

import (
	"context"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// activityOf converts an activity and checks what a schema cannot say.
func (s *server) activityOf(ctx context.Context, t target, b *api.ActivityCreate) (upstream.ActivityDraft, error) {
	d := upstream.ActivityDraft{Title: b.Title, URL: b.URL, Tag: b.Tag, Icon: b.Icon}
	if b.Color != nil {
		custom := b.Color.Kind == api.ColorCustom
		switch {
		case custom && b.Color.Value == nil:
			return d, invalid(api.ProblemError{Pointer: new("/color/value"), Code: "required", Detail: optional("A custom color needs it.")})
		case !custom && b.Color.Value != nil:
			return d, invalid(api.ProblemError{Pointer: new("/color/value"), Code: "contradiction", Detail: optional("Only a custom color has it.")})
		}
		d.Color = &upstream.Color{Kind: upstream.ColorKind(b.Color.Kind), Value: b.Color.Value}
	}
	for _, a := range value(b.Actions) {
		d.Actions = append(d.Actions, upstream.Action{Kind: upstream.ActionKind(a.Kind), Title: a.Title, URL: a.URL})
	}
	var err error
	d.Audience, err = s.audienceOf(ctx, t, b.Audience)
	return d, err
}

// audienceOf converts an audience, which has exactly one member: the schema sees
// to that.
func (s *server) audienceOf(ctx context.Context, t target, b api.Audience) (upstream.Audience, error) {
	var out upstream.Audience
	var err error
	switch {
	case b.User != nil:
		var natives []string
		if natives, err = s.natives(ctx, t, inBody(*b.User, "audience", "user")); err == nil {
			out.User = &natives[0]
		}
	case b.Users != nil:
		out.Users, err = s.natives(ctx, t, inList(*b.Users, "audience", "users")...)
	case b.Groups != nil:
		out.Groups, err = s.groupNamesOf(ctx, t, *b.Groups)
	default:
		out.Everyone = true
	}
	return out, err
}

func (s *server) groupNamesOf(ctx context.Context, t target, groups []api.NamedOrIdentified) ([]upstream.GroupName, error) {
	out := make([]upstream.GroupName, len(groups))
	var mentions []mention
	var places []int
	for i, g := range groups {
		out[i].Name = value(g.Name)
		if g.ID != nil {
			mentions = append(mentions, inBody(*g.ID, "audience", "groups", strconv.Itoa(i), "id"))
			places = append(places, i)
		}
	}
	natives, err := s.natives(ctx, t, mentions...)
	for n, native := range natives {
		out[places[n]].ID = native
	}
	return out, err
}

// announcementOf converts an announcement and checks what a schema cannot say.
func (s *server) announcementOf(ctx context.Context, t target, b *api.AnnouncementCreate) (upstream.AnnouncementDraft, error) {
	d := upstream.AnnouncementDraft{
		Title: b.Title, Description: b.Description, StartAt: b.StartAt, EndAt: b.EndAt,
		Popup: value(b.Popup), AllowComments: b.AllowComments == nil || *b.AllowComments,
	}
	if d.StartAt != nil && d.EndAt != nil && !d.StartAt.Before(*d.EndAt) {
		return d, invalid(api.ProblemError{Pointer: new("/endAt"), Code: "order", Detail: optional("It is not after startAt.")})
	}
	if b.Media != nil && b.Media.Video != nil {
		d.VideoEmbedCode = &b.Media.Video.EmbedCode
	}
	if b.Media != nil && b.Media.Image != nil {
		kind := imageType(b.Media.Image.Content)
		if kind == "" {
			return d, invalid(api.ProblemError{Pointer: new("/media/image/content"), Code: "image", Detail: optional("The content is neither PNG, JPEG nor GIF.")})
		}
		d.Image = &upstream.AnnouncementImage{
			Filename: b.Media.Image.Filename, Picture: upstream.Picture{ContentType: kind, Content: b.Media.Image.Content},
		}
	}
	if b.Category == nil {
		return d, nil
	}
	d.Category = &upstream.CategoryName{Name: value(b.Category.Name)}
	if b.Category.ID == nil {
		return d, nil
	}
	natives, err := s.natives(ctx, t, inBody(*b.Category.ID, "category", "id"))
	if err == nil {
		d.Category.ID = natives[0]
	}
	return d, err
}

// toEvent converts an audit event for callers.
func toEvent(t *upstream.Open, e upstream.AuditEvent) api.AuditEvent {
	out := api.AuditEvent{ID: id{t.Name, e.NativeID}.String(), Connection: t.Name, NativeID: e.NativeID, OccurredAt: e.OccurredAt}
	if e.Extensions != nil {
		out.Extensions = &api.AuditEventExtensions{t.Vendor: e.Extensions}
	}
	return out
}

func eventHoldable(e *upstream.AuditEvent) bool { return !notAnID(e.NativeID) }

// moment writes a time as a parameter, "" for none.
func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}
