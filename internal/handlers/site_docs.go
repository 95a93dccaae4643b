package handlers

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
	"github.com/swaggest/swgui/v5/static"
)

// docsPolicy lets the page load its own files and call this gateway, and nothing
// else: no inline script or style, no other origin. An image that an operation
// answers with is shown from memory (blob:); the icons of the style sheet are data.
const docsPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

//go:embed site
var ownFiles embed.FS

// addDocs adds Swagger UI: its files from the library, the page and its few
// settings from here, since the library's page needs inline scripts. Links between
// them are relative, so that a proxy may put the gateway below a path.
func addDocs(pages site) error {
	files, err := assets()
	if err != nil {
		return err
	}
	body, err := ownFiles.ReadFile("site/docs.html")
	if err != nil {
		return fmt.Errorf("handlers: %w", err)
	}
	page := newDocument(mediaHTML, body)
	page.policy = docsPolicy
	pages["/docs"] = page.send
	pages["/docs/"] = func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, "../docs") }
	pages["/docs/:asset"] = func(c echo.Context) error {
		asset, found := files[c.Param("asset")]
		if !found {
			return fail(codeNotFound)
		}
		return asset(c)
	}
	return nil
}

// assets are what the page loads, by name.
func assets() (map[string]echo.HandlerFunc, error) {
	files := map[string]echo.HandlerFunc{}
	for _, a := range []struct {
		name, media string
		from        embed.FS
		file        string
	}{
		{"docs.css", mediaCSS, ownFiles, "site/docs.css"},
		{"docs.js", mediaScript, ownFiles, "site/docs.js"},
		{"swagger-ui.css", mediaCSS, static.FS, "swagger-ui.css.gz"},
		{"swagger-ui-bundle.js", mediaScript, static.FS, "swagger-ui-bundle.js.gz"},
		{"favicon.png", "image/png", static.FS, "favicon-32x32.png"},
	} {
		body, err := a.from.ReadFile(a.file)
		if err != nil {
			return nil, fmt.Errorf("handlers: %w", err)
		}
		if strings.HasSuffix(a.file, ".gz") {
			files[a.name] = packedDocument(a.media, body)
		} else {
			files[a.name] = newDocument(a.media, body).send
		}
	}
	return files, nil
}

// packedDocument answers with a gzipped file as it is, and unpacks it, once, for a
// caller that does not want it so.
func packedDocument(media string, packed []byte) echo.HandlerFunc {
	small := newDocument(media, packed)
	small.encoding = "gzip"
	large := sync.OnceValues(func() (*document, error) {
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(r)
		return newDocument(media, body), err
	})
	return func(c echo.Context) error {
		c.Response().Header().Add("Vary", "Accept-Encoding")
		if weight(c.Request().Header.Values("Accept-Encoding"), "gzip", "*") > 0 {
			return small.send(c)
		}
		d, err := large()
		if err != nil {
			return err
		}
		return d.send(c)
	}
}
