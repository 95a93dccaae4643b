package rollbook_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/rollbook"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/rollbook/sim"
)

func TestConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{
		Vendor: rollbook.Vendor(), Simulator: sim.New, Proofs: []string{"X-Rollbook-Key", "X-Rollbook-Signature"},
	})
}
