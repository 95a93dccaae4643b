package sim

import (
	"net/http"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// madeActivity is what the vendor answers for one activity.
type madeActivity struct {
	ID   int      `json:"id"`
	User madeUser `json:"user"`
}

type madeUser struct {
	ID  int     `json:"id"`
	UPN *string `json:"upn"`
}

// createActivity is POST /{env}/api/activities.
func (v *Vendor) createActivity(r *http.Request) (any, *errorResponse) {
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	a, problem := decodeActivity(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	user, ok := v.user(*a.user)
	if !ok {
		return nil, fieldError("User", "The user does not exist.")
	}
	return v.show(a.activity, user), nil
}

// createActivities is POST /{env}/api/activities-batch: one activity for each
// user of the scope, or none at all.
func (v *Vendor) createActivities(r *http.Request) (any, *errorResponse) {
	if problem := jsonBody(r); problem != nil {
		return nil, problem
	}
	b, problem := decodeBatch(simkit.Body(r))
	if problem != nil {
		return nil, problem
	}
	people, problem := v.audience(*b.scope)
	if problem != nil {
		return nil, problem
	}
	made := make([]madeActivity, len(people))
	for i, user := range people {
		made[i] = v.show(*b.data, user)
	}
	return made, nil
}

// show gives the user an activity.
func (v *Vendor) show(a activity, user simkit.Person) madeActivity {
	id := int(v.lastActivity.Add(1))
	v.world.Activities.Put(a.kept(strconv.Itoa(id), user))
	return madeActivity{ID: id, User: madeUser{ID: user.Number, UPN: user.UserName}}
}

// batch is a Batch Activity in a request.
type batch struct {
	scope *scope
	data  *activity
}

func decodeBatch(body []byte) (batch, *errorResponse) {
	var b batch
	wrong := fieldErrors{}
	problem := form{
		"Scope": part(&b.scope, (*scope).read),
		"Data":  part(&b.data, (*activity).read),
	}.decode(body, wrong)
	if problem != nil {
		return b, problem
	}
	if b.scope == nil {
		wrong.add("Scope", "The Scope field is required.")
	}
	if b.data == nil {
		wrong.add("Data", "The Data field is required.")
	}
	return b, wrong.problem()
}
