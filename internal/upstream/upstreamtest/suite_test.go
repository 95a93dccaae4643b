package upstreamtest_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

func TestFakeObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, fake(func(f *upstreamtest.Fake) upstream.Connector { return f }))
}

// fake returns a subject in memory: what make makes of a Fake.
func fake(make func(*upstreamtest.Fake) upstream.Connector) upstreamtest.Subject {
	return upstreamtest.Subject{
		Simulator: func(o simkit.Options) *simkit.Sim {
			return simkit.NewSim("fake", "", upstreamtest.FakeWorld(o), nil)
		},
		InMemory: func(w *simkit.World) upstream.Connector { return make(upstreamtest.NewFake(w)) },
	}
}

func TestSmallConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, small(func(m *mini) upstream.Connector { return m }))
}

// small returns a subject on the wire: what make makes of a mini.
func small(make func(*mini) upstream.Connector) upstreamtest.Subject {
	return upstreamtest.Subject{Simulator: miniSim, Vendor: upstream.Vendor{
		Name: "mini",
		Open: func(c upstream.Connection) (upstream.Connector, error) {
			m, err := openMini(c)
			if err != nil {
				return nil, err
			}
			return make(m), nil
		},
	}}
}
