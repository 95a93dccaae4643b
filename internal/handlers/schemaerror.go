package handlers

import (
	"errors"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// bodyErrors turns what the schema found into pointers. It never passes on an
// error's own text, which quotes schema and value.
func bodyErrors(err error) []api.ProblemError {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		var out []api.ProblemError
		for _, one := range many {
			out = append(out, bodyErrors(one)...)
		}
		return out
	}
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		return []api.ProblemError{{Code: "invalid"}}
	}
	at := upstream.Pointer(schema.JSONPointer()...)
	if unknown := unknownMembers(schema); len(unknown) > 0 {
		var out []api.ProblemError
		for _, name := range unknown {
			out = append(out, api.ProblemError{
				Pointer: optional(clip(at+upstream.Pointer(name), 1024)), Code: "unknown-member", Detail: optional("There is no such member."),
			})
		}
		return out
	}
	return []api.ProblemError{{Pointer: optional(clip(at, 1024)), Code: schema.SchemaField, Detail: optional(reason(schema))}}
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
		return "It is not of the form that the specification demands."
	case "properties":
		return "There is no such member."
	case "required":
		return "It is missing."
	}
	return clip(e.Reason, 256)
}

// clip returns at most this many characters of a text.
func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// withEmail has "format: email" checked, which kin-openapi leaves out.
func withEmail() openapi3.SchemaValidationOption {
	return openapi3.WithStringFormatValidator("email", openapi3.NewRegexpFormatValidator(openapi3.FormatOfStringForEmail))
}
