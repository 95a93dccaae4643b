package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// beside runs the whole program with a client that lets answers pass which the
// specification does not have: the pages are none of its operations.
func beside(t *testing.T, o setup) *whole {
	t.Helper()
	w := start(t, o)
	w.client = &http.Client{}
	return w
}

func TestTheDemoPrintsWhereTheDocsAre(t *testing.T) {
	_, rest, found := strings.Cut(show(t), "The docs:")
	if !found {
		t.Fatal("it does not")
	}
	response, err := http.Get(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(page, []byte("docs/swagger-ui-bundle.js")) {
		t.Errorf("got %d, %v\n%s", response.StatusCode, err, page)
	}
}

func TestThePagesBesideTheAPIAskForNoKeyAndCountForNobody(t *testing.T) {
	w := beside(t, setup{people: 1, rateLimit: "{rate: 0.001, burst: 1}"})
	for range 2 {
		for _, path := range []string{"/openapi.yaml", "/openapi.json", "/docs", "/docs/docs.js", "/problems", "/problems/not-found"} {
			for _, key := range []string{"", "admin"} {
				if got := w.send(key, http.MethodGet, path, "", ""); got.status != http.StatusOK || got.header.Get("RateLimit") != "" {
					t.Errorf("%s: got %d %v", path, got.status, got.header)
				}
			}
		}
	}
	if got := w.get("admin", "/v1/users?limit=4"); got.status != http.StatusOK {
		t.Errorf("the API is as if it had been asked before: got %d %s", got.status, got.body)
	}
	w.send("", http.MethodGet, "/v1/users", "", "").want(t, http.StatusUnauthorized, "unauthenticated")
}

func TestTheSpecificationThatIsServedIsTheOneInTheRepository(t *testing.T) {
	want, err := os.ReadFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w := beside(t, setup{people: 1})
	if got := w.send("", http.MethodGet, "/openapi.yaml", "", ""); !bytes.Equal(got.body, want) {
		t.Errorf("%d bytes, the file has %d", len(got.body), len(want))
	}
}

func TestAProblemsTypeLeadsToItsPage(t *testing.T) {
	w := beside(t, setup{people: 1})
	problem := w.send("", http.MethodGet, "/v1/users", "", "").json(t)
	page := w.send("", http.MethodGet, problem["type"].(string), "", "")
	if page.status != http.StatusOK || !bytes.Contains(page.body, []byte(problem["title"].(string))) {
		t.Errorf("got %d\n%s", page.status, page.body)
	}
}

func TestAPageLeavesALineWithItsRouteAndNoKey(t *testing.T) {
	w := beside(t, setup{people: 1})
	before := len(w.lines())
	w.send("admin", http.MethodGet, "/problems/nora@corp.example", "", "").want(t, http.StatusNotFound, "not-found")
	lines := w.lines()[before:]
	if len(lines) != 1 || lines[0].Route != "/problems/:code" || lines[0].Problem != "not-found" || lines[0].Tenant != "" || lines[0].Key != "" {
		t.Errorf("got %+v", lines)
	}
}
