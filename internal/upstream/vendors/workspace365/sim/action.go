package sim

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// actionKinds are the kinds of actions by number.
var actionKinds = []string{
	1: "check", 2: "cancel", 3: "add", 4: "open", 5: "edit", 6: "manage", 7: "delete", 8: "forward", 9: "backward",
}

const (
	// maxActions is how many actions an activity may have.
	maxActions = 2
	// maxActionTitle is how many characters the title of one may have.
	maxActionTitle = 32
)

// action is a button of an activity in a request.
type action struct {
	kind       *int
	title, url *string
}

func (a *action) read(at string, value json.RawMessage, wrong fieldErrors) {
	form{
		"Kind":  one(&a.kind, number),
		"Title": one(&a.title, text),
		"Url":   one(&a.url, text),
	}.object(at, value, wrong)
	if wrong.has(at) {
		// It is no object, so that none of its fields can be missing.
		return
	}
	if !known(actionKinds, a.kind) {
		wrong.add(at+".Kind", fmt.Sprintf("The %s.Kind field must be one of 1 to 9.", at))
	}
	wrong.require(at+".Title", a.title)
	wrong.require(at+".Url", a.url)
	// quirk: the limit counts characters and not bytes (sheet §7.19).
	if a.title != nil && utf8.RuneCountInString(*a.title) > maxActionTitle {
		wrong.add(at+".Title", fmt.Sprintf("The %s.Title field has more than %d characters.", at, maxActionTitle))
	}
}

func (a action) kept() simkit.Action {
	return simkit.Action{Kind: actionKinds[*a.kind], Title: *a.title, URL: *a.url}
}
