package sim_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/rollbook/sim"
)

// bench is a simulator behind a real server, with a clock that can be turned.
type bench struct {
	*simkit.Sim
	url   string
	clock atomic.Pointer[time.Time]
}

func newBench(t *testing.T, people int) *bench {
	t.Helper()
	b := &bench{}
	b.clock.Store(new(time.Date(2026, 3, 9, 10, 11, 12, 987654321, time.FixedZone("CET", 3600))))
	b.Sim = sim.New(simkit.Options{People: people, Seed: 7, Now: func() time.Time { return *b.clock.Load() }})
	server := httptest.NewServer(b.Sim)
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// signature is what a caller sends whose clock shows this time.
func (b *bench) signature(timestamp string) string {
	mac := hmac.New(sha256.New, []byte(b.Settings["secret"].(simkit.Credential)))
	mac.Write([]byte(timestamp))
	return timestamp + "." + hex.EncodeToString(mac.Sum(nil))
}

func (b *bench) request(t *testing.T, verb, target, form string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(verb, b.url+target, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Rollbook-Key", b.Settings["keyId"].(string))
	r.Header.Set("X-Rollbook-Signature", b.signature(strconv.FormatInt(b.clock.Load().Unix(), 10)))
	if verb == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// ask sends a signed request and returns the answer: JSON, XML or nothing.
func (b *bench) ask(t *testing.T, verb, target, form string) (int, string) {
	t.Helper()
	return send(t, b.request(t, verb, target, form))
}

func send(t *testing.T, r *http.Request) (int, string) {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := "application/json"
	switch {
	case answer.StatusCode == http.StatusNoContent:
		want = ""
	case answer.StatusCode >= 400:
		want = "application/xml"
	}
	if got := answer.Header.Get("Content-Type"); got != want {
		t.Errorf("Content-Type %q, want %q", got, want)
	}
	return answer.StatusCode, strings.TrimSuffix(string(body), "\n")
}

// wants asks and compares.
func (b *bench) wants(t *testing.T, verb, target, form string, status int, body string) {
	t.Helper()
	if gotStatus, got := b.ask(t, verb, target, form); gotStatus != status || got != body {
		t.Errorf("%s %s %s: answer %d\n%s\nwant %d\n%s", verb, target, form, gotStatus, got, status, body)
	}
}

// refusal is a refusal as it comes; of names the field, where there is one.
func refusal(code, of, text string) string {
	if of != "" {
		of = ` field="` + of + `"`
	}
	return `<?xml version="1.0"?>` + "\n" + `<fault code="` + code + `"` + of + `><text>` + text + `</text></fault>`
}

func TestARequestNeedsTheKeyAndASignatureOfNow(t *testing.T) {
	b := newBench(t, 1)
	at := func(d time.Duration) string {
		return b.signature(strconv.FormatInt(b.clock.Load().Add(d).Unix(), 10))
	}
	for situation, test := range map[string]struct {
		key, signature []string
		code           string
	}{
		"no key":                      {nil, []string{at(0)}, "key"},
		"no signature":                {[]string{b.Settings["keyId"].(string)}, nil, "key"},
		"another key":                 {[]string{"rb-other"}, []string{at(0)}, "key"},
		"two keys":                    {[]string{b.Settings["keyId"].(string), "rb-other"}, []string{at(0)}, "key"},
		"a signature of another time": {nil, []string{strings.Replace(at(0), ".", "0.", 1)}, "signature"},
		"a signature in capitals":     {nil, []string{strings.ToUpper(at(0))}, "signature"},
		"no dot":                      {nil, []string{strings.Replace(at(0), ".", "", 1)}, "signature"},
		"nothing signed":              {nil, []string{b.signature("")}, "timestamp"},
		"a word signed":               {nil, []string{b.signature("now")}, "timestamp"},
		"a plus sign":                 {nil, []string{b.signature("+" + strconv.FormatInt(b.clock.Load().Unix(), 10))}, "timestamp"},
		"six minutes ago":             {nil, []string{at(-6 * time.Minute)}, "timestamp"},
		"in six minutes":              {nil, []string{at(6 * time.Minute)}, "timestamp"},
		"a second too late":           {nil, []string{at(5*time.Minute + 2*time.Second)}, "timestamp"},
		"four minutes ago":            {nil, []string{at(-4 * time.Minute)}, ""},
		"in five minutes":             {nil, []string{at(5 * time.Minute)}, ""},
	} {
		r := b.request(t, "GET", "/api/people/p-1000", "")
		if test.key != nil || test.code == "key" {
			r.Header["X-Rollbook-Key"] = test.key
		}
		r.Header["X-Rollbook-Signature"] = test.signature
		status, body := send(t, r)
		if test.code == "" {
			if status != 200 {
				t.Errorf("%s: got %d %s", situation, status, body)
			}
			continue
		}
		if status != 401 || !strings.Contains(body, `<fault code="`+test.code+`">`) {
			t.Errorf("%s: got %d %s, want 401 and %s", situation, status, body, test.code)
		}
	}
}

func TestAnUnsignedRequestLearnsAndChangesNothing(t *testing.T) {
	b := newBench(t, 3)
	before := b.World.People()
	for _, operation := range []string{
		"GET /api/people", "POST /api/people", "GET /api/people/p-1000", "POST /api/people/p-1000", "DELETE /api/people/p-1000", "GET /api/people/nobody",
		"GET /api/groups", "GET /api/groups/g-1", "PUT /api/groups/g-1/people/p-1000", "DELETE /api/groups/g-1/people/p-1000",
	} {
		verb, target, _ := strings.Cut(operation, " ")
		r := b.request(t, verb, target, "login=new&state=sideways")
		r.Header.Del("X-Rollbook-Signature")
		if status, body := send(t, r); status != 401 {
			t.Errorf("%s: got %d %s", operation, status, body)
		}
	}
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("the register changed")
	}
}

func TestAnUnknownPathOrVerbIsNotFound(t *testing.T) {
	b := newBench(t, 1)
	for _, operation := range []string{"GET /", "GET /api/people/", "PUT /api/people/p-1000", "PATCH /api/people/p-1000", "POST /api/groups", "DELETE /api/groups/g-1", "GET /api/groups/g-1/people"} {
		verb, target, _ := strings.Cut(operation, " ")
		b.wants(t, verb, target, "", 404, refusal("not-found", "", "No such path."))
	}
	if n := len(b.Log.Strays()); n != 7 {
		t.Errorf("%d strays, want 7", n)
	}
}

func TestSettingsAreTheTwoHalvesOfTheKey(t *testing.T) {
	b := newBench(t, 1)
	_, plain := b.Settings["keyId"].(string)
	_, secret := b.Settings["secret"].(simkit.Credential)
	if !plain || !secret || len(b.Settings) != 2 || b.Vendor != "rollbook" || b.BasePath != "" {
		t.Errorf("%s at %q with %v", b.Vendor, b.BasePath, b.Settings)
	}
}

func TestTheSameSeedMakesTheSameRegister(t *testing.T) {
	one, two, other := newBench(t, 20), newBench(t, 20), sim.New(simkit.Options{People: 20, Seed: 8})
	if !reflect.DeepEqual(one.Settings, two.Settings) || !reflect.DeepEqual(one.World.People(), two.World.People()) {
		t.Error("two simulators of one seed differ")
	}
	if other.Settings["secret"] == one.Settings["secret"] {
		t.Error("two seeds share a secret")
	}
}
