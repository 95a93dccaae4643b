package main

import (
	"archive/tar"
	"bytes"
	"io"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// file is one file of the image; its path has no leading slash.
type file struct {
	path    string
	mode    int64
	content []byte
}

// layerOf returns a layer of the files, in the order given and each after the
// folders above it. All are root's and as old as time, so that nothing of the
// machine gets in and the gateway's user can change none of them.
func layerOf(files []file) (v1.Layer, error) {
	var content bytes.Buffer
	w := tar.NewWriter(&content)
	made := map[string]bool{".": true}
	for _, f := range files {
		if err := folders(w, path.Dir(f.path), made); err != nil {
			return nil, err
		}
		header := &tar.Header{Name: f.path, Typeflag: tar.TypeReg, Mode: f.mode, Size: int64(len(f.content)), Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content.Bytes())), nil
	})
}

// folders writes a folder and those above it, where they are not made yet.
func folders(w *tar.Writer, folder string, made map[string]bool) error {
	if made[folder] {
		return nil
	}
	if err := folders(w, path.Dir(folder), made); err != nil {
		return err
	}
	made[folder] = true
	return w.WriteHeader(&tar.Header{Name: folder + "/", Typeflag: tar.TypeDir, Mode: 0o755, Format: tar.FormatUSTAR})
}
