//go:build chaos

package chaos

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// What measures is measured: a bench that sees nothing would find everything good.

// listening serves a handler, and returns a bench that can load it.
func listening(t *testing.T, h http.HandlerFunc) (*bench, []string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &bench{t: t, client: newClient(t)}, []string{server.URL}
}

func TestALatencyCountsFromWhenTheRequestWasDue(t *testing.T) {
	wait := make(chan struct{})
	b, to := listening(t, func(http.ResponseWriter, *http.Request) { <-wait })
	l := b.load(500*time.Millisecond, traffic{name: "all", rate: 100, request: always(request{method: "GET", path: "/"}), to: to})
	l.at(500 * time.Millisecond)
	close(wait)
	got := l.wait()["all"]
	if len(got) != 50 {
		t.Errorf("%d requests were sent while nobody answered, want 50", len(got))
	}
	if longest := got.took(100); longest < 490*time.Millisecond {
		t.Errorf("the longest wait is %v; a driver that waits for answers would say so", longest)
	}
}

func TestAFailureIsNeverFast(t *testing.T) {
	refuse := false
	b, to := listening(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "1")
		if refuse = !refuse; refuse {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	got := b.load(time.Second, traffic{name: "all", rate: 50, request: always(request{method: "GET", path: "/"}), to: to}).wait()["all"]
	if got.goodput() != 0.5 || got.latency(99) != never || got.took(99) == never {
		t.Errorf("goodput %v, p99 %v, took %v", got.goodput(), got.latency(99), got.took(99))
	}
	if tally := got.tally(); tally != "200 ×25, 503 ×25" {
		t.Errorf("tally %q", tally)
	}
}

func TestALostConnectionIsNotTriedAgain(t *testing.T) {
	n := 0
	b, to := listening(t, func(http.ResponseWriter, *http.Request) {
		if n++; n == 2 {
			panic(http.ErrAbortHandler)
		}
	})
	for i, fine := range []bool{true, false, true} {
		if a := b.client.do(to[0], request{method: "GET", path: "/"}); a.fine() != fine {
			t.Errorf("request %d: %s", i, summary(a))
		}
	}
}

func TestWhoAnsweredIsKnown(t *testing.T) {
	for by, a := range map[string]answer{
		"nobody": {}, "balancer": {status: 503}, "gateway": {status: 503, header: http.Header{"X-Request-Id": {"1"}}},
	} {
		if a.by() != by {
			t.Errorf("got %s, want %s", a.by(), by)
		}
	}
}

func TestAPercentileIsOfTheNearestRank(t *testing.T) {
	var c course
	for n := 1; n <= 200; n++ {
		c = append(c, answer{status: 200, took: time.Duration(n)})
	}
	for percent, want := range map[float64]time.Duration{0: 1, 50: 100, 99: 198, 100: 200} {
		if got := c.latency(percent); got != want {
			t.Errorf("p%v is %d, want %d", percent, got, want)
		}
	}
}
