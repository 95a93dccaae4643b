package sim_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const unknownTeam = "00000000-0000-4000-8000-000000000000"

// awkwardMember is somebody in the first two teams whose id has to be escaped.
func awkwardMember(b *bench) (subject string, teams []string) {
	b.World.Add(simkit.Person{ID: "saml:plant/west|é %2F", Memberships: []simkit.Membership{{GroupID: b.teams()[0]}, {GroupID: b.teams()[1]}}})
	return "saml:plant/west|é %2F", b.teams()
}

func info(status, team string) string {
	return fmt.Sprintf(`{"status":%q,"teamuuid":%q}`, status, team)
}

func TestAddToSeveralTeams(t *testing.T) {
	b := start(t, 0)
	subject, ids := awkwardMember(b)
	path := one(subject) + "/teams"
	for _, c := range []struct {
		name, body, want string
		after            []string
	}{
		{"nothing", quoted(), `{"info":[],"ok":0,"total":0}`, ids[:2]},
		{"a new one", quoted(ids[2]), `{"info":[` + info("added", ids[2]) + `],"ok":1,"total":1}`, ids[:3]},
		{"one in braces that the user is in", quoted(ids[1]), `{"info":[` + info("added", ids[1]) + `],"ok":1,"total":1}`, ids[:3]},
		{"an unknown one among others", quoted(ids[0], unknownTeam, ids[3]),
			`{"info":[` + info("added", ids[0]) + "," + info("notfound", unknownTeam) + "," + info("added", ids[3]) + `],"ok":2,"total":3}`, ids[:4]},
		{"unknown ones alone", quoted(unknownTeam, strings.Trim(ids[1], "{}")),
			`{"info":[` + info("notfound", unknownTeam) + "," + info("notfound", strings.Trim(ids[1], "{}")) + `],"ok":0,"total":2}`, ids[:4]},
		{"one twice", quoted(ids[4], ids[4]), `{"info":[` + info("added", ids[4]) + "," + info("added", ids[4]) + `],"ok":2,"total":2}`, ids},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.t = t
			if status, body := b.call("PUT", path, c.body); status != 200 || body != c.want {
				t.Errorf("got %d %s\nwant %s", status, body, c.want)
			}
			if got := b.memberships(subject); !slices.Equal(got, c.after) {
				t.Errorf("teams are now %v, want %v", got, c.after)
			}
		})
	}
}

func TestRemoveFromSeveralTeamsReadsTheBody(t *testing.T) {
	b := start(t, 0)
	subject, ids := awkwardMember(b)
	path := one(subject) + "/teams"
	for _, c := range []struct {
		name, body, want string
		after            []string
	}{
		{"nothing", quoted(), `{"info":[],"ok":0,"total":0}`, ids[:2]},
		{"one that the user is not in", quoted(ids[4]), `{"info":[` + info("notfound", ids[4]) + `],"ok":0,"total":1}`, ids[:2]},
		{"one of several, in braces", quoted(ids[2], ids[1], unknownTeam),
			`{"info":[` + info("notfound", ids[2]) + "," + info("removed", ids[1]) + "," + info("notfound", unknownTeam) + `],"ok":1,"total":3}`, ids[:1]},
		{"the last one, twice", quoted(ids[0], ids[0]), `{"info":[` + info("removed", ids[0]) + "," + info("notfound", ids[0]) + `],"ok":1,"total":2}`, []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.t = t
			if status, body := b.call("DELETE", path, c.body); status != 200 || body != c.want {
				t.Errorf("got %d %s\nwant %s", status, body, c.want)
			}
			if got := b.memberships(subject); !slices.Equal(got, c.after) {
				t.Errorf("teams are now %v, want %v", got, c.after)
			}
		})
	}
	if b.person(subject).Memberships == nil {
		t.Error("the user's teams are unknown now, want none")
	}
}

func TestOneTeamAtATime(t *testing.T) {
	b := start(t, 0)
	subject, ids := awkwardMember(b)
	for _, c := range []struct {
		verb, team, want string
		after            []string
	}{
		{"PUT", ids[2], `{"status":"added"}`, ids[:3]},
		{"PUT", ids[1], `{"status":"added"}`, ids[:3]},
		{"DELETE", ids[2], "", ids[:2]},
		{"DELETE", ids[1], "", ids[:1]},
		{"DELETE", ids[0], "", []string{}},
	} {
		if status, body := b.call(c.verb, places(subject, c.team), ""); status != 200 || body != c.want {
			t.Errorf("%s %s: got %d %q", c.verb, c.team, status, body)
		}
		if got := b.memberships(subject); !slices.Equal(got, c.after) {
			t.Errorf("after %s %s: %v, want %v", c.verb, c.team, got, c.after)
		}
	}
}

