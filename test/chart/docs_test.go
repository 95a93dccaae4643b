package chart

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

func TestTheReadmeNamesEveryValueWithItsDefault(t *testing.T) {
	want := map[string]string{}
	leaves(read(t, "values.yaml"), "", want)
	got := map[string]string{}
	for line := range strings.Lines(text(t, "README.md")) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[1], "`") {
			continue
		}
		name, value := strings.Trim(cells[1], " `"), strings.Trim(cells[2], " `")
		if value == "see there" {
			value = want[name]
		}
		got[name] = value
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// leaves puts every value that is no map of values into a map by path, as JSON.
func leaves(tree map[string]any, above string, into map[string]string) {
	for name, value := range tree {
		if below, ok := value.(map[string]any); ok && len(below) > 0 {
			leaves(below, above+name+".", into)
			continue
		}
		encoded, _ := json.Marshal(value) // what came from YAML goes into JSON
		into[above+name] = string(encoded)
	}
}

func TestTheSchemaHasTheChartsValuesAndIsClosed(t *testing.T) {
	schema := read(t, "values.schema.json")
	delete(schema["properties"].(map[string]any), "global") // a chart around this one gives it
	closed(t, "", schema, read(t, "values.yaml"))
}

// closed demands that a schema's object has no property but those of the defaults,
// and takes no other.
func closed(t *testing.T, path string, schema, defaults map[string]any) {
	t.Helper()
	properties, _ := schema["properties"].(map[string]any)
	if len(properties) == 0 {
		return
	}
	if schema["additionalProperties"] != false {
		t.Errorf("%s takes whatever comes", path)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(defaults)), slices.Sorted(maps.Keys(properties))); diff != "" {
		t.Errorf("%s: %s", path, diff)
	}
	for name, property := range properties {
		below, _ := defaults[name].(map[string]any)
		closed(t, path+"."+name, property.(map[string]any), below)
	}
}

func TestTheChartKnowsNoVendor(t *testing.T) {
	vendors, err := filepath.Glob("../../internal/upstream/vendors/*/vendor.go")
	if err != nil || len(vendors) == 0 {
		t.Fatalf("there are no vendors, %v", err)
	}
	files, err := filepath.Glob(chart + "/templates/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no templates, %v", err)
	}
	for _, file := range append(files, chart+"/values.yaml", chart+"/values.schema.json") {
		name := strings.TrimPrefix(file, chart+"/")
		for _, vendor := range vendors {
			if v := filepath.Base(filepath.Dir(vendor)); strings.Contains(strings.ToLower(text(t, name)), v) {
				t.Errorf("%s names %s", name, v)
			}
		}
	}
}

// text returns one of the chart's files.
func text(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(chart, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// read returns one of the chart's YAML or JSON files.
func read(t *testing.T, name string) map[string]any {
	t.Helper()
	var tree map[string]any
	if err := yaml.UnmarshalStrict([]byte(text(t, name)), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}
