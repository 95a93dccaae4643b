package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/png"
	"net/http"
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// pngOf is the beginning of a PNG that says it is this large.
func pngOf(width, height uint32) string {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = append(binary.BigEndian.AppendUint32(header, height), 8, 6, 0, 0, 0)
	all := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(header)-4))
	return string(binary.BigEndian.AppendUint32(append(all, header...), crc32.ChecksumIEEE(header))) + tinyPNG[33:]
}

func gifOf(after string) string {
	var b bytes.Buffer
	_ = gif.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1)), nil)
	return b.String() + after
}

func largePNG() string {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, 512, 512)))
	return b.String()
}

// drawings are files that a vendor may pass off as an icon, by the type that they
// are served as, "" for none. An SVG may hold whatever it likes: the sandbox it is
// served in is what makes it harmless.
func drawings() map[string][]string {
	const ns = ` xmlns="http://www.w3.org/2000/svg"`
	svg := func(inside string) string { return "<svg" + ns + ">" + inside + "</svg>" }
	return map[string][]string{
		"image/svg+xml": {
			svg(""), svg(`<script>alert(1)</script>`), svg(`<script href="https://evil.example/x.js"/>`), "<svg" + ns + ` onload="alert(1)"/>`, svg(`<a href="javascript:alert(1)"><text>x</text></a>`),
			svg(`<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/></foreignObject>`), svg(`<image href="https://evil.example/track.png"/>`),
			svg(`<use href="https://evil.example/x.svg#a"/>`), svg(`<style>@import url(https://evil.example/x.css);</style>`), svg(`<animate attributeName="href" values="javascript:alert(1)"/>`),
			svg(`<set attributeName="onmouseover" to="alert(1)"/>`), svg(`<handler type="text/javascript">alert(1)</handler>`), "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + svg("&x;"),
			`<?xml version="1.0"?><?xml-stylesheet href="javascript:alert(1)"?>` + svg(""), "\ufeff" + svg(""), `<?xml version="1.0" encoding="ISO-8859-1"?>` + svg("\xe9"),
			"<!-- <html><script>alert(1)</script> -->" + svg(""), svg("<![CDATA[</svg><script>alert(1)</script>]]>"), "<svg><script>alert(1)</script></svg>",
		},
		"image/png": {tinyPNG, tinyPNG + "<html><script>alert(1)</script>", tinyPNG + "PK\x03\x04", tinyPNG + gifOf(""), largePNG(), pngOf(4096, 4096)},
		"": {
			"<html><script>alert(1)</script></html>", "<!DOCTYPE html><svg><script>alert(1)</script></svg></html>", "<script>alert(1)</script>", "<SVG/>", "<svg><p>", "<svg/><svg/>", "<svg/><html/>", "text<svg/>",
			"<svg/>text", "<x:svg xmlns:x=\"http://www.w3.org/1999/xhtml\"/>", "<html xmlns=\"http://www.w3.org/1999/xhtml\">" + svg("") + "</html>", "\x1f\x8b\x08\x00\x00\x00\x00\x00", "\x89PNG\r\n\x1a\n", "\x89PNG<html>", tinyPNG[:20], tinyPNG[1:],
			"GIF89a/*<svg/>*/=1;alert(1)", gifOf(""), gifOf("PK\x03\x04"), "\xff\xd8\xff\xe0<svg/>", tinyJPEG(), "RIFF\x00\x00\x00\x00WEBPVP8 ", "BM<svg/>", "\x00\x00\x01\x00<svg/>", "%PDF-1.4 <svg/>", "PK\x03\x04<svg/>",
			pngOf(65_535, 65_535), pngOf(1<<31-1, 1), pngOf(0, 1), pngOf(4097, 1), "{}", "alert(1)", svg("<metadata>\x89PNG</metadata>"), "", " ", "\x00", "\xfe\xff\x00<\x00s\x00v\x00g\x00/\x00>", "+ADw-svg/+AD4-", "<?php phpinfo(); ?>", "<?xml version=\"1.0\"?>", "<!-- svg -->",
		},
	}
}

func TestAnIconIsServedAsWhatItIsAndNothingThatRuns(t *testing.T) {
	t.Parallel()
	w := start(t, setup{people: 2})
	number := 3000
	for want, files := range drawings() {
		for _, content := range files {
			for _, said := range []string{"image/svg+xml", "image/png", "text/html"} {
				number++
				w.sims["w365"].Faults.Schedule(simkit.Fault{Status: 200, Times: 1, Header: http.Header{"Content-Type": {said}, "Content-Disposition": {"inline"}, "X-Frame-Options": {"x"}}, Body: content})
				got := w.get("admin", fmt.Sprintf("/v1/icons/w365:global.%d/content", number))
				w.sims["w365"].Faults.Clear()
				what := fmt.Sprintf("%.60q, said to be %s", content, said)
				if want == "" {
					got.want(t, http.StatusBadGateway, "vendor-malformed")
					continue
				}
				if got.status != http.StatusOK || got.header.Get("Content-Type") != want || string(got.body) != content {
					t.Errorf("%s: got %d %s %.200s", what, got.status, got.header.Get("Content-Type"), got.body)
				}
				if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Content-Security-Policy") != "default-src 'none'; style-src 'unsafe-inline'; sandbox" {
					t.Errorf("%s: got %v", what, got.header)
				}
				if slices.ContainsFunc([]string{"Content-Disposition", "X-Frame-Options"}, func(name string) bool { return got.header.Get(name) != "" }) {
					t.Errorf("%s: the vendor's own headers come through: %v", what, got.header)
				}
			}
		}
	}
	if files := (number - 3000) / 3; files < 60 {
		t.Errorf("only %d files", files)
	}
}
