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
		return nil, wrong
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
		made, err := rest.JSON[[]madeActivity](answer)
		return activitiesOf(answer, made, err)
	}
	data.User = &to.Users[0]
	answer, err := p.do(ctx, "createActivity", rest.Call{JSON: data})
	if err != nil || answer.Planned {
		return nil, err
	}
	made, err := rest.JSON[madeActivity](answer)
	return activitiesOf(answer, []madeActivity{made}, err)
}

// scopeOf returns whom the audience means. quirk: nobody is told from everybody
// by a number, and everybody is 0, so an empty audience is refused (sheet §7.21).
func scopeOf(a upstream.Audience) (scope, *upstream.Error) {
	switch {
	case a.User != nil:
		return usersOf(inBody(*a.User, "audience", "user"))
	case len(a.Users) > 0:
		return usersOf(listed(a.Users, "audience", "users")...)
	case len(a.Groups) > 0:
		return groupsOf(a.Groups)
	case a.Everyone:
		return scope{Kind: allUsers}, nil
	default:
		return scope{}, upstream.Reject(upstream.FieldError{Pointer: "/audience", Code: "required", Detail: "It names nobody."})
	}
}

func usersOf(ids ...identifier) (scope, *upstream.Error) {
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

func groupsOf(groups []upstream.GroupName) (scope, *upstream.Error) {
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

// colorOf returns a color as it is sent. quirk: only a custom one has a value
// (sheet §7.18).
func colorOf(c *upstream.Color) (*color, []upstream.FieldError) {
	if c == nil {
		return nil, nil
	}
	kind, known := colorKinds[c.Kind]
	custom := c.Kind == upstream.ColorCustom
	switch {
	case !known:
		return nil, []upstream.FieldError{{Pointer: "/color/kind", Code: "unsupported-value", Detail: "This vendor has no such kind."}}
	case custom && c.Value == nil:
		return nil, []upstream.FieldError{{Pointer: "/color/value", Code: "required", Detail: "A custom color needs it."}}
	case !custom && c.Value != nil:
		return nil, []upstream.FieldError{{Pointer: "/color/value", Code: "unsupported-field", Detail: "Only a custom color has it."}}
	}
	return &color{kind, c.Value}, nil
}

// activitiesOf returns what was made of an answer that was read, or the error of
// reading it.
func activitiesOf(a *rest.Answer, made []madeActivity, err error) ([]upstream.Activity, error) {
	if err != nil {
		return nil, err
	}
	out := make([]upstream.Activity, len(made))
	for i, one := range made {
		if out[i].NativeID, err = decimal(a, one.ID); err != nil {
			return nil, err
		}
		if upn := rest.Text(one.User.UPN); upn != nil {
			out[i].UserID = *upn
		} else if out[i].UserID, err = decimal(a, one.User.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}
