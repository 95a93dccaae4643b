package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// blank is a place in a path or a body that the World of a connection fills in,
// such as {id.2}.
var blank = regexp.MustCompile(`\{(\w+)\.(\d+)\}`)

// path returns a path in which the blanks are filled in, each as one segment.
func (w *whole) path(connection, path string) string {
	return w.fill(connection, path, url.PathEscape)
}

// body returns a JSON body in which the blanks are filled in.
func (w *whole) body(connection, body string) string {
	return w.fill(connection, body, inJSON)
}

func (w *whole) fill(connection, text string, escape func(string) string) string {
	w.t.Helper()
	return blank.ReplaceAllStringFunc(text, func(found string) string {
		parts := blank.FindStringSubmatch(found)
		at, _ := strconv.Atoi(parts[2])
		return escape(w.known(connection, parts[1], at))
	})
}

// known is something that the World of a connection has: of the person or the
// group at a place an id by its kind, of the person a login.
func (w *whole) known(connection, what string, at int) string {
	w.t.Helper()
	world := w.sims[connection].World
	switch what {
	case "group":
		return connection + ":" + world.Groups()[at].ID
	case "groupNumber":
		return fmt.Sprint(connection, ":", world.Groups()[at].Number)
	case "groupName":
		return *world.Groups()[at].DisplayName
	}
	p := world.People()[at]
	switch what {
	case "id":
		return connection + ":" + p.ID
	case "upn":
		return connection + ":" + *p.UserName
	case "number":
		return fmt.Sprint(connection, ":", p.Number)
	case "place":
		return connection + ":" + p.Memberships[0].GroupID
	case "name":
		return *p.UserName
	case "password", "refresh_token":
		return p.Secrets[what]
	case "bearer":
		return w.bearerOf(connection, p)
	}
	w.t.Fatalf("nobody knows what {%s.%d} is", what, at)
	return ""
}

// bearerOf logs somebody in at a vendor.
func (w *whole) bearerOf(connection string, p simkit.Person) string {
	w.t.Helper()
	login, _ := json.Marshal(map[string]string{"grantType": "password", "username": *p.UserName, "password": p.Secrets["password"]})
	token, _ := w.post("admin", "/v1/tokens?connection="+connection, string(login)).want(w.t, 200, "")["accessToken"].(string)
	if token == "" {
		w.t.Fatalf("%s cannot log in", p.ID)
	}
	return token
}

// worldState is everything that a World holds.
type worldState struct {
	People        []simkit.Person
	Groups        []simkit.Group
	Icons         []simkit.Icon
	Credentials   []simkit.IntegrationCredential
	Activities    []simkit.Activity
	Announcements []simkit.Announcement
	Events        []simkit.Event
}

func stateOf(world *simkit.World) worldState {
	return worldState{
		world.People(), world.Groups(), world.Icons.All(), world.Credentials.All(),
		world.Activities.All(), world.Announcements.All(), world.Events.All(),
	}
}

// heard demands that the vendor of a connection received each of these calls,
// written as the vendor's pages write them, and returns the last of each.
func (w *whole) heard(connection string, calls ...string) []simkit.Entry {
	w.t.Helper()
	sim := w.sims[connection]
	found := make([]simkit.Entry, len(calls))
	var received []string
	for _, e := range sim.Log.All() {
		call := callOf(sim, e)
		received = append(received, call)
		for i, want := range calls {
			if call == nameless(want) {
				found[i] = e
			}
		}
	}
	for i, want := range calls {
		if found[i].Method == "" {
			w.t.Errorf("%s did not receive %s, but %s", connection, want, strings.Join(received, ", "))
		}
	}
	return found
}

// callOf is the operation of the vendor's that a request was, below the base path
// and the environment.
func callOf(sim *simkit.Sim, e simkit.Entry) string {
	verb, path, _ := strings.Cut(e.Pattern, " ")
	path = strings.TrimPrefix(strings.TrimPrefix(path, sim.BasePath), "/{env}")
	return nameless(verb + " " + path)
}

// nameless is a call whose parameters have no names.
func nameless(call string) string { return regexp.MustCompile(`\{\w+\}`).ReplaceAllString(call, "{}") }
