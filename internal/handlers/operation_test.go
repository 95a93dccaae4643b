package handlers

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dragoman-gateway/dragoman/api"
)

// smallest is a whole specification of one operation, as a tree that a test can
// cut something out of.
func smallest() map[string]any {
	return map[string]any{
		"openapi":  "3.0.3",
		"info":     map[string]any{"title": "small", "version": "1"},
		"security": []any{map[string]any{"key": []any{}}},
		"components": map[string]any{"securitySchemes": map[string]any{
			"key": map[string]any{"type": "http", "scheme": "bearer"},
		}},
		"paths": map[string]any{"/users/{userId}": map[string]any{
			"parameters": []any{parameter("userId", "path")},
			"delete": map[string]any{
				"operationId":       "deleteUser",
				"x-required-scopes": []any{"users:write"},
				"parameters":        []any{parameter("dryRun", "query")},
				"responses":         map[string]any{"204": map[string]any{"description": "Gone."}},
			},
		}},
	}
}

func parameter(name, in string) map[string]any {
	return map[string]any{"name": name, "in": in, "required": in == "path", "schema": map[string]any{"type": "string"}}
}

// deletion is the one operation of a small specification.
func deletion(tree map[string]any) map[string]any {
	return tree["paths"].(map[string]any)["/users/{userId}"].(map[string]any)["delete"].(map[string]any)
}

func parsed(t *testing.T, tree map[string]any) *openapi3.T {
	t.Helper()
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestAnOperationIsFoundByItsRouteWithAllItsParameters(t *testing.T) {
	ops, err := operationsOf(parsed(t, smallest()))
	if err != nil {
		t.Fatal(err)
	}
	op := ops["DELETE /v1/users/:userId"]
	if op == nil {
		t.Fatalf("got %v", ops)
	}
	if op.id != "deleteUser" || !op.write || len(op.scopes) != 1 || op.scopes[0] != "users:write" {
		t.Errorf("got %+v", op)
	}
	if op.parameters.GetByInAndName("path", "userId") == nil || op.parameters.GetByInAndName("query", "dryRun") == nil {
		t.Errorf("got the parameters %v", op.parameters)
	}
}

func TestAnOperationMayBringItsOwnSecurity(t *testing.T) {
	tree := smallest()
	deletion(tree)["security"] = tree["security"]
	delete(tree, "security")
	if _, err := operationsOf(parsed(t, tree)); err != nil {
		t.Error(err)
	}
}

func TestAnOperationThatIsOpenToEveryoneIsRefused(t *testing.T) {
	const noSecurity, noScopes = "deleteUser has no security", "deleteUser has no x-required-scopes"
	everyone := []any{map[string]any{}}
	for situation, row := range map[string]struct {
		change func(tree map[string]any)
		want   string
	}{
		"no security anywhere":              {func(tree map[string]any) { delete(tree, "security") }, noSecurity},
		"an empty security of the document": {func(tree map[string]any) { tree["security"] = []any{} }, noSecurity},
		"an empty security of its own":      {func(tree map[string]any) { deletion(tree)["security"] = []any{} }, noSecurity},
		"a security that asks for nothing":  {func(tree map[string]any) { deletion(tree)["security"] = everyone }, noSecurity},
		"a document that asks for nothing":  {func(tree map[string]any) { tree["security"] = everyone }, noSecurity},
		"no scopes":                         {func(tree map[string]any) { delete(deletion(tree), "x-required-scopes") }, noScopes},
		"an empty list of scopes":           {func(tree map[string]any) { deletion(tree)["x-required-scopes"] = []any{} }, noScopes},
		"an empty scope":                    {func(tree map[string]any) { deletion(tree)["x-required-scopes"] = []any{""} }, noScopes},
		"a scope that is no text":           {func(tree map[string]any) { deletion(tree)["x-required-scopes"] = []any{1} }, noScopes},
		"scopes that are no list":           {func(tree map[string]any) { deletion(tree)["x-required-scopes"] = "users:write" }, noScopes},
	} {
		t.Run(situation, func(t *testing.T) {
			tree := smallest()
			row.change(tree)
			if _, err := operationsOf(parsed(t, tree)); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

// Each operation of the real specification in turn, as a slip of the pen would
// leave it.
func TestNoOperationOfTheSpecificationMayLoseItsSecurity(t *testing.T) {
	text, err := api.JSON()
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(text) // what api.Load returns is everybody's
	if err != nil {
		t.Fatal(err)
	}
	if _, err := operationsOf(document); err != nil {
		t.Fatal(err)
	}
	for template, item := range document.Paths.Map() {
		for method, spec := range item.Operations() {
			kept := *spec
			for _, want := range []string{"has no security", "has no x-required-scopes"} {
				spec.Security, spec.Extensions = &openapi3.SecurityRequirements{}, kept.Extensions
				if want == "has no x-required-scopes" {
					spec.Security, spec.Extensions = kept.Security, nil
				}
				if _, err := operationsOf(document); err == nil || !strings.Contains(err.Error(), spec.OperationID+" "+want) {
					t.Errorf("%s %s: got %v, want that it %s", method, template, err, want)
				}
			}
			*spec = kept
		}
	}
}
