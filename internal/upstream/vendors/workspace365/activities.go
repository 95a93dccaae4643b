package workspace365

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateActivity makes one activity for each user of the audience, with the call
// for one user or with the batch.
func (p *portal) CreateActivity(ctx context.Context, d upstream.ActivityDraft) ([]upstream.Activity, error) {
	to, wrong := scopeOf(d.Audience)
	if wrong != nil {
		return nil, upstream.Unsent(wrong)
	}
	data, faults := activityOf(d)
	if len(faults) > 0 {
		return nil, upstream.Reject(faults...)
	}
	if d.Audience.User == nil {
		answer, err := p.do(ctx, "createActivities", rest.Call{JSON: activityBatch{to, data}})
		if err != nil || answer.Planned {
			return nil, err
		}
		made, err := rest.JSONFolded[[]madeActivity](answer)
		if err != nil {
			return nil, err
		}
		return activitiesOf(answer, made...)
	}
	data.User = &to.Users[0]
	answer, err := p.do(ctx, "createActivity", rest.Call{JSON: data})
	if err != nil || answer.Planned {
		return nil, err
	}
	made, err := rest.JSONFolded[madeActivity](answer)
	if err != nil {
		return nil, err
	}
	return activitiesOf(answer, made)
}

// scopeOf returns whom the audience means. quirk: nobody is told from everybody
// by a number, and everybody is 0, so an empty audience is refused (sheet §7.21).
func scopeOf(a upstream.Audience) (scope, error) {
	switch {
	case a.User != nil:
		return scopeOfUsers(inBody(*a.User, "audience", "user"))
	case len(a.Users) > 0:
		return scopeOfUsers(listed(a.Users, "audience", "users")...)
	case len(a.Groups) > 0:
		return scopeOfGroups(a.Groups)
	case a.Everyone:
		return scope{Kind: allUsers}, nil
	default:
		return scope{}, upstream.Reject(upstream.FieldError{Pointer: "/audience", Code: "required", Detail: "It names nobody."})
	}
}

func scopeOfUsers(ids ...identifier) (scope, error) {
	addressable := func(id string) bool { return isUPN(id) || isNumber(id) }
	if wrong := need("a user principal name or an integer id", addressable, ids...); wrong != nil {
		return scope{}, wrong
	}
	to := scope{Kind: someUsers}
	for _, i := range ids {
		to.Users = append(to.Users, lookupUser(i.id))
	}
	return to, nil
}

func scopeOfGroups(groups []upstream.GroupName) (scope, error) {
	to := scope{Kind: someGroups}
	var ids []identifier
	for i, g := range groups {
		if g.ID != "" {
			ids = append(ids, inBody(g.ID, "audience", "groups", strconv.Itoa(i), "id"))
			g.Name = "" // quirk: of an id and a name the vendor takes the id (sheet §4.4).
		}
		to.Groups = append(to.Groups, lookup{ID: json.Number(g.ID), Name: g.Name})
	}
	return to, need("an integer id", isNumber, ids...)
}

// activityOf returns the activity without its user, and every fault of it.
func activityOf(d upstream.ActivityDraft) (activity, []upstream.FieldError) {
	color, faults := colorOf(d.Color)
	out := activity{Title: d.Title, URL: d.URL, Tag: d.Tag, Color: color}
	if d.Icon != nil {
		out.Icon = &iconName{*d.Icon}
	}
	for i, a := range d.Actions {
		kind, known := actionKinds[a.Kind]
		if !known {
			faults = append(faults, upstream.FieldError{
				Pointer: upstream.Pointer("actions", strconv.Itoa(i), "kind"), Code: "unsupported-value", Detail: "This vendor has no such kind.",
			})
		}
		out.Actions = append(out.Actions, action{kind, a.Title, a.URL})
	}
	return out, faults
}

// colorOf returns a color as it is sent. Only a custom one has a value, as the
// contract has it too.
func colorOf(c *upstream.Color) (*color, []upstream.FieldError) {
	if c == nil {
		return nil, nil
	}
	kind, known := colorKinds[c.Kind]
	if !known {
		return nil, []upstream.FieldError{{Pointer: "/color/kind", Code: "unsupported-value", Detail: "This vendor has no such kind."}}
	}
	return &color{kind, c.Value}, nil
}

// activitiesOf returns the activities that an answer tells to have been made.
func activitiesOf(a *rest.Answer, made ...madeActivity) ([]upstream.Activity, error) {
	out := make([]upstream.Activity, len(made))
	for i, one := range made {
		var err error
		if out[i].NativeID, err = decimal(a, one.ID); err != nil {
			return nil, err
		}
		// A name that does not look like one would be read as another kind of id.
		if upn := rest.Text(one.User.UPN); upn != nil && isUPN(*upn) {
			out[i].UserID = *upn
		} else if out[i].UserID, err = decimal(a, one.User.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}
