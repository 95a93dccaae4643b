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

func TestConnectorObeysTheContractWhereListsComeWhole(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{
		Vendor: juump.Vendor(), Simulator: sim.New, Settings: map[string]any{"list": "whole"}, Rules: upstreamtest.ListRules(),
	})
}

func TestConnectorObeysTheContractWhereMembershipIsPartOfTheUser(t *testing.T) {
	upstreamtest.Run(t, upstreamtest.Subject{
		Vendor: juump.Vendor(), Simulator: sim.New, Settings: map[string]any{"membership": "update"}, Rules: upstreamtest.MembershipRules(),
	})
}
