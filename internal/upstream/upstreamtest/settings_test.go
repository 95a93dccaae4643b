package upstreamtest_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

func TestConnectDecodesSettingsStrictly(t *testing.T) {
	var known struct {
		Key    upstream.Secret `yaml:"key"`
		Number int             `yaml:"number"`
	}
	var unknown struct {
		Key upstream.Secret `yaml:"key"`
	}
	subject := small(func(m *mini) upstream.Connector { return m })
	subject.Settings = map[string]any{"number": 7}
	subject.Vendor.Open = func(c upstream.Connection) (upstream.Connector, error) {
		if err := c.Settings(&known); err != nil {
			t.Errorf("settings that are all known: %v", err)
		}
		if err := c.Settings(&unknown); err == nil {
			t.Error("a setting that is not known is ignored")
		}
		return upstreamtest.NewFake(upstreamtest.FakeWorld(simkit.Options{})), nil
	}
	upstreamtest.Connect(t, subject, simkit.Options{})
	if known.Key.Reveal() != miniKey || known.Number != 7 {
		t.Errorf("the settings are %q and %d", known.Key.Reveal(), known.Number)
	}
}
