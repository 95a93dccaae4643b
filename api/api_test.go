package api_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/dragoman-gateway/dragoman/api"
)

func TestTheSpecificationIsValidWithItsExamples(t *testing.T) {
	if _, err := api.Load(); err != nil {
		t.Fatal(err)
	}
}

func TestTheGeneratedCodeIsThatOfTheSpecification(t *testing.T) {
	for _, part := range []string{"types", "server", "client"} {
		fresh := filepath.Join(t.TempDir(), part+".gen.go")
		out, err := exec.Command("go", "tool", "oapi-codegen", "-config", "oapi-"+part+".yaml", "-o", fresh, "openapi.yaml").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		want, err := os.ReadFile(fresh)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(part + ".gen.go")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s.gen.go is not what openapi.yaml says: run make generate", part)
		}
	}
}
