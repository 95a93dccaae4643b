package upstreamtest_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

func TestFakeFailsWhereItIsToldTo(t *testing.T) {
	f := upstreamtest.NewFake(upstreamtest.FakeWorld(simkit.Options{People: 1}))
	broken := &upstream.Error{Kind: upstream.Failed}
	f.Fail("listUsers", broken)
	if _, err := f.ListUsers(t.Context(), upstream.UserQuery{Limit: 1}); err != broken {
		t.Errorf("the error is %v, want the one that was injected", err)
	}
	f.Fail("listUsers", nil)
	if _, err := f.ListUsers(t.Context(), upstream.UserQuery{Limit: 1}); err != nil {
		t.Errorf("it still fails: %v", err)
	}
}
