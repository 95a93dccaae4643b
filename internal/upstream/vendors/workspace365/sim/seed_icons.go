package sim

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// The drawings of the global icons; desktop is the vendor's sample.
const (
	phone = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
<path d="M6 2h4l2 6-3 2a12 12 0 0 0 5 5l2-3 6 2v4a2 2 0 0 1-2 2A18 18 0 0 1 4 4a2 2 0 0 1 2-2z"/>
</svg>
`
	desktop = `<svg fill="#fff"
xmlns="http://www.w3.org/2000/svg" viewBox="0 0 76 76">
<path d="M6 57.126h64v6.742H6zm18.628-7.03h26.744v4.306H24.628zM10.444 15.99v30.588h55.112V15.99zm-4.026-3.858H69.58v37.666H6.418z"/>
</svg>
`
	// quirk: an SVG may hold script (sheet §7.11).
	ring = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"%s>
<script>document.documentElement.dataset.ran = "yes"</script>
<circle cx="12" cy="12" r="9" stroke="#%06x"/>
</svg>
`
)

// ownNames are the icons that an environment may have uploaded itself.
var ownNames = []string{"Frühstück & Café", "Søknad <ny>", "Płace"}

// seedIcons returns the icons of both sources. An environment has uploaded at
// most one per person, so that one without people has none.
func seedIcons(o simkit.Options, r *rand.Rand) []simkit.Icon {
	icons := []simkit.Icon{
		{ID: "global.1", Name: "Box", Format: "png", Content: square(0x2266aa)},
		{ID: "global.14", Name: "Phone", Format: "svg", Content: []byte(phone)},
		{ID: "global.36", Name: "Computer Desktop", Format: "svg", Content: []byte(desktop)},
	}
	for i := range min(o.People, len(ownNames)) {
		id := fmt.Sprintf("environment.%d", 100*(i+10)+r.IntN(100))
		icons = append(icons, ownIcon(id, ownNames[i], r.IntN(3)))
	}
	return icons
}

// ownIcon returns an icon of one of the vendor's kinds.
func ownIcon(id, name string, kind int) simkit.Icon {
	shade := len(name) * 0x0a0b0c
	switch kind {
	case 0:
		return simkit.Icon{ID: id, Name: name, Format: "png", Content: square(shade)}
	case 1:
		return simkit.Icon{ID: id, Name: name, Format: "svg", Content: fmt.Appendf(nil, ring, "", shade)}
	default:
		return simkit.Icon{ID: id, Name: name, Format: "svg", Content: fmt.Appendf(nil, ring, ` fill="#fff"`, shade)}
	}
}

// square returns a PNG of one color, 0xrrggbb.
func square(rgb int) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, 16, 16))
	shade := color.RGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
	draw.Draw(picture, picture.Bounds(), image.NewUniform(shade), image.Point{}, draw.Src)
	var content bytes.Buffer
	// Writing into memory cannot fail, and no picture of this size is refused.
	_ = png.Encode(&content, picture)
	return content.Bytes()
}
