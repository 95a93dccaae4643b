package upstreamtest

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// Bench is a connector that is open on a simulator of its own.
type Bench struct {
	Connector upstream.Connector
	Sim       *simkit.Sim
	// URL is the connection's base URL, empty for a connector in memory.
	URL string

	subject Subject
	options simkit.Options
	closers []func()
	// free is somebody who was removed, see freePerson, and freed a group.
	free  simkit.Person
	freed simkit.Group
}

// patience is the timeout of a connection that is not expected to run into it.
const patience = 5 * time.Second

// Connect starts a simulator on a free port and opens the subject's connector on
// it, with the settings that the simulator accepts. Both end with the test.
func Connect(t testing.TB, s Subject, o simkit.Options) *Bench {
	t.Helper()
	b, err := open(s, o, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.close)
	return b
}

func open(s Subject, o simkit.Options, timeout time.Duration) (*Bench, error) {
	b := &Bench{Sim: s.Simulator(o), subject: s, options: o}
	if s.InMemory != nil {
		b.Connector = s.InMemory(b.Sim.World)
		return b, nil
	}
	server := httptest.NewServer(b.Sim)
	b.closers = append(b.closers, func() {
		// A connector that does not give up would keep Close waiting.
		server.CloseClientConnections()
		server.Close()
	})
	b.URL = server.URL + b.Sim.BasePath
	base, err := url.Parse(b.URL)
	if err != nil {
		b.close()
		return nil, err
	}
	b.Connector, err = s.Vendor.Open(upstream.Connection{
		Name: "suite", BaseURL: base, Timeout: timeout,
		Settings: settingsOf(b.Sim, s.Settings), Now: o.Clock(),
	})
	if err != nil {
		b.close()
		return nil, fmt.Errorf("the simulator's settings do not open a connector: %w", err)
	}
	b.closers = append(b.closers, func() { _ = b.Connector.Close() })
	return b, nil
}

// another opens a further bench of the same subject, which is closed with b.
func (b *Bench) another(people int, timeout time.Duration) (*Bench, error) {
	o := b.options
	o.People = people
	other, err := open(b.subject, o, timeout)
	if err == nil {
		b.closers = append(b.closers, other.close)
	}
	return other, err
}

// twin opens a bench that is equal to what b was in the beginning.
func (b *Bench) twin() (*Bench, error) { return b.another(b.options.People, patience) }

// close ends in reverse order, the connector before its server.
func (b *Bench) close() {
	for i := len(b.closers) - 1; i >= 0; i-- {
		b.closers[i]()
	}
}
