package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// activityFor is an activity with everything that one can have.
func activityFor(audience string) string {
	return `{"title":"Quote 42 waits","url":"https://erp.acme.example/q/42","tag":"Quotes","icon":"Phone","color":{"kind":"custom","value":"#0088cc"},` +
		`"actions":[{"kind":"check","title":"Approve","url":"https://erp.acme.example/q/42/ok"},{"kind":"backward","title":"Zurück","url":"https://erp.acme.example/"}],` +
		`"audience":` + audience + `}`
}

// shownTo is that activity as the vendor keeps it for somebody.
func shownTo(id, user string) simkit.Activity {
	return simkit.Activity{
		ID: id, UserID: user, Title: "Quote 42 waits", URL: new("https://erp.acme.example/q/42"), Tag: new("Quotes"), Icon: new("Phone"),
		Color: &simkit.Color{Kind: "custom", Value: "#0088cc"},
		Actions: []simkit.Action{
			{Kind: "check", Title: "Approve", URL: "https://erp.acme.example/q/42/ok"}, {Kind: "backward", Title: "Zurück", URL: "https://erp.acme.example/"},
		},
	}
}

// audience is whom an activity is meant for, in the request and in the World.
type audience struct {
	body string
	call string
	is   func(place int, p simkit.Person) bool
}

func audiences(w *whole) map[string]audience {
	const single, batch = "POST /api/activities", "POST /api/activities-batch"
	groups := w.sims["w365"].World.Groups()
	at := func(places ...int) func(int, simkit.Person) bool {
		return func(place int, _ simkit.Person) bool { return slices.Contains(places, place) }
	}
	memberOf := func(ids ...string) func(int, simkit.Person) bool {
		return func(_ int, p simkit.Person) bool {
			return slices.ContainsFunc(ids, func(id string) bool { return in(id)(p) })
		}
	}
	return map[string]audience{
		"one user by name":     {`{"user":"{upn.1}"}`, single, at(1)},
		"one user by number":   {`{"user":"{number.2}"}`, single, at(2)},
		"some users":           {`{"users":["{upn.6}","{number.3}","{upn.3}"]}`, batch, at(3, 6)},
		"a list of one user":   {`{"users":["{upn.4}"]}`, batch, at(4)},
		"a group by name":      {`{"groups":[{"name":"Søknad & Co"}]}`, batch, memberOf(groups[2].ID)},
		"groups, one in other": {`{"groups":[{"id":"{groupNumber.0}"},{"name":"Audit"}]}`, batch, memberOf(groups[0].ID, groups[1].ID)},
		"everyone":             {`{"everyone":true}`, batch, func(int, simkit.Person) bool { return true }},
	}
}

func TestAnActivityIsShownToItsAudience(t *testing.T) {
	w := start(t, setup{})
	sim := w.sims["w365"]
	for name, a := range audiences(w) {
		sim.Log.Reset()
		before := len(sim.World.Activities.All())
		body := w.body("w365", activityFor(a.body))
		items := w.post("admin", "/v1/activities", body).want(t, http.StatusCreated, "")["items"].([]any)
		kept := sim.World.Activities.All()[before:]

		var want []simkit.Activity
		told := []any{}
		for place, p := range sim.World.People() {
			if a.is(place, p) {
				id := "none was made"
				if i := slices.IndexFunc(kept, func(k simkit.Activity) bool { return k.UserID == p.ID }); i >= 0 {
					id = kept[i].ID
				}
				want = append(want, shownTo(id, p.ID))
				told = append(told, map[string]any{"id": "w365:" + id, "user": "w365:" + *p.UserName})
			}
		}
		byUser := func(a, b simkit.Activity) int { return strings.Compare(a.UserID, b.UserID) }
		slices.SortFunc(want, byUser)
		slices.SortFunc(kept, byUser)
		if diff := cmp.Diff(want, kept); diff != "" {
			t.Errorf("%s: the vendor shows another, want (-), got (+):\n%s", name, diff)
		}
		byID := func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
		slices.SortFunc(told, byID)
		slices.SortFunc(items, byID)
		if diff := cmp.Diff(told, items); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", name, diff)
		}
		w.heard("w365", a.call)
		if sent := len(sim.Log.All()); sent != 1 {
			t.Errorf("%s: %d calls", name, sent)
		}
	}
}

func TestTheSourcesOwnCallsForActivitiesAreSent(t *testing.T) {
	w := start(t, setup{})
	w.post("admin", "/v1/activities?connection=w365", w.body("w365", `{"title":"t","audience":{"user":"{upn.0}"}}`)).want(t, http.StatusCreated, "")
	single := w.heard("w365", "POST /api/activities")[0]
	w.post("admin", "/v1/activities?connection=w365", `{"title":"t","audience":{"everyone":true}}`).want(t, http.StatusCreated, "")
	batch := w.heard("w365", "POST /api/activities-batch")[0]
	if upn := w.known("w365", "name", 0); string(single.Body) != `{"User":{"Upn":"`+upn+`"},"Title":"t"}` {
		t.Errorf("the vendor was told %s", single.Body)
	}
	if string(batch.Body) != `{"Scope":{"Kind":0},"Data":{"Title":"t"}}` {
		t.Errorf("the vendor was told %s", batch.Body)
	}
}

