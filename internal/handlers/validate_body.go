package handlers

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
)

// maxBody is the largest request body.
const maxBody = 1 << 20

// checkBody demands the operation's media type, at most maxBody bytes, one value
// that can be read in one way only, and the schema.
func checkBody(c echo.Context, op *operation) error {
	request := c.Request()
	if op.spec.RequestBody == nil {
		if n, _ := io.ReadFull(request.Body, make([]byte, 1)); n > 0 {
			return invalid(api.ProblemError{Code: "body", Detail: optional("This operation takes no body.")})
		}
		return nil
	}
	if request.ContentLength > maxBody {
		return fail(codeContentTooLarge)
	}
	kind, media := mediaType(request, op.spec.RequestBody.Value)
	if media == nil {
		types := strings.Join(slices.Sorted(maps.Keys(op.spec.RequestBody.Value.Content)), ", ")
		f := fail(codeUnsupportedMediaType)
		f.detail = "The body of this operation is " + types + "."
		if request.Method == http.MethodPatch {
			f.header.Set("Accept-Patch", types)
		}
		return f
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, maxBody+1))
	switch {
	case err != nil:
		return invalid(api.ProblemError{Code: "body", Detail: optional("The body broke off.")})
	case len(body) > maxBody:
		return fail(codeContentTooLarge)
	}
	value, fault := decodeBody(kind, body)
	if fault != nil {
		return invalid(*fault)
	}
	if faults := checkSchema(media.Schema.Value, value); len(faults) > 0 {
		return invalid(faults...)
	}
	// The generated server tells JSON from a form by the type in its plain form.
	request.Header.Set("Content-Type", kind)
	request.Body = &validated{Reader: bytes.NewReader(body), value: value}
	return nil
}

// decodeBody decodes a body of this media type.
func decodeBody(kind string, body []byte) (any, *api.ProblemError) {
	switch {
	case kind == formType:
		return decodeForm(body)
	case strings.HasPrefix(kind, "image/"):
		return string(body), nil
	}
	return decodeStrict(body)
}

// validated is a body that carries the value that was checked: the generated
// server binds that value, so that no second, looser decoding finds another.
type validated struct {
	*bytes.Reader
	value any
}

// ValidatedValue returns the checked value.
func (v *validated) ValidatedValue() any { return v.value }

// Close does nothing: the body is in memory.
func (*validated) Close() error { return nil }

// mediaType returns the type that the request announces, in its plain form, and
// the content of the body of that type, nil where the operation has no such.
func mediaType(request *http.Request, body *openapi3.RequestBody) (string, *openapi3.MediaType) {
	name, params, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || request.Header.Get("Content-Encoding") != "" {
		return "", nil
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return "", nil
	}
	if media := body.Content[name]; media != nil {
		return name, media
	}
	if group, _, whole := strings.Cut(name, "/"); whole {
		return name, body.Content[group+"/*"]
	}
	return "", nil
}
