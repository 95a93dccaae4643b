package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

// operation is one operation of the specification, with what the middleware
// needs of it.
type operation struct {
	id       string
	method   string
	template string
	scopes   []string
	write    bool
	spec     *openapi3.Operation
	// parameters are those of the path and the operation together.
	parameters openapi3.Parameters
}

// operations are all operations by method and echo route.
type operations map[string]*operation

// operationsOf reads the specification. An operation without security, or
// without a scope, is an error: it would be open to everyone.
func operationsOf(document *openapi3.T) (operations, error) {
	out := operations{}
	for template, item := range document.Paths.Map() {
		for method, spec := range item.Operations() {
			op := &operation{
				id: spec.OperationID, method: method, template: template, spec: spec,
				parameters: append(slices.Clone(item.Parameters), spec.Parameters...),
			}
			if !secured(document, spec) {
				return nil, fmt.Errorf("handlers: operation %s has no security", op.id)
			}
			if op.scopes = scopesOf(spec); len(op.scopes) == 0 {
				return nil, fmt.Errorf("handlers: operation %s has no x-required-scopes", op.id)
			}
			op.write = op.parameters.GetByInAndName(openapi3.ParameterInQuery, "dryRun") != nil
			out[method+" "+base+echoPath(template)] = op
		}
	}
	return out, nil
}

// secured tells whether every way into an operation asks for something: an empty
// requirement among them lets everyone in.
func secured(document *openapi3.T, spec *openapi3.Operation) bool {
	ways := document.Security
	if spec.Security != nil {
		ways = *spec.Security
	}
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(way openapi3.SecurityRequirement) bool { return len(way) == 0 })
}

// on returns the operations of one path template.
func (ops operations) on(template string) []*operation {
	var found []*operation
	for _, op := range ops {
		if op.template == template {
			found = append(found, op)
		}
	}
	slices.SortFunc(found, func(a, b *operation) int { return strings.Compare(a.method, b.method) })
	return found
}

func scopesOf(spec *openapi3.Operation) []string {
	var scopes []string
	list, _ := spec.Extensions["x-required-scopes"].([]any)
	for _, s := range list {
		if text, ok := s.(string); ok && text != "" {
			scopes = append(scopes, text)
		}
	}
	return scopes
}

// echoPath turns {x} into :x, as the generated routes have it.
func echoPath(template string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(template)
}

type operationKey struct{}

// operationFrom returns the operation that a request was routed to, or nil.
func operationFrom(ctx context.Context) *operation {
	op, _ := ctx.Value(operationKey{}).(*operation)
	return op
}

// operation finds the operation that the router chose. A path or a method without
// one is answered here and reaches no handler.
func (s *server) operation(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		op := s.operations[c.Request().Method+" "+c.Path()]
		if op == nil {
			return s.unrouted(c)
		}
		// echo lets its last parameter run over slashes; an id is one segment.
		if slices.ContainsFunc(c.ParamValues(), func(v string) bool { return strings.Contains(v, "/") }) {
			return fail(codeNotFound)
		}
		set(c, operationKey{}, op)
		return next(c)
	}
}

// unrouted answers for a path or a method that the specification does not have.
func (s *server) unrouted(c echo.Context) error {
	var allowed []string
	for _, op := range s.operations {
		if base+echoPath(op.template) == c.Path() {
			allowed = append(allowed, op.method)
		}
	}
	if len(allowed) == 0 {
		return fail(codeNotFound)
	}
	slices.Sort(allowed)
	c.Response().Header().Set("Allow", strings.Join(allowed, ", "))
	return fail(codeMethodNotAllowed)
}

// set puts a value into the request's context.
func set(c echo.Context, key, value any) {
	c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), key, value)))
}
