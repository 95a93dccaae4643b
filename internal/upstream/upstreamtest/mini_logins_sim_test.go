package upstreamtest_test

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// miniLogin is the token of a login; miniSelf is whose a token is.
type (
	miniLogin struct {
		Token string `json:"token"`
	}
	miniSelf struct {
		Login string `json:"login"`
	}
)

// miniTokens are what the tokens of the small vendor begin with; the rest is
// whose they are.
const miniTokens = "mini-token-of-"

func loginMini(w http.ResponseWriter, r *http.Request, world *simkit.World) {
	name, password, _ := r.BasicAuth()
	p, ok := world.Person(name)
	if !ok || p.Secrets["password"] != password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_ = json.NewEncoder(w).Encode(miniLogin{miniTokens + p.ID})
}

func selfMini(w http.ResponseWriter, r *http.Request, world *simkit.World) {
	id, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "+miniTokens)
	p, ok := world.Person(id)
	if !ok {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_ = json.NewEncoder(w).Encode(miniSelf{p.ID})
}

// joinMini answers nothing.
func joinMini(w http.ResponseWriter, r *http.Request, world *simkit.World) {
	place := simkit.Membership{GroupID: simkit.Param(r, "group")}
	_, known := world.Group(place.GroupID)
	joined := known && world.Change(simkit.Param(r, "id"), func(p *simkit.Person) {
		for _, m := range p.Memberships {
			if m == place {
				return
			}
		}
		p.Memberships = append(p.Memberships, place)
	})
	if !joined {
		w.WriteHeader(http.StatusNotFound)
	}
}
