package sim_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

// jsonType is the content type of every answer that has one.
const jsonType = "application/json; charset=utf-8"

// bench is a running simulator whose clock stands where the test puts it.
type bench struct {
	*simkit.Sim
	url string
	now time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	b.Sim = sim.New(simkit.Options{People: 14, Seed: 7, Now: func() time.Time { return b.now }})
	server := httptest.NewServer(b.Sim)
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

func (b *bench) token(name string) string { return string(b.Settings[name].(simkit.Credential)) }

func (b *bench) apiHeader() string { return "Workspace365 " + b.token("apiToken") }

func (b *bench) syncHeader() string { return "Basic " + encoded(b.token("syncToken")+":") }

func encoded(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// request is one call as the vendor's documentation shows it.
type request struct {
	verb, path, auth, body string
	contentType            string
	chunked                bool
}

// answer is what came back: nothing else of it matters.
type answer struct {
	status      int
	contentType string
	body        string
}

func (b *bench) do(t *testing.T, q request) answer {
	t.Helper()
	var body io.Reader = strings.NewReader(q.body)
	if q.chunked {
		// A reader of unknown length makes net/http send chunks.
		body = struct{ io.Reader }{body}
	}
	r, err := http.NewRequest(q.verb, b.url+q.path, body)
	if err != nil {
		t.Fatal(err)
	}
	if q.auth != "" {
		r.Header.Set("Authorization", q.auth)
	}
	if q.contentType != "" {
		r.Header.Set("Content-Type", q.contentType)
	}
	return send(t, r)
}

func send(t *testing.T, r *http.Request) answer {
	t.Helper()
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header.Get("Content-Type"), string(text)}
}

// put is the vendor's sample request with the given body.
func (b *bench) put(t *testing.T, id, body string) answer {
	t.Helper()
	return b.do(t, request{
		verb: "PUT", path: userPath(id), auth: b.syncHeader(), contentType: "application/json", body: body,
	})
}

// delete is the vendor's sample request: a content type and no body.
func (b *bench) delete(t *testing.T, id string) answer {
	t.Helper()
	return b.do(t, request{
		verb: "DELETE", path: userPath(id), auth: b.syncHeader(), contentType: "application/json",
	})
}

func userPath(id string) string { return "/acme/ActiveDirectorySyncAPI/Users/" + id + "/" }

func (b *bench) person(t *testing.T, id string) simkit.Person {
	t.Helper()
	p, ok := b.World.Person(id)
	if !ok {
		t.Fatalf("the world has no person %q", id)
	}
	return p
}

func want(t *testing.T, got, want answer) {
	t.Helper()
	if got != want {
		t.Errorf("answer is\n%+v, want\n%+v", got, want)
	}
}

func fieldError(field, message string) answer {
	return answer{400, jsonType, `{"globalError":null,"fieldErrors":{"` + field + `":{"message":"` + message + `"}}}`}
}

func globalError(message string) answer {
	return answer{400, jsonType, `{"globalError":{"message":"` + message + `"},"fieldErrors":null}`}
}
