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
		{Name: "no user shows a secret", Check: checkUserSecrets},
		{Name: "the vendor's own object comes where it is asked for and nowhere else", Needs: reading, Check: checkRaw},
	}
}

// everyRead shows to see every user in every way in which the connector reads
// one.
func (b *Bench) everyRead(ctx context.Context, raw bool, see func(upstream.User) error) error {
	var faults []error
	if lister, ok := b.Connector.(upstream.UserLister); ok {
		page, err := lister.ListUsers(ctx, upstream.UserQuery{Limit: 100, Raw: raw})
		faults = append(faults, err)
		for _, u := range page.Items {
			faults = append(faults, during("a listed user", see(u)))
		}
	}
	if getter, ok := b.Connector.(upstream.UserGetter); ok {
		for _, p := range b.Sim.World.People()[:10] {
			u, err := getter.GetUser(ctx, upstream.UserRef{ID: p.ID, Raw: raw})
			faults = append(faults, err, during("a user that was read", see(u)))
		}
	}
	return errors.Join(faults...)
}

func checkUserSecrets(ctx context.Context, b *Bench) error {
	secrets := append(b.secrets(), newPassword)
	hidden := func(answer any) error {
		text, err := json.Marshal(answer)
		return errors.Join(err, leak("it", string(text), secrets))
	}
	var faults []error
	for _, raw := range []bool{false, true} {
		faults = append(faults, b.everyRead(ctx, raw, func(u upstream.User) error { return hidden(u) }))
	}
	for _, o := range b.writes() {
		answer, err := b.try(ctx, o)
		faults = append(faults, during(o.id, errors.Join(err, hidden(answer))))
	}
	return errors.Join(faults...)
}

func checkRaw(ctx context.Context, b *Bench) error {
	absent := b.everyRead(ctx, false, func(u upstream.User) error {
		if u.Raw != nil {
			return fmt.Errorf("user %q has the vendor's object, unasked", u.NativeID)
		}
		return nil
	})
	present := b.everyRead(ctx, true, func(u upstream.User) error {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(u.Raw, &members); err != nil || len(members) == 0 {
			return fmt.Errorf("user %q has no object of the vendor: %s", u.NativeID, u.Raw)
		}
		return nil
	})
	return errors.Join(absent, present)
}
