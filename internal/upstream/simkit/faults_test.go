package simkit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestWhichRequestsAFaultMeets(t *testing.T) {
	const fails, vendor = http.StatusInternalServerError, http.StatusOK
	isB := func(e simkit.Entry) bool { return strings.HasSuffix(e.Path, "/b") }
	for _, c := range []struct {
		name   string
		faults []simkit.Fault
		ids    string
		want   []int
	}{
		{"none", nil, "ab", []int{vendor, vendor}},
		{"of nothing", []simkit.Fault{{}}, "ab", []int{vendor, vendor}},
		{"all", []simkit.Fault{{Status: fails}}, "aba", []int{fails, fails, fails}},
		{"the first two", []simkit.Fault{{Status: fails, Times: 2}}, "aaa", []int{fails, fails, vendor}},
		{"not the first two", []simkit.Fault{{Status: fails, Skip: 2}}, "aaaa", []int{vendor, vendor, fails, fails}},
		{"the second alone", []simkit.Fault{{Status: fails, Skip: 1, Times: 1}}, "aaa", []int{vendor, fails, vendor}},
		{"those to b", []simkit.Fault{{Status: fails, When: isB}}, "abab", []int{vendor, fails, vendor, fails}},
		{"the second to b", []simkit.Fault{{Status: fails, When: isB, Skip: 1, Times: 1}}, "babab", []int{vendor, vendor, fails, vendor, vendor}},
		{"one after the other", []simkit.Fault{{Status: 500, Times: 1}, {Status: 501, Times: 1}}, "aaa", []int{500, 501, vendor}},
		{"the first that matches", []simkit.Fault{{Status: 500, When: isB}, {Status: 501}}, "ab", []int{501, 500}},
	} {
		s := bench()
		s.Faults.Schedule(c.faults...)
		var got []int
		for _, id := range c.ids {
			got = append(got, ask(s, "GET", "/v3/users/"+string(id), "").Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(s.Log.All()) != len(c.ids) {
			t.Errorf("%s: %d of %d requests are in the log", c.name, len(s.Log.All()), len(c.ids))
		}
	}
}

func TestAHealedVendorHasNoFaults(t *testing.T) {
	s := bench()
	s.Faults.Schedule(simkit.Fault{Status: 500})
	s.Faults.Clear()
	if got := ask(s, "GET", "/v3/users/a", "").Code; got != http.StatusOK {
		t.Errorf("got %d, want 200", got)
	}
}

// meet sends one request over a real connection to a simulator with a fault.
func meet(t *testing.T, ctx context.Context, f simkit.Fault) (*http.Response, []byte, error) {
	t.Helper()
	s := bench()
	s.Faults.Schedule(f)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	request, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/v3/users/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, body, err
}

func TestAFaultCanAnswerInPlaceOfTheVendor(t *testing.T) {
	response, body, err := meet(t, t.Context(), simkit.Fault{Status: 503, Header: http.Header{"Retry-After": {"7"}}, Body: "later"})
	if err != nil || response.StatusCode != 503 || response.Header.Get("Retry-After") != "7" || string(body) != "later" {
		t.Errorf("got %v %q, %v", response, body, err)
	}
}

func TestAFaultCanBreakTheAnswerOff(t *testing.T) {
	if _, _, err := meet(t, t.Context(), simkit.Fault{Reset: true}); !errors.Is(err, io.EOF) {
		t.Errorf("a reset: got %v, want the end of the connection", err)
	}
	response, body, err := meet(t, t.Context(), simkit.Fault{Status: 200, Body: "0123456789", Truncate: true})
	if !errors.Is(err, io.ErrUnexpectedEOF) || response.ContentLength != 10 || string(body) != "01234" {
		t.Errorf("a truncated answer: got %q, %v; want half of it", body, err)
	}
}

func TestAFaultCanBeSlow(t *testing.T) {
	const step = 20 * time.Millisecond
	for name, c := range map[string]struct {
		fault simkit.Fault
		least time.Duration
		body  string
	}{
		"a late vendor":    {simkit.Fault{Delay: step}, step, `vendor id="a"`},
		"a late fault":     {simkit.Fault{Delay: step, Status: 500, Body: "no"}, step, "no"},
		"a dripping fault": {simkit.Fault{Status: 200, Drip: step, Body: "abc"}, 2 * step, "abc"},
	} {
		began := time.Now()
		_, body, err := meet(t, t.Context(), c.fault)
		if took := time.Since(began); err != nil || took < c.least || string(body) != c.body {
			t.Errorf("%s: got %q, %v after %v; want %q after %v", name, body, err, took, c.body, c.least)
		}
	}
}

func TestAFaultEndsWhenTheCallerLeaves(t *testing.T) {
	for name, f := range map[string]simkit.Fault{
		"hang": {Hang: true}, "delay": {Delay: time.Hour}, "drip": {Status: 200, Drip: time.Hour, Body: "ab"}, "endless": {Status: 200, Endless: true, Body: "ab"},
	} {
		ctx, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, _, err := meet(t, ctx, f); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %v, want to have left", name, err)
		}
		leave()
	}
}
