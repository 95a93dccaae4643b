package infoworks

import (
	"encoding/base64"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// get reads nora, for tests of what goes on before and around a call.
func get(t *testing.T, c upstream.Connector) (upstream.User, error) {
	t.Helper()
	return c.(upstream.UserGetter).GetUser(t.Context(), upstream.UserRef{ID: nora})
}

const (
	reading      = "GET /v3/admin/users/" + nora
	passwordMint = "GET /v3/security/authenticate"
	rawMint      = minting + "\nAuthorization: Basic " + refreshToken + "\nCache-Control: no-store"
	gets         = reading + "\nAuthorization: Bearer <bearer>"
)

func basic() string {
	return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(username+":"+password))
}

func TestABearerIsMintedFromTheRawRefreshToken(t *testing.T) {
	s := serve(t, script.Routes{minting: {shows(200, "access-token.json")}, reading: {shows(200, "user.json"), shows(200, "user.json")}})
	c := connect(t, s, withPassword)
	for range 2 {
		if _, err := get(t, c); err != nil {
			t.Fatal(err)
		}
	}
	wantRequests(t, s, rawMint, gets, gets)
}

func TestABearerIsMintedFromThePasswordWhereThatIsAll(t *testing.T) {
	s := serve(t, script.Routes{passwordMint: {shows(200, "authenticate.json")}, reading: {shows(200, "user.json")}})
	if _, err := get(t, connect(t, s, onlyPassword)); err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, passwordMint+"\n"+basic()+"\nCache-Control: no-store", reading+"\nAuthorization: Bearer password-token")
}

func TestABearerIsMintedAnewShortlyBeforeItEnds(t *testing.T) {
	tests := map[string]struct {
		token string
		after time.Duration
		mints int
	}{
		"long before the claimed end":       {"access-token.json", 9 * time.Minute, 1},
		"shortly before the claimed end":    {"access-token.json", 10*time.Minute - 5*time.Second, 2},
		"long before the assumed end":       {"access-token-opaque.json", 14 * time.Minute, 1},
		"shortly before the assumed end":    {"access-token-opaque.json", 15*time.Minute - 5*time.Second, 2},
		"a token without a claim that fits": {"access-token-claimless.json", 14 * time.Minute, 1},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{
				minting: {shows(200, test.token), shows(200, "access-token-second.json")}, reading: {shows(200, "user.json"), shows(200, "user.json")},
			})
			at := start()
			c := connectAt(t, s, nil, func() time.Time { return at })
			if _, err := get(t, c); err != nil {
				t.Fatal(err)
			}
			at = at.Add(test.after)
			if _, err := get(t, c); err != nil {
				t.Fatal(err)
			}
			mints := slices.DeleteFunc(s.Lines(), func(line string) bool { return line != minting })
			if len(mints) != test.mints {
				t.Errorf("got %d mints, want %d", len(mints), test.mints)
			}
		})
	}
}

func TestARefusedBearerIsMintedAnewAndTheCallRepeatedOnce(t *testing.T) {
	for _, status := range []int{http.StatusUnauthorized, http.StatusNotAcceptable} {
		s := serve(t, script.Routes{
			minting: {shows(200, "access-token-opaque.json"), shows(200, "access-token.json")},
			reading: {shows(status, "error-401.json"), shows(200, "user.json")},
		})
		if _, err := get(t, connect(t, s, nil)); err != nil {
			t.Errorf("%d: %v", status, err)
		}
		wantRequests(t, s, rawMint, reading+"\nAuthorization: Bearer opaque-token", rawMint, gets)
	}
}

func TestARefusalThatRenewingDoesNotCureIsOfTheCredentials(t *testing.T) {
	for _, status := range []int{http.StatusUnauthorized, http.StatusNotAcceptable} {
		s := serve(t, script.Routes{reading: {shows(status, "error-401.json"), shows(status, "error-401.json")}})
		_, err := get(t, connect(t, s, nil))
		e := wantError(t, err, upstream.Credentials, "")
		if *e.Vendor != (upstream.VendorAnswer{Status: status, Code: "IW10005"}) {
			t.Errorf("got %+v", *e.Vendor)
		}
	}
}

func TestARefusedMintIsNeverTheCallersFault(t *testing.T) {
	tests := map[string]struct {
		answer script.Step
		want   upstream.Kind
	}{
		"bad credentials":            {shows(406, "error-406.json"), upstream.Credentials},
		"no access":                  {shows(401, "error-401.json"), upstream.Credentials},
		"a 200 that says no":         {shows(200, "authenticate-refused.json"), upstream.Credentials},
		"a request it does not like": {shows(400, "error-400.json"), upstream.Failed},
		"no such path":               {says(404, "not found"), upstream.Failed},
		"a fault of its own":         {shows(500, "error-500.json"), upstream.Failed},
		"no token":                   {says(200, `{"message":"","result":{"is_authenticated":true}}`), upstream.Malformed},
		"no result":                  {says(200, `{"message":""}`), upstream.Malformed},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{minting: {test.answer}, passwordMint: {test.answer}})
			_, err := get(t, connect(t, s, nil))
			wantError(t, err, test.want, "")
			_, err = connect(t, s, onlyPassword).(upstream.UserDeleter).DeleteUser(t.Context(), upstream.UserRef{ID: nora})
			wantError(t, err, test.want, upstream.NotSent)
		})
	}
}

func TestAMintThatTheSettingsCallAWrongGrantIsOfTheOwnCredentials(t *testing.T) {
	s := serve(t, script.Routes{minting: {shows(406, "error-406.json")}})
	c := connect(t, s, func(s *settings) { s.Statuses = map[string]string{"406": "invalid-grant"} })
	_, err := get(t, c)
	wantError(t, err, upstream.Credentials, "")
}

func TestABearerThatNoHeaderCanCarryIsMalformedAndTheNextCallMintsAnew(t *testing.T) {
	for _, token := range unsendable() {
		answer := says(200, `{"message":"","result":{"authentication_token":`+token+`}}`)
		for route, change := range map[string]func(*settings){minting: nil, passwordMint: onlyPassword} {
			s := serve(t, script.Routes{route: {answer, shows(200, "access-token.json")}, reading: {shows(200, "user.json")}})
			c := connect(t, s, change)
			_, err := get(t, c)
			wantError(t, err, upstream.Malformed, "")
			if _, err := get(t, c); err != nil {
				t.Errorf("%s, %s: then %v", route, token, err)
			}
			if want := []string{route, route, reading}; !slices.Equal(s.Lines(), want) {
				t.Errorf("%s, %s: asked %q, want %q", route, token, s.Lines(), want)
			}
		}
	}
}

func TestAHostileMintIsMalformed(t *testing.T) {
	for situation, body := range hostile() {
		t.Run(situation, func(t *testing.T) {
			_, err := get(t, connect(t, serve(t, script.Routes{minting: {says(200, body)}}), nil))
			wantError(t, err, upstream.Malformed, "")
		})
	}
}
