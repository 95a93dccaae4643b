package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// keyed sends JSON under an Idempotency-Key.
func (w *whole) keyed(key, idempotency, method, path, body string) answer {
	w.t.Helper()
	header := http.Header{"Authorization": {"Bearer " + w.keys[key]}, "Idempotency-Key": {idempotency}}
	if media := mediaOf(method, path); media != "" {
		header.Set("Content-Type", media)
	}
	return w.sendHeader(method, path, header, body)
}

// abandoned sends JSON under an Idempotency-Key and leaves when ctx ends, before the
// answer.
func (w *whole) abandoned(ctx context.Context, idempotency, path, body string) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Error(err)
		return
	}
	request.Header = http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Idempotency-Key": {idempotency}, "Content-Type": {plainJSON}}
	if response, err := w.client.Do(request); err == nil {
		_ = response.Body.Close()
		w.t.Error("the answer came before the caller left")
	}
}

const (
	activities = "/v1/activities"
	anActivity = `{"title":"t","audience":{"everyone":true}}`
	another    = `{"title":"another","audience":{"everyone":true}}`
)

// written is how many writes the vendor received.
func (w *whole) written(connection string) int { return len(w.sims[connection].Log.Writes()) }

func (a answer) replayed() bool { return a.header.Get("Idempotent-Replayed") == "true" }

func TestAKeySentAgainBringsTheFirstAnswer(t *testing.T) {
	w := start(t, setup{})
	for n, create := range []struct{ connection, path, body string }{
		{"w365", activities, anActivity},
		{"w365", "/v1/announcements", `{"title":"news"}`},
		{"w365", "/v1/groups?connection=w365", `{"displayName":"Movers"}`},
		{"w365", "/v1/users?connection=w365", `{"nativeId":"3f2a7c1e-5b61-4c7e-9a55-0d2f6f0f9b11","userName":"n@x.example","givenName":"N","familyName":"V"}`},
		{"w365", "/v1" + w.path("w365", "/users/{upn.0}/credentials"), `{"username":"u@x.example","password":"correct horse"}`},
		{"juump", "/v1/users?connection=juump", `{"nativeId":"auth0|nora","active":true}`},
		{"inwebo", "/v1/users?connection=inwebo", `{"userName":"nora","email":"n@x.example","language":"en","active":true}`},
		{"iw", "/v1/users/sync?connection=iw", `{"attribute":"login","values":["tbaran","kroleless"]}`},
	} {
		before, key := w.written(create.connection), fmt.Sprint("key-", n)
		first := w.keyed("admin", key, "POST", create.path, create.body)
		if first.status >= 300 || first.replayed() {
			t.Fatalf("%s: got %d %s", create.path, first.status, first.body)
		}
		made := w.written(create.connection)
		second := w.keyed("admin", key, "POST", create.path, create.body)
		if second.status != first.status || string(second.body) != string(first.body) || !second.replayed() {
			t.Errorf("%s: got %d %s, want the first answer: %d %s", create.path, second.status, second.body, first.status, first.body)
		}
		for _, name := range []string{"Content-Type", "Location", "Cache-Control"} {
			if second.header.Get(name) != first.header.Get(name) {
				t.Errorf("%s: %s is %q, want %q", create.path, name, second.header.Get(name), first.header.Get(name))
			}
		}
		if made == before || w.written(create.connection) != made {
			t.Errorf("%s: %d writes at first, %d after the second", create.path, made-before, w.written(create.connection)-before)
		}
	}
}

func TestTheSameContentIsTheSameRequestHoweverItIsWritten(t *testing.T) {
	w := start(t, setup{})
	first := w.keyed("admin", `k-1`, "POST", activities, anActivity)
	for key, body := range map[string]string{
		`"k-1"`: anActivity,
		`k-1`:   "{ \"audience\": {\"everyone\": true},\n \"title\": \"\\u0074\" }",
	} {
		if got := w.keyed("admin", key, "POST", activities, body); !got.replayed() || string(got.body) != string(first.body) {
			t.Errorf("%s %s: got %d %s", key, body, got.status, got.body)
		}
	}
	if n := w.written("w365"); n != 1 {
		t.Errorf("%d writes", n)
	}
}

func TestAKeyOfAnotherRequestIsRefused(t *testing.T) {
	w := start(t, setup{})
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusCreated, "")
	w.keyed("admin", "k", "POST", activities, another).want(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
	if n := w.written("w365"); n != 1 {
		t.Errorf("%d writes", n)
	}
}

