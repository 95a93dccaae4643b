package upstreamtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func secretRules() []Rule {
	return []Rule{
		{Name: "no answer shows a secret", Check: checkSecrets},
		{Name: "the vendor's own object comes where it is asked for and nowhere else", Needs: hasRaw, Check: checkRaw},
	}
}

// hasRaw tells whether the connector can show a vendor's own objects.
func hasRaw(c upstream.Connector) bool {
	return has[upstream.UserLister](c) || has[upstream.UserGetter](c) || has[upstream.GroupLister](c) || has[upstream.GroupGetter](c)
}

// everyRead shows to see every user and group in every way in which the connector
// reads one, and the vendor's own object of it.
func (b *Bench) everyRead(ctx context.Context, raw bool, see func(answer any, id string, object json.RawMessage) error) error {
	user := func(u upstream.User) error { return see(u, u.NativeID, u.Raw) }
	group := func(g upstream.Group) error { return see(g, g.NativeID, g.Raw) }
	var groups, people []string
	for _, g := range b.Sim.World.Groups() {
		groups = append(groups, g.ID)
	}
	for _, p := range b.Sim.World.People()[:10] {
		people = append(people, p.ID)
	}
	return errors.Join(
		every(ctx, b, upstream.UserLister.ListUsers, []upstream.UserQuery{{Limit: 100, Raw: raw}}, items(user)),
		every(ctx, b, upstream.UserGetter.GetUser, from(people, func(id string) upstream.UserRef { return upstream.UserRef{ID: id, Raw: raw} }), user),
		every(ctx, b, upstream.GroupMemberLister.ListGroupMembers, from(groups, func(id string) upstream.MemberQuery {
			return upstream.MemberQuery{GroupID: id, Limit: 100, Raw: raw}
		}), items(user)),
		every(ctx, b, upstream.GroupLister.ListGroups, []upstream.GroupQuery{{Limit: 100, Raw: raw}}, items(group)),
		every(ctx, b, upstream.GroupGetter.GetGroup, from(groups, func(id string) upstream.GroupRef { return upstream.GroupRef{ID: id, Raw: raw} }), group),
	)
}

// every calls a capability with each of these, where the connector has it, and
// shows the answers to see.
func every[C, In, Out any](ctx context.Context, b *Bench, method func(C, context.Context, In) (Out, error), with []In, see func(Out) error) error {
	c, ok := b.Connector.(C)
	if !ok {
		return nil
	}
	var faults []error
	for _, in := range with {
		out, err := method(c, ctx, in)
		if err == nil {
			err = see(out)
		}
		faults = append(faults, during(fmt.Sprintf("%T", in), err))
	}
	return errors.Join(faults...)
}

// items shows every item of a page to see.
func items[T any](see func(T) error) func(upstream.Page[T]) error {
	return func(page upstream.Page[T]) error {
		var faults []error
		for _, item := range page.Items {
			faults = append(faults, see(item))
		}
		return errors.Join(faults...)
	}
}

func from[In any](ids []string, in func(id string) In) []In {
	var out []In
	for _, id := range ids {
		out = append(out, in(id))
	}
	return out
}

func checkSecrets(ctx context.Context, b *Bench) error {
	secrets := append(b.secrets(), newPassword)
	hidden := func(answer any) error {
		text, err := json.Marshal(answer)
		return errors.Join(err, leak("it", string(text), secrets))
	}
	var faults []error
	for _, raw := range []bool{false, true} {
		faults = append(faults, b.everyRead(ctx, raw, func(answer any, _ string, _ json.RawMessage) error { return hidden(answer) }))
	}
	for _, o := range b.operations() {
		answer, err := b.try(ctx, o)
		faults = append(faults, during(o.id, errors.Join(err, hidden(answer))))
	}
	return errors.Join(faults...)
}

func checkRaw(ctx context.Context, b *Bench) error {
	absent := b.everyRead(ctx, false, func(_ any, id string, object json.RawMessage) error {
		return about(id, demand(object == nil, "the vendor's object is there, unasked"))
	})
	present := b.everyRead(ctx, true, func(_ any, id string, object json.RawMessage) error {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(object, &members); err != nil || len(members) == 0 {
			return about(id, fmt.Errorf("there is no object of the vendor: %s", object))
		}
		return nil
	})
	return errors.Join(absent, present)
}
