package handlers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestOfATokenThatIsNotActiveNothingElseIsTold(t *testing.T) {
	at := time.Unix(1795263300, 0)
	full := upstream.Introspection{Username: new("nora"), TokenType: new("Bearer"), TokenID: new("j"), ExpiresAt: &at, IssuedAt: &at}
	if diff := cmp.Diff(api.Introspection{}, toIntrospection(full)); diff != "" {
		t.Errorf("not active (-want +got):\n%s", diff)
	}
	full.Active = true
	want := api.Introspection{Active: true, Username: new("nora"), TokenType: new("Bearer"), Jti: new("j"), Exp: new(at.Unix()), Iat: new(at.Unix())}
	if diff := cmp.Diff(want, toIntrospection(full)); diff != "" {
		t.Errorf("active (-want +got):\n%s", diff)
	}
}

// told is a connector that says what rotating its own refresh token stops.
type told struct{}

// Describe says what stops.
func (told) Describe() upstream.Description {
	return upstream.Description{Operations: map[string]upstream.Remark{"rotateRefreshToken": {Text: "Everything stops."}}}
}

// Close does nothing.
func (told) Close() error { return nil }

func TestTheGatewaysOwnRefreshTokenIsRotatedOnlyUnderItsConnectionsName(t *testing.T) {
	at := target{&upstream.Open{Name: "iw", Connector: told{}}, &operation{id: "rotateRefreshToken"}}
	own := new(api.TokenRotateOwn(true))
	for name, c := range map[string]struct {
		body    api.TokenRotate
		code    string
		pointer string
	}{
		"no confirmation":           {api.TokenRotate{Own: own}, "confirmation-required", "/confirm"},
		"another's name":            {api.TokenRotate{Own: own, Confirm: new("iw2")}, "confirmation-required", "/confirm"},
		"the caller's and its own":  {api.TokenRotate{Own: own, Confirm: new("iw"), RefreshToken: new("r")}, "contradiction", "/own"},
		"the caller's, confirmed":   {api.TokenRotate{Confirm: new("iw"), RefreshToken: new("r")}, "contradiction", "/confirm"},
		"a confirmation of nothing": {api.TokenRotate{Confirm: new("iw")}, "required", "/refreshToken"},
	} {
		_, err := rotationOf(at, &c.body)
		var f *failure
		if !errors.As(err, &f) || f.code != codeInvalidRequest || f.errors[0].Code != c.code || value(f.errors[0].Pointer) != c.pointer {
			t.Errorf("%s: got %v", name, err)
		} else if c.code == "confirmation-required" && !strings.Contains(f.detail, "Everything stops.") {
			t.Errorf("%s: the caller is not told what stops but %q", name, f.detail)
		}
	}
	if r, err := rotationOf(at, &api.TokenRotate{Own: own, Confirm: new("iw")}); err != nil || r.RefreshToken != nil {
		t.Errorf("confirmed: got %v, %v", r, err)
	}
	if r, err := rotationOf(at, &api.TokenRotate{RefreshToken: new("r")}); err != nil || r.RefreshToken.Reveal() != "r" {
		t.Errorf("the caller's: got %v, %v", r, err)
	}
}
