package main

import (
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
)

// user is who the gateway runs as: a number, so that Kubernetes can see that it is
// not root.
const user = "65532:65532"

// rootsFile is where Go looks for the authorities to trust.
const rootsFile = "etc/ssl/certs/ca-certificates.crt"

// assemble returns the image of a binary. It says of no moment that it was made
// then, so that it is the same one tomorrow.
func assemble(binary []byte, version, arch string) (v1.Image, error) {
	layer, err := layerOf([]file{{"gateway", 0o755, binary}, {rootsFile, 0o644, roots()}})
	if err != nil {
		return nil, err
	}
	image, err := mutate.AppendLayers(empty.Image, layer)
	if err != nil {
		return nil, err
	}
	about, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	about = about.DeepCopy()
	about.OS, about.Architecture = "linux", arch
	about.Config = v1.Config{
		User:         user,
		Entrypoint:   []string{"/gateway"},
		Cmd:          []string{"serve", "--config", "/etc/dragoman/gateway.yaml"},
		ExposedPorts: map[string]struct{}{"8080/tcp": {}, "9090/tcp": {}},
		Labels: map[string]string{
			"org.opencontainers.image.title":    "dragoman",
			"org.opencontainers.image.version":  version,
			"org.opencontainers.image.licenses": "Apache-2.0",
		},
	}
	return mutate.ConfigFile(image, about)
}
