package chart

import (
	"encoding/base64"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// standIns makes something fitting for every reference in a configuration. It writes
// the files that lie in the folder, and no others: what the pod does not mount stays
// missing. It returns the variables.
func standIns(t *testing.T, folder, configuration string) (variables []string) {
	t.Helper()
	var tree any
	if err := yaml.Unmarshal([]byte(configuration), &tree); err != nil {
		t.Fatal(err)
	}
	walk(tree, func(key, value string) {
		switch {
		case key == "env":
			variables = append(variables, value+"="+variable(value))
		case (key == "file" || key == "caFile") && strings.HasPrefix(value, folder):
			write(t, value, content(key))
		}
	})
	return variables
}

func variable(name string) string {
	switch name {
	case "DRAGOMAN_CURSOR_KEY":
		return base64.StdEncoding.EncodeToString(make([]byte, 32))
	case "DRAGOMAN_REDIS_URL":
		return "rediss://dragoman:secret@redis.corp.example:6380/0"
	default:
		return "the-value-of-" + name
	}
}

func content(key string) []byte {
	if key != "caFile" {
		return []byte("a-secret")
	}
	authority := httptest.NewTLSServer(nil)
	defer authority.Close()
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate().Raw})
}

// walk visits every text in a tree, with the key that it stands under.
func walk(tree any, visit func(key, value string)) {
	switch node := tree.(type) {
	case map[string]any:
		for key, value := range node {
			if text, ok := value.(string); ok {
				visit(key, text)
			}
			walk(value, visit)
		}
	case []any:
		for _, value := range node {
			walk(value, visit)
		}
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
