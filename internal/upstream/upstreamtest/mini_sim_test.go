package upstreamtest_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// miniKey is the credential of every small vendor.
const miniKey = "mini key/of 2+3=5 letters"

// miniPerson is what the small vendor keeps of a person, in both directions.
type miniPerson struct {
	ID      string     `json:"id"`
	Email   *string    `json:"email"`
	Title   *string    `json:"title"`
	Active  *bool      `json:"active"`
	Created *time.Time `json:"created,omitempty"`
}

// miniList is a page of people; More is where the next one begins.
type miniList struct {
	People []json.RawMessage `json:"people"`
	More   *int              `json:"more"`
}

// miniSim is a small vendor: people under /people, groups under /groups, logins
// under /login, no quirk.
func miniSim(o simkit.Options) *simkit.Sim {
	people := o.MakePeople("mini.example")
	for i, p := range people {
		people[i] = simkit.Person{
			ID: *p.Email, UserName: p.Email, Email: p.Email, Title: p.Title, Active: p.Active, CreatedAt: p.CreatedAt,
			Memberships: []simkit.Membership{{GroupID: "old"}},
			Secrets: map[string]string{
				"hash": "hash-of-" + *p.Email, "password": "password-of-" + *p.Email, "refresh_token": "refresh-token-of-" + *p.Email,
			},
		}
	}
	world := simkit.NewWorld(people, []simkit.Group{{ID: "old"}, {ID: "new"}, {ID: "unused"}})
	s := simkit.NewSim("mini", "/mini", world, map[string]any{"key": simkit.Credential(miniKey)})
	s.Read("GET /mini/people", authorized(func(w http.ResponseWriter, r *http.Request) { listMini(w, r, world) }))
	s.Read("GET /mini/people/{id}", authorized(func(w http.ResponseWriter, r *http.Request) {
		answerMini(w, world, simkit.Param(r, "id"))
	}))
	s.Write("POST /mini/people/{id}", authorized(func(w http.ResponseWriter, r *http.Request) {
		id := simkit.Param(r, "id")
		if !world.Add(simkit.Person{ID: id}) {
			w.WriteHeader(http.StatusConflict)
			return
		}
		writeMini(w, r, world)
	}))
	s.Write("PUT /mini/people/{id}", authorized(func(w http.ResponseWriter, r *http.Request) {
		world.Add(simkit.Person{ID: simkit.Param(r, "id")})
		writeMini(w, r, world)
	}))
	s.Write("DELETE /mini/people/{id}", authorized(func(w http.ResponseWriter, r *http.Request) {
		if !world.Remove(simkit.Param(r, "id")) {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	s.Write("PUT /mini/groups/{group}/members/{id}", authorized(func(w http.ResponseWriter, r *http.Request) { joinMini(w, r, world) }))
	s.Write("POST /mini/login", func(w http.ResponseWriter, r *http.Request) { loginMini(w, r, world) })
	s.Read("GET /mini/self", func(w http.ResponseWriter, r *http.Request) { selfMini(w, r, world) })
	return s
}

func authorized(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+miniKey {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		h(w, r)
	}
}

func listMini(w http.ResponseWriter, r *http.Request, world *simkit.World) {
	people := world.People()
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	end := min(from+limit, len(people))
	out := miniList{People: []json.RawMessage{}}
	for _, p := range people[min(from, end):end] {
		out.People = append(out.People, renderMini(p))
	}
	if end < len(people) {
		out.More = &end
	}
	_ = json.NewEncoder(w).Encode(out)
}

func writeMini(w http.ResponseWriter, r *http.Request, world *simkit.World) {
	var in miniPerson
	if err := json.Unmarshal(simkit.Body(r), &in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	id := simkit.Param(r, "id")
	world.Change(id, func(p *simkit.Person) { p.Email, p.Title, p.Active = in.Email, in.Title, in.Active })
	answerMini(w, world, id)
}

func answerMini(w http.ResponseWriter, world *simkit.World, id string) {
	p, ok := world.Person(id)
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_, _ = w.Write(renderMini(p))
}

func renderMini(p simkit.Person) json.RawMessage {
	out, _ := json.Marshal(struct {
		miniPerson
		Hash string `json:"hash"`
	}{miniPerson{p.ID, p.Email, p.Title, p.Active, p.CreatedAt}, p.Secrets["hash"]})
	return out
}
