package api

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
)

//go:embed openapi.yaml
var document []byte

// YAML returns the specification as it was written, comments included.
func YAML() []byte { return bytes.Clone(document) }

// JSON returns the specification as JSON, everything in the order in which it was
// written. It is made anew at every call, which takes its time.
func JSON() ([]byte, error) {
	text, err := yaml.YAMLToJSON(document)
	if err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	return bytes.TrimSpace(text), nil
}

// Load returns the specification, read and checked once, examples included. It is
// everybody's: whoever wants to change it takes a copy by [Parse].
var Load = sync.OnceValues(Parse)

// Parse reads the specification and checks it, examples included.
func Parse() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(document)
	if err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	if err := doc.Validate(loader.Context); err != nil {
		return nil, fmt.Errorf("api: openapi.yaml: %w", err)
	}
	return doc, nil
}
