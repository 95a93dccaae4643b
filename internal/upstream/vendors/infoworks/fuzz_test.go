package infoworks

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// FuzzAnswer holds the rules of [script.FuzzAnswers].
func FuzzAnswer(f *testing.F) {
	open := func(base string) upstream.Connector {
		return script.Open(f, Vendor(), script.Connection(f, base+"/v3", given(nil)))
	}
	script.FuzzAnswers(f, open, map[string]script.Step{minting: says(200, script.File(f, "access-token.json"))})
}
