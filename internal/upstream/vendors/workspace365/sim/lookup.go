package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// userLookup names a user as activities do: by the integer id or the
// UserPrincipalName, and never by the ObjectId.
type userLookup struct {
	id  *int
	upn *string
}

func (l *userLookup) read(at string, value json.RawMessage, wrong fieldErrors) {
	readLookup(form{"Id": one(&l.id, number), "Upn": one(&l.upn, text)}, at, value, wrong, func() bool {
		return l.id != nil || l.upn != nil && *l.upn != ""
	})
}

// groupLookup names a group by its integer id or its name.
type groupLookup struct {
	id   *int
	name *string
}

func (l *groupLookup) read(at string, value json.RawMessage, wrong fieldErrors) {
	readLookup(form{"Id": one(&l.id, number), "Name": one(&l.name, text)}, at, value, wrong, func() bool {
		return l.id != nil || l.name != nil && *l.name != ""
	})
}

// readLookup reads a lookup that has to name somebody.
func readLookup(f form, at string, value json.RawMessage, wrong fieldErrors, names func() bool) {
	before := len(wrong)
	f.object(at, value, wrong)
	if len(wrong) == before && !names() {
		wrong.add(at, fmt.Sprintf("The %s field names nobody.", at))
	}
}

// user returns whom a lookup names.
func (v *Vendor) user(l userLookup) (simkit.Person, bool) {
	// quirk: where both are given, the Id is used (source, sheet §4.4).
	if l.id != nil {
		return v.person(func(p simkit.Person) bool { return p.Number == *l.id && p.Number != 0 })
	}
	return v.userNamed(*l.upn)
}

// userNamed returns the user with this UserPrincipalName, in any case of letters.
func (v *Vendor) userNamed(upn string) (simkit.Person, bool) {
	return v.person(func(p simkit.Person) bool { return p.UserName != nil && strings.EqualFold(*p.UserName, upn) })
}

// group returns which group a lookup names. Of several with one name it is the
// one that came first.
func (v *Vendor) group(l groupLookup) (simkit.Group, bool) {
	return first(v.world.Groups(), func(g simkit.Group) bool {
		// quirk: where both are given, the Id is used (source, sheet §4.4).
		if l.id != nil {
			return g.Number == *l.id && g.Number != 0
		}
		return g.DisplayName != nil && *g.DisplayName == *l.name
	})
}

func (v *Vendor) person(meant func(simkit.Person) bool) (simkit.Person, bool) {
	return first(v.world.People(), meant)
}

func first[T any](items []T, meant func(T) bool) (T, bool) {
	if i := slices.IndexFunc(items, meant); i >= 0 {
		return items[i], true
	}
	var none T
	return none, false
}
