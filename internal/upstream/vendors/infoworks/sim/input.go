package sim

import (
	"math/rand/v2"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// userInput is the body of create and update; nil means not sent.
type userInput struct {
	Profile           profileInput `json:"profile"`
	Roles             []string     `json:"roles"`
	Password          *string      `json:"password"`
	AccessibleDomains []string     `json:"accessible_domains"`
}

type profileInput struct {
	Name               *string `json:"name"`
	Email              *string `json:"email"`
	NeedsPasswordReset *bool   `json:"needs_password_reset"`
}

// complete tells whether a user can be created from it. A local user needs a
// password (sheet §7.12); roles and domains may come later.
func (in userInput) complete() bool {
	return in.Profile.Name != nil && in.Profile.Email != nil && in.Password != nil
}

// check refuses values that no user may have; id is the user to be changed, ""
// for a new one.
func (v *Vendor) check(in userInput, id string) *problem {
	if isBlank(in.Profile.Name) || isBlank(in.Password) || slices.Contains(in.Roles, "") {
		return badRequest("empty value")
	}
	for _, domain := range in.AccessibleDomains {
		if !slices.Contains(v.domains, domain) {
			return badRequest("no such domain")
		}
	}
	if in.Profile.Email == nil {
		return nil
	}
	address, err := mail.ParseAddress(*in.Profile.Email)
	if err != nil || address.Address != *in.Profile.Email {
		return badRequest("not an e-mail address")
	}
	if holder, taken := v.holderOf(*in.Profile.Email); taken && holder != id {
		return badRequest("e-mail is taken")
	}
	return nil
}

// holderOf returns the id of the account with this e-mail, its login name.
func (v *Vendor) holderOf(email string) (string, bool) {
	if email == v.service.email {
		return v.service.id, true
	}
	for _, p := range v.world.People() {
		if p.Email != nil && *p.Email == email {
			return p.ID, true
		}
	}
	return "", false
}

// newPerson returns a user without a name, as of now, with fresh id and tokens.
func (v *Vendor) newPerson() simkit.Person {
	now := v.now()
	p := simkit.Person{
		Active: new(true), Roles: []string{}, CreatedAt: new(now), ModifiedAt: new(now),
		Extensions: map[string]any{domainsKey: []string{}},
	}
	v.store.draw(func(r *rand.Rand) {
		p.ID = newID(r)
		p.Secrets = map[string]string{secretRefresh: newRefreshToken(r), secretAuth: newSecret(r)}
	})
	return p
}

// apply puts what was sent on p. It replaces and never writes through a pointer
// or list of p: copies of p share them.
func (in userInput) apply(p *simkit.Person, now time.Time) {
	if in.Profile.Name != nil {
		p.DisplayName = in.Profile.Name
	}
	if in.Profile.Email != nil {
		p.Email, p.UserName = in.Profile.Email, in.Profile.Email
	}
	if in.Roles != nil {
		p.Roles = in.Roles
	}
	if in.AccessibleDomains != nil {
		p.Extensions = with(p.Extensions, domainsKey, any(in.AccessibleDomains))
	}
	if in.Password != nil {
		p.Secrets = with(p.Secrets, secretPassword, *in.Password)
	}
	p.ModifiedAt = new(now)
}

// with returns a copy of m, which may be nil, that has value under key.
func with[T any](m map[string]T, key string, value T) map[string]T {
	out := map[string]T{key: value}
	for k, v := range m {
		if k != key {
			out[k] = v
		}
	}
	return out
}

// facts returns known, changed by what was sent.
func (in userInput) facts(known facts) facts {
	if in.Profile.NeedsPasswordReset != nil {
		known.needsPasswordReset = *in.Profile.NeedsPasswordReset
	}
	return known
}

// isBlank tells that a value was sent and says nothing.
func isBlank(s *string) bool { return s != nil && strings.TrimSpace(*s) == "" }
