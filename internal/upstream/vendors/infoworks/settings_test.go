package infoworks

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// faultsOf opens a connection that must fail, and returns its faults, sorted as
// they came.
func faultsOf(t *testing.T, change func(*settings)) string {
	t.Helper()
	_, err := Vendor().Open(script.Connection(t, "http://127.0.0.1:1", given(change)))
	script.Faults(t, err)
	return err.Error()
}

func TestEveryFaultOfTheSettingsIsToldAtOnce(t *testing.T) {
	got := faultsOf(t, func(s *settings) {
		*s = settings{
			Password: upstream.NewSecret(password),
			Routes:   map[string]string{"getUser": "GET /users", "nonsense": "GET /"},
			Statuses: map[string]string{"409": "strange"},
		}
	})
	want := []string{
		`settings.routes.getUser: want "VERB /path" with 1 parameters, as in "GET /admin/users/{id}"`,
		"settings.routes.nonsense: no such operation",
		"settings.statuses.409: want a status from 300 to 599, on one of the routes or not, and a kind of error: failed, malformed, timeout, throttled, credentials, forbidden, not-found, conflict, rejected, wrong-identifier, unsupported, invalid-grant, bad-position, canceled",
		"settings.username: required with a password",
	}
	if got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestCredentialsThatDoNotSufficeAreFaults(t *testing.T) {
	tests := map[string]struct {
		change func(*settings)
		want   string
	}{
		"nothing at all":         {func(s *settings) { *s = settings{} }, "settings.refreshToken: required, unless there are a username and a password"},
		"only a username":        {func(s *settings) { *s = settings{Username: username} }, "settings.password: required with a username"},
		"a username too many":    {func(s *settings) { s.Username = username }, "settings.password: required with a username"},
		"a password too many":    {func(s *settings) { s.Password = upstream.NewSecret(password) }, "settings.username: required with a password"},
		"a strange rotation":     {func(s *settings) { s.RotateWith = "token" }, "settings.rotateWith: want one of: refreshToken, password"},
		"a rotation with no one": {func(s *settings) { s.RotateWith = "password" }, "settings.rotateWith: password wants a username and a password"},
		"a token of two words":   {func(s *settings) { s.RefreshToken = upstream.NewSecret("two words") }, "settings.refreshToken: want one word of visible ASCII characters"},
		"a username no pair has": {func(s *settings) { withPassword(s); s.Username = "svc:corp" }, "settings.username: must not hold a colon"},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			if got := faultsOf(t, test.change); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAFaultOfDecodingTheSettingsIsPassedOn(t *testing.T) {
	fault := errors.New("settings.colour: unknown")
	_, err := Vendor().Open(upstream.Connection{Settings: func(any) error { return fault }})
	if !errors.Is(err, fault) {
		t.Errorf("got %v, want %v", err, fault)
	}
}

func TestOnlyAConnectorWithAPasswordCanSyncUsers(t *testing.T) {
	tests := map[string]struct {
		change func(*settings)
		want   bool
	}{
		"refresh token": {nil, false},
		"both":          {withPassword, true},
		"password":      {onlyPassword, true},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			got := script.Operations(connect(t, serve(t, nil), test.change))
			const tokens = "issueToken refreshToken introspectToken revokeToken rotateRefreshToken authorizeAction startSSO"
			want := "[listUsers createUser getUser updateUser deleteUser lookupUsers " + tokens + " checkConnection]"
			if test.want {
				want = "[listUsers createUser getUser updateUser deleteUser lookupUsers syncUsers " + tokens + " checkConnection]"
			}
			if fmt.Sprint(got) != want {
				t.Errorf("got %v, want %s", got, want)
			}
		})
	}
}

func TestTheTablesCanBeChanged(t *testing.T) {
	s := serve(t, script.Routes{"GET /v3/users/" + nora: {shows(418, "error-400.json")}})
	c := connect(t, s, func(s *settings) {
		s.Routes = map[string]string{"getUser": "GET /users/{id}"}
		s.Statuses = map[string]string{"418 getUser": "forbidden"}
	})
	_, err := c.(upstream.UserGetter).GetUser(t.Context(), upstream.UserRef{ID: nora})
	wantError(t, err, upstream.Forbidden, "")
}
