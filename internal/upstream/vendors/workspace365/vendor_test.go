package workspace365

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// address is a base URL for a connection that sends nothing.
const address = "https://acme.workspace365.net"

func TestAllFaultsOfTheSettingsAreReportedTogether(t *testing.T) {
	_, err := Vendor().Open(script.Connection(t, address, settings{
		Environment: "Acme/x", Booleans: "yes", Required: []string{"userName", "shoeSize"},
		PicturePart: `a"b`, Introspection: "on",
		Routes:   map[string]string{"putUser": "PUT /Users/", "getUser": "GET /Users/{id}"},
		Statuses: map[string]string{"400": "sad"},
	}))
	got := script.Faults(t, err)
	slices.Sort(got)
	want := []string{
		"settings.apiToken", "settings.booleans", "settings.environment", "settings.introspection", "settings.picturePart", "settings.required[1]",
		"settings.routes.getUser", "settings.routes.putUser", "settings.statuses.400",
	}
	if !slices.Equal(got, want) {
		t.Errorf("faults %q, want %q", got, want)
	}
}

func TestASyncTokenThatCannotBeAUserNameIsAFault(t *testing.T) {
	for _, token := range []string{"a b", "a\n", "S\xe9cret", "a:b"} {
		s := bothTokens()
		s.SyncToken = upstream.NewSecret(token)
		_, err := Vendor().Open(script.Connection(t, address, s))
		if got := script.Faults(t, err); !slices.Equal(got, []string{"settings.syncToken"}) {
			t.Errorf("%q: faults %q", token, got)
		}
	}
}

func TestAnEnvironmentIsOneSegmentInLowerCase(t *testing.T) {
	for environment, problem := range map[string]string{
		"": "required", "Acme": "want", "a/b": "want", ".": "want", "..": "want", "a b": "want", "a\x00": "want",
	} {
		s := bothTokens()
		s.Environment = environment
		_, err := Vendor().Open(script.Connection(t, address, s))
		if err == nil || !strings.HasPrefix(err.Error(), "settings.environment: "+problem) {
			t.Errorf("%q: %v", environment, err)
		}
	}
}

func TestTheEnvironmentStandsEscapedBehindTheBasePath(t *testing.T) {
	for environment, want := range map[string]string{"acme": "acme", "büro%2f?": "b%C3%BCro%252f%3F"} {
		s := script.InOrder(t, says(200, "[]"))
		named := bothTokens()
		named.Environment = environment
		checks, err := dial(t, s.URL+"/our%2Fportal", named).(upstream.ConnectionChecker).CheckConnection(t.Context(), struct{}{})
		if err != nil || checks[0].Err != nil {
			t.Fatal(err, checks)
		}
		if lines := s.Lines(); !slices.Equal(lines, []string{"GET /our%2Fportal/" + want + "/api/appicons/global"}) {
			t.Errorf("%q: %s", environment, lines)
		}
	}
}

func TestOpenLeavesTheConnectionAsItWas(t *testing.T) {
	c := script.Connection(t, address, bothTokens())
	script.Open(t, Vendor(), c)
	if c.BaseURL.String() != address {
		t.Errorf("base URL is now %s", c.BaseURL)
	}
}

func TestRoutesAndStatusesCanBeChanged(t *testing.T) {
	s := script.InOrder(t, says(400, ""))
	changed := bothTokens()
	changed.Routes = map[string]string{"deleteUser": "DELETE /sync/{id}"}
	changed.Statuses = map[string]string{"400 deleteUser": "conflict"}
	_, err := dial(t, s.URL, changed).(upstream.UserDeleter).DeleteUser(t.Context(), upstream.UserRef{ID: objectID})
	if e := script.Failure(t, err); e.Kind != upstream.Conflict {
		t.Errorf("kind %s", e.Kind)
	}
	if lines := s.Lines(); !slices.Equal(lines, []string{"DELETE /acme/sync/" + objectID}) {
		t.Errorf("sent %s", lines)
	}
}

func TestSettingsThatCannotBeReadAreTheirOwnError(t *testing.T) {
	unread := errors.New("settings.colour: unknown")
	c := script.Connection(t, address, bothTokens())
	c.Settings = func(any) error { return unread }
	if _, err := Vendor().Open(c); !errors.Is(err, unread) {
		t.Errorf("error %v", err)
	}
}
