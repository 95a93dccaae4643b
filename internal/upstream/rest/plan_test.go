package rest_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func TestADryRunSendsReadsAndRecordsWrites(t *testing.T) {
	l := connect(t, answers(200, `{"a":1}`))
	ctx, plan := upstream.WithPlan(context.Background())
	read, err := l.Do(ctx, reading())
	if err != nil || read.Planned || string(read.Body) != `{"a":1}` {
		t.Fatalf("the read got %v, %v; want the vendor's answer", read, err)
	}
	call := writing()
	call.Query = url.Values{"mode": {"upsert"}}
	call.Header = http.Header{"X-Environment": {"acme"}, "X-Api-Key": {"def"}}
	write, err := l.Do(ctx, call)
	if err != nil || !write.Planned || write.Status != http.StatusOK || len(write.Body) != 0 {
		t.Fatalf("the write got %v, %v; want a planned 200 without a body", write, err)
	}
	if got := l.all(); len(got) != 1 || got[0].Method != "GET" {
		t.Errorf("the vendor received %d requests, want the read alone", len(got))
	}
	want := []upstream.PlannedRequest{{
		Method: "PUT", Path: "/base/users/jane.doe@corp.example", Query: "mode=upsert",
		Headers: map[string]string{
			"Accept": "application/json", "Content-Type": "application/json",
			"X-Environment": "acme", "X-Api-Key": "***", "Authorization": "***",
		},
		Body: []byte(`{"email":"jane.doe@corp.example"}`),
	}}
	if diff := cmp.Diff(want, plan.Requests()); diff != "" {
		t.Errorf("the plan differs (-want +got):\n%s", diff)
	}
}

func TestAPlannedWriteDecodesToNothing(t *testing.T) {
	l := connect(t, resets)
	ctx, _ := upstream.WithPlan(context.Background())
	answer, err := l.Do(ctx, writing())
	if err != nil {
		t.Fatal(err)
	}
	got, err := rest.JSON[map[string]any](answer)
	if got != nil || err != nil {
		t.Errorf("got %v, %v; want nothing", got, err)
	}
	if e := (rest.Statuses{"200": {Kind: upstream.Failed}}).Translate(answer); e != nil {
		t.Errorf("got %v, want a success", e)
	}
}

func TestADryRunStillNeedsACredential(t *testing.T) {
	refused := &upstream.Error{Kind: upstream.Credentials}
	l := connect(t, resets)
	ctx, plan := upstream.WithPlan(context.Background())
	call := writing()
	call.Auth = (&mint{err: refused, now: nowhen}).session()
	answer, err := l.Do(ctx, call)
	if e := failureOf(t, answer, err); e.Kind != upstream.Credentials || len(plan.Requests()) != 0 {
		t.Errorf("got %v and a plan of %d; want credentials and none", e, len(plan.Requests()))
	}
}

func TestAPlanShowsStarsForHeadersThatProveSomething(t *testing.T) {
	got := rest.PlanHeaders(http.Header{
		"Authorization": {"Basic abc"}, "X-Infinite-Apikey": {"abc"}, "X-Session-Token": {"abc"},
		"Client-Secret": {"abc"}, "X-Password": {"abc"}, "X-Hash": {"abc"}, "Accept": {"a", "b"},
	})
	want := map[string]string{
		"Authorization": "***", "X-Infinite-Apikey": "***", "X-Session-Token": "***",
		"Client-Secret": "***", "X-Password": "***", "X-Hash": "***", "Accept": "a, b",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the headers differ (-want +got):\n%s", diff)
	}
}

// signed is a credential under names that do not say what they are.
type signed struct{}

// Apply sets a signature, and a second value to a header of the call's own.
func (signed) Apply(_ context.Context, h http.Header) error {
	h.Set("X-Signature", "1795263300.abc")
	h.Add("X-Environment", "abc")
	return nil
}

func TestAPlanShowsStarsForWhateverTheCredentialSet(t *testing.T) {
	ctx, plan := upstream.WithPlan(context.Background())
	call := writing()
	call.Auth, call.Header = signed{}, http.Header{"X-Environment": {"acme"}, "X-Other": {"b"}}
	if _, err := connect(t, resets).Do(ctx, call); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Accept": "application/json", "Content-Type": "application/json",
		"X-Signature": "***", "X-Environment": "***", "X-Other": "b",
	}
	if diff := cmp.Diff(want, plan.Requests()[0].Headers); diff != "" {
		t.Errorf("the headers differ (-want +got):\n%s", diff)
	}
}

func TestAPlanShowsABodyWithStarsForItsSecrets(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"no body", ``, ``},
		{"nothing secret", `{"name":"Nora","roles":["a"]}`, `{"name":"Nora","roles":["a"]}`},
		{"a password", `{"password":"abc"}`, `{"password":"***"}`},
		{"at any depth", `{"a":[{"b":{"refreshToken":"abc"}}]}`, `{"a":[{"b":{"refreshToken":"***"}}]}`},
		{"in any case", `{"API_KEY":"abc","passWordHash":"abc","clientSECRET":"abc"}`, `{"API_KEY":"***","passWordHash":"***","clientSECRET":"***"}`},
		{"an object of that name", `{"keys":{"a":"b","token":"abc"}}`, `{"keys":{"a":"b","token":"***"}}`},
		{"members in their order, and every byte", `{"b":"<p>é</p>","a":{"token":"abc"},"c":"\u00e9"}`, `{"b":"<p>é</p>","a":{"token":"***"},"c":"\u00e9"}`},
		{"a text behind a secret", `{"a":[{"token":"abc"},"b"]}`, `{"a":[{"token":"***"},"b"]}`},
		{"half a document", `{"a":`, `"***"`},
		{"a picture", `{"Uri":"data:image/png;base64,iVBORw0KGgo=","about":"data: none"}`, `{"Uri":"***","about":"data: none"}`},
		{"digits of a number", `{"n":12345678901234567890.10}`, `{"n":12345678901234567890.10}`},
		{"not JSON", `name=Nora`, `"***"`},
	} {
		if got := string(rest.PlanBody([]byte(c.body))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
