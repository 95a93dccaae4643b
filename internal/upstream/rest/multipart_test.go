package rest_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func TestAMultipartBodyIsReadBackAsTheFileThatItCarries(t *testing.T) {
	content := []byte("\x89PNG\r\n\x1a\n--not a boundary\r\n")
	header, body, err := rest.Multipart("file", "picture.png", "image/png", content)
	if err != nil {
		t.Fatal(err)
	}
	media, params, err := mime.ParseMediaType(header)
	if err != nil || media != "multipart/form-data" {
		t.Fatalf("%q: %v", header, err)
	}
	reader := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	part, err := reader.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(part)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the part holds %q, %v", got, err)
	}
	if part.FormName() != "file" || part.FileName() != "picture.png" || part.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the part says %v", part.Header)
	}
	if _, err := reader.NextPart(); err != io.EOF {
		t.Errorf("there is more than one part: %v", err)
	}
}

func TestTheSamePictureMakesTheSameRequest(t *testing.T) {
	one, first, err := rest.Multipart("file", "picture.png", "image/png", []byte("one"))
	again, second, other := rest.Multipart("file", "picture.png", "image/png", []byte("one"))
	if err != nil || other != nil || one != again || !bytes.Equal(first, second) {
		t.Error("a plan could not show the request that is sent")
	}
}
