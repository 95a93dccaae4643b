package upstream_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// TestEveryKindIsListed reads the constants from the source: a new one after the
// last would otherwise be missed by every table.
func TestEveryKindIsListed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, declaration := range file.Decls {
		block, ok := declaration.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		if kind, ok := block.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); ok && kind.Name == "Kind" {
			declared += len(block.Specs)
		}
	}
	if got := len(upstream.Kinds()); got != declared || declared == 0 {
		t.Errorf("got %d kinds, %d are declared", got, declared)
	}
}

func TestEveryKindHasAWordOfItsOwn(t *testing.T) {
	word := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	var seen []string
	for _, k := range upstream.Kinds() {
		if s := k.String(); !word.MatchString(s) || slices.Contains(seen, s) {
			t.Errorf("kind %d: got %q, want a word of its own", int(k), s)
		}
		seen = append(seen, k.String())
	}
	for _, k := range []upstream.Kind{0, -1, upstream.Canceled + 1} {
		if got, want := k.String(), fmt.Sprintf("kind-%d", int(k)); got != want {
			t.Errorf("no kind: got %q, want %q", got, want)
		}
	}
}

func TestAnErrorSaysItsKindItsDetailAndItsCause(t *testing.T) {
	for _, c := range []struct {
		err  *upstream.Error
		want string
	}{
		{&upstream.Error{Kind: upstream.Failed}, "upstream: failed"},
		{&upstream.Error{Kind: upstream.Failed, Detail: "It broke."}, "upstream: failed: It broke."},
		{&upstream.Error{Kind: upstream.Failed, Err: context.Canceled}, "upstream: failed: context canceled"},
		{&upstream.Error{Kind: upstream.Conflict, Detail: "Taken.", Err: errors.New("why")}, "upstream: conflict: Taken.: why"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAnErrorIsFoundThroughWhatWrapsIt(t *testing.T) {
	e := &upstream.Error{Kind: upstream.Timeout, Err: context.DeadlineExceeded}
	for name, err := range map[string]error{"itself": e, "wrapped": fmt.Errorf("a: %w", e), "joined": errors.Join(errors.New("a"), e)} {
		if !upstream.IsKind(err, upstream.Timeout) || upstream.IsKind(err, upstream.Failed) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: it is not found", name)
		}
	}
	for name, err := range map[string]error{"nil": nil, "another": errors.New("a")} {
		if upstream.IsKind(err, upstream.Timeout) {
			t.Errorf("%s: it is no timeout", name)
		}
	}
}

func TestARejectedWriteWasNotSent(t *testing.T) {
	want := &upstream.Error{Kind: upstream.Rejected, Outcome: upstream.NotSent, Fields: []upstream.FieldError{{Pointer: "/a"}, {Pointer: "/b"}}}
	if diff := cmp.Diff(want, upstream.Reject(upstream.FieldError{Pointer: "/a"}, upstream.FieldError{Pointer: "/b"})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheErrorOfAReadBeforeAWriteSaysThatTheWriteWasNotSent(t *testing.T) {
	read := &upstream.Error{Kind: upstream.Timeout, Vendor: &upstream.VendorAnswer{Status: 504}}
	var got *upstream.Error
	if !errors.As(upstream.Unsent(fmt.Errorf("a: %w", read)), &got) || got.Outcome != upstream.NotSent || got.Kind != upstream.Timeout || got.Vendor != read.Vendor {
		t.Errorf("got %+v, want the same timeout, not sent", got)
	}
	if read.Outcome != "" {
		t.Errorf("the read's own error was changed: %q", read.Outcome)
	}
	other := errors.New("a")
	if upstream.Unsent(nil) != nil || upstream.Unsent(other) != other {
		t.Error("nil and errors of other kinds stay as they are")
	}
}
