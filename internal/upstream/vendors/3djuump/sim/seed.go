package sim

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// subjects are the manners of the OIDC providers behind the directory, with "*"
// for the part that differs. Most are awkward in a path (sheet §7.1).
var subjects = []string{
	"auth0|*",
	"google-oauth2|*",
	"saml:plant/west|*",
	"auth0|*",
	"samlp|cad@plant.example:*",
	"ldap|cad users/*",
	"adfs|plant%2Fwest|*",
}

// updatedAtLayout is a date as one provider happens to write it: the vendor
// passes the text on and promises no format.
const updatedAtLayout = "Mon Jan 02 2006 15:04:05 GMT-0700 (MST)"

// seed makes the directory of o. Which people are awkward, and how, depends on
// their place alone, so that a directory of eleven has all of them.
func seed(o simkit.Options) (*simkit.World, *claimStore) {
	r := o.Rand("3djuump.seed")
	teams := makeTeams(r)
	people := o.MakePeople("plant.example")
	store := newClaimStore()
	for i := range people {
		p := &people[i]
		p.ID = strings.Replace(subjects[i%len(subjects)], "*", hexDigits(r, 24), 1)
		if i%7 == 3 {
			neverLoggedIn(p, i)
		} else {
			store.set(p.ID, loggedIn(p, i))
		}
		if i%7 == 2 {
			p.Active = new(false)
		}
		// The vendor knows none of these; updated_at is the provider's notion.
		p.Title, p.CreatedAt, p.ModifiedAt, p.LastLoginAt = nil, nil, nil, nil
		p.Memberships = pickTeams(r, teams[:len(teams)-1], i%4)
		p.Extensions = map[string]any{
			"frontendaccess": i%5 == 1,
			rightsKey:        makeRights(r, i%3),
		}
	}
	return simkit.NewWorld(people, teams), store
}

// pickTeams puts a person into n of teams, which leaves the list empty and not
// nil where n is 0.
func pickTeams(r *rand.Rand, teams []simkit.Group, n int) []simkit.Membership {
	picked := []simkit.Membership{}
	for _, t := range r.Perm(len(teams))[:n] {
		picked = append(picked, simkit.Membership{GroupID: teams[t].ID})
	}
	return picked
}

// neverLoggedIn leaves of a person what a PUT can have said; now and then not
// even an address.
func neverLoggedIn(p *simkit.Person, i int) {
	p.UserName, p.DisplayName, p.GivenName, p.FamilyName = nil, nil, nil, nil
	p.Language, p.Phone = nil, nil
	if i%2 == 0 {
		p.Email = nil
	}
}

// loggedIn returns the rest of what the provider said of p, and gives p a short
// name to log in with.
func loggedIn(p *simkit.Person, i int) claims {
	short, _, _ := strings.Cut(text(p.Email), "@")
	p.UserName = new(short)
	if i%7 == 1 {
		p.DisplayName = new("雪 " + text(p.DisplayName) + " 🛠")
	}
	c := claims{
		emailVerified: i%2 == 0,
		name:          text(p.Email),
		nickname:      short,
		phoneVerified: strconv.FormatBool(i%3 == 0),
		updatedAt:     p.ModifiedAt.UTC().Format(updatedAtLayout),
		zoneInfo:      "Europe/Paris",
	}
	if i%7 == 4 {
		// A provider that tells the least.
		p.Phone, p.Language = nil, nil
		c.phoneVerified, c.updatedAt, c.zoneInfo = "", "", ""
	}
	return c
}

// makeTeams returns five teams in the vendor's manner, the last of which gets
// no member.
//
// quirk: the client chooses a team's id, so that one has braces and one is in
// upper case (sheet §7.2).
func makeTeams(r *rand.Rand) []simkit.Group {
	names := []string{"admin", "design", "plant west 2.1", "shop_floor-3", "unused"}
	teams := make([]simkit.Group, len(names))
	for i, name := range names {
		teams[i] = simkit.Group{
			ID:          simkit.UUID(r),
			DisplayName: new(name),
			Extensions:  map[string]any{rightsKey: makeRights(r, i%3)},
		}
	}
	teams[1].ID = "{" + teams[1].ID + "}"
	teams[2].ID = strings.ToUpper(teams[2].ID)
	return teams
}

// makeRights returns all ten namespaces, with n tags in some and none in others.
func makeRights(r *rand.Rand, n int) map[string][]string {
	out := rights(nil)
	for range n {
		for _, name := range []string{"assetadmin", "connect", "view"} {
			out[name] = append(out[name], "prj_"+hexDigits(r, 32))
		}
	}
	if n > 0 {
		out["lmx"] = []string{"allowborrow"}
	}
	return out
}

func hexDigits(r *rand.Rand, n int) string {
	h := make([]byte, n)
	for i := range h {
		h[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return string(h)
}
