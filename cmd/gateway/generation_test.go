package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/dragoman-gateway/dragoman/internal/handlers"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// closing is a connector that tells whether it is closed.
type closing struct{ closed atomic.Bool }

// Describe tells nothing.
func (*closing) Describe() upstream.Description { return upstream.Description{} }

// Close remembers that it was closed.
func (c *closing) Close() error {
	c.closed.Store(true)
	return nil
}

// settledOn returns a configuration with this connection alone.
func settledOn(t testing.TB, c *closing) *settled {
	t.Helper()
	vendor := upstream.Vendor{Name: "closing", Open: func(upstream.Connection) (upstream.Connector, error) { return c, nil }}
	pool, err := upstream.NewPool([]upstream.Vendor{vendor}, []upstream.NamedConnection{{Vendor: vendor.Name, Connection: upstream.Connection{Name: "c"}}})
	if err != nil {
		t.Fatal(err)
	}
	return &settled{pool: pool}
}

// inForce returns generations of which the first is this one, and its public
// handler as the test wants it.
func inForce(t testing.TB, first *closing, public http.HandlerFunc) *generations {
	t.Helper()
	g, err := begin(settledOn(t, first), slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	g.current.Load().public = public
	return g
}

func ask(g *generations) {
	g.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}

// underWay begins a request that ends when the test says so.
func underWay(t testing.TB, first *closing) (g *generations, end func()) {
	t.Helper()
	begun, leave := make(chan struct{}), make(chan struct{})
	g = inForce(t, first, func(http.ResponseWriter, *http.Request) {
		close(begun)
		<-leave
	})
	var request sync.WaitGroup
	request.Go(func() { ask(g) })
	<-begun
	return g, func() {
		close(leave)
		request.Wait()
	}
}

func TestAnOldGenerationEndsWithItsLastRequest(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var old, next closing
	g, end := underWay(t, &old)
	if err := g.swap(settledOn(t, &next)); err != nil {
		t.Fatal(err)
	}
	ask(g) // of the new generation, which is none of the old one's
	if old.closed.Load() {
		t.Error("it was closed before its request had ended")
	}
	end()
	eventually(t, old.closed.Load)
	if next.closed.Load() {
		t.Error("the one in force was closed")
	}
	if err := g.close(); err != nil || !next.closed.Load() {
		t.Errorf("the end closed the one in force: %v, %v", next.closed.Load(), err)
	}
}

func TestARetiredGenerationLetsNobodyIn(t *testing.T) {
	g := &generation{idle: make(chan struct{})}
	if !g.enter() {
		t.Fatal("it lets nobody in before")
	}
	g.retire()
	if g.enter() {
		t.Error("it lets somebody in")
	}
	select {
	case <-g.idle:
		t.Error("it is idle while somebody is in")
	default:
	}
	g.leave()
	<-g.idle
}

func TestARequestThatNeverEndsDoesNotKeepAGenerationForever(t *testing.T) {
	var old, next closing
	g, end := underWay(t, &old)
	defer end()
	g.patience = time.Millisecond
	if err := g.swap(settledOn(t, &next)); err != nil {
		t.Fatal(err)
	}
	eventually(t, old.closed.Load)
	_ = g.close()
}

func TestTheEndWaitsForNoOldGeneration(t *testing.T) {
	var old, next closing
	g, end := underWay(t, &old)
	defer end()
	if err := g.swap(settledOn(t, &next)); err != nil {
		t.Fatal(err)
	}
	if err := g.close(); err != nil || !old.closed.Load() || !next.closed.Load() {
		t.Errorf("closed: %v, %v; %v", old.closed.Load(), next.closed.Load(), err)
	}
}

func TestAPanicLeavesItsGeneration(t *testing.T) {
	var old, next closing
	g := inForce(t, &old, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	func() {
		defer func() { _ = recover() }()
		ask(g)
	}()
	if err := g.swap(settledOn(t, &next)); err != nil {
		t.Fatal(err)
	}
	eventually(t, old.closed.Load)
	_ = g.close()
}

func TestNoRequestMeetsAGenerationThatIsClosed(t *testing.T) {
	var late atomic.Int32
	watched := func(c *closing) http.HandlerFunc {
		return func(http.ResponseWriter, *http.Request) {
			time.Sleep(10 * time.Microsecond)
			if c.closed.Load() {
				late.Add(1)
			}
		}
	}
	first := &closing{}
	g := inForce(t, first, watched(first))
	var callers sync.WaitGroup
	over := make(chan struct{})
	for range 4 {
		callers.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					ask(g)
				}
			}
		})
	}
	for range 200 {
		next := &closing{}
		old := g.current.Swap(&generation{settled: settledOn(t, next), public: watched(next), tokens: handlers.NewIssuers(nil, slog.New(slog.DiscardHandler), time.Now), idle: make(chan struct{})})
		g.retiring.Go(func() { g.bury(old) })
	}
	close(over)
	callers.Wait()
	_ = g.close()
	if n := late.Load(); n > 0 {
		t.Errorf("%d requests met a closed generation", n)
	}
}

func TestAConfigurationThatCannotBeAssembledChangesNothing(t *testing.T) {
	var old, next closing
	g := inForce(t, &old, nil)
	before := g.current.Load()
	bad := settledOn(t, &next)
	bad.cursorKeys = [][]byte{{1}}
	if err := g.swap(bad); err == nil || g.current.Load() != before || !next.closed.Load() || old.closed.Load() {
		t.Errorf("got %v; closed: the old one %v, the new one %v", err, old.closed.Load(), next.closed.Load())
	}
	_ = g.close()
}
