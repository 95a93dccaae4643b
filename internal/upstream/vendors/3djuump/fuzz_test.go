package juump

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// FuzzAnswer holds the rules of [script.FuzzAnswers].
func FuzzAnswer(f *testing.F) {
	open := func(base string) upstream.Connector {
		return script.Open(f, Vendor(), script.Connection(f, base+"/directory", settings{APIKey: upstream.NewSecret(apiKey)}))
	}
	script.FuzzAnswers(f, open, nil)
}
