package sim_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAPIFamilyTakesOnlyItsOwnScheme(t *testing.T) {
	b := newBench(t)
	api := b.token("apiToken")
	for name, c := range map[string]struct {
		auth   string
		status int
	}{
		"the scheme and the key":         {"Workspace365 " + api, 200},
		"the scheme in other capitals":   {"workspace365 " + api, 200},
		"no header":                      {"", 401},
		"Bearer":                         {"Bearer " + api, 401},
		"the key as Basic":               {"Basic " + encoded(api+":"), 401},
		"another key":                    {"Workspace365 00000000-0000-0000-0000-000000000000", 401},
		"the key in capitals":            {"Workspace365 " + strings.ToUpper(api), 401},
		"the key encoded":                {"Workspace365 " + encoded(api+":"), 401},
		"the key alone":                  {api, 401},
		"the scheme alone":               {"Workspace365", 401},
		"two blanks":                     {"Workspace365  " + api, 401},
		"the sync token":                 {"Workspace365 " + b.token("syncToken"), 401},
		"the sync family's whole header": {b.syncHeader(), 401},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/global", auth: c.auth})
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			if c.status == 401 {
				want(t, got, answer{status: 401})
			}
		})
	}
}

func TestSyncFamilyTakesOnlyItsOwnScheme(t *testing.T) {
	b := newBench(t)
	sync := b.token("syncToken")
	for name, c := range map[string]struct {
		auth   string
		status int
	}{
		"the token with a colon":        {"Basic " + encoded(sync+":"), 200},
		"the scheme in small letters":   {"basic " + encoded(sync+":"), 200},
		"no header":                     {"", 401},
		"the token without a colon":     {"Basic " + encoded(sync), 401},
		"the token as the password":     {"Basic " + encoded(":"+sync), 401},
		"a password after the colon":    {"Basic " + encoded(sync+":x"), 401},
		"the token in the clear":        {"Basic " + sync, 401},
		"no padding":                    {"Basic " + strings.TrimRight(encoded(sync+":"), "="), 401},
		"the token under Workspace365":  {"Workspace365 " + sync, 401},
		"the API key as Basic":          {"Basic " + encoded(b.token("apiToken")+":"), 401},
		"the api family's whole header": {b.apiHeader(), 401},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.do(t, request{
				verb: "PUT", path: userPath("a1"), auth: c.auth, contentType: "application/json", body: sarah,
			})
			wanted := answer{status: 401}
			if c.status == 200 {
				wanted = answer{200, jsonType, ""}
			}
			want(t, got, wanted)
		})
	}
}

func TestARefusedWriteChangesNothing(t *testing.T) {
	b := newBench(t)
	b.do(t, request{verb: "PUT", path: userPath("a1"), auth: b.apiHeader(), contentType: "application/json", body: sarah})
	b.do(t, request{verb: "DELETE", path: userPath(b.World.People()[0].ID), auth: b.apiHeader()})
	if n := len(b.World.People()); n != 14 {
		t.Errorf("%d people, want 14", n)
	}
}

func TestTwoAuthorizationHeadersAre401(t *testing.T) {
	b := newBench(t)
	r, err := http.NewRequest("GET", b.url+"/acme/api/appicons/global", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header["Authorization"] = []string{b.apiHeader(), b.syncHeader()}
	want(t, send(t, r), answer{status: 401})
}

func TestAnotherEnvironmentIs403(t *testing.T) {
	b := newBench(t)
	for name, q := range map[string]request{
		"icons":                 {verb: "GET", path: "/umbrella/api/appicons/global", auth: b.apiHeader()},
		"put":                   {verb: "PUT", path: "/umbrella/ActiveDirectorySyncAPI/Users/a1/", auth: b.syncHeader(), contentType: "application/json", body: sarah},
		"delete":                {verb: "DELETE", path: "/umbrella/ActiveDirectorySyncAPI/Users/a1/", auth: b.syncHeader()},
		"capitals":              {verb: "GET", path: "/Acme/api/appicons/global", auth: b.apiHeader()},
		"without any header":    {verb: "GET", path: "/umbrella/api/appicons/global"},
		"with the other secret": {verb: "GET", path: "/umbrella/api/appicons/global", auth: b.syncHeader()},
	} {
		t.Run(name, func(t *testing.T) { want(t, b.do(t, q), answer{status: 403}) })
	}
}
