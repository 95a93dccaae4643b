package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// target is the connection that an operation goes to.
type target struct {
	*upstream.Open
	operation *operation
}

// connection returns the connection of this name where the caller has it. One of
// somebody else's is the same 404 as one that does not exist.
func (s *server) connection(ctx context.Context, name string) (target, error) {
	open, exists := s.Connections.Get(name)
	if !exists || !callerFrom(ctx).Has(name) {
		return target{}, fail(codeNotFound)
	}
	return target{open, operationFrom(ctx)}, nil
}

// target returns the connection of this name where the caller has it and it can
// do the operation.
func (s *server) target(ctx context.Context, name string) (target, error) {
	t, err := s.connection(ctx, name)
	if err == nil && !t.Can(t.operation.id) {
		return target{}, s.unsupported(t)
	}
	return t, err
}

// chosen returns the target that ?connection= names, or the only connection of
// the caller's that can do the operation.
func (s *server) chosen(ctx context.Context, name *string) (target, error) {
	if name != nil {
		return s.target(ctx, *name)
	}
	op := operationFrom(ctx)
	var able []string
	for _, name := range callerFrom(ctx).Connections {
		if open, ok := s.Connections.Get(name); ok && open.Can(op.id) {
			able = append(able, name)
		}
	}
	switch len(able) {
	case 0:
		return target{}, s.nobodyCan(ctx, "No connection of this key can do that.")
	case 1:
		return s.target(ctx, able[0])
	}
	f := fail(codeConnectionRequired)
	f.detail = "Name one with ?connection=: " + strings.Join(able, ", ") + "."
	return target{}, f
}

// unsupported is the problem of an operation that this connection cannot do.
func (s *server) unsupported(t target) error {
	f := fail(codeUnsupportedOperation)
	f.connection = t.Name
	f.header.Set("Allow", s.allowed(t.operation, t.Open))
	return f
}

// nobodyCan is the problem of an operation that none of the caller's connections
// can do.
func (s *server) nobodyCan(ctx context.Context, detail string) *failure {
	var all []*upstream.Open
	for _, name := range callerFrom(ctx).Connections {
		if open, ok := s.Connections.Get(name); ok {
			all = append(all, open)
		}
	}
	f := fail(codeUnsupportedOperation)
	f.detail = detail
	f.header.Set("Allow", s.allowed(operationFrom(ctx), all...))
	return f
}

// allowed are the methods of the operation's path that one of the connections can
// do, possibly none.
func (s *server) allowed(op *operation, connections ...*upstream.Open) string {
	var methods []string
	for _, other := range s.operations.on(op.template) {
		if slices.ContainsFunc(connections, func(open *upstream.Open) bool { return open.Can(other.id) }) {
			methods = append(methods, other.method)
		}
	}
	return strings.Join(methods, ", ")
}
