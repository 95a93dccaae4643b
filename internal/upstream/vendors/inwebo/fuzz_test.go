package inwebo

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// FuzzAnswer holds the rules of [script.FuzzAnswers].
func FuzzAnswer(f *testing.F) {
	open := func(base string) upstream.Connector {
		return script.Open(f, Vendor(), script.Connection(f, base+"/kiwi", settings{APIToken: upstream.NewSecret(apiToken)}))
	}
	script.FuzzAnswers(f, open, nil)
}
