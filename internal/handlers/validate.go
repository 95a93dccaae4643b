package handlers

import (
	"errors"
	"maps"
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
			errs = append(errs, api.ProblemError{Parameter: &parameter.Value.Name, Code: "invalid", Detail: optional("It is no such value, or not written as JSON writes it.")})
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

// plain tells whether a boolean or an integer is written as JSON writes it, and a
// time as it can be: kin-openapi also takes 1, T and TRUE for true, +5 and 05 for
// five, and the 30th of February.
func plain(p *openapi3.Parameter, text string) bool {
	switch {
	case text == "":
		return true
	case p.Schema.Value.Type.Is(openapi3.TypeBoolean):
		return text == "true" || text == "false"
	case p.Schema.Value.Format == "date-time":
		return isTime(text)
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
