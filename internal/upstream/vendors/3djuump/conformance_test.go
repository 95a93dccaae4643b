package juump_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
	juump "github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/3djuump/sim"
)

func TestConnectorObeysTheContract(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{Vendor: juump.Vendor(), Simulator: sim.New})
}

func TestConnectorObeysTheContractInItsOtherManners(t *testing.T) {
	for name, word := range map[string]string{"list": "whole", "membership": "update"} {
		t.Run(name+" "+word, func(t *testing.T) {
			upstreamtest.Run(t, upstreamtest.Subject{Vendor: juump.Vendor(), Simulator: sim.New, Settings: map[string]any{name: word}})
		})
	}
}
