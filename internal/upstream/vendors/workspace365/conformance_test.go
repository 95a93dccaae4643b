package workspace365_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

func TestConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{Vendor: workspace365.Vendor(), Simulator: sim.New})
}
