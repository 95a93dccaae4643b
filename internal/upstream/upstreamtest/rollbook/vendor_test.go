package rollbook

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
		"nothing":    {settings{}, "settings.keyId settings.secret"},
		"line ends":  {settings{KeyID: keyID + "\n", Secret: upstream.NewSecret(secret + "\n")}, "settings.keyId settings.secret"},
		"two words":  {settings{KeyID: "a b", Secret: upstream.NewSecret(secret)}, "settings.keyId"},
		"everything": {settings{Routes: map[string]string{"putPerson": "PUT /x"}, Statuses: map[string]string{"200": "conflict"}}, "settings.routes.putPerson settings.statuses.200 settings.keyId settings.secret"},
	} {
		opened, err := Vendor().Open(script.Connection(t, "http://localhost", test.settings))
		if got := strings.Join(script.Faults(t, err), " "); got != test.want || opened != nil {
			t.Errorf("%s: got %q and %v, want %q", situation, got, opened, test.want)
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the secret is in %v", situation, err)
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
	const written = "keyId: " + keyID + "\nsecret: " + secret + "\nroutes: {listPeople: GET /v2/people}\nstatuses: {'422': rejected}\n"
	decode := yaml.CustomUnmarshaler(func(s *upstream.Secret, document []byte) error {
		var text string
		err := yaml.Unmarshal(document, &text)
		*s = upstream.NewSecret(text)
		return err
	})
	var got settings
	if err := yaml.NewDecoder(strings.NewReader(written), yaml.Strict(), decode).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.KeyID != keyID || got.Secret.Reveal() != secret || got.Routes["listPeople"] != "GET /v2/people" || got.Statuses["422"] != "rejected" {
		t.Errorf("got %+v", got)
	}
}

func TestRoutesAndStatusesCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, succeeds()["listUsers"], says(404, ""))
	changed := whole()
	changed.Routes, changed.Statuses = map[string]string{"listPeople": "POST /v2/search"}, map[string]string{"404 getGroup": "forbidden"}
	c := dial(t, s.URL, changed)
	if err := operations()["listUsers"](t.Context(), c); err != nil {
		t.Error(err)
	}
	if err := operations()["getGroup"](t.Context(), c); !upstream.IsKind(err, upstream.Forbidden) {
		t.Errorf("got %v, want forbidden", err)
	}
	want := []string{"POST /register/v2/search?after=c3RhcnQ&size=2", "GET /register/api/groups/g-7"}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestTheDescriptionIsComplete(t *testing.T) {
	c, _ := play(t)
	script.GoldenJSON(t, "describe.json", c.Describe())
}

func TestTheConnectorHasTheOperationsOfTheVendorAndNoOthers(t *testing.T) {
	c, _ := play(t)
	want := "listUsers createUser getUser updateUser deleteUser listGroups getGroup addGroupMember removeGroupMember checkConnection"
	if got := strings.Join(script.Operations(c), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEveryOperationSendsItsOwnRequestOnce(t *testing.T) {
	for operation, answer := range succeeds() {
		c, s := play(t, answer)
		if err := operations()[operation](t.Context(), c); err != nil {
			t.Errorf("%s: %v", operation, err)
		}
		script.Golden(t, "requests/"+operation+".http", s.Text())
	}
}
