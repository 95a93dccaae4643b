package handlers

import (
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	scim "github.com/scim2/filter-parser/v2"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// attributeType is the type of an attribute's value.
type attributeType int

const (
	textAttribute attributeType = iota
	boolAttribute
	timeAttribute
)

// userAttributes are the attributes that a filter on users may name.
func userAttributes() map[string]attributeType {
	return map[string]attributeType{
		"id": textAttribute, "userName": textAttribute, "email": textAttribute, "displayName": textAttribute,
		"givenName": textAttribute, "familyName": textAttribute, "active": boolAttribute,
		"createdAt": timeAttribute, "modifiedAt": timeAttribute, "lastLoginAt": timeAttribute,
	}
}

// groupAttributes are what a filter on groups can name.
func groupAttributes() map[string]attributeType {
	return map[string]attributeType{"id": textAttribute, "displayName": textAttribute}
}

// parseFilter turns a SCIM filter into our own tree, or says what is wrong.
func parseFilter(text string, attributes map[string]attributeType) (upstream.Filter, error) {
	// The library knows \u escapes with upper-case digits only.
	text = escapes.ReplaceAllStringFunc(text, func(escape string) string {
		if digits, ok := strings.CutPrefix(escape, `\u`); ok {
			return `\u` + strings.ToUpper(digits)
		}
		return escape
	})
	expression, err := scim.ParseFilter([]byte(text))
	if err != nil {
		return nil, badFilter("syntax", "It is not a SCIM filter.")
	}
	return filterConverter(attributes).convert(expression)
}

// escapes are those of a JSON string, which is what a text in a filter is.
var escapes = regexp.MustCompile(`\\(?:u[0-9A-Fa-f]{4}|.)`)

func badFilter(what, detail string) error {
	f := fail(codeInvalidFilter)
	f.errors = []api.ProblemError{{Parameter: new("filter"), Code: what, Detail: &detail}}
	return f
}

// filterConverter converts over a set of attributes.
type filterConverter map[string]attributeType

func (fc filterConverter) convert(expression scim.Expression) (upstream.Filter, error) {
	switch e := expression.(type) {
	case *scim.LogicalExpression:
		left, err := fc.convert(e.Left)
		if err != nil {
			return nil, err
		}
		right, err := fc.convert(e.Right)
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(string(e.Operator), string(scim.AND)) {
			return upstream.And{Left: left, Right: right}, nil
		}
		return upstream.Or{Left: left, Right: right}, nil
	case *scim.NotExpression:
		inner, err := fc.convert(e.Expression)
		return upstream.Not{Filter: inner}, err
	case *scim.AttributeExpression:
		return fc.compare(e)
	}
	return nil, badFilter("unsupported", "Only attributes and logical operators can be filtered by.")
}

func (fc filterConverter) compare(e *scim.AttributeExpression) (upstream.Filter, error) {
	name, kind, ok := fc.attribute(e.AttributePath)
	if !ok {
		return nil, badFilter("unknown-attribute", "There is no attribute "+clip(e.AttributePath.String(), 64)+".")
	}
	op := upstream.Comparison(strings.ToLower(string(e.Operator)))
	if op == "pr" {
		return upstream.Present{Attribute: name}, nil
	}
	compared, ok := unescaped(e.CompareValue)
	if !ok {
		return nil, badFilter("syntax", "It is not a SCIM filter.")
	}
	value, ok := valueFor(kind, op, compared)
	if !ok {
		return nil, badFilter("type", "The operator "+string(op)+" with such a value does not fit the attribute "+name+".")
	}
	return upstream.Compare{Attribute: name, Op: op, Value: value}, nil
}

// unescaped resolves the escapes of a text, which the library leaves as they are.
func unescaped(value any) (any, bool) {
	quoted, isText := value.(string)
	if !isText {
		return value, true
	}
	var text string
	err := json.Unmarshal([]byte(`"`+quoted+`"`), &text)
	return text, err == nil
}

// attribute finds the name as we write it: SCIM's are not case exact.
func (fc filterConverter) attribute(path scim.AttributePath) (string, attributeType, bool) {
	if path.URIPrefix != nil || path.SubAttribute != nil {
		return "", 0, false
	}
	for name, kind := range fc {
		if strings.EqualFold(name, path.AttributeName) {
			return name, kind, true
		}
	}
	return "", 0, false
}

// valueFor checks that operator, value and attribute belong together.
func valueFor(kind attributeType, op upstream.Comparison, value any) (any, bool) {
	equality := op == upstream.Equal || op == upstream.NotEqual
	if value == nil {
		return nil, equality
	}
	switch kind {
	case boolAttribute:
		b, ok := value.(bool)
		return b, ok && equality
	case timeAttribute:
		text, _ := value.(string)
		at, err := time.Parse(time.RFC3339, text)
		return at, err == nil && op != upstream.Contains && op != upstream.StartsWith && op != upstream.EndsWith
	default:
		text, ok := value.(string)
		return text, ok
	}
}

// attributesOf gives a filter the attributes of a user.
func attributesOf(connection string, u *upstream.User) upstream.Attributes {
	return func(name string) any {
		switch name {
		case "id":
			return id{connection, u.NativeID}.String()
		case "userName":
			return known(u.UserName)
		case "email":
			return known(u.Email)
		case "displayName":
			return known(u.DisplayName)
		case "givenName":
			return known(u.GivenName)
		case "familyName":
			return known(u.FamilyName)
		case "active":
			return known(u.Active)
		case "createdAt":
			return known(u.CreatedAt)
		case "modifiedAt":
			return known(u.ModifiedAt)
		case "lastLoginAt":
			return known(u.LastLoginAt)
		}
		return nil
	}
}

// attributesOfGroup gives a filter the attributes of a group.
func attributesOfGroup(connection string, g *upstream.Group) upstream.Attributes {
	return func(name string) any {
		switch name {
		case "id":
			return id{connection, g.NativeID}.String()
		case "displayName":
			return known(g.DisplayName)
		}
		return nil
	}
}

// known returns the value, or a nil that is really nil.
func known[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
