package main

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
)

const somebody = "/v1/users?limit=1"

func TestAGoodTokenIsACallerOfItsTenant(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	trap := 0
	snare := startLogin(t, "https://snare.example")
	snare.before = func() { trap++ }
	w := start(t, setup{people: 2, issuers: login.configured("RS256, ES256, ES384, EdDSA", "hr, other")})
	now := time.Now().Unix()
	for situation, credential := range map[string]string{
		"RSA":                              login.token(nil),
		"a P-256 key":                      login.signed(object{"alg": "ES256", "kid": "ec"}, login.claims(nil)),
		"a P-384 key":                      login.signed(object{"alg": "ES384", "kid": "ec384"}, login.claims(nil)),
		"an Ed25519 key":                   login.signed(object{"alg": "EdDSA", "kid": "ed"}, login.claims(nil)),
		"a token of no type":               login.signed(object{"typ": nil}, login.claims(nil)),
		"a JWT":                            login.signed(object{"typ": "JWT"}, login.claims(nil)),
		"a whole media type":               login.signed(object{"typ": "application/at+JWT"}, login.claims(nil)),
		"several audiences":                login.token(object{"aud": []string{"mail", "dragoman"}}),
		"a clock that is a little behind":  login.token(object{"exp": now - 20}),
		"a clock that is a little ahead":   login.token(object{"nbf": now + 20, "iat": now + 20}),
		"a part of a second":               login.token(object{"exp": float64(now) + 300.5}),
		"as long as may be":                login.padded(8 << 10),
		"keys that it says are elsewhere":  login.signed(object{"jku": snare.server.URL, "x5u": snare.server.URL}, login.claims(nil)),
		"a key of its own that is ignored": login.signed(object{"jwk": snare.jwks()[1]}, login.claims(nil)),
	} {
		if got := w.bearing(credential, somebody); got.status != http.StatusOK {
			t.Errorf("%s: got %d %s", situation, got.status, got.body)
		}
	}
	if trap > 0 {
		t.Errorf("%d fetches from where a token says", trap)
	}
	for tenant, prefix := range map[string]string{"hr": "", "other": "x-"} {
		got := w.bearing(login.token(object{"tenant": tenant}), "/v1/connections").json(t)["items"].([]any)
		for i, name := range []string{"iw", "juump", "inwebo", "w365"} {
			if len(got) != 4 || got[i].(object)["connection"] != prefix+name {
				t.Errorf("%s: got %v", tenant, got)
			}
		}
	}
	w.get("admin", somebody).want(t, http.StatusOK, "")
}

func TestATokenThatLacksAScopeIsToldWhich(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2, issuers: login.configured("EdDSA", "hr")})
	with := func(scope any) string {
		return "Bearer " + login.signed(object{"alg": "EdDSA", "kid": "ed"}, login.claims(object{"scope": scope}))
	}
	for _, s := range samples(t) {
		for _, scope := range s.scopes {
			all := strings.Join(handlers.Scopes(), " ")
			for situation, held := range map[string]any{
				"all but that":     strings.Join(strings.Fields(strings.ReplaceAll(" "+all+" ", " "+scope+" ", " ")), " "),
				"only the issuers": "openid profile * admin " + strings.ToUpper(scope) + " " + scope + "s",
			} {
				if got := w.sendSample(s.at("iw"), "", http.Header{"Authorization": {with(held)}}); got.status != http.StatusForbidden {
					t.Errorf("%s with %s: got %d %s", s.id, situation, got.status, got.body)
				} else if situation == "all but that" {
					lacks(t, s.id, got, scope, s.write)
				}
			}
			if got := w.sendSample(s.at("iw"), "", http.Header{"Authorization": {with(nil)}}); got.code() != "insufficient-scope" {
				t.Errorf("%s without any: got %d %s", s.id, got.status, got.body)
			}
			w.unheard(t, s.id)
			if got := w.sendSample(s.at("iw"), "", http.Header{"Authorization": {with(all)}}); got.status == http.StatusForbidden || got.status == http.StatusUnauthorized {
				t.Errorf("%s with all: got %d %s", s.id, got.status, got.body)
			}
			for _, sim := range w.sims {
				sim.Log.Reset()
			}
		}
	}
}

func TestTheLogTellsTheIssuerAndNotThePerson(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2, issuers: login.configured("RS256", "hr")})
	w.bearing(login.token(nil), somebody)
	w.get("admin", somebody)
	lines := strings.Split(w.log.String(), "\n")
	if !strings.Contains(lines[0], `"tenant":"hr","issuer":"https://login.corp.example"`) || strings.Contains(lines[0], `"key"`) {
		t.Errorf("a token: got %s", lines[0])
	}
	if !strings.Contains(lines[1], `"tenant":"hr","key":"admin"`) || strings.Contains(lines[1], `"issuer"`) {
		t.Errorf("a key: got %s", lines[1])
	}
	if strings.Contains(w.log.String(), "nora") || strings.Contains(w.log.String(), "eyJ") {
		t.Errorf("the log holds the subject or the token: %s", w.log.String())
	}
}

func TestMadeUpKeyIDsDoNotDriveTheGatewayAgainstTheIssuer(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2, issuers: login.configured("RS256", "hr")})
	w.bearing(login.token(nil), somebody).want(t, http.StatusOK, "")
	before := login.fetches.Load()
	for n := range 50 {
		got := w.bearing(login.signed(object{"kid": "made-up-" + strconv.Itoa(n)}, login.claims(nil)), somebody)
		got.want(t, http.StatusUnauthorized, "unauthenticated")
	}
	if further := login.fetches.Load() - before; further > 1 {
		t.Errorf("50 key ids caused %d fetches", further)
	}
}

