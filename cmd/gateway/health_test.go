package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// state is the health of a connection as a caller reads it.
type state struct {
	Status    string
	CheckedAt time.Time
	LatencyMs int
	Checks    []struct {
		Credential, Status string
		Problem            *struct{ Code, Connection string }
	}
}

func (w *whole) health(connection string) state {
	w.t.Helper()
	got := w.get("reader", "/v1/connections/"+connection+"/health")
	var s state
	if err := json.Unmarshal(got.body, &s); err != nil || got.status != http.StatusOK {
		w.t.Fatalf("got %d %v\n%s", got.status, err, got.body)
	}
	return s
}

// found returns the state of each credential, with the problem's code where
// there is one.
func (s state) found() map[string]string {
	out := map[string]string{}
	for _, c := range s.Checks {
		if out[c.Credential] = c.Status; c.Problem != nil {
			out[c.Credential] += " " + c.Problem.Connection + " " + c.Problem.Code
		}
	}
	return out
}

// broken is an answer in place of the vendor's to requests for a path that ends
// so; "" is every path.
func broken(path string, status int) simkit.Fault {
	return simkit.Fault{Status: status, When: func(e simkit.Entry) bool { return strings.HasSuffix(e.Path, path) }}
}

func TestTheHealthOfAConnectionIsThatOfItsCredentials(t *testing.T) {
	type row struct {
		connection string
		fault      simkit.Fault
		status     string
		checks     map[string]string
	}
	var good simkit.Fault
	for situation, rows := range map[string][]row{
		"all is well": {
			{"iw", good, "ok", map[string]string{"refreshToken": "ok", "password": "ok"}},
			{"juump", good, "ok", map[string]string{"apiKey": "ok"}},
			{"inwebo", good, "ok", map[string]string{"apiToken": "ok"}},
			{"w365", good, "ok", map[string]string{"apiToken": "ok", "syncToken": "unverifiable"}},
		},
		"credentials are refused": {
			{"iw", broken("", 406), "down", map[string]string{"refreshToken": "failed iw vendor-credentials", "password": "failed iw vendor-credentials"}},
			{"juump", broken("", 401), "down", map[string]string{"apiKey": "failed juump vendor-credentials"}},
			{"inwebo", broken("", 401), "down", map[string]string{"apiToken": "failed inwebo vendor-credentials"}},
			{"w365", broken("", 403), "down", map[string]string{"apiToken": "failed w365 vendor-credentials", "syncToken": "unverifiable"}},
		},
		"vendors are ill": {
			{"iw", broken("/security/authenticate", 406), "degraded", map[string]string{"refreshToken": "ok", "password": "failed iw vendor-credentials"}},
			{"juump", broken("", 500), "down", map[string]string{"apiKey": "failed juump vendor-failed"}},
			{"inwebo", simkit.Fault{Hang: true}, "down", map[string]string{"apiToken": "failed inwebo vendor-timeout"}},
			{"w365", broken("", 429), "down", map[string]string{"apiToken": "failed w365 vendor-throttled", "syncToken": "unverifiable"}},
		},
	} {
		t.Run(situation, func(t *testing.T) {
			w := start(t, setup{people: 1, timeout: "400ms"})
			for _, r := range rows {
				w.sims[r.connection].Faults.Schedule(r.fault)
				got := w.health(r.connection)
				if got.Status != r.status {
					t.Errorf("%s: got %s, want %s", r.connection, got.Status, r.status)
				}
				if diff := cmp.Diff(r.checks, got.found()); diff != "" {
					t.Errorf("%s: want (-), got (+):\n%s", r.connection, diff)
				}
				if writes := w.sims[r.connection].Log.Writes(); len(writes) > 0 {
					t.Errorf("%s received %v", r.connection, writes)
				}
			}
		})
	}
}

func TestTheHealthOfAConnectionIsNotAskedTwiceAtOnce(t *testing.T) {
	w := start(t, setup{people: 1})
	sim := w.sims["inwebo"]
	sim.Faults.Schedule(broken("", 401))
	first := w.health("inwebo")
	sim.Faults.Clear()
	asked := len(sim.Log.All())
	if again := w.health("inwebo"); again.Status != "down" || !again.CheckedAt.Equal(first.CheckedAt) || len(sim.Log.All()) != asked {
		t.Errorf("got %+v after %+v", again, first)
	}
	if age := time.Since(first.CheckedAt); age < 0 || age > time.Minute || first.CheckedAt.Location() != time.UTC {
		t.Errorf("checked at %v", first.CheckedAt)
	}
}

func TestTheHealthOfAnothersConnectionIsNobodys(t *testing.T) {
	w := start(t, setup{people: 1})
	w.get("reader", "/v1/connections/x-inwebo/health").want(t, http.StatusNotFound, "not-found")
	w.get("reader", "/v1/connections/none/health").want(t, http.StatusNotFound, "not-found")
	if sent := w.sims["inwebo"].Log.All(); len(sent) > 0 {
		t.Errorf("the vendor was asked %d times", len(sent))
	}
}
