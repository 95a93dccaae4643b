package main

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

const testVersion = "v1.2.3"

var epoch = time.Unix(0, 0)

// built builds the image and returns the file that it is written to.
func built(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dragoman.tar")
	if _, err := write("../..", testVersion, runtime.GOARCH, out); err != nil {
		t.Fatal(err)
	}
	return out
}

// open reads an image from its file, as who loads it does.
func open(t *testing.T, file string) v1.Image {
	t.Helper()
	image, err := tarball.ImageFromPath(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Image(image); err != nil {
		t.Fatal(err)
	}
	return image
}

func digest(t *testing.T, image v1.Image) string {
	t.Helper()
	hash, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return hash.String()
}

// entries returns what a container finds in the image.
func entries(t *testing.T, image v1.Image) []*tar.Header {
	t.Helper()
	var all []*tar.Header
	each(t, image, func(e *tar.Header, _ io.Reader) { all = append(all, e) })
	return all
}

// content returns what one of the image's files holds.
func content(t *testing.T, image v1.Image, path string) []byte {
	t.Helper()
	var found []byte
	each(t, image, func(e *tar.Header, r io.Reader) {
		if e.Name != path {
			return
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		found = text
	})
	if found == nil {
		t.Fatalf("the image has no %s", path)
	}
	return found
}

func each(t *testing.T, image v1.Image, visit func(*tar.Header, io.Reader)) {
	t.Helper()
	flat := mutate.Extract(image)
	defer flat.Close()
	r := tar.NewReader(flat)
	for {
		entry, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		visit(entry, r)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
