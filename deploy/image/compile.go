package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// compile returns the gateway as a static binary for Linux, with the time zones
// inside: an image of nothing has none.
func compile(source, version, arch string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "dragoman-image-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	binary := filepath.Join(folder, "gateway")
	build := exec.Command("go", append(append([]string{"build"}, buildFlags(version)...), "-o", binary, "./cmd/gateway")...)
	build.Dir = source
	build.Env = append(build.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return os.ReadFile(binary)
}

// buildFlags are those of ../Dockerfile too.
func buildFlags(version string) []string {
	return []string{"-trimpath", "-buildvcs=false", "-tags", "timetzdata", "-ldflags", "-s -w -X main.version=" + version}
}
