package upstream_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// lister is a connector that lists users, and says whether it is closed.
type lister struct {
	closed   int
	closeErr error
}

func (*lister) Describe() upstream.Description { return upstream.Description{} }

func (l *lister) Close() error {
	l.closed++
	return l.closeErr
}

func (*lister) ListUsers(context.Context, upstream.UserQuery) (upstream.Page[upstream.User], error) {
	return upstream.Page[upstream.User]{}, nil
}

// vendors are one that opens what it is given and one that refuses with err.
func vendors(opened *[]*lister, err error) []upstream.Vendor {
	return []upstream.Vendor{
		{Name: "good", Open: func(upstream.Connection) (upstream.Connector, error) {
			l := &lister{}
			*opened = append(*opened, l)
			return l, nil
		}},
		{Name: "bad", Open: func(upstream.Connection) (upstream.Connector, error) { return nil, err }},
	}
}

func named(vendor, name string) upstream.NamedConnection {
	return upstream.NamedConnection{Vendor: vendor, Connection: upstream.Connection{Name: name}}
}

func TestAPoolHoldsItsConnectionsByName(t *testing.T) {
	var opened []*lister
	pool, err := upstream.NewPool(vendors(&opened, nil), []upstream.NamedConnection{named("good", "a"), named("good", "b")})
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"a", "b"} {
		got, ok := pool.Get(name)
		if !ok || got.Name != name || got.Vendor != "good" || got.Connector != upstream.Connector(opened[i]) {
			t.Errorf("%s: got %+v, %t", name, got, ok)
		}
	}
	if got, ok := pool.Get("c"); ok || got != nil {
		t.Errorf("got %v, want no connection", got)
	}
}

func TestAPoolNamesAllFaultsAndClosesWhatItOpened(t *testing.T) {
	var opened []*lister
	fault := errors.Join(
		&upstream.Fault{Path: "settings.a", Problem: "missing"},
		fmt.Errorf("outer: %w", &upstream.Fault{Path: "settings.b", Problem: "too long"}),
		errors.Join(&upstream.Fault{Path: "settings.c", Problem: "no number"}),
	)
	pool, err := upstream.NewPool(vendors(&opened, fault), []upstream.NamedConnection{
		named("good", "first"), named("bad", "second"), named("none", "third"), named("good", "fourth"), named("bad", "fifth"),
	})
	if _, ok := pool.Get("first"); ok || err == nil {
		t.Fatalf("got %v, %v; want a fault and nothing open", pool, err)
	}
	want := []string{
		"connections.second.settings.a: missing", "connections.second.outer: settings.b: too long", "connections.second.settings.c: no number",
		`connections.third.vendor: no vendor "none"`,
		"connections.fifth.settings.a: missing", "connections.fifth.outer: settings.b: too long", "connections.fifth.settings.c: no number",
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if len(opened) != 2 || opened[0].closed != 1 || opened[1].closed != 1 {
		t.Errorf("got %d opened, want two, each closed once", len(opened))
	}
}

func TestAPoolClosesEveryConnectionWhateverOneSays(t *testing.T) {
	var opened []*lister
	pool, err := upstream.NewPool(vendors(&opened, nil), []upstream.NamedConnection{named("good", "a"), named("good", "b")})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	opened[0].closeErr, opened[1].closeErr = broken, broken
	if err := pool.Close(); !errors.Is(err, broken) || opened[0].closed != 1 || opened[1].closed != 1 {
		t.Errorf("got %v, closed %d and %d times", err, opened[0].closed, opened[1].closed)
	}
}

func TestAConnectionCanWhatItHasMethodsFor(t *testing.T) {
	open := &upstream.Open{Connector: &lister{}}
	for _, op := range upstream.Operations() {
		if got, want := open.Can(op.ID), op.ID == "listUsers"; got != want {
			t.Errorf("%s: got %t, want %t", op.ID, got, want)
		}
	}
	if open.Can("") || open.Can("ListUsers") {
		t.Error("there is no such operation")
	}
}
