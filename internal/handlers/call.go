package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// call asks a connection to do an operation, named by its capability's method.
// Without the method the connection cannot do it, and Allow says what it can do
// at this path.
func call[C, I, O any](ctx context.Context, s *server, t target, op func(C, context.Context, I) (O, error), in I) (O, error) {
	var none O
	capable, ok := t.Connector.(C)
	if !ok {
		return none, s.unsupported(t)
	}
	out, err := op(capable, ctx, in)
	if err == nil {
		return out, nil
	}
	return none, onConnection(t.Name, err)
}

// onConnection puts the connection's name on a connector's error.
func onConnection(connection string, err error) *failure {
	f := asFailure(err)
	if f.connection == "" {
		f.connection = connection
	}
	return f
}

// write is call for an operation that changes something. In a dry run it returns
// the plan in place of an answer.
func write[C, I, O any](ctx context.Context, s *server, t target, dryRun *bool, op func(C, context.Context, I) (O, error), in I) (O, *api.Plan, error) {
	var none O
	noteOf(ctx).connection = t.Name
	if dryRun == nil || !*dryRun {
		if err := s.claim(ctx, t); err != nil {
			return none, nil, err
		}
		out, err := call(finishing(ctx), s, t, op, in)
		return out, nil, err
	}
	if err := need(callerFrom(ctx), readScopes(t.operation)...); err != nil {
		return none, nil, err
	}
	planned, plan := upstream.WithPlan(ctx)
	if _, err := call(planned, s, t, op, in); err != nil {
		return none, nil, err
	}
	return none, planOf(plan), nil
}

// finishing is the context of a write: one under an Idempotency-Key is finished
// although its caller leaves, so that the answer is there when he asks again.
func finishing(ctx context.Context) context.Context {
	if attemptFrom(ctx) == nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// readScopes are the scopes that read what an operation writes: users:read for
// users:write and users:sync. Credentials cannot be read; they are a user's.
func readScopes(op *operation) []string {
	var scopes []string
	for _, scope := range op.scopes {
		resource, _, _ := strings.Cut(scope, ":")
		if resource == "credentials" {
			resource = "users"
		}
		scopes = append(scopes, resource+":read")
	}
	return slices.Compact(scopes)
}
