package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// listing is one list of a connector: what it shows, and what it should.
type listing struct {
	name string
	// page returns the ids on one page and where the list goes on.
	page func(ctx context.Context, limit int, at string) (ids []string, next string, err error)
	want []string
}

// sample is how many people's own lists are walked.
const sample = 8

// listings returns every list of the connector.
func (b *Bench) listings() []listing {
	return slices.Concat(b.userListing(), b.groupListings(), b.belongingListings(), b.iconListings(), b.eventListing())
}

// lists tells whether the connector lists anything.
func lists(c upstream.Connector) bool {
	return slices.ContainsFunc([]func(upstream.Connector) bool{
		has[upstream.UserLister], has[upstream.GroupLister], has[upstream.GroupMemberLister], has[upstream.UserGroupLister],
		has[upstream.UserAppLister], has[upstream.IconLister], has[upstream.AuditEventLister],
	}, func(can func(upstream.Connector) bool) bool { return can(c) })
}

// list returns a listing out of a capability's method, or none where the
// connector has it not.
func list[C, In, T any](b *Bench, name string, method func(C, context.Context, In) (upstream.Page[T], error), query func(limit int, at string) In, id func(T) string, want []string) []listing {
	c, ok := b.Connector.(C)
	if !ok {
		return nil
	}
	return []listing{{name, func(ctx context.Context, limit int, at string) ([]string, string, error) {
		page, err := method(c, ctx, query(limit, at))
		return idsOf(page.Items, id), page.Next, err
	}, want}}
}

func idsOf[T any](items []T, id func(T) string) []string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = id(item)
	}
	return ids
}

func (b *Bench) userListing() []listing {
	return list(b, "users", upstream.UserLister.ListUsers, func(limit int, at string) upstream.UserQuery {
		return upstream.UserQuery{Limit: limit, At: at}
	}, func(u upstream.User) string { return u.NativeID }, idsOf(b.Sim.World.People(), idOf))
}

func (b *Bench) groupListings() []listing {
	groups := b.Sim.World.Groups()
	out := list(b, "groups", upstream.GroupLister.ListGroups, func(limit int, at string) upstream.GroupQuery {
		return upstream.GroupQuery{Limit: limit, At: at}
	}, func(g upstream.Group) string { return g.NativeID }, idsOf(groups, func(g simkit.Group) string { return g.ID }))
	for _, g := range groups {
		out = append(out, list(b, fmt.Sprintf("members of group %q", g.ID), upstream.GroupMemberLister.ListGroupMembers, func(limit int, at string) upstream.MemberQuery {
			return upstream.MemberQuery{GroupID: b.groupID("listGroupMembers", g), Limit: limit, At: at}
		}, func(u upstream.User) string { return u.NativeID }, idsOf(b.membersOf(g.ID), idOf))...)
	}
	return out
}

// membersOf returns who has a place in one of these groups.
func (b *Bench) membersOf(groups ...string) []simkit.Person {
	return slices.DeleteFunc(b.Sim.World.People(), func(p simkit.Person) bool {
		return !slices.ContainsFunc(p.Memberships, func(m simkit.Membership) bool { return slices.Contains(groups, m.GroupID) })
	})
}

func (b *Bench) belongingListings() []listing {
	people := b.Sim.World.People()
	var out []listing
	for _, p := range people[:min(sample, len(people))] {
		out = append(out, list(b, fmt.Sprintf("apps of user %q", p.ID), upstream.UserAppLister.ListUserApps, func(limit int, at string) upstream.UserAppQuery {
			return upstream.UserAppQuery{UserID: b.userID("listUserApps", p), Limit: limit, At: at}
		}, func(a upstream.App) string { return a.NativeID }, idsOf(p.Apps, func(a simkit.App) string { return a.ID }))...)
		out = append(out, list(b, fmt.Sprintf("groups of user %q", p.ID), upstream.UserGroupLister.ListUserGroups, func(limit int, at string) upstream.UserGroupQuery {
			return upstream.UserGroupQuery{UserID: b.userID("listUserGroups", p), Limit: limit, At: at}
		}, func(m upstream.Membership) string { return m.NativeID }, idsOf(p.Memberships, func(m simkit.Membership) string { return m.GroupID }))...)
	}
	return out
}

func (b *Bench) iconListings() []listing {
	var out []listing
	for _, source := range []upstream.IconSource{upstream.AllIcons, upstream.GlobalIcons, upstream.EnvironmentIcons} {
		want := slices.DeleteFunc(idsOf(b.Sim.World.Icons.All(), func(i simkit.Icon) string { return i.ID }), func(id string) bool {
			return source != upstream.AllIcons && !strings.HasPrefix(id, string(source)+".")
		})
		out = append(out, list(b, fmt.Sprintf("icons of source %q", source), upstream.IconLister.ListIcons, func(limit int, at string) upstream.IconQuery {
			return upstream.IconQuery{Source: source, Limit: limit, At: at}
		}, func(i upstream.Icon) string { return i.NativeID }, want)...)
	}
	return out
}

// eventListing asks for everything since the first event: a vendor may have a
// beginning of its own where nothing else is said.
func (b *Bench) eventListing() []listing {
	events := b.Sim.World.Events.All()
	var first *time.Time
	if len(events) > 0 {
		first = new(slices.MinFunc(events, earlier).At)
	}
	return list(b, "events", upstream.AuditEventLister.ListActivities, func(limit int, at string) upstream.AuditQuery {
		return upstream.AuditQuery{Since: first, Limit: limit, At: at}
	}, func(e upstream.AuditEvent) string { return e.NativeID }, idsOf(events, func(e simkit.Event) string { return e.ID }))
}

func earlier(a, b simkit.Event) int { return a.At.Compare(b.At) }

// walk shows every page of the list to see. It gives up on one that does not end.
func (l listing) walk(ctx context.Context, b *Bench, limit int, see func(ids []string, next string) error) error {
	at := ""
	for range 2*(len(b.Sim.World.People())+len(l.want)) + 5 {
		ids, next, err := l.page(ctx, limit, at)
		if err == nil {
			err = see(ids, next)
		}
		if err != nil || next == "" {
			return err
		}
		at = next
	}
	return errors.New("the list does not end")
}

// complete demands everything once.
func (l listing) complete(ctx context.Context, b *Bench, limit int) error {
	seen := map[string]int{}
	err := l.walk(ctx, b, limit, func(ids []string, _ string) error {
		for _, id := range ids {
			seen[id]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range l.want {
		if seen[id] != 1 {
			return fmt.Errorf("%q comes %d times", id, seen[id])
		}
		delete(seen, id)
	}
	for id := range seen {
		return fmt.Errorf("%q is not in it", id)
	}
	return nil
}
