// Package apitest holds every answer in a test to the specification. It is the
// transport that all tests send through, so that no answer of any test goes
// unchecked.
package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dragoman-gateway/dragoman/api"
)

// base is where the API begins.
const base = "/v1"

// Client returns a client that follows no redirect and fails the test for every
// answer that is not as the specification says: an undeclared status, media type
// or member, a body that does not fit its schema, a problem without its headers.
func Client(t testing.TB) *http.Client {
	document, err := closed()
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{
		Transport:     &checker{t, document, http.DefaultTransport.(*http.Transport).Clone()},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// closed is the specification with every object closed, read once for all tests
// of a process.
var closed = sync.OnceValues(func() (*openapi3.T, error) {
	document, err := api.Parse()
	if err != nil {
		return nil, err
	}
	for _, schema := range document.Components.Schemas {
		closeObjects(schema)
	}
	return document, nil
})

// closeObjects forbids members that a schema does not name. Answers are open to
// callers, so that members can come; to the gateway itself they are closed.
func closeObjects(ref *openapi3.SchemaRef) {
	s := ref.Value
	if len(s.Properties) > 0 && s.AdditionalProperties.Schema == nil && s.AdditionalProperties.Has == nil {
		s.AdditionalProperties.Has = new(false)
	}
	for _, p := range s.Properties {
		if p.Ref == "" {
			closeObjects(p)
		}
	}
	if s.Items != nil && s.Items.Ref == "" {
		closeObjects(s.Items)
	}
}

type checker struct {
	t        testing.TB
	document *openapi3.T
	next     http.RoundTripper
}

// RoundTrip sends the request and checks the answer.
func (c *checker) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err := c.check(r, response, body); err != nil {
		c.t.Errorf("%s %s: the answer %d is not as the specification says: %v\n%.2000s", r.Method, r.URL.EscapedPath(), response.StatusCode, err, body)
	}
	return response, nil
}

func (c *checker) check(r *http.Request, response *http.Response, body []byte) error {
	if response.Header.Get("X-Request-Id") == "" {
		return fmt.Errorf("no X-Request-Id")
	}
	op := c.operation(r)
	if op == nil {
		if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			return fmt.Errorf("an answer of an operation that does not exist")
		}
		return c.fits(c.document.Components.Responses["NotFound"].Value, response, body)
	}
	declared := op.Responses.Status(response.StatusCode)
	if declared == nil {
		return fmt.Errorf("the status is not declared")
	}
	if response.StatusCode == http.StatusOK && len(body) == 0 && onlyPlanned(op) && r.URL.Query().Get("dryRun") != "true" {
		return nil
	}
	return c.fits(declared.Value, response, body)
}

// plan is the media type of what a dry run answers.
const plan = "application/vnd.dragoman.plan+json"

// onlyPlanned tells whether a plan is all that a success can hold: the real call
// then answers nothing, as revoking a token does (RFC 7009 §2.2).
func onlyPlanned(op *openapi3.Operation) bool {
	for status, response := range op.Responses.Map() {
		if strings.HasPrefix(status, "2") && (len(response.Value.Content) != 1 || response.Value.Content[plan] == nil) {
			return false
		}
	}
	return true
}

// operation finds the operation of a request by its escaped path.
func (c *checker) operation(r *http.Request) *openapi3.Operation {
	rest, ok := strings.CutPrefix(r.URL.EscapedPath(), base)
	if !ok {
		return nil
	}
	var found *openapi3.Operation
	for template, item := range c.document.Paths.Map() {
		op := item.GetOperation(r.Method)
		if op != nil && matches(template, rest) && (found == nil || !strings.Contains(template, "{")) {
			found = op
		}
	}
	return found
}

func matches(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && (!strings.HasPrefix(want[i], "{") || got[i] == "") {
			return false
		}
	}
	return true
}

func (c *checker) fits(declared *openapi3.Response, response *http.Response, body []byte) error {
	if len(declared.Content) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("a body where none is declared")
		}
		return nil
	}
	name, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	media := declared.Content[name]
	if err != nil || media == nil {
		return fmt.Errorf("the media type %q is not declared", response.Header.Get("Content-Type"))
	}
	if name == "application/problem+json" && response.Header.Get("Cache-Control") != "no-store" {
		return fmt.Errorf("a problem that may be stored")
	}
	if strings.HasPrefix(name, "image/") {
		return media.Schema.Value.VisitJSON(string(body), openapi3.VisitAsResponse())
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	return media.Schema.Value.VisitJSON(value, openapi3.VisitAsResponse(), openapi3.MultiErrors())
}
