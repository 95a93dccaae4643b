package workspace365

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
)

// The types of icons.
const (
	typePNG = "image/png"
	typeSVG = "image/svg+xml"
)

// imageType returns the type that the content has, whatever it was sent as, and
// an empty text where it is no icon's.
func imageType(content []byte) string {
	switch {
	case isPNG(content):
		return typePNG
	case isSVG(content):
		return typeSVG
	default:
		return ""
	}
}

// maxSide is the longest side of an icon, in pixels. A few bytes can say that they
// are gigabytes of pixels, which whoever shows them would pay for.
const maxSide = 4096

// isPNG tells whether the content begins as an image does, not only as its
// signature, and as one that can be an icon.
func isPNG(content []byte) bool {
	config, err := png.DecodeConfig(bytes.NewReader(content))
	return err == nil && max(config.Width, config.Height) <= maxSide
}

// isSVG tells whether the content is an XML document that comes to its end and
// whose only root is an svg.
func isSVG(content []byte) bool {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	// Drawing programs write entities of their own and old encodings; neither
	// matters to where the elements are.
	decoder.Strict, decoder.CharsetReader = false, latin
	depth, roots := 0, 0
	for {
		token, err := decoder.Token()
		if err != nil {
			return errors.Is(err, io.EOF) && roots == 1
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				if roots++; !isRoot(token.Name) {
					return false
				}
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(token)) > 0 {
				return false
			}
		}
	}
}

// isRoot tells whether an element is an SVG's; old drawings name no namespace.
func isRoot(name xml.Name) bool {
	return name.Local == "svg" && (name.Space == "" || name.Space == "http://www.w3.org/2000/svg")
}

// latin reads one byte as one character: every encoding that an icon may declare
// has the markup in ASCII.
func latin(_ string, in io.Reader) (io.Reader, error) {
	content, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	runes := make([]rune, len(content))
	for i, b := range content {
		runes[i] = rune(b)
	}
	return bytes.NewReader([]byte(string(runes))), nil
}
