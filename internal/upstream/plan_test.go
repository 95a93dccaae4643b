package upstream_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestARealCallHasNoPlan(t *testing.T) {
	if got := upstream.PlanFrom(context.Background()); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

func TestAPlanKeepsItsWritesInOrderAndToItself(t *testing.T) {
	ctx, plan := upstream.WithPlan(context.Background())
	if got := plan.Requests(); len(got) != 0 {
		t.Fatalf("got %v, want an empty plan", got)
	}
	want := []upstream.PlannedRequest{{Method: "PUT", Path: "/a"}, {Method: "POST", Path: "/b", Query: "c=d", Body: []byte(`{}`)}}
	for _, r := range want {
		upstream.PlanFrom(context.WithoutCancel(ctx)).Record(r)
	}
	got := plan.Requests()
	got[0].Path = "/changed"
	if diff := cmp.Diff(want, plan.Requests()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestManyCanWriteIntoOnePlan(t *testing.T) {
	_, plan := upstream.WithPlan(context.Background())
	var writers sync.WaitGroup
	for range 100 {
		writers.Go(func() {
			plan.Record(upstream.PlannedRequest{Method: "PUT"})
			_ = plan.Requests()
		})
	}
	writers.Wait()
	if got := len(plan.Requests()); got != 100 {
		t.Errorf("got %d writes, want 100", got)
	}
}
