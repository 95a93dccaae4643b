package rest_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// renewable is a credential that can be renewed as often as it is asked to.
type renewable struct{ applied, renewed int }

func (a *renewable) Apply(_ context.Context, h http.Header) error {
	a.applied++
	h.Set("Authorization", fmt.Sprintf("Bearer %d", a.applied))
	return nil
}

func (a *renewable) Stale(status int) bool { return status == http.StatusUnauthorized }

func (a *renewable) Renew(http.Header) bool {
	a.renewed++
	return true
}

func TestAFailedCallIsNotTriedAgain(t *testing.T) {
	for name, vendor := range map[string]http.HandlerFunc{
		"500": answers(500, ""), "502": answers(502, ""), "503": answers(503, ""), "429": answers(429, ""),
		"409": answers(409, ""), "a reset": resets,
	} {
		for _, call := range []rest.Call{reading(), writing()} {
			l := connect(t, vendor)
			call.Auth = &renewable{}
			_, _ = l.Do(context.Background(), call)
			if got := len(l.all()); got != 1 {
				t.Errorf("%s to %s: got %d requests, want 1", name, call.Route.Verb, got)
			}
		}
	}
}

// TestAWriteIsSentOnceAlsoOverAConnectionInUse: an operator's route may write by
// GET, and net/http itself repeats a GET when a connection that it kept breaks.
func TestAWriteIsSentOnceAlsoOverAConnectionInUse(t *testing.T) {
	for _, verb := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		warm := false
		l := connect(t, func(w http.ResponseWriter, r *http.Request) {
			if warm {
				resets(w, r)
			}
			warm = true
		})
		call := rest.Call{Route: rest.Route{Verb: verb, Path: "/toggle", Write: true}}
		if _, err := l.Do(context.Background(), call); err != nil {
			t.Fatal(err)
		}
		answer, err := l.Do(context.Background(), call)
		if e := failureOf(t, answer, err); e.Outcome != upstream.Unknown {
			t.Errorf("%s: got outcome %q, want unknown", verb, e.Outcome)
		}
		if got := len(l.all()); got != 2 {
			t.Errorf("%s: got %d requests for two calls", verb, got)
		}
	}
}

func TestACallIsRepeatedOnceWithARenewedCredentialAndTheSameBody(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []int
		want     int
		requests []string
	}{
		{"accepted at once", []int{200}, 200, []string{"Bearer 1"}},
		{"accepted when renewed", []int{401, 200}, 200, []string{"Bearer 1", "Bearer 2"}},
		{"refused again", []int{401, 401, 200}, 401, []string{"Bearer 1", "Bearer 2"}},
		{"failed when renewed", []int{401, 500, 200}, 500, []string{"Bearer 1", "Bearer 2"}},
		{"refused for another reason", []int{403, 200}, 403, []string{"Bearer 1"}},
	} {
		next := 0
		l := connect(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.statuses[next])
			next++
		})
		call := writing()
		call.Auth = &renewable{}
		answer, err := l.Do(context.Background(), call)
		if err != nil || answer.Status != c.want {
			t.Errorf("%s: got %v, %v; want %d", c.name, answer, err, c.want)
		}
		var got []string
		for _, r := range l.all() {
			got = append(got, r.Header.Get("Authorization"))
			if r.body != `{"email":"`+personal+`"}` {
				t.Errorf("%s: got body %s", c.name, r.body)
			}
		}
		if diff := cmp.Diff(c.requests, got); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestACallThatCannotGetACredentialIsNotSent(t *testing.T) {
	l := connect(t, answers(200, "{}"))
	call := writing()
	call.Auth = &rest.Session{Now: nowhen, Mint: func(context.Context) (rest.Token, error) {
		return rest.Token{}, &upstream.Error{Kind: upstream.Timeout, Outcome: upstream.Unknown}
	}}
	answer, err := l.Do(context.Background(), call)
	if e := failureOf(t, answer, err); e.Kind != upstream.Timeout || e.Outcome != upstream.NotSent || len(l.all()) != 0 {
		t.Errorf("got %v, outcome %q, %d requests; want timeout, not sent, none", e, e.Outcome, len(l.all()))
	}
}
