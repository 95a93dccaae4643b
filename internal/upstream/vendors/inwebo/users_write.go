package inwebo

import (
	"context"
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateUser creates an account. An email, role or language that the vendor
// refuses is a rejection, a login that is taken a conflict.
func (c *connector) CreateUser(ctx context.Context, d upstream.UserDraft) (upstream.User, error) {
	if faults := checkDraft(d); len(faults) > 0 {
		return upstream.User{}, upstream.Reject(faults...)
	}
	answer, err := c.do(ctx, "createAccount", rest.Call{JSON: accountOf(d), Auth: c.auth})
	if err != nil || answer.Planned {
		return upstream.User{}, err
	}
	created, err := rest.JSON[account](answer)
	if err != nil {
		return upstream.User{}, err
	}
	if flaw := created.flaw(); flaw != "" {
		return upstream.User{}, answer.Malformed(flaw)
	}
	return userOf(created), nil
}

func accountOf(d upstream.UserDraft) account {
	a := account{Email: d.Email, Language: d.Language, Active: d.Active}
	if d.UserName != nil {
		a.Login = *d.UserName
	}
	if len(d.Roles) > 0 {
		a.Role = &reference{ID: d.Roles[0]}
	}
	for _, g := range d.Groups {
		m := membership{Group: reference{ID: g.NativeID}}
		if g.RoleID != nil {
			m.Role = &reference{ID: *g.RoleID}
		}
		a.Memberships = append(a.Memberships, m)
	}
	return a
}

// twoLetters is the vendor's form of a language.
var twoLetters = regexp.MustCompile(`^[A-Za-z]{2}$`)

func checkDraft(d upstream.UserDraft) []upstream.FieldError {
	var faults []upstream.FieldError
	// The userName becomes the id: one that no path can carry would make an account
	// that nobody can name again.
	if d.UserName != nil && !upstream.ValidID(*d.UserName) {
		faults = append(faults, upstream.FieldError{Pointer: "/userName", Code: "id", Detail: "It cannot be the id of an account."})
	}
	if len(d.Roles) > 1 {
		faults = append(faults, upstream.FieldError{Pointer: "/roles/1", Code: "too-many", Detail: "An account has one role."})
	}
	if d.Language != nil && !twoLetters.MatchString(*d.Language) {
		faults = append(faults, upstream.FieldError{Pointer: "/language", Code: "pattern", Detail: "A language is two letters."})
	}
	return faults
}
