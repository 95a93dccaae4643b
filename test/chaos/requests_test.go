//go:build chaos

package chaos

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// users lists users of one connection: one vendor call.
func (b *bench) users(tenant, connection string) request {
	return b.get(tenant, "/v1/users?limit=5&connection="+connection)
}

// icons lists icons: one vendor call, at a vendor that has no list of users.
func (b *bench) icons(tenant, connection string) request {
	return b.get(tenant, "/v1/icons?limit=5&source=global&connection="+connection)
}

// icon reads an icon's image, which is cached.
func (b *bench) icon(tenant, connection, id string) request {
	return b.get(tenant, "/v1/icons/"+connection+":"+id+"/content")
}

// ownConnections needs no vendor.
func (b *bench) ownConnections(tenant string) request { return b.get(tenant, "/v1/connections") }

// introspect asks whether a token is good; the verdict is cached.
func (b *bench) introspect(tenant, connection, token string) request {
	return b.post(tenant, "/v1/tokens/introspect?connection="+connection, map[string]any{"token": token})
}

// activity shows one user of the vendor something: one vendor write.
func (b *bench) activity(tenant, connection string) request {
	user := *b.vendors[connection].sim.World.People()[0].UserName
	return b.post(tenant, "/v1/activities?connection="+connection, map[string]any{
		"title": "A quote waits", "audience": map[string]any{"user": connection + ":" + user},
	})
}

func (b *bench) get(tenant, path string) request {
	return request{method: http.MethodGet, path: path, key: b.keys[tenant]}
}

func (b *bench) post(tenant, path string, body any) request {
	text, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	return request{method: http.MethodPost, path: path, body: string(text), key: b.keys[tenant]}
}

// under returns the request with an Idempotency-Key.
func (q request) under(idempotencyKey string) request {
	q.header = http.Header{"Idempotency-Key": {idempotencyKey}}
	return q
}

// always is a stream of one and the same request.
func always(q request) func(int) request { return func(int) request { return q } }

// inTurn is a stream of several requests.
func inTurn(all ...request) func(int) request {
	return func(n int) request { return all[n%len(all)] }
}

// bearer logs somebody in at a vendor of Infoworks' and returns the token.
func (b *bench) bearer(tenant, connection string) string {
	b.t.Helper()
	people := b.vendors[connection].sim.World.People()
	p := people[slices.IndexFunc(people, func(p simkit.Person) bool { return *p.Active })]
	got := b.client.do(b.replicas[0].url(), b.post(tenant, "/v1/tokens?connection="+connection, map[string]any{
		"grantType": "password", "username": *p.UserName, "password": p.Secrets["password"],
	}))
	var token struct{ AccessToken string }
	if err := json.Unmarshal(got.body, &token); err != nil || token.AccessToken == "" {
		b.t.Fatalf("no login: %s", summary(got))
	}
	return token.AccessToken
}

// summary says what an answer was, for a failed test.
func summary(a answer) string {
	return fmt.Sprintf("%d %s %v by %s: %s", a.status, a.code, a.err, a.by(), a.body)
}

// want demands an answer of this status.
func (b *bench) want(status int, a answer) answer {
	b.t.Helper()
	if a.status != status || a.err != nil {
		b.t.Fatalf("want %d, got %s", status, summary(a))
	}
	return a
}

// atOnce sends all requests at the same moment, each to a replica in turn, and
// returns the answers when all are there.
func (b *bench) atOnce(to []string, requests ...request) course {
	answers := make(course, len(requests))
	start, done := make(chan struct{}), make(chan int, len(requests))
	for i, q := range requests {
		go func() {
			<-start
			answers[i] = b.client.do(to[i%len(to)], q)
			done <- i
		}()
	}
	close(start)
	for range requests {
		<-done
	}
	return answers
}

// times repeats a request.
func times(n int, q request) []request {
	out := make([]request, n)
	for i := range out {
		out[i] = q
	}
	return out
}
