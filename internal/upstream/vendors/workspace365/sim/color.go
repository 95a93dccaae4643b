package sim

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// colorKinds are the kinds of colors by number.
var colorKinds = []string{1: "custom", 2: "primary", 3: "header"}

// custom is the one kind of color that has a value.
const custom = 1

// sentColor is a color in a request.
type sentColor struct {
	kind  *int
	value *string
}

func (c *sentColor) read(at string, value json.RawMessage, wrong fieldErrors) {
	before := len(wrong)
	form{"Kind": one(&c.kind, number), "Value": one(&c.value, text)}.object(at, value, wrong)
	if len(wrong) > before {
		return
	}
	switch {
	case !known(colorKinds, c.kind):
		wrong.add(at+".Kind", fmt.Sprintf("The %s.Kind field must be 1, 2 or 3.", at))
	case *c.kind == custom:
		wrong.require(at+".Value", c.value)
	case c.value != nil:
		// quirk: there is a value for this kind only, not even an empty one for
		// the others (sheet §7.18).
		wrong.add(at+".Value", fmt.Sprintf("The %s.Value field is for the Kind 1 only.", at))
	}
}

// kept returns the color as the world keeps it, or nil where there is none.
func (c *sentColor) kept() *simkit.Color {
	if c == nil {
		return nil
	}
	kept := &simkit.Color{Kind: colorKinds[*c.kind]}
	if c.value != nil {
		kept.Value = *c.value
	}
	return kept
}

// shownColor is a color in an answer.
type shownColor struct {
	Kind  int     `json:"kind"`
	Value *string `json:"value,omitempty"`
}

func showColor(c *simkit.Color) *shownColor {
	if c == nil {
		return nil
	}
	shown := &shownColor{Kind: slices.Index(colorKinds, c.Kind)}
	if shown.Kind == custom {
		shown.Value = &c.Value
	}
	return shown
}

// known tells whether a kind was sent and is in a table of words, where an empty
// word stands for a number that is no kind.
func known(words []string, kind *int) bool {
	return kind != nil && *kind >= 0 && *kind < len(words) && words[*kind] != ""
}
