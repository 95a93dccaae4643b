package rollbook

import (
	"net/http"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestASignatureIsOfTheTextOfTheSecondItIsMadeIn(t *testing.T) {
	now := morning()
	s := signature{keyID: keyID, secret: upstream.NewSecret(secret), now: func() time.Time { return now }}
	// printf %s 1772964672 | openssl dgst -sha256 -hmac rollbook-secret-0123456789
	for _, want := range []string{
		"1772964672.ea8393e681e4a95bd7db7c4f4208cddc600e8ead8fd5371405c7021bdd2415f9",
		"1772964673.fa9dbcebf361dbe690643b023c53aa41987764d77afd6ec8ed2ea0a841ea9dae",
	} {
		h := http.Header{}
		if err := s.Apply(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		if len(h) != 2 || h.Get("X-Rollbook-Key") != keyID || h.Get("X-Rollbook-Signature") != want {
			t.Errorf("got %v, want %s", h, want)
		}
		now = now.Add(time.Second)
	}
}

func TestEveryRequestIsSignedAnew(t *testing.T) {
	c, s := play(t, says(204, ""), says(204, ""))
	now := morning()
	c.auth = signature{keyID: keyID, secret: upstream.NewSecret(secret), now: func() time.Time { return now }}
	seen := map[string]bool{}
	for range 2 {
		if err := operations()["deleteUser"](t.Context(), c); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	for _, r := range s.Requests() {
		seen[r.Header.Get("X-Rollbook-Signature")] = true
	}
	if len(seen) != 2 {
		t.Errorf("the signatures are %v", seen)
	}
}
