package handlers

import (
	"context"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	// verdictLife is the longest that a good token counts as good without asking.
	verdictLife = time.Minute
	// refusalLife is the same of one that is not: it may become good.
	refusalLife = 5 * time.Second
	// revokedLife is how long a revoked token is asked about each time: as long as
	// a verdict lives, and the call that may bring one.
	revokedLife = 2 * verdictLife
)

// verdicts are what vendors say about tokens. A tenant's are never another's.
func (s *server) verdicts() cache.Kind[upstream.Introspection] {
	return cache.Kind[upstream.Introspection]{
		Name: "introspection", Revocable: true,
		Fresh: func(v upstream.Introspection) time.Duration {
			switch {
			case !v.Active:
				return refusalLife
			case v.ExpiresAt != nil:
				return min(verdictLife, v.ExpiresAt.Sub(s.Now()))
			}
			return verdictLife
		},
	}
}

// introspect returns the verdict on a token, which the vendor gave at most a minute
// ago and before nobody revoked it here.
func (s *server) introspect(ctx context.Context, t target, p upstream.PresentedToken) (upstream.Introspection, *string, error) {
	token, hint := p.Token.Reveal(), "access"
	if p.Refresh {
		hint = "refresh"
	}
	subject := cache.Subject{Parts: []string{hint, token}, Markers: [][]string{revokedToken(token), revokedAt(t.Name)}}
	return cached(ctx, s, t, s.verdicts(), subject, func(ctx context.Context) (upstream.Introspection, error) {
		return call(ctx, s, t, upstream.TokenIntrospector.IntrospectToken, p)
	})
}

// revokedToken marks one token, whoever revoked it and wherever.
func revokedToken(token string) []string { return []string{"revoked-token", token} }

// revokedAt marks all tokens of a connection: who ends a refresh token may have
// ended the tokens that came of it.
func revokedAt(connection string) []string { return []string{"revoked-at", connection} }

// revocation is what the end of a token voids.
func revocation(t target, p upstream.PresentedToken) [][]string {
	markers := [][]string{revokedToken(p.Token.Reveal())}
	if p.Refresh {
		markers = append(markers, revokedAt(t.Name))
	}
	return markers
}

// forgetVerdicts voids on all replicas what is remembered under these markers,
// whatever became of the revocation: nobody should hear that a token is good from
// somebody who did not ask.
func (s *server) forgetVerdicts(ctx context.Context, markers ...[]string) {
	for _, marker := range markers {
		if err := s.Cache.Mark(context.WithoutCancel(ctx), revokedLife, marker...); err != nil {
			s.Log.WarnContext(ctx, "verdicts not purged everywhere", "requestId", requestIDFrom(ctx), "cause", causeText(err))
		}
	}
}
