package handlers

import (
	"context"
	"net/url"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// user takes a user's id apart and finds its connection.
func (s *server) user(ctx context.Context, text string) (target, string, error) {
	i, err := pathID("userId", text)
	if err != nil {
		return target{}, "", err
	}
	t, err := s.at(ctx, i.connection)
	return t, i.native, err
}

// checkDraft holds a whole user to what the connection can do, to the scopes that
// its body needs, and to what the vendor can hold, in this order.
func (s *server) checkDraft(ctx context.Context, t target, d upstream.UserDraft, on upstream.When) error {
	if !t.Can(t.operation.id) {
		return s.unsupported(t)
	}
	description := t.Connector.Describe()
	if err := checkPower(ctx, description, d.Giving(), on); err != nil {
		return err
	}
	if len(d.Groups) > 0 {
		if err := need(callerFrom(ctx), groupScope); err != nil {
			return err
		}
	}
	return refused(t.Name, description.CheckDraft(d, on))
}

// checkPatch is checkDraft for a patch: whatever it mentions counts, since also
// taking power away is an administrator's.
func (s *server) checkPatch(ctx context.Context, t target, p upstream.UserPatch) error {
	if !t.Can(t.operation.id) {
		return s.unsupported(t)
	}
	description := t.Connector.Describe()
	if err := checkPower(ctx, description, p.Present(), upstream.OnPatch); err != nil {
		return err
	}
	return refused(t.Name, description.CheckPatch(p))
}

// location is the path of a user, its id as one escaped segment.
func location(u api.User) *string { return new(base + "/users/" + url.PathEscape(u.ID)) }

// value returns what p points at, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
