package handlers

import (
	"regexp"
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
)

func TestEveryScopeIsListedOnce(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+:[a-z]+$`)
	var seen []string
	for _, scope := range Scopes() {
		if !form.MatchString(scope) || slices.Contains(seen, scope) {
			t.Errorf("%q: want a scope of its own", scope)
		}
		seen = append(seen, scope)
	}
}

func TestEveryScopeThatAnOperationNeedsCanBeGiven(t *testing.T) {
	document, err := api.Load()
	if err != nil {
		t.Fatal(err)
	}
	ops, err := operationsOf(document)
	if err != nil {
		t.Fatal(err)
	}
	needed := []string{administratorScope, groupScope, rawScope}
	for _, op := range ops {
		needed = append(needed, op.scopes...)
		if op.write {
			needed = append(needed, readScopes(op)...)
		}
	}
	for _, scope := range needed {
		if !slices.Contains(Scopes(), scope) {
			t.Errorf("%s is needed and cannot be given", scope)
		}
	}
}
