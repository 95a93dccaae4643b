package infoworks

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const (
	validating = "GET /v3/security/token/validate"
	validates  = validating + "\nAuthorization: Bearer <bearer>"
)

func check(t *testing.T, s *script.Server, change func(*settings)) []upstream.Check {
	t.Helper()
	checks, err := connect(t, s, change).(upstream.ConnectionChecker).CheckConnection(t.Context(), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

func TestEveryConfiguredCredentialIsCheckedByAFreshLogin(t *testing.T) {
	passwordLogin := passwordMint + "\n" + basic() + "\nCache-Control: no-store"
	tests := map[string]struct {
		change   func(*settings)
		requests []string
		want     string
	}{
		"refresh token": {nil, []string{rawMint, validates}, "[{refreshToken false <nil>}]"},
		"password":      {onlyPassword, []string{passwordLogin}, "[{password false <nil>}]"},
		"both":          {withPassword, []string{rawMint, validates, passwordLogin}, "[{refreshToken false <nil>} {password false <nil>}]"},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{
				minting: {shows(200, "access-token.json")}, validating: {shows(200, "validate-true.json")}, passwordMint: {shows(200, "authenticate.json")},
			})
			if got := fmt.Sprint(check(t, s, test.change)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			wantRequests(t, s, test.requests...)
		})
	}
}

func TestABearerThatTheVendorDoesNotFindValidFailsTheCheck(t *testing.T) {
	tests := map[string]struct {
		verdict script.Step
		want    upstream.Kind
	}{
		"not valid":      {shows(200, "validate-false.json"), upstream.Credentials},
		"401":            {shows(http.StatusUnauthorized, "error-401.json"), upstream.Credentials},
		"406":            {shows(http.StatusNotAcceptable, "error-406.json"), upstream.Credentials},
		"400":            {shows(http.StatusBadRequest, "error-400.json"), upstream.Failed},
		"500":            {shows(http.StatusInternalServerError, "error-500.json"), upstream.Failed},
		"no verdict":     {says(200, `{"message":"","result":{}}`), upstream.Malformed},
		"no result":      {says(200, `{"message":""}`), upstream.Malformed},
		"a page of HTML": {says(200, "<html>"), upstream.Malformed},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			checks := check(t, serve(t, script.Routes{validating: {test.verdict}}), nil)
			wantError(t, checks[0].Err, test.want, "")
		})
	}
}

func TestOneRefusedCredentialDoesNotHideTheOther(t *testing.T) {
	s := serve(t, script.Routes{minting: {shows(406, "error-406.json")}, passwordMint: {shows(200, "authenticate.json")}})
	checks := check(t, s, withPassword)
	wantError(t, checks[0].Err, upstream.Credentials, "")
	if checks[1].Err != nil {
		t.Errorf("got %v, want the password to be good", checks[1].Err)
	}
}

func TestTheDescriptionIsWhatTheVendorCanDo(t *testing.T) {
	s := serve(t, nil)
	script.GoldenJSON(t, "description.golden.json", connect(t, s, nil).Describe())
	sure := connect(t, s, func(s *settings) { s.FilterIgnoresCase = true }).Describe()
	if got := fmt.Sprint(sure.PushDown); got != "[userName email]" {
		t.Errorf("got push-down of %s", got)
	}
}

func TestTheTablesRefuseWhatTheVendorCannotHold(t *testing.T) {
	d := connect(t, serve(t, nil), nil).Describe()
	whole := draft()
	if faults := d.CheckDraft(whole, upstream.OnCreate); len(faults) > 0 {
		t.Errorf("a whole draft is refused: %v", faults)
	}
	whole.NativeID, whole.Active, whole.Language = "own", new(true), new("en")
	wantFields(t, &upstream.Error{Fields: d.CheckDraft(whole, upstream.OnCreate)},
		"/language unsupported-field", "/active unsupported-field", "/nativeId unsupported-field")
	if faults := d.CheckPatch(setActive(upstream.UserPatch{Roles: upstream.Set([]string{})}, false)); len(faults) > 0 {
		t.Errorf("an empty list of roles is refused: %v", faults)
	}
	cleared := upstream.UserPatch{Email: upstream.Clear[string](), Roles: upstream.Clear[[]string]()}
	wantFields(t, &upstream.Error{Fields: d.CheckPatch(cleared)}, "/email not-clearable", "/roles not-clearable")
}
