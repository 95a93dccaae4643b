package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestEveryOperationHasOneHandler(t *testing.T) {
	server := reflect.TypeFor[api.StrictServerInterface]()
	var methods []string
	for i := range server.NumMethod() {
		methods = append(methods, operationID(server.Method(i).Name))
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(specified(t))), slices.Sorted(slices.Values(methods))); diff != "" {
		t.Errorf("specification (-) and handlers (+) differ:\n%s", diff)
	}
}

func TestEveryOperationOfAVendorHasOneCapability(t *testing.T) {
	wanted := specified(t)
	// These two the gateway answers from its own tables.
	delete(wanted, "listConnections")
	delete(wanted, "getConnection")
	ids := slices.Sorted(maps.Keys(wanted))

	var rows []string
	for _, op := range upstream.Operations() {
		rows = append(rows, op.ID)
	}
	if diff := cmp.Diff(ids, slices.Sorted(slices.Values(rows))); diff != "" {
		t.Errorf("specification (-) and upstream.Operations (+) differ:\n%s", diff)
	}
	interfaces := capabilities(t)
	if diff := cmp.Diff(ids, slices.Sorted(maps.Keys(interfaces))); diff != "" {
		t.Errorf("specification (-) and interfaces (+) differ:\n%s", diff)
	}
	if diff := cmp.Diff(interfaces, rowsOfTheTable(t)); diff != "" {
		t.Errorf("a row of upstream.Operations asks for another interface (+) than its own (-):\n%s", diff)
	}
}

func TestEveryOperationSaysWhatACallerNeeds(t *testing.T) {
	for id, op := range specified(t) {
		if op.Summary == "" {
			t.Errorf("%s has no summary", id)
		}
		scopes, _ := op.Extensions["x-required-scopes"].([]any)
		if len(scopes) == 0 {
			t.Errorf("%s needs no scope", id)
		}
		for _, scope := range scopes {
			if name, _ := scope.(string); !slices.Contains(handlers.Scopes(), name) {
				t.Errorf("%s needs the scope %v, which no key can have", id, scope)
			}
		}
		for _, status := range []string{"400", "401", "403", "429", "500"} {
			if op.Responses.Value(status) == nil {
				t.Errorf("%s does not declare %s", id, status)
			}
		}
	}
}

func TestEveryBodyHasAnExample(t *testing.T) {
	for id, op := range specified(t) {
		if op.RequestBody != nil {
			wantExamples(t, id+" request", op.RequestBody.Value.Content)
		}
		for status, response := range op.Responses.Map() {
			wantExamples(t, id+" "+status, response.Value.Content)
		}
	}
}

func wantExamples(t *testing.T, where string, content openapi3.Content) {
	t.Helper()
	for name, media := range content {
		if len(media.Examples) == 0 && !isBinary(media) {
			t.Errorf("%s has no example of %s", where, name)
		}
	}
}

// isBinary tells whether a body is no text, of which an example says nothing.
func isBinary(media *openapi3.MediaType) bool { return media.Schema.Value.Format == "binary" }

func TestEveryProblemIsDeclaredOnceAndReferredTo(t *testing.T) {
	for id, op := range specified(t) {
		for status, response := range op.Responses.Map() {
			if status < "400" {
				continue
			}
			if !strings.HasPrefix(response.Ref, "#/components/responses/") {
				t.Errorf("%s %s is no reference", id, status)
			}
			media := slices.Collect(maps.Keys(response.Value.Content))
			if !slices.Equal(media, []string{"application/problem+json"}) {
				t.Errorf("%s %s is %v and no problem", id, status, media)
			}
		}
	}
}

func TestEveryRequestIsClosedAndBounded(t *testing.T) {
	for id, op := range specified(t) {
		for _, parameter := range op.Parameters {
			wantBounded(t, id+" "+parameter.Value.Name, parameter.Value.Schema)
		}
		if op.RequestBody == nil {
			continue
		}
		for name, media := range op.RequestBody.Value.Content {
			wantBounded(t, id+" "+name, media.Schema)
		}
	}
}

func wantBounded(t *testing.T, where string, ref *openapi3.SchemaRef) {
	t.Helper()
	s := ref.Value
	switch {
	case s.Type.Is(openapi3.TypeObject):
		if s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has {
			t.Errorf("%s is an open object", where)
		}
	case s.Type.Is(openapi3.TypeArray):
		if s.MaxItems == nil {
			t.Errorf("%s is an array without maxItems", where)
		}
		wantBounded(t, where+"[]", s.Items)
	case s.Type.Is(openapi3.TypeString):
		if s.MaxLength == nil && len(s.Enum) == 0 {
			t.Errorf("%s is a string without maxLength", where)
		}
	case s.Type.Is(openapi3.TypeInteger), s.Type.Is(openapi3.TypeNumber):
		if s.Min == nil || s.Max == nil {
			t.Errorf("%s is a number without bounds", where)
		}
	case !s.Type.Is(openapi3.TypeBoolean):
		t.Errorf("%s has no type", where)
	}
	for name, property := range s.Properties {
		wantBounded(t, where+"."+name, property)
	}
}

// specified returns the specification's operations by id, their parameters
// joined with those of their paths.
func specified(t *testing.T) map[string]*openapi3.Operation {
	t.Helper()
	document, err := api.Parse()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*openapi3.Operation{}
	for _, item := range document.Paths.Map() {
		for _, op := range item.Operations() {
			if found[op.OperationID] != nil {
				t.Errorf("two operations are called %s", op.OperationID)
			}
			op.Parameters = slices.Concat(item.Parameters, op.Parameters)
			found[op.OperationID] = op
		}
	}
	return found
}

// operationID is the id of the operation that a method does.
func operationID(method string) string { return strings.ToLower(method[:1]) + method[1:] }

// capabilities returns the name of each one-method interface by the operation
// that its method does.
func capabilities(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	ast.Inspect(capabilitiesFile(t), func(n ast.Node) bool {
		declared, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if i, ok := declared.Type.(*ast.InterfaceType); ok && len(i.Methods.List) == 1 {
			found[operationID(i.Methods.List[0].Names[0].Name)] = declared.Name.Name
		} else if ok {
			t.Errorf("%s has %d methods and not one", declared.Name.Name, len(i.Methods.List))
		}
		return true
	})
	return found
}

// rowsOfTheTable returns the name of the interface that each row of
// upstream.Operations asks for.
func rowsOfTheTable(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	ast.Inspect(capabilitiesFile(t), func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || len(row.Elts) != 2 {
			return true
		}
		id, isText := row.Elts[0].(*ast.BasicLit)
		has, isInstance := row.Elts[1].(*ast.IndexExpr)
		if isText && isInstance {
			name, _ := strconv.Unquote(id.Value)
			found[name] = has.Index.(*ast.Ident).Name
		}
		return true
	})
	return found
}

func capabilitiesFile(t *testing.T) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), root+"/internal/upstream/capabilities.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
