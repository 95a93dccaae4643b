package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// remembering are the operations whose answers are remembered, each as a request
// for a subject that nobody asked about before.
func remembering(w *whole) map[string]func() (method, path, body string) {
	icon := 1000
	return map[string]func() (method, path, body string){
		"introspectToken": func() (string, string, string) {
			return "POST", "/v1/tokens/introspect?connection=iw", `{"token":"` + w.bearerOf("iw", w.sims["iw"].World.People()[0]) + `"}`
		},
		"getIconContent": func() (string, string, string) {
			icon++
			w.sims["w365"].World.Icons.Put(simkit.Icon{ID: fmt.Sprint("global.", icon), Name: "x", Format: "svg", Content: []byte("<svg/>")})
			return "GET", fmt.Sprintf("/v1/icons/w365:global.%d/content", icon), ""
		},
	}
}

func TestWhatIsRememberedChangesNobodysRights(t *testing.T) {
	t.Parallel()
	keys := map[string][]string{}
	for n, scope := range handlers.Scopes() {
		keys[fmt.Sprint("only-", n)] = []string{scope}
		keys[fmt.Sprint("without-", n)] = slices.DeleteFunc(handlers.Scopes(), func(s string) bool { return s == scope })
	}
	w := start(t, setup{people: 2, keys: keys, narrow: map[string]string{"at-iw": "iw", "at-w365": "w365"}})
	for id, fresh := range remembering(w) {
		allowed := 0
		for key := range w.keys {
			if key == "foreign" || key == "twin" {
				continue // other tenants remember for themselves
			}
			method, path, body := fresh()
			cold := w.do(key, method, path, body)
			w.do("admin", method, path, body)
			warm := w.do(key, method, path, body)
			what := id + " with the key " + key
			if strings.Contains(cold.cacheStatus(), "hit") || cold.status < 300 && !strings.Contains(warm.cacheStatus(), "hit") {
				t.Errorf("%s: first %q, then %q", what, cold.cacheStatus(), warm.cacheStatus())
			}
			if cold.status < 300 {
				allowed++
			}
			for _, got := range []answer{cold, warm} {
				got.header.Del("X-Request-Id")
			}
			if cold.status >= 400 { // its request id stands in the body
				cold.body, warm.body = []byte(cold.code()), []byte(warm.code())
			}
			alike(t, what, warm, cold)
		}
		if allowed < 10 || allowed > len(w.keys)-10 {
			t.Errorf("%s: %d of %d keys may: that compares nothing", id, allowed, len(w.keys))
		}
	}
}
