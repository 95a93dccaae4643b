package api_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/api"
)

func TestTheSpecificationIsHandedOutAsItWasWritten(t *testing.T) {
	want, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got := api.YAML(); !bytes.Equal(got, want) {
		t.Errorf("%d bytes, the file has %d", len(got), len(want))
	}
}

func TestTheJSONSaysWhatTheYAMLSays(t *testing.T) {
	text, err := api.JSON()
	if err != nil {
		t.Fatal(err)
	}
	// Two parsers that share no code: the one that made the JSON, and the one that
	// holds requests to the specification.
	if diff := cmp.Diff(normal(t, api.YAML()), normal(t, text)); diff != "" {
		t.Errorf("(-YAML +JSON)\n%s", diff)
	}
}

// normal is what the specification's own parser understands.
func normal(t *testing.T, text []byte) any {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(again, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestTheJSONKeepsTheOrderOfTheYAML(t *testing.T) {
	text, err := api.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Fatal("it is no JSON")
	}
	if !reflect.DeepEqual(ordered(t, text), ordered(t, api.YAML())) {
		t.Error("the order is another, or the content")
	}
}

// ordered is the tree with its members in their order; JSON is YAML as well.
func ordered(t *testing.T, text []byte) any {
	t.Helper()
	var tree any
	if err := yaml.UnmarshalWithOptions(text, &tree, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	return tree
}
