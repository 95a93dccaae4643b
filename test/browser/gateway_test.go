package browser

import (
	"bufio"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// demo is a running demo of the built gateway.
type demo struct{ url, docs, key string }

// startDemo builds the gateway and runs its demo until the test ends.
func startDemo(t *testing.T) demo {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "gateway")
	build := exec.Command("go", "build", "-o", binary, "./cmd/gateway")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	command := exec.Command(binary, "demo", "--listen", "127.0.0.1:0", "--people", "6")
	var log strings.Builder
	command.Stderr = &log
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		if t.Failed() {
			t.Logf("the gateway's log:\n%s", log.String())
		}
	})
	return greeted(t, stdout)
}

// greeted reads what the demo says of itself, as a person would.
func greeted(t *testing.T, stdout io.Reader) demo {
	t.Helper()
	var d demo
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "Dragoman is at "):
			d.url = strings.TrimSuffix(words[3], ",")
		case strings.HasPrefix(line, "Your key:"):
			d.key = words[2]
		case strings.HasPrefix(line, "The docs:"):
			d.docs = words[2]
		case strings.Contains(line, "Ctrl-C"):
			return d
		}
	}
	t.Fatalf("the demo ended: %v", lines.Err())
	return d
}
