package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func checkRules() []Rule {
	checks := has[upstream.ConnectionChecker]
	return []Rule{
		{Name: "good credentials pass the check, one check each", Needs: checks, Check: checkGood},
		{Name: "a check changes nothing", Needs: checks, Check: checkHarmless},
		{Name: "a check says which credential is refused", Needs: checks, Wire: true, Check: checkBad},
	}
}

func (b *Bench) check(ctx context.Context) ([]upstream.Check, error) {
	return b.Connector.(upstream.ConnectionChecker).CheckConnection(ctx, struct{}{})
}

func checkGood(ctx context.Context, b *Bench) error {
	checks, err := b.check(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, c := range checks {
		names = append(names, c.Credential)
		if c.Err != nil {
			return during(c.Credential, c.Err)
		}
	}
	slices.Sort(names)
	if want := slices.Sorted(maps.Keys(credentials(b.Sim))); !slices.Equal(names, want) {
		return fmt.Errorf("the checks are of %q, want %q", names, want)
	}
	return nil
}

func checkHarmless(ctx context.Context, b *Bench) error {
	before := b.snapshot()
	_, err := b.check(ctx)
	if n := len(b.Sim.Log.Writes()); n > 0 {
		err = errors.Join(err, fmt.Errorf("%d writes were sent", n))
	}
	return errors.Join(err, b.unchanged(before))
}

func checkBad(ctx context.Context, b *Bench) error {
	b.Sim.Faults.Schedule(simkit.Fault{Status: http.StatusUnauthorized})
	checks, err := b.check(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, c := range checks {
		switch {
		case !c.Unverifiable:
			faults = append(faults, during(c.Credential, isKind(c.Err, upstream.Credentials)))
		case c.Err != nil:
			faults = append(faults, fmt.Errorf("%s: it cannot be verified and has an error", c.Credential))
		}
	}
	return errors.Join(faults...)
}
