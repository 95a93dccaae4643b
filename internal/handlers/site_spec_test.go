package handlers

import (
	"encoding/json"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
)

func TestTheSpecificationIsServedAsItWasWrittenAndAsJSON(t *testing.T) {
	asJSON, err := api.JSON()
	if err != nil {
		t.Fatal(err)
	}
	h := visited(t)
	for path, want := range map[string]struct{ media, body string }{
		"/openapi.yaml": {"application/yaml", string(api.YAML())},
		"/openapi.json": {"application/json", string(asJSON)},
	} {
		r := visit(t, h, "GET", path)
		if got := r.Header.Get("Content-Type"); got != want.media {
			t.Errorf("%s: the type is %s", path, got)
		}
		if bodyOf(t, r) != want.body {
			t.Errorf("%s: it is another", path)
		}
	}
}

func TestTheSpecificationTellsTheDocsToCallThisGateway(t *testing.T) {
	var document struct{ Servers []struct{ URL string } }
	if err := json.Unmarshal([]byte(bodyOf(t, visit(t, visited(t), "GET", "/openapi.json"))), &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Servers) != 1 || document.Servers[0].URL != base {
		t.Errorf("the servers are %v", document.Servers)
	}
}
