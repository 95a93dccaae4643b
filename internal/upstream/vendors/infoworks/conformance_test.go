package infoworks_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/infoworks/sim"
)

func TestConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{Vendor: infoworks.Vendor(), Simulator: sim.New})
}
