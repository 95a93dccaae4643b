package handlers

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

type noteKey struct{}

// noteOf returns the record of a request, for what only its handler knows.
func noteOf(ctx context.Context) *record {
	if r, ok := ctx.Value(noteKey{}).(*record); ok {
		return r
	}
	return &record{}
}

// summed is what became of several changes that were asked for as one.
func summed(outcomes []upstream.Outcome) upstream.Outcome {
	has := func(o upstream.Outcome) bool { return slices.Contains(outcomes, o) }
	switch distinct := slices.Compact(slices.Sorted(slices.Values(outcomes))); {
	case len(distinct) == 0:
		return applied
	case len(distinct) == 1:
		return distinct[0]
	case has(applied):
		return partial
	case has(upstream.Unknown):
		return upstream.Unknown
	default:
		return upstream.Refused
	}
}

// summedGroups is what became of a user's changes of groups together.
func summedGroups(ctx context.Context, changes []upstream.UserGroupOutcome) upstream.Outcome {
	var all []upstream.Outcome
	for _, c := range changes {
		if c.Err == nil {
			all = append(all, applied)
			continue
		}
		all = append(all, asFailure(c.Err).became(operationFrom(ctx)))
	}
	return summed(all)
}

// summedSync is what became of a synchronization: the vendor says of each user
// whether it was done.
func summedSync(done upstream.SyncResult) upstream.Outcome {
	switch {
	case len(done.Failed) == 0:
		return applied
	case len(done.Added)+len(done.Updated) > 0:
		return partial
	default:
		return upstream.Refused
	}
}
