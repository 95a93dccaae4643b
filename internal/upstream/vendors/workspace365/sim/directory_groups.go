package sim

import (
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// putGroup creates the group with this id or changes the fields that g has.
// Two groups may have one name.
func (d *directory) putGroup(id string, g groupInfo) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.world.ChangeGroup(id, g.apply) {
		return
	}
	d.lastGroup++
	group := simkit.Group{ID: id, Number: d.lastGroup, Subgroups: []string{}}
	g.apply(&group)
	d.world.AddGroup(group)
}

// removeGroup takes the group with this id out of the world, and everybody and
// every group out of it.
func (d *directory) removeGroup(id string) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.world.RemoveGroup(id) {
		return noGroup()
	}
	return nil
}

// join puts a user into a group; one who is in it already stays in it once.
func (d *directory) join(group, user string) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.world.Group(group); !ok {
		return noGroup()
	}
	place := simkit.Membership{GroupID: group}
	return d.change(user, func(p *simkit.Person) {
		if !slices.Contains(p.Memberships, place) {
			p.Memberships = append(p.Memberships, place)
		}
	})
}

// leave takes a user out of a group; one who is not in it stays out of it.
func (d *directory) leave(group, user string) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.world.Group(group); !ok {
		return noGroup()
	}
	return d.change(user, func(p *simkit.Person) {
		p.Memberships = slices.DeleteFunc(p.Memberships, func(m simkit.Membership) bool { return m.GroupID == group })
	})
}

// nest puts a group into another one, once.
func (d *directory) nest(target, group string) *errorResponse {
	if target == group {
		return globalError("A group cannot be in itself.")
	}
	return d.changeTarget(target, group, func(g *simkit.Group) {
		if !slices.Contains(g.Subgroups, group) {
			g.Subgroups = append(g.Subgroups, group)
		}
	})
}

// unnest takes a group out of another one.
func (d *directory) unnest(target, group string) *errorResponse {
	return d.changeTarget(target, group, func(g *simkit.Group) {
		g.Subgroups = slices.DeleteFunc(g.Subgroups, func(id string) bool { return id == group })
	})
}

func (d *directory) changeTarget(target, group string, edit func(*simkit.Group)) *errorResponse {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.world.Group(group); !ok {
		return noGroup()
	}
	if !d.world.ChangeGroup(target, edit) {
		return noGroup()
	}
	return nil
}
