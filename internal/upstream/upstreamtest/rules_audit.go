package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func auditRules() []Rule {
	lists := has[upstream.AuditEventLister]
	return []Rule{
		{Name: "a span of the audit log has every event of it, oldest first", Needs: lists, Check: checkEvents},
		{Name: "an event says what the vendor recorded, without its secrets", Needs: lists, Check: checkEventMembers},
	}
}

// events walks a span of the audit log.
func (b *Bench) events(ctx context.Context, q upstream.AuditQuery) (all []upstream.AuditEvent, err error) {
	for range 2*len(b.Sim.World.Events.All()) + 5 {
		page, err := b.Connector.(upstream.AuditEventLister).ListActivities(ctx, q)
		if all = append(all, page.Items...); err != nil || page.Next == "" {
			return all, err
		}
		q.At = page.Next
	}
	return nil, errors.New("the list does not end")
}

// checkEvents asks for spans that begin and end at events, beside them and where
// nothing happened.
func checkEvents(ctx context.Context, b *Bench) error {
	recorded := b.Sim.World.Events.All()
	slices.SortFunc(recorded, earlier)
	n := len(recorded)
	if n < 4 {
		return fmt.Errorf("%d events are too few", n)
	}
	first, early, late, last := recorded[0].At, recorded[n/4].At, recorded[3*n/4].At, recorded[n-1].At
	spans := []upstream.AuditQuery{
		{Since: &first}, {Since: &early}, {Since: &last}, {Since: new(early.Add(time.Second))}, {Since: new(last.Add(time.Hour))},
		{Since: &first, Until: &late}, {Since: &early, Until: &late}, {Since: &early, Until: new(late.Add(time.Second))},
		{Since: &first, Until: &first}, {Since: &early, Until: &last},
		{Since: new(early.In(time.FixedZone("CET", 3600))), Until: &late},
	}
	var faults []error
	for _, q := range spans {
		for _, limit := range []int{1, 2, 7, 100} {
			q.Limit = limit
			got, err := b.events(ctx, q)
			if err == nil {
				err = sameEvents(got, within(recorded, q))
			}
			faults = append(faults, during(fmt.Sprintf("since %v, until %v, limit %d", q.Since, q.Until, limit), err))
		}
	}
	return errors.Join(append(faults, b.openEvents(ctx, recorded))...)
}

// openEvents asks for no span: a vendor may have a beginning of its own, but what
// happened since must be there.
func (b *Bench) openEvents(ctx context.Context, recorded []simkit.Event) error {
	got, err := b.events(ctx, upstream.AuditQuery{Limit: 7})
	if err != nil {
		return err
	}
	begun := max(0, len(recorded)-len(got))
	return during("no span", errors.Join(demand(len(got) > 0, "there is no event"), sameEvents(got, recorded[begun:])))
}

// within returns those events that happened at Since or later and before Until.
func within(recorded []simkit.Event, q upstream.AuditQuery) []simkit.Event {
	return slices.DeleteFunc(slices.Clone(recorded), func(e simkit.Event) bool {
		return q.Since != nil && e.At.Before(*q.Since) || q.Until != nil && !e.At.Before(*q.Until)
	})
}

func sameEvents(got []upstream.AuditEvent, want []simkit.Event) error {
	ids := idsOf(got, func(e upstream.AuditEvent) string { return e.NativeID })
	if wanted := idsOf(want, func(e simkit.Event) string { return e.ID }); !slices.Equal(ids, wanted) {
		return fmt.Errorf("the events are %q, want %q", ids, wanted)
	}
	for i, e := range got {
		if e.OccurredAt != nil && (!e.OccurredAt.Equal(want[i].At) || e.OccurredAt.Location() != time.UTC) {
			return fmt.Errorf("event %q was at %v, want %v", e.NativeID, e.OccurredAt, want[i].At)
		}
	}
	return nil
}

func checkEventMembers(ctx context.Context, b *Bench) error {
	recorded := b.Sim.World.Events.All()
	slices.SortFunc(recorded, earlier)
	got, err := b.events(ctx, upstream.AuditQuery{Since: &recorded[0].At, Limit: 10})
	if err != nil {
		return err
	}
	if len(got) != len(recorded) {
		return fmt.Errorf("%d events, want %d", len(got), len(recorded))
	}
	var faults []error
	for i, e := range got {
		want := withoutSecrets(normal(recorded[i].Fields))
		if said := normal(e.Extensions); !reflect.DeepEqual(said, want) && (!blank(said) || !blank(want)) {
			faults = append(faults, about(e.NativeID, fmt.Errorf("it is %s, want %s", e.Extensions, mustJSON(want))))
		}
	}
	return errors.Join(faults...)
}

// withoutSecrets returns a value without the members whose names mark them as
// secret, at any depth.
func withoutSecrets(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range maps.Clone(v) {
			if v[name] = withoutSecrets(inner); isSecretName(name) {
				delete(v, name)
			}
		}
	case []any:
		for i, inner := range v {
			v[i] = withoutSecrets(inner)
		}
	}
	return value
}