func TestAKeyIsOnesOwnForOnePathAndQuery(t *testing.T) {
	w := start(t, setup{keys: map[string][]string{"second": {"activities:write", "activities:broadcast"}}})
	for n, send := range []func() answer{
		func() answer { return w.keyed("admin", "k", "POST", activities, anActivity) },
		func() answer { return w.keyed("second", "k", "POST", activities, anActivity) },
		func() answer { return w.keyed("twin", "k", "POST", activities, anActivity) },
		func() answer { return w.keyed("admin", "k", "POST", activities+"?connection=w365", anActivity) },
	} {
		if got := send(); got.status != http.StatusCreated || got.replayed() || w.written("w365") != n+1 {
			t.Errorf("request %d: got %d, replayed %v, after %d writes", n, got.status, got.replayed(), w.written("w365"))
		}
	}
}

func TestOfManyAtOnceOneIsSent(t *testing.T) {
	w := start(t, setup{})
	answers := make([]answer, 50)
	var wait sync.WaitGroup
	for n := range answers {
		wait.Go(func() { answers[n] = w.keyed("admin", "k", "POST", activities, anActivity) })
	}
	wait.Wait()
	if n := w.written("w365"); n != 1 {
		t.Errorf("%d writes", n)
	}
	var made int
	for _, a := range answers {
		switch {
		case a.status == http.StatusCreated && !a.replayed():
			made++
		case a.status == http.StatusCreated:
		case a.code() != "idempotency-key-in-use" || a.header.Get("Retry-After") != "1":
			t.Errorf("got %d %s", a.status, a.body)
		}
	}
	if made != 1 {
		t.Errorf("%d answers say that they made it", made)
	}
}

func TestAnUnknownOutcomeIsRememberedAsSuch(t *testing.T) {
	w := start(t, setup{timeout: "300ms"})
	w.sims["w365"].Faults.Schedule(simkit.Fault{Hang: true, Times: 1})
	first := w.keyed("admin", "k", "POST", activities, anActivity)
	second := w.keyed("admin", "k", "POST", activities, anActivity)
	for _, got := range []answer{first, second} {
		if p := got.want(t, http.StatusGatewayTimeout, "vendor-timeout"); p["outcome"] != "unknown" || p["retryable"] == true {
			t.Errorf("got %s", got.body)
		}
	}
	if !second.replayed() || w.written("w365") != 1 {
		t.Errorf("replayed %v after %d writes", second.replayed(), w.written("w365"))
	}
}

