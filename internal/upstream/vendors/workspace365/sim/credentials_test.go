package sim_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// logins sends a body to the credentials family.
func (b *bench) logins(t *testing.T, verb, path, body string) answer {
	t.Helper()
	return b.do(t, request{
		verb: verb, path: "/acme/IntegrationCredentialsApi/" + path, auth: b.apiHeader(), contentType: "application/json", body: body,
	})
}

func TestCredentialsAreMadeAndUpdatedAsInTheVendorsSamples(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[1]
	path := "User/" + url.PathEscape(*user.UserName) + "/"
	want(t, b.logins(t, "POST", path, `{ "username": "userone@example.com", "password": "qwerty" }`), answer{200, jsonType, `{"id":8}`})
	want(t, b.logins(t, "POST", path, `{"Username":"userone@example.com","PASSWORD":" "}`), answer{200, jsonType, `{"id":9}`})
	want(t, b.logins(t, "PUT", "8/", `{ "username": "usertwo@example.com", "password": "qwerty_updated" }`), answer{status: 200})

	wanted := []simkit.IntegrationCredential{
		{ID: "8", UserID: user.ID, Username: "usertwo@example.com", Password: "qwerty_updated"},
		{ID: "9", UserID: user.ID, Username: "userone@example.com", Password: " "},
	}
	if kept := b.World.Credentials.All(); !reflect.DeepEqual(kept, wanted) {
		t.Errorf("the world has %+v, want %+v", kept, wanted)
	}
}

func TestAnUpdateOfCredentialsAnswersWithALengthOf0AndNoType(t *testing.T) {
	b := newBench(t)
	b.logins(t, "POST", "User/"+url.PathEscape(*b.World.People()[0].UserName)+"/", `{"username":"a@b.example","password":"p"}`)
	r, err := http.NewRequest("PUT", b.url+"/acme/IntegrationCredentialsApi/8/", strings.NewReader(`{"username":"a@b.example","password":"q"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", b.apiHeader())
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, typed := resp.Header["Content-Type"]; typed || resp.StatusCode != 200 || resp.Header.Get("Content-Length") != "0" {
		t.Errorf("status %d and the header %v", resp.StatusCode, resp.Header)
	}
}

func TestCredentialsOfNobodyAre404WithoutABody(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[0]
	const body = `{"username":"a@b.example","password":"p"}`
	for name, c := range map[string][2]string{
		"an unknown name":         {"POST", "User/nobody@acme.example/"},
		"an ObjectId":             {"POST", "User/" + user.ID + "/"},
		"an unknown id":           {"PUT", "8/"},
		"an id that is no number": {"PUT", "x/"},
		"the name in an update":   {"PUT", url.PathEscape(*user.UserName) + "/"},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.logins(t, c[0], c[1], body), answer{status: 404})
			if len(b.Log.Strays()) > 0 || len(b.World.Credentials.All()) > 0 {
				t.Error("it is a stray, or there are credentials")
			}
		})
	}
}

func TestWhatCredentialsRefuseOfAField(t *testing.T) {
	b := newBench(t)
	path := "User/" + url.PathEscape(*b.World.People()[0].UserName) + "/"
	b.logins(t, "POST", path, `{"username":"a@b.example","password":"p"}`)
	before := b.whole()
	for name, c := range map[string]struct{ body, field, message string }{
		"no username":       {`{"password":"p"}`, "username", "The username field is required."},
		"an empty username": {`{"username":"","password":"p"}`, "username", "The username field is required."},
		"no e-mail address": {`{"username":"userone","password":"p"}`, "username", "The username field must be an e-mail address."},
		"no password":       {`{"username":"a@b.example"}`, "password", "The password field is required."},
		"an empty password": {`{"username":"a@b.example","password":""}`, "password", "The password field is required."},
		"a number":          {`{"username":"a@b.example","password":1234}`, "password", "The password field must be a string."},
		"a user":            {`{"username":"a@b.example","password":"p","upn":"x"}`, "upn", "The upn field is not known."},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.logins(t, "POST", path, c.body), fieldError(c.field, c.message))
			want(t, b.logins(t, "PUT", "8/", c.body), fieldError(c.field, c.message))
			if !reflect.DeepEqual(before, b.whole()) {
				t.Error("a refused call changed the world")
			}
		})
	}
}