func TestAnIssuerThatIsDownStopsNobodyElse(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	login.server.Close()
	begun := time.Now()
	w := start(t, setup{people: 2, issuers: login.configured("RS256", "hr")})
	w.get("admin", somebody).want(t, http.StatusOK, "")
	if took := time.Since(begun); took > patience {
		t.Errorf("it took %v to start", took)
	}
	for _, sim := range w.sims {
		sim.Log.Reset()
	}
	for range 2 {
		got := w.bearing(login.token(nil), somebody)
		got.want(t, http.StatusServiceUnavailable, "issuer-unavailable")
		if after, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || after < 1 || after > 30 {
			t.Errorf("got Retry-After %q", got.header.Get("Retry-After"))
		}
		if got.json(t)["retryable"] != true || got.header.Get("WWW-Authenticate") != "" {
			t.Errorf("got %v %s", got.header, got.body)
		}
	}
	// What no key can make good is refused as ever.
	w.bearing(login.signed(object{"alg": "RS512"}, login.claims(nil)), somebody).want(t, http.StatusUnauthorized, "unauthenticated")
	// Every operation may answer so: the client holds it to the specification.
	for _, s := range samples(t) {
		got := w.sendSample(s.at("iw"), "", http.Header{"Authorization": {"Bearer " + login.token(nil)}})
		if got.code() != "issuer-unavailable" || s.write != (got.json(t)["outcome"] == "not_sent") {
			t.Errorf("%s: got %d %s", s.id, got.status, got.body)
		}
	}
	if log := w.log.String(); !strings.Contains(log, "issuer's keys not fetched") || strings.Count(log, "not fetched") != 1 {
		t.Errorf("the log tells it %d times", strings.Count(log, "not fetched"))
	}
	w.unheard(t, "an issuer that is down")
}

func TestAnIssuerThatHangsHoldsUpNoKey(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	hanging, release := make(chan struct{}), make(chan struct{})
	login.before = func() { close(hanging); <-release }
	w := start(t, setup{people: 2, issuers: login.configured("RS256", "hr")})
	answered := make(chan answer, 1)
	go func() { answered <- w.bearing(login.token(nil), somebody) }()
	<-hanging
	w.get("admin", somebody).want(t, http.StatusOK, "")
	select {
	case got := <-answered:
		t.Fatalf("got %d before the keys were there", got.status)
	default:
	}
	close(release)
	(<-answered).want(t, http.StatusOK, "")
}

func TestATokenCountsInTheHeaderOnly(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2, issuers: login.configured("RS256", "hr")})
	good := login.token(nil)
	for situation, header := range map[string]http.Header{
		"nowhere else":             {},
		"another scheme":           {"Authorization": {"DPoP " + good}},
		"the token alone":          {"Authorization": {good}},
		"a cookie":                 {"Cookie": {"access_token=" + good}},
		"a header of a proxy":      {"X-Forwarded-Access-Token": {good}},
		"twice":                    {"Authorization": {"Bearer " + good, "Bearer " + good}},
		"with a key":               {"Authorization": {"Bearer " + good, "Bearer " + w.keys["admin"]}},
		"behind a key":             {"Authorization": {"Bearer " + w.keys["admin"], "Bearer " + good}},
		"two of them in one":       {"Authorization": {"Bearer " + good + ", Bearer " + good}},
		"with a key in one":        {"Authorization": {"Bearer " + good + "," + w.keys["admin"]}},
		"with spaces in it":        {"Authorization": {"Bearer " + strings.Replace(good, ".", " .", 1)}},
		"with a tab in it":         {"Authorization": {"Bearer " + strings.Replace(good, ".", ".\t", 1)}},
		"behind a tab":             {"Authorization": {"Bearer\t" + good}},
		"in quotes":                {"Authorization": {`Bearer "` + good + `"`}},
		"as a parameter":           {"Authorization": {"Bearer token=" + good}},
		"with a parameter":         {"Authorization": {"Bearer " + good + ";v=1"}},
		"as the password of Basic": {"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("x:"+good))}},
	} {
		for _, path := range []string{somebody, somebody + "&access_token=" + good} {
			if got := w.sendHeader(http.MethodGet, path, header, ""); got.status != http.StatusUnauthorized {
				t.Errorf("%s: got %d %s", situation, got.status, got.body)
			}
		}
	}
	w.unheard(t, "a token elsewhere")
	for _, spelled := range []string{"Bearer ", "bearer ", "BEARER ", "Bearer   "} {
		w.sendHeader(http.MethodGet, somebody, http.Header{"Authorization": {spelled + good}}, "").want(t, http.StatusOK, "")
	}
}

func TestAGatewayWithoutIssuersTakesNoToken(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	w := start(t, setup{people: 2})
	w.bearing(login.token(nil), somebody).want(t, http.StatusUnauthorized, "unauthenticated")
	if fetches := login.fetches.Load(); fetches > 0 {
		t.Errorf("%d fetches", fetches)
	}
}

func TestCheckAsksNoIssuer(t *testing.T) {
	login := startLogin(t, "https://login.corp.example")
	text := strings.Replace(example, "tenants:", "issuers:\n"+login.configured("RS256", "hr-portal")+"tenants:", 1)
	if code, printed := check(t, text); code != exitOK {
		t.Errorf("exit code %d\n%s", code, printed)
	}
	if fetches := login.fetches.Load(); fetches > 0 {
		t.Errorf("%d fetches", fetches)
	}
}
