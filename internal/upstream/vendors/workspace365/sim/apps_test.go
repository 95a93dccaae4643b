package sim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func (b *bench) apps(t *testing.T, escaped string) answer {
	t.Helper()
	return b.do(t, request{verb: "GET", path: "/acme/api/users/" + escaped + "/apps", auth: b.apiHeader()})
}

func TestAppsOfAUserAreThoseOfTheWorld(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[0]
	b.World.Change(user.ID, func(p *simkit.Person) {
		p.Apps = []simkit.App{
			{ID: "34", Type: 21, Name: "TestClientlessRDP", URL: new("https://x.example/?a=1"), Icon: new("Computer Desktop"),
				Color: &simkit.Color{Kind: "custom", Value: "#ff0000"}},
			{ID: "7", Type: 0, Name: "Ø", Icon: new(""), Color: &simkit.Color{Kind: "header"}},
			{ID: "8", Type: 35, Name: "Bare", Icon: new("Box"), Color: &simkit.Color{Kind: "primary"}},
		}
	})
	for _, escaped := range []string{*user.UserName, url.PathEscape(*user.UserName), strings.ToUpper(*user.UserName)} {
		want(t, b.apps(t, escaped), answer{200, jsonType, `[` +
			`{"appId":34,"type":21,"icon":{"name":"Computer Desktop"},"appName":"TestClientlessRDP","url":"https://x.example/?a=1","color":{"kind":1,"value":"#ff0000"}},` +
			`{"appId":7,"type":0,"icon":{"name":""},"appName":"Ø","url":null,"color":{"kind":3}},` +
			`{"appId":8,"type":35,"icon":{"name":"Box"},"appName":"Bare","url":null,"color":{"kind":2}}]`})
	}
}

func TestAGuestsAppsAreFoundByTheEscapedName(t *testing.T) {
	b := newBench(t)
	guest := b.World.People()[1]
	if !strings.Contains(*guest.UserName, "#EXT#@") {
		t.Fatalf("%s is no guest", *guest.UserName)
	}
	if got := b.apps(t, url.PathEscape(*guest.UserName)); got.status != 200 || strings.Count(got.body, "appId") != len(guest.Apps) {
		t.Errorf("answer is %+v, want %d apps", got, len(guest.Apps))
	}
}

func TestAUserWithoutAppsHasAnEmptyList(t *testing.T) {
	b := newBench(t)
	b.put(t, "a1", sarah)
	want(t, b.apps(t, "sarah@w365support.onmicrosoft.com"), answer{200, jsonType, `[]`})
}

func TestAnAppOfWhichTheWorldSaysLittleHasNulls(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[0]
	b.World.Change(user.ID, func(p *simkit.Person) { p.Apps = []simkit.App{{ID: "9", Name: "Bare"}} })
	want(t, b.apps(t, *user.UserName), answer{200, jsonType,
		`[{"appId":9,"type":0,"icon":null,"appName":"Bare","url":null,"color":null}]`})
}

func TestAppsOfNobodyAre404WithTheBodyOf400(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[0]
	for name, escaped := range map[string]string{
		"an unknown name":        "nobody@acme.example",
		"an integer id":          fmt.Sprint(user.Number),
		"an ObjectId":            user.ID,
		"a name escaped doubly":  url.PathEscape(url.PathEscape(*b.World.People()[1].UserName)),
		"an e-mail but no login": url.PathEscape(*b.World.People()[1].Email),
	} {
		t.Run(name, func(t *testing.T) {
			wanted := globalError("The user does not exist.")
			wanted.status = 404
			want(t, b.apps(t, escaped), wanted)
		})
	}
}
