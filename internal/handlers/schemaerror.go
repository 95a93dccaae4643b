package handlers

import (
	"encoding/base64"
	"errors"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// checkSchema holds a body to its schema and returns what is wrong, maxErrors at
// most. kin-openapi makes an error for each thing that is wrong before anybody can
// stop it, so that a large body is told of its first one only.
func checkSchema(schema *openapi3.Schema, body any) []api.ProblemError {
	options := []openapi3.SchemaValidationOption{openapi3.VisitAsRequest(), withFormat("email", isEmail), withFormat("date-time", isTime), withFormat("byte", isBase64)}
	err := schema.VisitJSON(body, options...)
	if err == nil {
		return nil
	}
	if nodes(body, maxNodes) < maxNodes {
		err = schema.VisitJSON(body, append(options, openapi3.MultiErrors())...)
	}
	c := schemaErrors{told: map[string]bool{}}
	c.add(err)
	return c.found
}

// maxNodes is how many values a body may have to be told all that is wrong with it.
const maxNodes = 2000

// nodes counts the values of a body, up to this many.
func nodes(value any, most int) int {
	n := 1
	switch v := value.(type) {
	case map[string]any:
		for _, inner := range v {
			if n += nodes(inner, most-n); n >= most {
				return most
			}
		}
	case []any:
		for _, inner := range v {
			if n += nodes(inner, most-n); n >= most {
				return most
			}
		}
	}
	return n
}

// schemaErrors collects what a schema found, without its texts, which quote schema
// and value.
type schemaErrors struct {
	found []api.ProblemError
	// told are the objects whose unknown members are listed: the schema finds each
	// member alone and does not say which it is.
	told map[string]bool
}

func (c *schemaErrors) add(err error) {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		for _, one := range many {
			if len(c.found) >= maxErrors {
				return
			}
			c.add(one)
		}
		return
	}
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		c.found = append(c.found, api.ProblemError{Code: "invalid"})
		return
	}
	at := upstream.Pointer(schema.JSONPointer()...)
	unknown := unknownMembers(schema)
	if len(unknown) == 0 {
		c.found = append(c.found, api.ProblemError{Pointer: new(clip(at, 1024)), Code: schema.SchemaField, Detail: optional(reason(schema))})
		return
	}
	if c.told[at] {
		return
	}
	c.told[at] = true
	for _, name := range unknown[:min(len(unknown), maxErrors-len(c.found))] {
		c.found = append(c.found, api.ProblemError{
			Pointer: new(clip(at+upstream.Pointer(name), 1024)), Code: "unknown-member", Detail: optional("There is no such member."),
		})
	}
}

// unknownMembers returns the members that a closed object does not have, where
// that is what the error is about.
func unknownMembers(e *openapi3.SchemaError) []string {
	object, isObject := e.Value.(map[string]any)
	if !isObject || e.SchemaField != "properties" {
		return nil
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if e.Schema.Properties[name] == nil {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// reason is the schema's complaint without the value.
func reason(e *openapi3.SchemaError) string {
	switch e.SchemaField {
	case "pattern", "format":
		return form(e.Schema)
	case "properties":
		return "There is no such member."
	case "required":
		return "It is missing."
	}
	return clip(e.Reason, 256)
}

// form is what a text of this schema has to be.
func form(s *openapi3.Schema) string {
	switch {
	case s.Format == "email":
		return "It is no e-mail address."
	case s.Format == "date-time":
		return "It is no time as RFC 3339 writes it, such as 2026-11-21T00:00:00Z."
	case s.Format == "byte":
		return "It is no base64."
	case s.Description != "":
		return "It is not of the form that the specification demands: " + clip(s.Description, 200)
	}
	return "It is not of the form that the specification demands: " + clip(s.Pattern, 200)
}

// clip returns at most this many characters of a text.
func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// withFormat has a format checked that kin-openapi leaves out, or takes too
// easily.
func withFormat(name string, check func(string) bool) openapi3.SchemaValidationOption {
	return openapi3.WithStringFormatValidator(name, openapi3.NewCallbackValidator(func(text string) error {
		if !check(text) {
			return errFormat
		}
		return nil
	}))
}

var (
	errFormat = errors.New("handlers: not of this format")
	email     = regexp.MustCompile(openapi3.FormatOfStringForEmail)
)

func isEmail(text string) bool { return email.MatchString(text) }

func isTime(text string) bool {
	at, err := time.Parse(time.RFC3339, text)
	// In UTC, as it goes to vendors, its year must have four digits.
	return err == nil && at.UTC().Year() >= 0 && at.UTC().Year() <= 9999
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}
