package chart

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	chart = "../../deploy/helm"
	// monitoring is what a cluster with the Prometheus operator knows.
	monitoring = "--api-versions=monitoring.coreos.com/v1"
)

// builtHelm returns the path of Helm, which it builds where it is not built yet: the
// one that this module's go.mod names.
var builtHelm = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "helm").Output()
	return strings.TrimSpace(string(out)), err
})

// helm runs Helm and returns what it wrote; the error has what it complained of.
func helm(t *testing.T, arguments ...string) (string, error) {
	t.Helper()
	path, err := builtHelm()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, arguments...)
	home := t.TempDir()
	command.Env = append(os.Environ(), "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home, "KUBECONFIG=/dev/null")
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return string(out), errors.New(string(out) + complaint.String())
	}
	return string(out), nil
}

// caseFiles returns the files of values that the chart comes with.
func caseFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(chart + "/ci/*-values.yaml")
	if err != nil || len(files) < 4 {
		t.Fatalf("there are only %v, %v", files, err)
	}
	return files
}

// eachCase runs a test with every file of values.
func eachCase(t *testing.T, test func(t *testing.T, values string)) {
	for _, file := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), "-values.yaml"), func(t *testing.T) { test(t, file) })
	}
}

func TestHelmHasNoComplaint(t *testing.T) {
	eachCase(t, func(t *testing.T, values string) {
		out, err := helm(t, "lint", "--strict", chart, "--values", values)
		if err != nil || strings.Contains(out, "[WARNING]") {
			t.Errorf("%s%v", out, err)
		}
	})
}
