package rest_test

import (
	"errors"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func routes() rest.Routes {
	return rest.Routes{
		"getUser":   {Verb: "GET", Path: "/users/{id}", Certainty: upstream.Inferred},
		"addMember": {Verb: "PUT", Path: "/groups/{id}/members/{user}/", Write: true, Certainty: upstream.Documented},
		"listUsers": {Verb: "POST", Path: "/users/", Certainty: upstream.Inferred},
	}
}

func TestARouteKnowsItsNameAndItsLine(t *testing.T) {
	got := routes().At("getUser")
	if got.Name != "getUser" || got.String() != "GET /users/{id}" {
		t.Errorf("got %q, %q", got.Name, got)
	}
}

func TestARouteThatIsNotInTheTableIsAMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("want a panic")
		}
	}()
	routes().At("getUsers")
}

func TestRoutesCanBeOverridden(t *testing.T) {
	table := routes()
	got, faults := table.Override(map[string]string{"getUser": "POST /v2/{oidcsub}/card", "addMember": "PATCH /m/{a}/{b}"})
	want := routes()
	want["getUser"] = rest.Route{Verb: "POST", Path: "/v2/{oidcsub}/card", Certainty: upstream.Configured}
	want["addMember"] = rest.Route{Verb: "PATCH", Path: "/m/{a}/{b}", Write: true, Certainty: upstream.Configured}
	if diff := cmp.Diff(want, got); diff != "" || len(faults) > 0 {
		t.Errorf("faults %v, routes (-want +got):\n%s", faults, diff)
	}
	if !maps.Equal(table, routes()) {
		t.Error("the connector's own table was changed")
	}
}

func TestARouteThatCannotBeIsAFault(t *testing.T) {
	const form = `settings.routes.getUser: want "VERB /path" with 1 parameters, as in "GET /users/{id}"`
	for _, c := range []struct{ name, change, want string }{
		{"getUsers", "GET /users", "settings.routes.getUsers: no such operation"},
		{"getUser", "", form},
		{"getUser", "GET", form},
		{"getUser", "/users/{id}", form},
		{"getUser", "GET users/{id}", form},
		{"getUser", "get /users/{id}", form},
		{"getUser", "HEAD /users/{id}", form},
		{"getUser", "CONNECT /users/{id}", form},
		{"getUser", "GET https://elsewhere/{id}", form},
		{"getUser", "GET /users", form},
		{"getUser", "GET /users/{id}/{other}", form},
		{"getUser", "GET /users/user-{id}", form},
	} {
		_, faults := routes().Override(map[string]string{c.name: c.change})
		if diff := cmp.Diff([]string{c.want}, texts(faults)); diff != "" {
			t.Errorf("%q: faults (-want +got):\n%s", c.change, diff)
		}
	}
}

// TestARouteThatNoCallCouldTakeIsAFault: what the guard of every URL will refuse
// is the operator's mistake, not the caller's.
func TestARouteThatNoCallCouldTakeIsAFault(t *testing.T) {
	for _, path := range []string{"/{id}/card?full=true", "/us ers/{id}", "/{id}/card#top", "/us%zzers/{id}", "/users/{id}/{"} {
		if _, faults := routes().Override(map[string]string{"getUser": "GET " + path}); len(faults) != 1 {
			t.Errorf("%q: got faults %v, want one", path, faults)
		}
	}
}

func TestAllFaultsOfAnOverrideComeTogetherAndInOrder(t *testing.T) {
	_, faults := routes().Override(map[string]string{"z": "GET /", "a": "GET /", "listUsers": "GET"})
	want := []string{
		"settings.routes.a: no such operation",
		`settings.routes.listUsers: want "VERB /path" with 0 parameters, as in "POST /users/"`,
		"settings.routes.z: no such operation",
	}
	if diff := cmp.Diff(want, texts(faults)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	var fault *upstream.Fault
	if !errors.As(faults[0], &fault) || fault.Path != "settings.routes.a" {
		t.Errorf("got %v, want a fault with its path", faults[0])
	}
}

func TestInferredRoutesAreTheFirstFacts(t *testing.T) {
	want := []upstream.Fact{
		{Name: "getUser: GET /users/{id}", Certainty: upstream.Inferred, Setting: "settings.routes.getUser"},
		{Name: "listUsers: POST /users/", Certainty: upstream.Inferred, Setting: "settings.routes.listUsers"},
		{Name: "addMember: PUT /groups/{id}/members/{user}/", Certainty: upstream.Documented, Setting: "settings.routes.addMember"},
	}
	if diff := cmp.Diff(want, routes().Facts()); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func texts(faults []error) []string {
	var out []string
	for _, f := range faults {
		out = append(out, f.Error())
	}
	return out
}
