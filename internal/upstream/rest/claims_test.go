package rest_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func jwtOf(payload string) string {
	return "e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2ln"
}

func TestAClaimIsReadWhereItIsOfItsType(t *testing.T) {
	c := rest.ClaimsOf(jwtOf(`{"exp":1795263300,"late":253402300800,"none":0,"text":"1795263300","empty":"","list":[1]}`))
	if at := c.Time("exp"); at == nil || !at.Equal(time.Unix(1795263300, 0)) || at.Location() != time.UTC {
		t.Errorf("exp is %v", at)
	}
	for _, name := range []string{"late", "none", "text", "list", "absent"} {
		if at := c.Time(name); at != nil {
			t.Errorf("%s is the time %v", name, at)
		}
	}
	if text := c.Text("text"); text == nil || *text != "1795263300" {
		t.Errorf("text is %v", text)
	}
	for _, name := range []string{"exp", "empty", "list", "absent"} {
		if text := c.Text(name); text != nil {
			t.Errorf("%s is the text %q", name, *text)
		}
	}
}

func TestWhatIsNoJWTHasNoClaims(t *testing.T) {
	for _, token := range []string{"", "opaque", "a.b", "a.b.c.d", "e30.***.c2ln", jwtOf(`[1]`), jwtOf(`{"exp":`), "e30.e30=.c2ln"} {
		if c := rest.ClaimsOf(token); c != nil {
			t.Errorf("%q has %v", token, c)
		}
	}
}
