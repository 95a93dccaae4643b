package inwebo_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/inwebo/sim"
)

func TestConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{Vendor: inwebo.Vendor(), Simulator: sim.New})
}
