package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// The media types of documents.
const (
	mediaHTML   = "text/html; charset=utf-8"
	mediaText   = "text/plain; charset=utf-8"
	mediaCSS    = "text/css; charset=utf-8"
	mediaScript = "text/javascript; charset=utf-8"
)

// closedPolicy is the content security policy of what loads nothing and is framed nowhere.
const closedPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// document is something to read that stays the same while the program runs.
type document struct {
	media  string
	policy string
	// encoding is that of the body, "" for none.
	encoding string
	body     []byte
	etag     string
}

// newDocument returns a document that loads nothing.
func newDocument(media string, body []byte) *document {
	return &document{media: media, policy: closedPolicy, body: body, etag: entityTag(body)}
}

// send answers with the document, or with 304 where the caller has it. It may be
// kept, and is asked for anew each time: what it says goes with the program's version.
func (d *document) send(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", d.policy)
	h.Set("ETag", d.etag)
	h.Set("Referrer-Policy", "no-referrer")
	if notModified(c.Request(), d.etag) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Type", d.media)
	h.Set("Content-Length", strconv.Itoa(len(d.body)))
	if d.encoding != "" {
		h.Set("Content-Encoding", d.encoding)
	}
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method != http.MethodHead {
		// A caller who left in the middle reads no problem either.
		_, _ = c.Response().Write(d.body)
	}
	return nil
}
