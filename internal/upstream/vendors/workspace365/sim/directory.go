package sim

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// keepRemoved is how long a removed user can come back.
const keepRemoved = 30 * 24 * time.Hour

// directory writes users and groups into the world and remembers, beside it,
// the users that were removed. It is safe for concurrent use.
type directory struct {
	world *simkit.World
	now   func() time.Time

	// mu makes looking and writing one step.
	mu      sync.Mutex
	removed map[string]removal
	// lastUser and lastGroup are the numbers given out last.
	lastUser, lastGroup int
}

// removal is one entry of the vendor's list of deleted users.
type removal struct {
	person simkit.Person
	at     time.Time
}

// newDirectory returns the directory of a world whose people and groups have
// numbers without a gap.
func newDirectory(world *simkit.World, now func() time.Time) *directory {
	return &directory{
		world: world, now: now, removed: map[string]removal{},
		lastUser:  firstUser + len(world.People()) - 1,
		lastGroup: firstGroup + len(world.Groups()) - 1,
	}
}

// put creates the user with this id or changes the fields that u has; a field
// that was not sent stays as it was. It refuses a UserPrincipalName that
// another user has, in any case of letters.
func (d *directory) put(id string, u userInfo) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.taken(*u.UserPrincipalName, id) {
		return fieldError("UserPrincipalName", "The UserPrincipalName is already in use.")
	}
	// quirk: create and update are one call (sheet §7.15).
	if d.world.Change(id, u.apply) {
		return nil
	}
	person := d.restored(id)
	u.apply(&person)
	d.world.Add(person)
	return nil
}

// remove takes the user with this id out of the world.
func (d *directory) remove(id string) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	person, ok := d.world.Person(id)
	if !ok {
		return noUser()
	}
	d.world.Remove(id)
	d.removed[id] = removal{person: person, at: d.now()}
	return nil
}

// change edits the user with this id.
func (d *directory) change(id string, edit func(*simkit.Person)) *errorResponse {
	if !d.world.Change(id, edit) {
		return noUser()
	}
	return nil
}

// restored returns the removed user with this id as it was, or a new one.
func (d *directory) restored(id string) simkit.Person {
	// quirk: a removed user can come back for 30 days (sheet §7.22).
	old, ok := d.removed[id]
	delete(d.removed, id)
	if ok && d.now().Sub(old.at) < keepRemoved {
		// A group may have gone in the meantime.
		old.person.Memberships = slices.DeleteFunc(old.person.Memberships, func(m simkit.Membership) bool {
			_, there := d.world.Group(m.GroupID)
			return !there
		})
		return old.person
	}
	d.lastUser++
	return simkit.Person{ID: id, Number: d.lastUser, Roles: []string{}, Memberships: []simkit.Membership{}}
}

// taken tells whether a user other than id has this name.
func (d *directory) taken(upn, id string) bool {
	return slices.ContainsFunc(d.world.People(), func(p simkit.Person) bool {
		return p.ID != id && p.UserName != nil && strings.EqualFold(*p.UserName, upn)
	})
}

func noUser() *errorResponse {
	// quirk: the sync family has no 404 (sheet §4.3).
	return globalError("The user does not exist.")
}

func noGroup() *errorResponse {
	// quirk: the sync family has no 404 (sheet §4.3).
	return globalError("The group does not exist.")
}
