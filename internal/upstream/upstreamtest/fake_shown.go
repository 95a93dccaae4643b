package upstreamtest

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// ListIcons returns a page of the World's icons, in its order.
func (f *Fake) ListIcons(ctx context.Context, q upstream.IconQuery) (upstream.Page[upstream.Icon], error) {
	if err := f.enter(ctx, "listIcons"); err != nil {
		return upstream.Page[upstream.Icon]{}, err
	}
	icons := slices.DeleteFunc(f.world.Icons.All(), func(i simkit.Icon) bool {
		return q.Source != upstream.AllIcons && !strings.HasPrefix(i.ID, string(q.Source)+".")
	})
	return pageOf(icons, q.Limit, q.At, iconOf)
}

// GetIcon returns one icon of the World.
func (f *Fake) GetIcon(ctx context.Context, r upstream.IconRef) (upstream.Icon, error) {
	if err := f.enter(ctx, "getIcon"); err != nil {
		return upstream.Icon{}, err
	}
	icon, err := f.icon(r)
	if err != nil {
		return upstream.Icon{}, err
	}
	return iconOf(icon), nil
}

// GetIconContent returns the image of one icon of the World.
func (f *Fake) GetIconContent(ctx context.Context, r upstream.IconRef) (upstream.IconContent, error) {
	if err := f.enter(ctx, "getIconContent"); err != nil {
		return upstream.IconContent{}, err
	}
	icon, err := f.icon(r)
	if err != nil {
		return upstream.IconContent{}, err
	}
	return upstream.IconContent{ContentType: iconType(icon.Format), Content: icon.Content}, nil
}

func (f *Fake) icon(r upstream.IconRef) (simkit.Icon, error) {
	icon, ok := f.world.Icons.Find(func(i simkit.Icon) bool { return i.ID == r.ID })
	if !ok {
		return icon, &upstream.Error{Kind: upstream.NotFound}
	}
	return icon, nil
}

func iconOf(i simkit.Icon) upstream.Icon {
	return upstream.Icon{NativeID: i.ID, Name: told(&i.Name), Format: upstream.IconFormat(i.Format)}
}

// ListActivities returns a page of the World's events.
func (f *Fake) ListActivities(ctx context.Context, q upstream.AuditQuery) (upstream.Page[upstream.AuditEvent], error) {
	if err := f.enter(ctx, "listActivities"); err != nil {
		return upstream.Page[upstream.AuditEvent]{}, err
	}
	events := within(f.world.Events.All(), q)
	slices.SortFunc(events, earlier)
	return pageOf(events, q.Limit, q.At, func(e simkit.Event) upstream.AuditEvent {
		return upstream.AuditEvent{NativeID: e.ID, OccurredAt: utc(&e.At), Extensions: mustJSON(withoutSecrets(normal(e.Fields)))}
	})
}
