package sim_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

func TestGlobalIconsComeAsOneBareList(t *testing.T) {
	b := newBench(t)
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/global", auth: b.apiHeader()})
	want(t, got, answer{200, jsonType,
		`[{"id":1,"kind":0,"name":"Box"},{"id":14,"kind":1,"name":"Phone"},{"id":36,"kind":2,"name":"Computer Desktop"}]`})
}

func TestEnvironmentIconsAreItsOwn(t *testing.T) {
	b := newBench(t)
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/environment", auth: b.apiHeader()})
	var icons []struct {
		ID, Kind int
		Name     string
	}
	if err := json.Unmarshal([]byte(got.body), &icons); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
	if len(icons) != 3 || icons[0].Name != "Frühstück & Café" {
		t.Fatalf("icons are %+v, want three", icons)
	}
	for _, i := range icons {
		if i.ID < 1000 || i.Kind < 0 || i.Kind > 2 {
			t.Errorf("icon %+v is out of range", i)
		}
	}
}

func TestAnEnvironmentWithoutIconsHasAnEmptyList(t *testing.T) {
	b := &bench{Sim: sim.New(simkit.Options{Seed: 7})}
	server := httptest.NewServer(b.Sim)
	defer server.Close()
	b.url = server.URL
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/environment", auth: b.apiHeader()})
	want(t, got, answer{200, jsonType, `[]`})
}

func TestWhatIconsRefuse(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		request
		message string
	}{
		"an unknown source is 400 and not 404": {request{path: "/acme/api/appicons/local"}, "The requested icon does not exist."},
		"a source in capitals":                 {request{path: "/acme/api/appicons/Global"}, "The requested icon does not exist."},
		"a query":                              {request{path: "/acme/api/appicons/global?page=2"}, "The request has a query that this call does not know."},
		"a body":                               {request{path: "/acme/api/appicons/global", body: "{}"}, "This call takes no body."},
	} {
		t.Run(name, func(t *testing.T) {
			c.verb, c.auth = "GET", b.apiHeader()
			want(t, b.do(t, c.request), globalError(c.message))
		})
	}
}
