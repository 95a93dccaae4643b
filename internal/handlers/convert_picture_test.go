package handlers

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// pictures are images of one pixel by their media type.
func pictures(t *testing.T) map[string][]byte {
	t.Helper()
	pixel := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black})
	out := map[string][]byte{}
	for kind, encode := range map[string]func(*bytes.Buffer) error{
		"image/png":  func(b *bytes.Buffer) error { return png.Encode(b, pixel) },
		"image/jpeg": func(b *bytes.Buffer) error { return jpeg.Encode(b, pixel, nil) },
		"image/gif":  func(b *bytes.Buffer) error { return gif.Encode(b, pixel, nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		out[kind] = b.Bytes()
	}
	return out
}

func TestAPictureIsWhatItsContentIs(t *testing.T) {
	for kind, content := range pictures(t) {
		if got := imageType(content); got != kind {
			t.Errorf("%s is taken for %q", kind, got)
		}
		picture, err := pictureOf(bytes.NewReader(content))
		if kind == "image/gif" {
			wantImageFault(t, kind, err)
		} else if err != nil || picture.ContentType != kind || !bytes.Equal(picture.Content, content) {
			t.Errorf("%s: got %q, %v", kind, picture.ContentType, err)
		}
	}
}

func TestWhatIsNoPictureIsRefusedWhateverItBeginsWith(t *testing.T) {
	for name, content := range map[string]string{
		"nothing":                    "",
		"a page":                     "<html><script>alert(1)</script>",
		"an SVG":                     `<svg xmlns="http://www.w3.org/2000/svg"/>`,
		"a PNG's signature alone":    "\x89PNG\r\n\x1a\n",
		"a page with such a mark":    "\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
		"a JPEG's first three bytes": "\xff\xd8\xff" + strings.Repeat("x", 64),
		"a GIF's signature alone":    "GIF89a",
	} {
		if kind := imageType([]byte(content)); kind != "" {
			t.Errorf("%s is taken for %s", name, kind)
		}
		_, err := pictureOf(strings.NewReader(content))
		wantImageFault(t, name, err)
	}
}

func wantImageFault(t *testing.T, name string, err error) {
	t.Helper()
	var f *failure
	if !errors.As(err, &f) || f.code != codeInvalidRequest || len(f.errors) != 1 || f.errors[0].Code != "image" || f.errors[0].Pointer == nil || *f.errors[0].Pointer != "" {
		t.Errorf("%s: got %v", name, err)
	}
}
