package sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// domainsKey is the extension under which the World keeps accessible_domains.
const domainsKey = "accessibleDomains"

// Names of the secrets of a person in the World.
const (
	secretPassword = "password"
	secretRefresh  = "refresh_token"
	secretAuth     = "auth_token"
)

// lockedTill tells until when a login is locked out; the list shows it for those
// who ever were, also when that is long past.
var lockedTill = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	seedRoles  = [][]string{{"admin"}, {"modeller"}, {"analyst"}, {"modeller", "analyst"}, {"analyst"}}
	userAgents = []string{"Mozilla", "Mozilla/5.0 (X11; Linux x86_64)", "infoworkssdk/4.0"}
)

func newDomains(r *rand.Rand) []string {
	domains := make([]string, 4)
	for i := range domains {
		domains[i] = newObjectID(r)
	}
	return domains
}

// seed returns the people whom the directory starts with, as Infoworks could
// know them.
func (v *Vendor) seed(o simkit.Options, r *rand.Rand) []simkit.Person {
	people := o.MakePeople(mailDomain)
	for i := range people {
		p := &people[i]
		p.ID = newID(r)
		if i%4 == 1 {
			p.ID = newObjectID(r)
		}
		p.GivenName, p.FamilyName, p.Language, p.Title, p.Phone = nil, nil, nil, nil, nil
		p.Roles = slices.Clone(seedRoles[i%len(seedRoles)])
		p.Extensions = map[string]any{domainsKey: slices.Clone(v.domains[:r.IntN(len(v.domains)+1)])}
		p.Secrets = map[string]string{
			secretPassword: newSecret(r), secretRefresh: newRefreshToken(r), secretAuth: newSecret(r),
		}
		makeAwkward(i, p)
		v.store.remember(p.ID, seedFacts(i, r))
	}
	return people
}

// makeAwkward turns the first few people into those whom a caller gets wrong.
func makeAwkward(i int, p *simkit.Person) {
	switch i {
	case 0:
		// "#" and "+" mean something in a query (sheet §7.16).
		mail := "o'hara+qa#1@" + mailDomain
		p.UserName, p.Email = new(mail), new(mail)
	case 1:
		p.DisplayName = new("Zoë 李小龍 <🦊 & \"Co\">")
	case 2:
		p.Active = new(false)
		p.LastLoginAt = nil
	case 3:
		// A SAML user: no password, only the refresh token signs in.
		delete(p.Secrets, secretPassword)
		p.ModifiedAt = nil
	case 4:
		p.Roles = []string{}
		p.Extensions[domainsKey] = []string{}
	case 5:
		p.CreatedAt, p.ModifiedAt, p.LastLoginAt = nil, nil, nil
	}
}

func seedFacts(i int, r *rand.Rand) facts {
	f := facts{
		needsPasswordReset: i%6 == 2,
		ipAddress:          fmt.Sprintf("10.1.%d.%d", r.IntN(256), r.IntN(256)),
		userAgent:          userAgents[r.IntN(len(userAgents))],
	}
	if i%3 == 2 {
		f.lockedTill = new(lockedTill)
	}
	return f
}
