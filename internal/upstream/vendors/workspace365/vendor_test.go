package workspace365

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAllFaultsOfTheSettingsAreReportedTogether(t *testing.T) {
	base, _ := url.Parse("https://acme.workspace365.net")
	_, err := Vendor().Open(connection(base, settings{
		Environment: "Acme/x", Booleans: "yes", Required: []string{"userName", "shoeSize"},
		Routes:   map[string]string{"putUser": "PUT /Users/", "getUser": "GET /Users/{id}"},
		Statuses: map[string]string{"400": "sad"},
	}))
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("error %v, want several", err)
	}
	var got []string
	for _, e := range joined.Unwrap() {
		var fault *upstream.Fault
		if !errors.As(e, &fault) {
			t.Fatalf("%v is no fault", e)
		}
		got = append(got, fault.Path)
	}
	slices.Sort(got)
	want := []string{
		"settings.apiToken", "settings.booleans", "settings.environment", "settings.required.1",
		"settings.routes.getUser", "settings.routes.putUser", "settings.statuses.400",
	}
	if !slices.Equal(got, want) {
		t.Errorf("faults %q, want %q", got, want)
	}
}

func TestAnEnvironmentIsOneSegmentInLowerCase(t *testing.T) {
	base, _ := url.Parse("https://acme.workspace365.net")
	for environment, problem := range map[string]string{
		"": "required", "Acme": "want", "a/b": "want", ".": "want", "..": "want", "a b": "want", "a\x00": "want",
	} {
		s := bothTokens()
		s.Environment = environment
		_, err := Vendor().Open(connection(base, s))
		if err == nil || !strings.HasPrefix(err.Error(), "settings.environment: "+problem) {
			t.Errorf("%q: %v", environment, err)
		}
	}
}

func TestTheEnvironmentStandsEscapedBehindTheBasePath(t *testing.T) {
	for environment, want := range map[string]string{"acme": "acme", "büro%2f?": "b%C3%BCro%252f%3F"} {
		vendor := serve(t, 200, "[]")
		s := bothTokens()
		s.Environment = environment
		vendor.url.Path, vendor.url.RawPath = "/our/portal", "/our%2Fportal"
		checks, err := opened(t, vendor.url, s).(upstream.ConnectionChecker).CheckConnection(t.Context(), struct{}{})
		if err != nil || checks[0].Err != nil {
			t.Fatal(err, checks)
		}
		if line, _, _ := strings.Cut(vendor.seen[0], "\n"); line != "GET /our%2Fportal/"+want+"/api/appicons/global" {
			t.Errorf("%q: %s", environment, line)
		}
	}
}

func TestOpenLeavesTheConnectionAsItWas(t *testing.T) {
	base, _ := url.Parse("https://acme.workspace365.net")
	opened(t, base, bothTokens())
	if base.String() != "https://acme.workspace365.net" {
		t.Errorf("base URL is now %s", base)
	}
}

func TestRoutesAndStatusesCanBeChanged(t *testing.T) {
	vendor := serve(t, 400, "")
	s := bothTokens()
	s.Routes = map[string]string{"deleteUser": "DELETE /sync/{id}"}
	s.Statuses = map[string]string{"400 deleteUser": "conflict"}
	_, err := opened(t, vendor.url, s).(upstream.UserDeleter).DeleteUser(t.Context(), upstream.UserRef{ID: objectID})
	if e := failure(t, err); e.Kind != upstream.Conflict {
		t.Errorf("kind %s", e.Kind)
	}
	if line, _, _ := strings.Cut(vendor.seen[0], "\n"); line != "DELETE /acme/sync/"+objectID {
		t.Errorf("sent %s", line)
	}
}

func TestSettingsThatCannotBeReadAreTheirOwnError(t *testing.T) {
	unread := errors.New("settings.colour: unknown")
	base, _ := url.Parse("https://acme.workspace365.net")
	c := connection(base, bothTokens())
	c.Settings = func(any) error { return unread }
	if _, err := Vendor().Open(c); !errors.Is(err, unread) {
		t.Errorf("error %v", err)
	}
}
