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

// toApp converts an app for callers.
func toApp(connection string, a upstream.App) api.App {
	out := api.App{ID: id{connection, a.NativeID}.String(), Type: a.Type, Name: a.Name, URL: a.URL, Icon: a.Icon}
	if a.Color != nil {
		out.Color = &api.Color{Kind: string(a.Color.Kind), Value: a.Color.Value}
	}
	return out
}

// appHoldable tells whether an app fits into what the specification promises.
func appHoldable(a *upstream.App) bool {
	const maxWord = 64
	color := value(a.Color)
	return !notAnID(a.NativeID) && len(a.Type) <= maxWord && !tooLong(value(a.Name)) && !tooLong(value(a.URL)) && !tooLong(value(a.Icon)) &&
		len(color.Kind) <= maxWord/2 && len(value(color.Value)) <= maxWord
}

// toCredential converts a credential that a vendor answered with.
func toCredential(t target, c upstream.Credential) (api.Credential, error) {
	if notAnID(c.NativeID) || tooLong(value(c.Username)) {
		return api.Credential{}, unpassable(t)
	}
	return api.Credential{ID: id{t.Name, c.NativeID}.String(), Username: c.Username}, nil
}

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
