package upstreamtest

import (
	"fmt"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// FakeWorld returns a World that has everything that a [Fake] can tell.
func FakeWorld(o simkit.Options) *simkit.World {
	groups := fakeGroups()
	people := o.MakePeople("fake.example")
	for i := range people {
		p := &people[i]
		p.ID, p.Number = *p.UserName, 100+i
		p.Roles = []string{[]string{"reader", "editor", administrator}[i%3]}
		p.Memberships = []simkit.Membership{{GroupID: groups[i%2].ID, RoleID: "member"}}
		if i%5 == 0 {
			p.Memberships = append(p.Memberships, simkit.Membership{GroupID: groups[2].ID})
		}
		p.Extensions = map[string]any{"badge": "B-" + *p.Phone}
		p.Apps = fakeApps()[:i%4]
		p.Secrets = map[string]string{secretPassword: "fake-password-of-" + p.ID, secretRefresh: "fake-refresh-token-of-" + p.ID}
		if i%4 == 3 {
			// Absent is a value too, and not the same as empty.
			p.Active, p.Title, p.CreatedAt = nil, nil, nil
			p.Roles, p.Memberships, p.Extensions = nil, nil, nil
		}
	}
	w := simkit.NewWorld(people, groups)
	w.Icons.Put(fakeIcons()...)
	w.Events.Put(fakeEvents()...)
	return w
}

// fakeGroups returns groups of which the third is nested in the first, and of
// which the last has nobody.
func fakeGroups() []simkit.Group {
	return []simkit.Group{
		{ID: "g-sales", Number: 1, DisplayName: new("Sales"), Description: new("Who sells"), Subgroups: []string{"g-export"}},
		{ID: "g-night", Number: 2, DisplayName: new("Équipe de nuit"), Extensions: map[string]any{"floor": "3"}},
		{ID: "g-export", Number: 3, DisplayName: new("Export & more"), Extensions: map[string]any{"floor": "12"}},
		{ID: "g-empty", Number: 4, DisplayName: new("Nobody yet")},
	}
}

func fakeApps() []simkit.App {
	return []simkit.App{
		{ID: "1", Type: 0, Name: "Intranet", URL: new("https://intranet.example/"), Icon: new("Box"), Color: &simkit.Color{Kind: "primary"}},
		{ID: "2", Type: 21, Name: "Desktop", Color: &simkit.Color{Kind: "custom", Value: "#ff0000"}},
		{ID: "3", Type: 2},
	}
}

func fakeIcons() []simkit.Icon {
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
	return []simkit.Icon{
		{ID: "global.1", Name: "Box", Format: "png", Content: newPicture().Content},
		{ID: "global.36", Name: "Desktop", Format: "svg", Content: svg},
		{ID: "environment.1", Name: "Søknad", Format: "svg", Content: append(svg, '\n')},
	}
}

func fakeEvents() []simkit.Event {
	events := make([]simkit.Event, 15)
	for i := range events {
		events[i] = simkit.Event{
			ID: fmt.Sprintf("event-%d", i), At: time.Date(2024, 5, 6, 7, 8, 9*i, 0, time.UTC),
			Fields: map[string]any{
				"action": "LOGIN_OK", "count": i,
				"client": map[string]any{"ip": "10.0.0.1", "apiToken": "fake-event-secret"},
			},
		}
	}
	return events
}
