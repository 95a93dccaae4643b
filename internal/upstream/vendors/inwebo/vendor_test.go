package inwebo

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAllFaultsOfTheSettingsAreToldTogether(t *testing.T) {
	for situation, test := range map[string]struct {
		settings settings
		want     string
	}{
		"nothing":              {settings{}, "settings.apiToken"},
		"a token of two words": {settings{APIToken: upstream.NewSecret("two words")}, "settings.apiToken"},
		"everything": {
			settings{
				Routes:        map[string]string{"getAccount": "GET /accounts/{login}", "listAccounts": "GET /accounts/{login}", "createAccount": "POST"},
				Introspection: "on",
				Statuses:      map[string]string{"200": "not-found", "409": "nonsense", "400 getAccount": "conflict"},
			},
			"settings.routes.createAccount settings.routes.getAccount settings.routes.listAccounts " +
				"settings.statuses.200 settings.statuses.400 getAccount settings.statuses.409 settings.apiToken settings.introspection",
		},
	} {
		opened, err := Vendor().Open(script.Connection(t, "http://localhost", test.settings))
		if got := strings.Join(script.Faults(t, err), " "); got != test.want || opened != nil {
			t.Errorf("%s: got %q and %v, want %q", situation, got, opened, test.want)
		}
	}
}

func TestSettingsThatCannotBeDecodedAreTold(t *testing.T) {
	broken := script.Connection(t, "http://localhost", settings{})
	cause := errors.New("unknown key")
	broken.Settings = func(any) error { return cause }
	if _, err := Vendor().Open(broken); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}

func TestTheSettingsHaveTheNamesThatAnOperatorWrites(t *testing.T) {
	const written = "apiToken: " + apiToken + "\nintrospection: off\nroutes: {listAccounts: GET /v2/accounts}\nstatuses: {'400': conflict}\n"
	secret := yaml.CustomUnmarshaler(func(s *upstream.Secret, document []byte) error {
		var text string
		err := yaml.Unmarshal(document, &text)
		*s = upstream.NewSecret(text)
		return err
	})
	var got settings
	if err := yaml.NewDecoder(strings.NewReader(written), yaml.Strict(), secret).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.APIToken.Reveal() != apiToken || got.Introspection != "off" || got.Routes["listAccounts"] != "GET /v2/accounts" || got.Statuses["400"] != "conflict" {
		t.Errorf("got %+v", got)
	}
}

func TestRoutesCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, shows(200, "answers/list.json"), shows(200, "answers/list.json"), shows(200, "answers/created.json"))
	c := dial(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken), Routes: map[string]string{
		"listAccounts": "POST /v2/search", "createAccount": "PUT /v2/accounts/",
	}})
	for _, name := range []string{"listUsers", "getUser", "createUser"} {
		if err := operations()[name](t.Context(), c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := []string{"POST /kiwi/v2/search?limit=2&page=0", "POST /kiwi/v2/search?limit=100&page=0", "PUT /kiwi/v2/accounts/"}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
	changed := func(f upstream.Fact) bool { return f.Name == "createAccount: PUT /v2/accounts/" }
	if facts := c.Describe().Facts; !slices.ContainsFunc(facts, changed) {
		t.Errorf("the description says %v", facts)
	}
}

func TestTheCheckAsksForOneAccountAndNamesTheToken(t *testing.T) {
	for status, kind := range map[int]upstream.Kind{200: 0, 401: upstream.Credentials, 403: upstream.Forbidden, 500: upstream.Failed} {
		c, s := play(t, shows(status, "answers/list.json"))
		checks, err := c.CheckConnection(t.Context(), struct{}{})
		if err != nil || len(checks) != 1 || checks[0].Credential != "apiToken" || checks[0].Unverifiable {
			t.Fatalf("%d: checks %+v, %v", status, checks, err)
		}
		if got := checks[0].Err; (got == nil) != (kind == 0) || got != nil && !upstream.IsKind(got, kind) {
			t.Errorf("%d: got %v, want %s", status, got, kind)
		}
		script.Golden(t, "requests/check.http", s.Text())
	}
}
