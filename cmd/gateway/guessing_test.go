package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

func TestTenThousandGuessesCostNobodyAnything(t *testing.T) {
	t.Parallel()
	redis := redistest.Start(t)
	w := start(t, setup{people: 1, redis: redis.URL(), rateLimit: "{rate: 0.001, burst: 1}"})
	if err := redis.Client().ConfigResetStat(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	wrong := w.keys["admin"][:len(w.keys["admin"])-5]
	for n := range 10_000 {
		r := httptest.NewRequest(http.MethodGet, "/v1/users", nil)
		r.Header.Set("Authorization", fmt.Sprintf("Bearer %s%05d", wrong, n))
		if n%2 > 0 {
			r.Header.Set("Authorization", fmt.Sprintf("Bearer dgm_k%d_%043d", n, n))
		}
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.0.%d.%d", n/256, n%256))
		out := httptest.NewRecorder()
		w.gateway.ServeHTTP(out, r)
		if out.Code != http.StatusUnauthorized {
			t.Fatalf("guess %d: got %d", n, out.Code)
		}
	}
	w.unheard(t, "ten thousand guesses")
	// What a process says of itself once a second needs none of these.
	stats := redis.Client().Info(t.Context(), "commandstats").Val()
	for _, command := range []string{"get", "getrange", "set", "del", "pttl", "publish"} {
		if strings.Contains(stats, "cmdstat_"+command+":") {
			t.Errorf("Redis was asked to %s:\n%s", command, stats)
		}
	}
	if got := w.get("admin", "/v1/connections"); got.status != http.StatusOK {
		t.Errorf("the tenant has nothing left of its rate: %d %s", got.status, got.body)
	}
}

func TestAnUnknownKeyAndAWrongSecretAreRefusedAlike(t *testing.T) {
	w := start(t, setup{people: 1})
	good := w.keys["admin"]
	ask := func(credential string) answer { return w.bearingAlike(t, credential) }
	unknown := ask(strings.Replace(good, "admin", "nobody", 1))
	for situation, credential := range map[string]string{
		"the first letter":     "dgm_admin_" + string(anotherLetter(good[10])) + good[11:],
		"the last letter":      good[:len(good)-1] + string(anotherLetter(good[len(good)-1])),
		"all letters":          "dgm_admin_" + strings.Repeat("A", 43),
		"another key's":        "dgm_admin_" + w.keys["reader"][len("dgm_reader_"):],
		"a letter too few":     good[:len(good)-1],
		"no key of ours":       "sk_live_0123456789",
		"a token of no issuer": "eyJhbGciOiJub25lIn0.e30.",
	} {
		alike(t, situation, ask(credential), copied(unknown))
	}
}
