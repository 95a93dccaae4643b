//go:build chaos

package chaos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const (
	// things is how many icons and how many tokens each tenant has: so many that
	// every pass comes upon values that its replica has not had before.
	things = 300
	askers = 16
)

// Whoever can write into Redis can take an answer away, but make nobody read
// another tenant's.
func TestCachedValuesArePoisonedAndSwapped(t *testing.T) {
	f := figures{t, "cached values poisoned and swapped"}
	b := newBench(t)
	b.withRedis()
	b.admitMarked("red")
	b.admitMarked("blue")
	b.start(3)
	red, blue := b.bearers("red"), b.bearers("blue")
	asked := append(b.questions("red", red, blue), b.questions("blue", blue, red)...)
	b.ask(b.urls()[0], asked)
	f.sees("answers that another replica has from Redis", things, len(b.ask(b.urls()[1], asked).only(fromCache)))
	poison := b.poison()
	var got course
	for pass := range 2 * len(b.replicas) {
		got = append(got, b.ask(b.urls()[pass%len(b.replicas)], asked)...)
	}
	spoilt := poison.stop()

	f.exactly("answers of the wrong tenant", 0, len(got.only(func(a answer) bool { return a.err == errWrongTenant })))
	f.exactly("answers of 5xx, or none", 0, len(got.only(func(a answer) bool { return a.status == 0 || a.status >= http.StatusInternalServerError })))
	f.exactly("other failures but 429", 0, len(got.only(func(a answer) bool {
		return a.status >= http.StatusBadRequest && a.status < http.StatusInternalServerError && a.status != http.StatusTooManyRequests
	})))
	f.sees("values that were spoilt meanwhile", things, spoilt)
	found := 0
	for _, r := range b.replicas {
		found += int(r.gauge("dragoman_cache_poisoned_total"))
	}
	f.sees("values that the replicas found spoilt", things, found)
	f.tell("answers, of which from the cache", fmt.Sprintf("%s; %d", got.tally(), len(got.only(fromCache))))
}

func fromCache(a answer) bool {
	return strings.Contains(strings.Join(a.header.Values("Cache-Status"), ","), "; hit")
}

var errWrongTenant = errors.New("chaos: the answer is another tenant's")

// question is a request whose answer tells whose it is.
type question struct {
	request
	right func(body []byte) bool
}

// admitMarked adds a tenant with vendors of its own.
func (b *bench) admitMarked(name string) {
	b.t.Helper()
	b.connect(name+"-iw", entry(b.t, "iw"))
	b.connect(name+"-w365", entry(b.t, "w365"))
	b.admit(name, &rateLimit{Rate: 100_000, Burst: 100_000}, name+"-iw", name+"-w365")
}

// bearers logs somebody in at the tenant's Infoworks, again and again.
func (b *bench) bearers(name string) []string {
	b.t.Helper()
	var all []string
	for range things {
		all = append(all, b.bearer(name, name+"-iw"))
	}
	return all
}

// questions are about icons, which both tenants have under the same numbers and
// with their own names in them, and about the tokens of both, of which only its
// own are good at a tenant's vendor.
func (b *bench) questions(name string, own, foreign []string) []question {
	iw, w365 := b.vendors[name+"-iw"], b.vendors[name+"-w365"]
	var all []question
	for n := range things {
		id := fmt.Sprintf("global.%d", 1000+n)
		image := fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg"><title>%s %d</title></svg>`, name, n)
		w365.sim.World.Icons.Put(simkit.Icon{ID: id, Name: id, Format: "svg", Content: image})
		all = append(all,
			question{b.icon(name, w365.name, id), func(body []byte) bool { return bytes.Equal(body, image) }},
			question{b.introspect(name, iw.name, own[n]), isActive},
			question{b.introspect(name, iw.name, foreign[n]), func(body []byte) bool { return !isActive(body) }})
	}
	return all
}

func isActive(body []byte) bool {
	var verdict struct{ Active bool }
	return json.Unmarshal(body, &verdict) == nil && verdict.Active
}

// ask asks everything at one replica and holds every answer to the tenant's own.
func (b *bench) ask(url string, all []question) course {
	work, answers := make(chan question), make(chan answer, len(all))
	var running sync.WaitGroup
	for range askers {
		running.Go(func() {
			for q := range work {
				a := b.client.do(url, q.request)
				if a.fine() && !q.right(a.body) {
					a.err = errWrongTenant
				}
				answers <- a
			}
		})
	}
	for _, q := range all {
		work <- q
	}
	close(work)
	running.Wait()
	close(answers)
	var got course
	for a := range answers {
		got = append(got, a)
	}
	return got
}
