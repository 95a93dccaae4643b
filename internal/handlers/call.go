package handlers

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// target is the connection that an operation goes to.
type target struct {
	*upstream.Open
	operation *operation
}

// at returns the connection of this name where the caller has it. A connection
// of somebody else's is the same 404 as one that does not exist.
func (s *server) at(ctx context.Context, connection string) (target, error) {
	open, exists := s.Connections.Get(connection)
	if !exists || !callerFrom(ctx).Has(connection) {
		return target{}, fail(codeNotFound)
	}
	return target{open, operationFrom(ctx)}, nil
}

// chosen returns the connection that ?connection= names, or the only one of the
// caller's that can do the operation.
func (s *server) chosen(ctx context.Context, connection *string) (target, error) {
	if connection != nil {
		return s.at(ctx, *connection)
	}
	op := operationFrom(ctx)
	var able []string
	for _, name := range callerFrom(ctx).Connections {
		if open, ok := s.Connections.Get(name); ok && open.Can(op.id) {
			able = append(able, name)
		}
	}
	if len(able) == 1 {
		return s.at(ctx, able[0])
	}
	f := fail(codeConnectionRequired)
	f.detail = "No connection of this key can do that."
	if len(able) > 1 {
		f.detail = "Name one with ?connection=: " + strings.Join(able, ", ") + "."
	}
	return target{}, f
}

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
	return none, at(t.Name, err)
}

// at puts the connection's name on a connector's error.
func at(connection string, err error) error {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	var e *upstream.Error
	if errors.As(err, &e) {
		return vendorFailure(connection, e)
	}
	f = fail(codeInternal)
	f.connection, f.cause = connection, err
	return f
}

// unsupported is the problem of an operation that this connection cannot do.
func (s *server) unsupported(t target) error {
	f := fail(codeUnsupportedOperation)
	f.connection = t.Name
	var allowed []string
	for _, op := range s.operations.on(t.operation.template) {
		if t.Can(op.id) {
			allowed = append(allowed, op.method)
		}
	}
	f.header.Set("Allow", strings.Join(allowed, ", "))
	return f
}

// write is call for an operation that changes something. In a dry run it returns
// the plan in place of an answer.
func write[C, I, O any](ctx context.Context, s *server, t target, dryRun *bool, op func(C, context.Context, I) (O, error), in I) (O, *api.Plan, error) {
	if dryRun == nil || !*dryRun {
		out, err := call(ctx, s, t, op, in)
		return out, nil, err
	}
	var none O
	if err := need(callerFrom(ctx), readScopes(t.operation)...); err != nil {
		return none, nil, err
	}
	planned, plan := upstream.WithPlan(ctx)
	if _, err := call(planned, s, t, op, in); err != nil {
		return none, nil, err
	}
	return none, planOf(plan), nil
}

// readScopes are the scopes that read what an operation writes: users:read for
// users:write and users:sync.
func readScopes(op *operation) []string {
	var scopes []string
	for _, scope := range op.scopes {
		resource, _, _ := strings.Cut(scope, ":")
		scopes = append(scopes, resource+":read")
	}
	return slices.Compact(scopes)
}

// administratorScope is the scope that giving power needs.
const administratorScope = "users:admin"

// checkPower demands the administrator's scope where one of the named fields may
// give power away.
func checkPower(ctx context.Context, d upstream.Description, fields []string, on upstream.When) error {
	if len(d.Powerful(fields, on)) == 0 {
		return nil
	}
	return need(callerFrom(ctx), administratorScope)
}

// refused is the problem of fields that this vendor's tables refuse, found
// before anything was sent.
func refused(connection string, faults []upstream.FieldError) error {
	if len(faults) == 0 {
		return nil
	}
	return vendorFailure(connection, upstream.Reject(faults...))
}
