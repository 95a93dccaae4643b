package handlers

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// pictureOf reads a picture. What it is, is what its content is: the media type
// that the caller gave proves nothing.
func pictureOf(body io.Reader) (upstream.Picture, error) {
	content, err := io.ReadAll(body)
	if err != nil {
		return upstream.Picture{}, err
	}
	kind := imageType(content)
	if kind != "image/png" && kind != "image/jpeg" {
		return upstream.Picture{}, invalid(api.ProblemError{Pointer: new(""), Code: "image", Detail: optional("The content is neither PNG nor JPEG.")})
	}
	return upstream.Picture{ContentType: kind, Content: content}, nil
}

// imageType returns the media type of an image whose header can be read, "" for
// anything else.
func imageType(content []byte) string {
	readers := map[string]func(io.Reader) (image.Config, error){
		"image/png": png.DecodeConfig, "image/jpeg": jpeg.DecodeConfig, "image/gif": gif.DecodeConfig,
	}
	kind := http.DetectContentType(content)
	read, known := readers[kind]
	if !known {
		return ""
	}
	if _, err := read(bytes.NewReader(content)); err != nil {
		return ""
	}
	return kind
}
