package sim_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestGetShowsEveryFieldOfAPerson(t *testing.T) {
	b := start(t, 0)
	group := b.World.Groups()[1]
	b.World.Add(simkit.Person{
		ID: "auth0|6a11b2c3d4e5f60718293a4b", UserName: new("ines"), Email: new("ines@plant.example"),
		DisplayName: new("Ines Duval"), GivenName: new("Ines"), FamilyName: new("Duval"),
		Language: new("fr"), Phone: new("+33155"), Active: new(true),
		Memberships: []simkit.Membership{{GroupID: group.ID}},
		Extensions: map[string]any{
			"frontendaccess": true,
			"accessrights":   map[string][]string{"lmx": {"allowborrow"}},
		},
	})
	want := `{"accessrights":{"assetadmin":[],"connect":[],"download":[],"export2d":[],"export3d":[],` +
		`"lmx":["allowborrow"],"scope":[],"thirdpartyscopes":[],"use":[],"view":[]},` +
		`"displayname":"Ines Duval","enabled":true,"frontendaccess":true,"oidcsub":"auth0|6a11b2c3d4e5f60718293a4b",` +
		`"teams":[{"teamname":"design","teamuuid":"` + group.ID + `"}],"teamuuids":["` + group.ID + `"],` +
		`"userinfo":{"address":"","email":"ines@plant.example","email_verified":false,"family_name":"Duval",` +
		`"given_name":"Ines","locale":"fr","middle_name":"","name":"","nickname":"","phone_number":"+33155",` +
		`"phone_number_verified":"","preferred_username":"ines","profile":"","sub":"auth0|6a11b2c3d4e5f60718293a4b",` +
		`"updated_at":"","zoneinfo":""}}`
	status, got := b.call("GET", users+"/auth0%7C6a11b2c3d4e5f60718293a4b", "")
	if status != 200 || got != want {
		t.Errorf("got %d\n%s\nwant\n%s", status, got, want)
	}
}

func TestGetFindsEverySeededSubject(t *testing.T) {
	b := start(t, 14)
	for _, p := range b.World.People() {
		status, body := b.call("GET", one(p.ID), "")
		var u map[string]any
		if err := json.Unmarshal([]byte(body), &u); err != nil || status != 200 || u["oidcsub"] != p.ID {
			t.Errorf("%q: got %d %s", p.ID, status, body)
			continue
		}
		sameAsWorld(t, u, p)
	}
}

func TestUserInfoOfSomebodyWhoLoggedIn(t *testing.T) {
	b := start(t, 1)
	_, body := b.call("GET", one(b.World.People()[0].ID), "")
	var u struct{ UserInfo map[string]any }
	if err := json.Unmarshal([]byte(body), &u); err != nil {
		t.Fatal(err)
	}
	if _, ok := u.UserInfo["email_verified"].(bool); !ok {
		t.Errorf("email_verified is %v, want a boolean", u.UserInfo["email_verified"])
	}
	if _, ok := u.UserInfo["phone_number_verified"].(string); !ok {
		t.Errorf("phone_number_verified is %v, want a string", u.UserInfo["phone_number_verified"])
	}
	if u.UserInfo["name"] != u.UserInfo["email"] || u.UserInfo["nickname"] != u.UserInfo["preferred_username"] {
		t.Errorf("names: %v", u.UserInfo)
	}
	at, _ := u.UserInfo["updated_at"].(string)
	if _, err := time.Parse(time.RFC3339, at); err == nil || len(at) < 20 {
		t.Errorf("updated_at is %q, want a date in a text of its own", at)
	}
}

func TestUserInfoBeforeTheFirstLoginHasOnlySubjectAndEmail(t *testing.T) {
	b := start(t, 4)
	p := b.find("who never logged in", func(p simkit.Person) bool { return !loggedIn(p) })
	_, body := b.call("GET", one(p.ID), "")
	var u struct{ UserInfo map[string]any }
	if err := json.Unmarshal([]byte(body), &u); err != nil {
		t.Fatal(err)
	}
	for name, got := range u.UserInfo {
		want := any("")
		switch name {
		case "sub":
			want = p.ID
		case "email":
			want = *p.Email
		case "email_verified":
			want = false
		}
		if got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if len(u.UserInfo) != 16 {
		t.Errorf("%d fields, want 16", len(u.UserInfo))
	}
}

func TestDelete(t *testing.T) {
	b := start(t, 7)
	for _, p := range b.World.People() {
		if status, body := b.call("DELETE", one(p.ID), ""); status != 200 || body != "" {
			t.Errorf("%q: got %d %q", p.ID, status, body)
		}
		b.refused(b.request("GET", one(p.ID), ""), 404, "E_NotFound")
		b.refused(b.request("DELETE", one(p.ID), ""), 404, "E_NotFound")
	}
	if left := b.World.People(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestSubjectsCompareByteForByte(t *testing.T) {
	b := start(t, 0)
	b.World.Add(simkit.Person{ID: "auth0|a%2Fb"})
	if status, _ := b.call("GET", users+"/auth0%7Ca%252Fb", ""); status != 200 {
		t.Errorf("the subject itself: got %d", status)
	}
	for _, other := range []string{"/auth0%7Ca%2Fb", "/auth0%7Ca%252fb", "/AUTH0%7Ca%252Fb", "/auth0%7Ca%252Fb%20"} {
		b.refused(b.request("GET", users+other, ""), 404, "E_NotFound")
	}
}

func TestConcurrentUse(t *testing.T) {
	b := start(t, 5)
	shared := one(b.World.People()[0].ID)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 10 {
				own := one(fmt.Sprintf("auth0|own%d", i))
				b.call("PUT", own, `{"email":"a@plant.example"}`)
				b.call("PUT", shared, `{"frontendaccess":true,"accessrights":{"use":["x"]},"teamuuids":[]}`)
				b.call("POST", users, `{"limit":3}`)
				b.call("GET", shared, "")
				b.call("GET", one("nobody"), "")
				b.call("DELETE", own, "")
			}
		})
	}
	wg.Wait()
	if n := len(b.World.People()); n != 5 {
		t.Errorf("%d people, want 5", n)
	}
}
