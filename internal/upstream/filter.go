package upstream

import (
	"strings"
	"time"
)

// Filter is a condition on the attributes of a resource, the closed tree that a
// SCIM filter (RFC 7644 §3.4.2.2) is converted to: [And], [Or], [Not],
// [Present], [Compare].
type Filter interface{ isFilter() }

// And holds where both sides hold.
type And struct{ Left, Right Filter }

// Or holds where one side holds.
type Or struct{ Left, Right Filter }

// Not holds where its filter does not.
type Not struct{ Filter Filter }

// Present holds where the attribute has a value (SCIM "pr").
type Present struct{ Attribute string }

// Compare holds where the attribute stands in relation Op to Value, which is a
// string, a bool, a time.Time or nil. A nil Value stands for
// absence: an absent attribute satisfies "eq" of nil, "ne" of any other value, and
// nothing else.
type Compare struct {
	Attribute string
	Op        Comparison
	Value     any
}

func (And) isFilter()     {}
func (Or) isFilter()      {}
func (Not) isFilter()     {}
func (Present) isFilter() {}
func (Compare) isFilter() {}

// Comparison is a SCIM attribute operator.
type Comparison string

// The comparisons, by their SCIM names.
const (
	Equal          Comparison = "eq"
	NotEqual       Comparison = "ne"
	Contains       Comparison = "co"
	StartsWith     Comparison = "sw"
	EndsWith       Comparison = "ew"
	Greater        Comparison = "gt"
	GreaterOrEqual Comparison = "ge"
	Less           Comparison = "lt"
	LessOrEqual    Comparison = "le"
)

// Attributes gives the value of a named attribute: a string, a bool, a
// time.Time, or nil where it is absent.
type Attributes func(name string) any

// Matches evaluates f. Strings compare without case, except the attribute "id"
// (RFC 7643: userName, emails and names are not case exact, ids are). A nil f
// matches everything.
func Matches(f Filter, get Attributes) bool {
	switch f := f.(type) {
	case And:
		return Matches(f.Left, get) && Matches(f.Right, get)
	case Or:
		return Matches(f.Left, get) || Matches(f.Right, get)
	case Not:
		return !Matches(f.Filter, get)
	case Present:
		v := get(f.Attribute)
		return v != nil && v != ""
	case Compare:
		return f.matches(get(f.Attribute))
	}
	return true
}

func (c Compare) matches(got any) bool {
	if got == nil || c.Value == nil {
		same := got == nil && c.Value == nil
		return same && c.Op == Equal || !same && c.Op == NotEqual
	}
	switch want := c.Value.(type) {
	case bool:
		b, ok := got.(bool)
		return ok && (c.Op == Equal && b == want || c.Op == NotEqual && b != want)
	case time.Time:
		t, ok := got.(time.Time)
		return ok && c.Op.holds(t.Compare(want))
	case string:
		s, ok := got.(string)
		if !ok {
			return false
		}
		if c.Attribute != "id" {
			s, want = strings.ToLower(s), strings.ToLower(want)
		}
		return c.matchesText(s, want)
	}
	return false
}

func (c Compare) matchesText(got, want string) bool {
	switch c.Op {
	case Contains:
		return strings.Contains(got, want)
	case StartsWith:
		return strings.HasPrefix(got, want)
	case EndsWith:
		return strings.HasSuffix(got, want)
	default:
		return c.Op.holds(strings.Compare(got, want))
	}
}

// holds tells whether an order of got to wanted (negative, zero, positive)
// satisfies the comparison.
func (op Comparison) holds(order int) bool {
	switch op {
	case Equal:
		return order == 0
	case NotEqual:
		return order != 0
	case Greater:
		return order > 0
	case GreaterOrEqual:
		return order >= 0
	case Less:
		return order < 0
	case LessOrEqual:
		return order <= 0
	default:
		return false
	}
}

// Implied returns the string that f demands the attribute to equal: every
// resource that matches f has that value, up to case (but for "id"). It may be
// pushed down only to a vendor that compares as [Matches] does.
func Implied(f Filter, attribute string) (string, bool) {
	switch f := f.(type) {
	case And:
		if v, ok := Implied(f.Left, attribute); ok {
			return v, true
		}
		return Implied(f.Right, attribute)
	case Or:
		left, ok := Implied(f.Left, attribute)
		right, ok2 := Implied(f.Right, attribute)
		return left, ok && ok2 && left == right
	case Compare:
		v, ok := f.Value.(string)
		return v, ok && f.Op == Equal && f.Attribute == attribute
	}
	return "", false
}

// AttributesOf returns the names that f mentions, each once, in order.
func AttributesOf(f Filter) []string {
	var names []string
	var walk func(Filter)
	add := func(name string) {
		for _, n := range names {
			if n == name {
				return
			}
		}
		names = append(names, name)
	}
	walk = func(f Filter) {
		switch f := f.(type) {
		case And:
			walk(f.Left)
			walk(f.Right)
		case Or:
			walk(f.Left)
			walk(f.Right)
		case Not:
			walk(f.Filter)
		case Present:
			add(f.Attribute)
		case Compare:
			add(f.Attribute)
		}
	}
	walk(f)
	return names
}