func TestAPersonWhoseTeamsAreUnknownCanJoin(t *testing.T) {
	b := start(t, 0)
	b.World.Add(simkit.Person{ID: "x"})
	b.refused(b.request("DELETE", places("x", b.teams()[0]), ""), 404, "E_NotFound")
	b.call("PUT", places("x", b.teams()[0]), "")
	if got := b.memberships("x"); !slices.Equal(got, b.teams()[:1]) {
		t.Errorf("got %v", got)
	}
}

func TestAnUnknownUserOrTeamIsNotFound(t *testing.T) {
	b := start(t, 0)
	subject, ids := awkwardMember(b)
	before := b.World.People()
	for _, verb := range []string{"PUT", "DELETE"} {
		b.refused(b.request(verb, one("nobody")+"/teams", quoted(ids[0])), 404, "E_NotFound")
		b.refused(b.request(verb, one("nobody")+"/teams", quoted()), 404, "E_NotFound")
		b.refused(b.request(verb, places("nobody", ids[0]), ""), 404, "E_NotFound")
		b.refused(b.request(verb, places(subject, unknownTeam), ""), 404, "E_NotFound")
		b.refused(b.request(verb, places(subject, strings.Trim(ids[1], "{}")), ""), 404, "E_NotFound")
	}
	b.refused(b.request("DELETE", places(subject, ids[4]), ""), 404, "E_NotFound")
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("a refused call changed people")
	}
}

func TestBodiesOfSeveralTeamsThatAreRefused(t *testing.T) {
	b := start(t, 0)
	subject, ids := awkwardMember(b)
	before := b.World.People()
	for name, body := range map[string]string{
		"blank":                         ` `,
		"object":                        `{"teamuuids":[]}`,
		"text":                          `"` + ids[0] + `"`,
		"null":                          `null`,
		"null among them":               `["` + ids[0] + `",null]`,
		"number among them":             `["` + ids[0] + `",1]`,
		"objects":                       `[{"teamuuid":"` + ids[0] + `"}]`,
		"two values":                    `[][]`,
		"empty id":                      `[""]`,
		"an id that no team can have":   `["` + ids[0] + `","admin"]`,
		"an id of more than 128 digits": quoted(strings.Repeat("a", 129)),
	} {
		for _, verb := range []string{"PUT", "DELETE"} {
			t.Run(name, func(t *testing.T) {
				b.t = t
				b.refused(b.request(verb, one(subject)+"/teams", body), 400, "E_BadRequest")
			})
		}
	}
	b.refused(b.request("PUT", one(subject)+"/teams", ""), 400, "E_BadRequest")
	// Without a body, no Content-Length goes with a DELETE.
	b.refused(b.request("DELETE", one(subject)+"/teams", ""), 411, "E_LengthRequired")
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("a refused call changed people")
	}
}

// TestNobodyJoinsATeamWhileItGoes has so many teams that looking them up takes
// long enough for one of them to go meanwhile.
func TestNobodyJoinsATeamWhileItGoes(t *testing.T) {
	b := start(t, 0)
	b.World.Add(simkit.Person{ID: "x"})
	others := []string{}
	for i := range 200 {
		others = append(others, fmt.Sprintf("aa-%x", i))
		b.World.AddGroup(simkit.Group{ID: others[i], DisplayName: new(others[i])})
	}
	for i := range 40 {
		id := fmt.Sprintf("bb-%x", i)
		b.World.AddGroup(simkit.Group{ID: id, DisplayName: new(id)})
		var wg sync.WaitGroup
		wg.Go(func() { b.call("PUT", one("x"), `{"teamuuids":`+quoted(append([]string{id}, others...)...)+`}`) })
		wg.Go(func() { b.call("PUT", places("x", id), "") })
		wg.Go(func() { b.call("DELETE", oneTeam(id), "") })
		wg.Wait()
		if slices.Contains(b.memberships("x"), id) {
			t.Fatalf("still in %s, which is gone", id)
		}
	}
}
