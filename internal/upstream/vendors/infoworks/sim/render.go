package sim

import (
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// single renders a person as a read by id shows them.
func (v *Vendor) single(p simkit.Person) singleUser {
	return singleUser{user: v.shared(p), AuthToken: p.Secrets[secretAuth]}
}

// listed renders a person as the list shows them.
func (v *Vendor) listed(p simkit.Person) listedUser {
	_, hasPassword := p.Secrets[secretPassword]
	u := listedUser{
		user:               v.shared(p),
		DisplayName:        givenName(p),
		RefreshToken:       p.Secrets[secretRefresh],
		ModifiedAt:         dateOf(p, p.ModifiedAt),
		IsPasswordRequired: hasPassword,
		LockedTill:         dateOf(p, v.store.factsOf(p.ID).lockedTill),
	}
	if p.Active != nil {
		u.LoginDisabled = new(!*p.Active)
	}
	return u
}

func (v *Vendor) shared(p simkit.Person) user {
	f := v.store.factsOf(p.ID)
	u := user{
		ID:           userID(p.ID),
		Profile:      profile{Name: p.DisplayName, Email: p.Email, NeedsPasswordReset: f.needsPasswordReset},
		Emails:       []email{},
		Roles:        p.Roles,
		FailedLogins: []struct{}{},
		CreatedAt:    dateOf(p, p.CreatedAt),
	}
	if p.Email != nil {
		u.Emails = append(u.Emails, email{Address: *p.Email, Verified: true})
	}
	u.AccessibleDomains, _ = p.Extensions[domainsKey].([]string)
	if p.LastLoginAt != nil {
		u.Status.LastLogin = &lastLogin{Date: dateOf(p, p.LastLoginAt), IPAddress: f.ipAddress, UserAgent: f.userAgent}
	}
	return u
}

// dateOf renders a moment as the rest of p: a record with an ObjectId is all in
// extended JSON.
func dateOf(p simkit.Person, at *time.Time) *date {
	if at == nil {
		return nil
	}
	return &date{at: *at, extended: isObjectID(p.ID)}
}

// givenName is the first word of the name.
func givenName(p simkit.Person) string {
	if p.DisplayName == nil {
		return ""
	}
	first, _, _ := strings.Cut(*p.DisplayName, " ")
	return first
}