func TestEveryKindOfColorAndActionReachesTheVendor(t *testing.T) {
	w := start(t, setup{})
	kept := func(more string) simkit.Activity {
		w.post("admin", "/v1/activities", w.body("w365", `{"title":"t",`+more+`,"audience":{"user":"{upn.0}"}}`)).want(t, http.StatusCreated, "")
		all := w.sims["w365"].World.Activities.All()
		return all[len(all)-1]
	}
	for kind, value := range map[string]string{"custom": "#00FF00", "primary": "", "header": ""} {
		body := `"color":{"kind":"` + kind + `"}`
		if value != "" {
			body = `"color":{"kind":"` + kind + `","value":"` + value + `"}`
		}
		if got := kept(body).Color; got == nil || got.Kind != kind || got.Value != value {
			t.Errorf("%s: the vendor has %+v", kind, got)
		}
	}
	for _, kind := range []string{"check", "cancel", "add", "open", "edit", "manage", "delete", "forward", "backward"} {
		if got := kept(`"actions":[{"kind":"` + kind + `","title":"x","url":"https://x.example"}]`).Actions; len(got) != 1 || got[0].Kind != kind {
			t.Errorf("%s: the vendor has %+v", kind, got)
		}
	}
	if got := kept(`"tag":"x"`); got.Color != nil || got.Icon != nil || got.URL != nil || len(got.Actions) > 0 {
		t.Errorf("the vendor has what nobody said: %+v", got)
	}
}

func TestThirtyTwoCharactersAreNotBytesOfATitle(t *testing.T) {
	w := start(t, setup{})
	for name, title := range map[string]string{"letters": strings.Repeat("a", 32), "accents": strings.Repeat("é", 32), "foxes": strings.Repeat("🦊", 32)} {
		body := w.body("w365", `{"title":"t","actions":[{"kind":"open","title":"`+title+`","url":"https://x.example"}],"audience":{"user":"{upn.0}"}}`)
		got := w.post("admin", "/v1/activities", body)
		all := w.sims["w365"].World.Activities.All()
		if got.status != http.StatusCreated || len(all) == 0 || all[len(all)-1].Actions[0].Title != title {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
}

func TestEveryoneIsOnlyForWhoMayBroadcast(t *testing.T) {
	w := start(t, setup{keys: map[string][]string{"writer": {"activities:write", "activities:read"}, "herald": {"activities:broadcast"}}})
	const everyone = `{"title":"t","audience":{"everyone":true}}`
	for _, path := range []string{"/v1/activities", "/v1/activities?connection=w365", "/v1/activities?dryRun=true"} {
		lacks(t, path, w.post("writer", path, everyone), "activities:broadcast", true)
	}
	lacks(t, "an announcement", w.post("writer", "/v1/announcements", `{"title":"t"}`), "activities:broadcast", true)
	lacks(t, "an activity", w.post("herald", "/v1/activities", everyone), "activities:write", true)
	w.unheard(t, "a broadcast of nobody's")
	w.post("writer", "/v1/activities", w.body("w365", `{"title":"t","audience":{"user":"{upn.0}"}}`)).want(t, http.StatusCreated, "")
	w.post("herald", "/v1/announcements", `{"title":"t"}`).want(t, http.StatusCreated, "")
}

func TestAnAnnouncementIsPublished(t *testing.T) {
	w := start(t, setup{})
	const video = `<iframe src="https://v.example/?a=1&b=2"></iframe>`
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		body string
		want simkit.Announcement
	}{
		"the least": {`{"title":"New canteen"}`, simkit.Announcement{AllowComments: true}},
		"an image": {
			`{"title":"New canteen","description":"<p>Open &amp; warm</p>","media":{"image":{"filename":"a \"b\".png","content":"` + base64.StdEncoding.EncodeToString([]byte(tinyPNG)) + `"}},"category":{"name":"House"},"popup":true}`,
			simkit.Announcement{
				Description: new("<p>Open &amp; warm</p>"), CategoryName: new("House"), Popup: true, AllowComments: true,
				Image: &simkit.AnnouncementImage{Filename: `a "b".png`, ContentType: "image/png", Content: []byte(tinyPNG)},
			},
		},
		"a video": {
			`{"title":"New canteen","media":{"video":{"embedCode":"` + strings.ReplaceAll(video, `"`, `\"`) + `"}},"category":{"id":"w365:3"},"allowComments":false}`,
			simkit.Announcement{VideoEmbed: new(video), CategoryID: new("3")},
		},
		"from then on": {`{"title":"New canteen","startAt":"2026-11-23T01:00:00+01:00"}`, simkit.Announcement{AllowComments: true, StartAt: &day}},
		"a week": {
			`{"title":"New canteen","startAt":"2026-11-23T00:00:00Z","endAt":"2026-11-29T19:00:00-05:00","popup":false,"allowComments":true}`,
			simkit.Announcement{AllowComments: true, StartAt: &day, EndAt: new(day.AddDate(0, 0, 7))},
		},
	} {
		made := w.post("admin", "/v1/announcements", c.body).want(t, http.StatusCreated, "")
		all := w.sims["w365"].World.Announcements.All()
		got := all[len(all)-1]
		if len(made) != 1 || made["id"] != "w365:"+got.ID {
			t.Errorf("%s: got %v", name, made)
		}
		c.want.ID, c.want.Title = got.ID, "New canteen"
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: the vendor has another, want (-), got (+):\n%s", name, diff)
		}
	}
	w.heard("w365", "POST /api/announcements")
}
