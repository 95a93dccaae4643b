package workspace365

import (
	"bytes"
	"encoding/xml"
	"errors"
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
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return typePNG
	case isSVG(content):
		return typeSVG
	default:
		return ""
	}
}

// isSVG tells whether the content is an XML document that comes to its end and
// whose root is an svg.
func isSVG(content []byte) bool {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	// Drawing programs write entities of their own and old encodings; neither
	// matters to where the elements are.
	decoder.Strict, decoder.CharsetReader = false, latin
	root := ""
	for {
		token, err := decoder.Token()
		if err != nil {
			return errors.Is(err, io.EOF) && root == "svg"
		}
		switch token := token.(type) {
		case xml.StartElement:
			if root == "" {
				root = token.Name.Local
			}
		case xml.CharData:
			if root == "" && len(bytes.TrimSpace(token)) > 0 {
				return false
			}
		}
	}
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
