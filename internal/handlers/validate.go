package handlers

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
)

// maxBody is the largest request body.
const maxBody = 1 << 20

// validate holds the request to the specification: parameters first, then the
// body. What passed is what the handler gets, member by member.
func (s *server) validate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		op := operationFrom(c.Request().Context())
		if errs := checkParameters(c, op); len(errs) > 0 {
			return invalid(errs...)
		}
		if err := checkBody(c, op); err != nil {
			return err
		}
		return next(c)
	}
}

// checkParameters also refuses what kin-openapi lets pass: query parameters that
// the operation does not have, and two values for one.
func checkParameters(c echo.Context, op *operation) []api.ProblemError {
	query, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil || !utf8.ValidString(strings.Join(textsOf(query), "")) {
		return []api.ProblemError{{Code: "query", Detail: optional("The query string cannot be read.")}}
	}
	var errs []api.ProblemError
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch values := query[name]; {
		case op.parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil:
			errs = append(errs, api.ProblemError{Parameter: optional(clip(name, 128)), Code: "unknown-parameter", Detail: optional("There is no such parameter.")})
		case len(values) > 1:
			errs = append(errs, api.ProblemError{Parameter: &name, Code: "duplicate-parameter", Detail: optional("It is given twice.")})
		}
	}
	path := map[string]string{}
	for _, name := range c.ParamNames() {
		path[name] = pathParam(c, name)
	}
	input := &openapi3filter.RequestValidationInput{
		Request: c.Request(), PathParams: path, QueryParams: query,
		Options: &openapi3filter.Options{SkipSettingDefaults: true},
	}
	for _, parameter := range op.parameters {
		if parameter.Value.In == openapi3.ParameterInHeader {
			joinHeader(c.Request().Header, parameter.Value.Name)
		}
		if err := openapi3filter.ValidateParameter(c.Request().Context(), input, parameter.Value); err != nil {
			errs = append(errs, parameterError(parameter.Value.Name, err))
		} else if !plain(parameter.Value, query.Get(parameter.Value.Name)) {
			errs = append(errs, api.ProblemError{Parameter: &parameter.Value.Name, Code: "invalid", Detail: optional("It is not written as JSON writes it.")})
		}
	}
	return errs
}

// joinHeader makes one line of a list that came in several, which is the same
// (RFC 9110 §5.3): the generated server takes one line only.
func joinHeader(h http.Header, name string) {
	if lines := h.Values(name); len(lines) > 1 {
		h.Set(name, strings.Join(lines, ", "))
	}
}

// plain tells whether a boolean or an integer is written as JSON writes it:
// kin-openapi also takes 1, T and TRUE for true, and +5 and 05 for five.
func plain(p *openapi3.Parameter, text string) bool {
	switch {
	case text == "":
		return true
	case p.Schema.Value.Type.Is(openapi3.TypeBoolean):
		return text == "true" || text == "false"
	case p.Schema.Value.Type.Is(openapi3.TypeInteger):
		number, err := strconv.Atoi(text)
		return err == nil && strconv.Itoa(number) == text
	}
	return true
}

// textsOf returns every name and every value of a query.
func textsOf(query url.Values) []string {
	var all []string
	for name, values := range query {
		all = append(append(all, name), values...)
	}
	return all
}

// pathParam unescapes a path parameter once. echo matched the raw path where
// there is one and the already decoded path where there is none.
func pathParam(c echo.Context, name string) string {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value
	}
	if decoded, err := url.PathUnescape(value); err == nil {
		return decoded
	}
	return value
}

func parameterError(name string, err error) api.ProblemError {
	e := api.ProblemError{Parameter: &name, Code: "invalid", Detail: optional("It cannot be read.")}
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) {
		e.Code, e.Detail = schema.SchemaField, optional(reason(schema))
	}
	return e
}

// checkBody demands the operation's media type, at most maxBody bytes, one JSON
// value without repeated members, and the schema.
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
	media := mediaType(request, op.spec.RequestBody.Value)
	if media == nil {
		f := fail(codeUnsupportedMediaType)
		if request.Method == http.MethodPatch {
			f.header.Set("Accept-Patch", "application/merge-patch+json")
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
	value, fault := decodeBody(request, body)
	if fault != nil {
		return invalid(*fault)
	}
	if err := media.Schema.Value.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors(), withEmail()); err != nil {
		return invalid(bodyErrors(err)...)
	}
	request.Body = &validated{Reader: bytes.NewReader(body), value: value}
	return nil
}

// decodeBody decodes a body by its media type, which mediaType left in its plain
// form.
func decodeBody(request *http.Request, body []byte) (any, *api.ProblemError) {
	switch kind := request.Header.Get("Content-Type"); {
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

// formType is the media type of a form (RFC 7662, RFC 7009).
const formType = "application/x-www-form-urlencoded"

// mediaType returns the content of the body that the request announces, nil
// where the operation has no such. It leaves the type in its plain form, by which
// the generated server tells JSON from a form.
func mediaType(request *http.Request, body *openapi3.RequestBody) *openapi3.MediaType {
	name, params, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil || request.Header.Get("Content-Encoding") != "" {
		return nil
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return nil
	}
	media := body.Content[name]
	if group, _, whole := strings.Cut(name, "/"); media == nil && whole {
		media = body.Content[group+"/*"]
	}
	if media != nil {
		request.Header.Set("Content-Type", name)
	}
	return media
}
