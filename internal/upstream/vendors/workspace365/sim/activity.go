package sim

import (
	"encoding/json"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// activity is an ActivityWithoutUser in a request.
type activity struct {
	title, url, tag *string
	icon            *iconName
	color           *sentColor
	actions         []action
}

// iconName names the icon of an activity.
type iconName struct{ name *string }

func (i *iconName) read(at string, value json.RawMessage, wrong fieldErrors) {
	form{"Name": one(&i.name, text)}.object(at, value, wrong)
}

func (a *activity) form() form {
	return form{
		"Title":   one(&a.title, text),
		"Url":     one(&a.url, text),
		"Tag":     one(&a.tag, text),
		"Icon":    part(&a.icon, (*iconName).read),
		"Color":   part(&a.color, (*sentColor).read),
		"Actions": list(&a.actions, (*action).read),
	}
}

// read reads an activity inside another object.
func (a *activity) read(at string, value json.RawMessage, wrong fieldErrors) {
	a.form().object(at, value, wrong)
	if !wrong.has(at) {
		a.check(at+".", wrong)
	}
}

// check complains about what is missing or too much.
func (a *activity) check(prefix string, wrong fieldErrors) {
	wrong.require(prefix+"Title", a.title)
	if len(a.actions) > maxActions {
		wrong.add(prefix+"Actions", fmt.Sprintf("The %sActions field has more than %d items.", prefix, maxActions))
	}
}

// userActivity is an Activity in a request.
type userActivity struct {
	activity
	user *userLookup
}

func decodeActivity(body []byte) (userActivity, *errorResponse) {
	var a userActivity
	wrong := fieldErrors{}
	f := a.form()
	f["User"] = part(&a.user, (*userLookup).read)
	if problem := f.decode(body, wrong); problem != nil {
		return a, problem
	}
	if a.user == nil {
		wrong.add("User", "The User field is required.")
	}
	a.check("", wrong)
	return a, wrong.problem()
}

// kept returns the activity as the world keeps it for one user.
func (a *activity) kept(id string, user simkit.Person) simkit.Activity {
	kept := simkit.Activity{
		ID: id, UserID: user.ID, Title: *a.title, URL: a.url, Tag: a.tag, Color: a.color.kept(), Actions: []simkit.Action{},
	}
	// quirk: an empty name is the default icon, as no name is (sheet §7.20).
	if a.icon != nil && a.icon.name != nil && *a.icon.name != "" {
		kept.Icon = a.icon.name
	}
	for _, button := range a.actions {
		kept.Actions = append(kept.Actions, button.kept())
	}
	return kept
}
