package sim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const usersPath = "/v3/admin/users"

// nora is a person whom a test knows in every detail.
func nora() simkit.Person {
	return simkit.Person{
		ID: "6SkgybTRQQBzEey3v", UserName: new("nora@corp.example"), Email: new("nora@corp.example"),
		DisplayName: new("Nora Vale"), Active: new(true), Roles: []string{"modeller"},
		CreatedAt:   new(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)),
		ModifiedAt:  new(time.Date(2024, 1, 2, 0, 0, 0, 500_000_000, time.FixedZone("", 3600))),
		LastLoginAt: new(time.Date(2024, 2, 3, 4, 5, 6, 789_000_000, time.UTC)),
		Extensions:  map[string]any{"accessibleDomains": []string{"ffb38b0cc595cfcd05c54e49"}},
		Secrets:     map[string]string{"refresh_token": "kQz", "auth_token": "ks", "password": "pw"},
	}
}

const noraShared = `"profile":{"name":"Nora Vale","email":"nora@corp.example","needs_password_reset":false},
 "emails":[{"address":"nora@corp.example","verified":true}],"roles":["modeller"],
 "accessible_domains":["ffb38b0cc595cfcd05c54e49"],"failed_logins":[],`

const noraStatus = `"status":{"is_online":false,"is_idle":false,"last_login_details":{"date":%s,"ip_address":"","user_agent":""}},`

func TestUserIsRenderedDifferentlyAloneAndInTheList(t *testing.T) {
	b := start(t, 0)
	b.sim.World.Add(nora())
	status := fmt.Sprintf(noraStatus, `"2024-02-03T04:05:06.789Z"`)
	b.same(b.asAdmin("GET", usersPath+"/6SkgybTRQQBzEey3v", ""), 200,
		`{"message":"Successfully fetched user","result":{"id":"6SkgybTRQQBzEey3v",`+noraShared+status+
			`"auth_token":"ks","created_at":"2024-01-01T00:00:00.000Z"}}`)
	b.same(b.asAdmin("GET", usersPath, ""), 200,
		`{"limit":10,"offset":0,"total_count":1,"links":{"base":"/v3/admin/users","self":"/v3/admin/users?limit=10&offset=0",
		 "next":"/v3/admin/users?limit=10&offset=10"},"message":"Successfully fetched users","result":[{"id":"6SkgybTRQQBzEey3v",`+
			noraShared+status+`"display_name":"Nora","refresh_token":"kQz","created_at":"2024-01-01T00:00:00.000Z",
		 "modified_at":"2024-01-01T23:00:00.500Z","is_password_required":true,"login_disabled":false}]}`)
}

func TestUserWithAnObjectIDIsInExtendedJSON(t *testing.T) {
	b := start(t, 0)
	p := nora()
	p.ID = "64f0c2a91b2c3d4e5f607182"
	b.sim.World.Add(p)
	b.same(b.asAdmin("GET", usersPath+"/"+p.ID, ""), 200,
		`{"message":"Successfully fetched user","result":{"id":{"$oid":"64f0c2a91b2c3d4e5f607182"},`+noraShared+
			fmt.Sprintf(noraStatus, `{"$date":"2024-02-03T04:05:06.789Z"}`)+
			`"auth_token":"ks","created_at":{"$date":"2024-01-01T00:00:00.000Z"}}}`)
}

func TestUserWithoutAnythingOptional(t *testing.T) {
	b := start(t, 0)
	b.sim.World.Add(simkit.Person{ID: "bare"})
	b.same(b.asAdmin("GET", usersPath+"/bare", ""), 200, `{"message":"Successfully fetched user","result":{"id":"bare",
	 "profile":{"needs_password_reset":false},"emails":[],"status":{"is_online":false,"is_idle":false},"failed_logins":[]}}`)
}

func TestUserEndpointsWantAnAdministratorsBearer(t *testing.T) {
	b := start(t, 4)
	id := b.sim.World.People()[0].ID
	expired := b.serviceBearer()
	b.wait(15 * time.Minute)
	modeller := b.bearerFor(b.person(func(p simkit.Person) bool { return p.Roles[0] == "modeller" }).Secrets["refresh_token"])
	const notAuthenticated = `{"message":"Something went wrong","details":{},"iw_code":"IW10005","help":"http://api.infoworks.io/help/IW10005"}`
	for _, path := range []string{
		"GET " + usersPath, "POST " + usersPath, "GET " + usersPath + "/" + id, "PATCH " + usersPath + "/" + id,
		"DELETE " + usersPath + "/" + id, "PATCH " + usersPath + "/" + id + "/toggle-user-login",
	} {
		verb, path, _ := strings.Cut(path, " ")
		for name, c := range map[string]struct {
			authorization string
			status        int
			want          string
		}{
			"expired":  {"Bearer " + expired, 401, notAuthenticated},
			"invented": {"Bearer a.b.c", 401, notAuthenticated},
			"basic":    {basic(b.setting("username"), b.setting("password")), 401, notAuthenticated},
			"no right": {"Bearer " + modeller, 403, noAccessBody},
		} {
			t.Run(verb+" "+path+" "+name, func(*testing.T) {
				b.same(b.call(verb, path, "", "Authorization", c.authorization), c.status, c.want)
			})
		}
		b.same(b.call(verb, path, ""), 401, notAuthenticated)
	}
	if n := len(b.sim.World.People()); n != 4 {
		t.Errorf("%d people are left", n)
	}
}

func TestUnknownUserIsABadRequest(t *testing.T) {
	b := start(t, 1)
	for _, c := range [][3]string{
		{"GET", "", ""}, {"PATCH", "", "{}"}, {"DELETE", "", ""}, {"PATCH", "/toggle-user-login", ""},
	} {
		b.same(b.asAdmin(c[0], usersPath+"/nobody"+c[1], c[2]), 400, `{"message":"Something went wrong",
		 "details":{"reason":"no such user"},"iw_code":"IW10006","help":"http://api.infoworks.io/help/IW10006"}`)
	}
}
