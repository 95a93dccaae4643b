package sim_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestCreateAnswersTheIDAlone(t *testing.T) {
	b := start(t, 1)
	domain := b.vendor.Domains()[0]
	// The vendor keeps whole milliseconds.
	b.wait(999 * time.Microsecond)
	got := b.asAdmin("POST", usersPath, `{"profile":{"name":"Zoë 李","email":"zoe@corp.example","needs_password_reset":true},
	 "roles":["analyst"],"password":"correct horse","accessible_domains":["`+domain+`"]}`)
	people := b.sim.World.People()
	p := people[len(people)-1]
	b.same(got, 200, `{"message":"Successfully created user","result":{"id":"`+p.ID+`"}}`)
	if len(p.ID) != 17 {
		t.Errorf("id %q", p.ID)
	}
	want := simkit.Person{
		ID: p.ID, UserName: new("zoe@corp.example"), Email: new("zoe@corp.example"), DisplayName: new("Zoë 李"),
		Active: new(true), Roles: []string{"analyst"}, CreatedAt: new(startOfTest), ModifiedAt: new(startOfTest),
		Extensions: map[string]any{"accessibleDomains": []string{domain}}, Secrets: p.Secrets,
	}
	if !reflect.DeepEqual(p, want) || p.Secrets["password"] != "correct horse" {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	if reset := b.tree(b.asAdmin("GET", usersPath+"/"+p.ID, ""), "result", "profile", "needs_password_reset"); reset != true {
		t.Errorf("needs_password_reset %v", reset)
	}
	if got := b.call("GET", "/v3/security/authenticate", "", "Authorization", basic(*p.Email, "correct horse")); got.status != 200 {
		t.Errorf("the new user cannot sign in: %+v", got)
	}
}

func TestCreateRefuses(t *testing.T) {
	b := start(t, 1)
	taken := *b.sim.World.People()[0].Email
	for name, body := range map[string]string{
		"no name":            `{"profile":{"email":"a@b.example"},"password":"pw"}`,
		"no e-mail":          `{"profile":{"name":"A"},"password":"pw"}`,
		"no password":        `{"profile":{"name":"A","email":"a@b.example"}}`,
		"no profile":         `{"password":"pw"}`,
		"blank name":         `{"profile":{"name":" ","email":"a@b.example"},"password":"pw"}`,
		"empty password":     `{"profile":{"name":"A","email":"a@b.example"},"password":""}`,
		"no address":         `{"profile":{"name":"A","email":"a"},"password":"pw"}`,
		"named address":      `{"profile":{"name":"A","email":"A <a@b.example>"},"password":"pw"}`,
		"taken e-mail":       `{"profile":{"name":"A","email":"` + taken + `"},"password":"pw"}`,
		"service e-mail":     `{"profile":{"name":"A","email":"` + b.setting("username") + `"},"password":"pw"}`,
		"unknown domain":     `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","accessible_domains":["x"]}`,
		"empty role":         `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","roles":[""]}`,
		"role as text":       `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","roles":"analyst"}`,
		"null role list":     `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","roles":null}`,
		"flag as text":       `{"profile":{"name":"A","email":"a@b.example","needs_password_reset":"no"},"password":"pw"}`,
		"unknown field":      `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","login_disabled":false}`,
		"name at the top":    `{"name":"A","profile":{"name":"A","email":"a@b.example"},"password":"pw"}`,
		"key in other case":  `{"Profile":{"name":"A","email":"a@b.example"},"password":"pw"}`,
		"a key twice":        `{"profile":{"name":"A","email":"a@b.example"},"password":"pw","password":"pw"}`,
		"a key twice inside": `{"profile":{"name":"A","name":"B","email":"a@b.example"},"password":"pw"}`,
		"no UTF-8":           "{\"profile\":{\"name\":\"\xff\",\"email\":\"a@b.example\"},\"password\":\"pw\"}",
		"cut off":            `{"profile":{"name":"A"`,
		"no body":            ``,
	} {
		t.Run(name, func(*testing.T) { b.refused(b.asAdmin("POST", usersPath, body), 400, "IW10006") })
	}
	if n := len(b.sim.World.People()); n != 1 {
		t.Errorf("%d people", n)
	}
}

func TestBodyMustBeDeclaredAsJSON(t *testing.T) {
	b := start(t, 0)
	for contentType, status := range map[string]int{
		"application/json": 200, "application/json; charset=UTF-8": 200, "application/json; charset=latin1": 400,
		"text/plain": 400, "application/x-www-form-urlencoded": 400, "": 400,
	} {
		body := fmt.Sprintf(`{"profile":{"name":"A","email":"a%d@b.example"},"password":"pw"}`, len(contentType))
		got := b.call("POST", usersPath, body, "Authorization", "Bearer "+b.serviceBearer(), "Content-Type", contentType)
		if got.status != status {
			t.Errorf("%q: %+v", contentType, got)
		}
	}
	b.refused(b.asAdmin("POST", usersPath+"?x=1", `{}`), 400, "IW10006")
}

func TestConcurrentCreatesOfOneEmailMakeOneUser(t *testing.T) {
	b := start(t, 0)
	bearer := b.serviceBearer()
	// A new user's dates are read between "is the e-mail free" and "take it".
	b.drag = 5 * time.Millisecond
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			b.call("POST", usersPath, `{"profile":{"name":"A","email":"a@b.example"},"password":"pw"}`,
				"Authorization", "Bearer "+bearer, "Content-Type", "application/json")
		})
	}
	wg.Wait()
	if n := len(b.sim.World.People()); n != 1 {
		t.Errorf("%d people have one e-mail", n)
	}
}