func TestWhatChangedNothingLeavesTheKeyFree(t *testing.T) {
	w := start(t, setup{})
	w.keyed("admin", "k", "POST", activities, `{"title":"t"}`).want(t, http.StatusBadRequest, "invalid-request")
	w.sims["w365"].Faults.Schedule(simkit.Fault{Status: http.StatusTooManyRequests, Times: 1})
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusServiceUnavailable, "vendor-throttled")
	if got := w.keyed("admin", "k", "POST", activities, anActivity); got.status != http.StatusCreated || got.replayed() {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestARefusalOfTheVendorsIsKept(t *testing.T) {
	w := start(t, setup{})
	body := `{"nativeId":"` + w.sims["juump"].World.People()[0].ID + `","active":true}`
	first := w.keyed("admin", "k", "POST", "/v1/users?connection=juump", body)
	first.want(t, http.StatusConflict, "conflict")
	if second := w.keyed("admin", "k", "POST", "/v1/users?connection=juump", body); !second.replayed() || string(second.body) != string(first.body) {
		t.Errorf("got %d %s", second.status, second.body)
	}
}

func TestADryRunNeitherTakesNorAnswersAKey(t *testing.T) {
	w := start(t, setup{})
	dry := activities + "?dryRun=true"
	for range 2 {
		if got := w.keyed("admin", "k", "POST", dry, anActivity); got.status != http.StatusOK || got.replayed() {
			t.Errorf("got %d %s", got.status, got.body)
		}
	}
	w.keyed("admin", "k", "POST", dry, another).want(t, http.StatusOK, "")
	if n := w.written("w365"); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestAReplayIsAuthorizedAnew(t *testing.T) {
	w := start(t, setup{keys: map[string][]string{"caster": {"activities:write", "activities:broadcast"}}})
	everyone := `{"title":"t","audience":{"everyone":true}}`
	w.keyed("caster", "k", "POST", activities, everyone).want(t, http.StatusCreated, "")
	w.restrict("caster", "activities:write")
	w.keyed("caster", "k", "POST", activities, everyone).want(t, http.StatusForbidden, "insufficient-scope")
	w.restrict("caster", "users:read")
	w.keyed("caster", "k", "POST", activities, everyone).want(t, http.StatusForbidden, "insufficient-scope")
	w.restrict("caster", "activities:write", "activities:broadcast")
	if got := w.keyed("caster", "k", "POST", activities, everyone); !got.replayed() || w.written("w365") != 1 {
		t.Errorf("got %d %s after %d writes", got.status, got.body, w.written("w365"))
	}
}

// TestNothingIsReplayedFromAConnectionThatTheKeyLost: without ?connection= the same
// request goes elsewhere when the key's connections change.
func TestNothingIsReplayedFromAConnectionThatTheKeyLost(t *testing.T) {
	w := start(t, setup{narrow: map[string]string{"mover": "w365"}})
	const path, body = "/v1/groups", `{"displayName":"Movers"}`
	w.keyed("mover", "k", "POST", path, body).want(t, http.StatusCreated, "")
	w.text = strings.Replace(w.text, "connections: [w365]", "connections: [juump]", 1)
	w.reload()
	w.keyed("mover", "k", "POST", path, body).want(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
	if n := w.written("juump"); n != 0 {
		t.Errorf("%d writes under a key of another connection's", n)
	}
}

func TestAKeyIsRefusedWhereItCannotBeHonoured(t *testing.T) {
	w := start(t, setup{people: 3})
	taking := []string{"createUser", "syncUsers", "createCredential", "createGroup", "createActivity", "createAnnouncement"}
	for _, s := range samples(t) {
		a := s.at("w365")
		if slices.Contains(taking, s.id) {
			continue
		}
		header := http.Header{"Idempotency-Key": {"k"}}
		got := w.sendSample(a, "admin", header)
		p := got.want(t, http.StatusBadRequest, "invalid-request")
		if !strings.Contains(fmt.Sprint(p["errors"]), "Idempotency-Key") {
			t.Errorf("%s: got %s", s.id, got.body)
		}
	}
	w.unheard(t, "an operation that does not take the header")
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	w := start(t, setup{})
	for _, key := range []string{"", `"`, `""`, `"a`, "käse", "a b", strings.Repeat("k", 256), `"` + strings.Repeat("k", 256) + `"`, `"a\b"`, `"a"b"`} {
		got := w.keyed("admin", key, "POST", activities, anActivity)
		if got.status != http.StatusBadRequest || !strings.Contains(string(got.body), "Idempotency-Key") {
			t.Errorf("%q: got %d %s", key, got.status, got.body)
		}
	}
	two := http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Idempotency-Key": {"a", "b"}, "Content-Type": {plainJSON}}
	w.sendHeader("POST", activities, two, anActivity).want(t, http.StatusBadRequest, "invalid-request")
	if n := w.written("w365"); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestWhoLeavesFindsTheAnswerWhenHeComesAgain(t *testing.T) {
	w := start(t, setup{})
	arrived, release := make(chan struct{}), make(chan struct{})
	w.sims["w365"].Faults.Schedule(simkit.Fault{Times: 1, When: func(e simkit.Entry) bool {
		if !e.Write {
			return false
		}
		close(arrived)
		<-release
		return true
	}})
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-arrived
		leave()
	}()
	w.abandoned(ctx, "k", activities, anActivity)
	close(release)
	for again := w.keyed("admin", "k", "POST", activities, anActivity); !again.replayed(); again = w.keyed("admin", "k", "POST", activities, anActivity) {
		if again.code() != "idempotency-key-in-use" {
			t.Fatalf("got %d %s", again.status, again.body)
		}
	}
	if n := w.written("w365"); n != 1 {
		t.Errorf("%d writes", n)
	}
}

func TestAProcessWithoutRedisSaysThatItRemembersAlone(t *testing.T) {
	w := start(t, setup{})
	got := w.keyed("admin", "k", "POST", activities, anActivity)
	if is := got.header.Get("Idempotency-Scope"); is != "process" {
		t.Errorf("Idempotency-Scope is %q", is)
	}
	if is := w.post("admin", activities, another).header.Get("Idempotency-Scope"); is != "" {
		t.Errorf("without a key Idempotency-Scope is %q", is)
	}
}

func TestEveryReplicaKnowsWhatWasSent(t *testing.T) {
	w := start(t, setup{redis: redistest.Start(t).URL()})
	second := w.replica()
	first := w.keyed("admin", "k", "POST", activities, anActivity)
	again := second.keyed("admin", "k", "POST", activities, anActivity)
	if first.status != http.StatusCreated || !again.replayed() || string(again.body) != string(first.body) || w.written("w365") != 1 {
		t.Errorf("got %d and %d %s after %d writes", first.status, again.status, again.body, w.written("w365"))
	}
	for _, a := range []answer{first, again} {
		if is := a.header.Get("Idempotency-Scope"); is != "" {
			t.Errorf("Idempotency-Scope is %q", is)
		}
	}
}

func TestALostRedisLosesNoKeyOfThisProcess(t *testing.T) {
	server := redistest.Start(t)
	w := start(t, setup{redis: server.URL()})
	w.keyed("admin", "before", "POST", activities, anActivity).want(t, http.StatusCreated, "")
	server.Kill()
	for _, key := range []string{"before", "during", "during"} {
		got := w.keyed("admin", key, "POST", activities, anActivity)
		got.want(t, http.StatusCreated, "")
		if is := got.header.Get("Idempotency-Scope"); key == "during" && is != "process" {
			t.Errorf("%s: Idempotency-Scope is %q", key, is)
		}
	}
	if n := w.written("w365"); n != 2 {
		t.Errorf("%d writes", n)
	}
}

func TestARecordThatCannotBeReadLetsNothingThrough(t *testing.T) {
	server := redistest.Start(t)
	w := start(t, setup{redis: server.URL()})
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusCreated, "")
	second := w.replica() // which has no copy of its own
	for _, key := range server.Client().Keys(t.Context(), "*").Val() {
		if server.Client().Type(t.Context(), key).Val() == "string" {
			server.Client().Set(t.Context(), key, "poison", 0)
		}
	}
	p := second.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusConflict, "idempotency-outcome-unknown")
	if p["outcome"] != "unknown" || w.written("w365") != 1 {
		t.Errorf("outcome %v after %d writes", p["outcome"], w.written("w365"))
	}
}

// TestAnAnswerThatIsTooLongToKeepIsSaidToBeGone: the request is not under way any
// more, and nobody need wait for its end.
func TestAnAnswerThatIsTooLongToKeepIsSaidToBeGone(t *testing.T) {
	w := start(t, setup{})
	place := `{"group":{"id":"1","name":"` + strings.Repeat("n", 1000) + `"}},`
	long := `{"login":"nora","memberships":[` + strings.TrimSuffix(strings.Repeat(place, 2000), ",") + `]}`
	w.sims["inwebo"].Faults.Schedule(simkit.Fault{When: func(e simkit.Entry) bool { return e.Write }, Status: http.StatusCreated, Body: long})
	const path, body = "/v1/users?connection=inwebo", `{"userName":"nora"}`
	w.keyed("admin", "k", "POST", path, body).want(t, http.StatusCreated, "")
	w.keyed("admin", "k", "POST", path, body).want(t, http.StatusConflict, "idempotency-outcome-unknown")
	w.keyed("admin", "k", "POST", path, `{"userName":"another"}`).want(t, http.StatusUnprocessableEntity, "idempotency-key-reused")
	if n := w.written("inwebo"); n != 1 {
		t.Errorf("%d writes", n)
	}
}

func TestAnAnswerThatNeverCameIsUnknownAndNotSentAgain(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now, timeout: "1s"})
	w.sims["w365"].Faults.Schedule(simkit.Fault{Hang: true, Times: 1, When: func(e simkit.Entry) bool { return e.Write }})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	go w.abandoned(ctx, "k", activities, anActivity)
	for w.written("w365") == 0 {
		time.Sleep(time.Millisecond)
	}
	w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusConflict, "idempotency-key-in-use")
	clock.pass(time.Minute)
	p := w.keyed("admin", "k", "POST", activities, anActivity).want(t, http.StatusConflict, "idempotency-outcome-unknown")
	if p["outcome"] != "unknown" || w.written("w365") != 1 {
		t.Errorf("outcome %v after %d writes", p["outcome"], w.written("w365"))
	}
}

func TestAReplicaWhoseSecretNobodyHasRemembersAlone(t *testing.T) {
	w := start(t, setup{redis: redistest.Start(t).URL()})
	w.text = strings.Replace(w.text, "cursorKeys: [{env: "+cursorKeyVariable+"}]\n", "", 1)
	w.reload()
	for range 2 {
		got := w.keyed("admin", "k", "POST", activities, anActivity)
		got.want(t, http.StatusCreated, "")
		if is := got.header.Get("Idempotency-Scope"); is != "process" {
			t.Errorf("Idempotency-Scope is %q", is)
		}
	}
	if n := w.written("w365"); n != 1 {
		t.Errorf("%d writes", n)
	}
}
