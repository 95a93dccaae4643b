package sim_test

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestBearerIsAnHS256JWT(t *testing.T) {
	b := start(t, 0)
	token := b.serviceBearer()
	header, _ := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[0])
	if string(header) != `{"alg":"HS256"}` {
		t.Errorf("header %s", header)
	}
	c := claimsOf(t, token)
	if iat := float64(startOfTest.Unix()); c["iat"] != iat || c["exp"] != iat+900 {
		t.Errorf("iat %v, exp %v", c["iat"], c["exp"])
	}
	if jti, _ := c["jti"].(string); !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(jti) {
		t.Errorf("jti %q", jti)
	}
	if sub := c["sub"]; sub != `{"email":"`+b.setting("username")+`","scope":{"action":"refresh_token"}}` {
		t.Errorf("sub is %v", sub)
	}
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("not a JWT: %q", token)
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(raw, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestValidate(t *testing.T) {
	b := start(t, 2)
	const path = "/v3/security/token/validate"
	validate := func(token string) answered { return b.call("GET", path, "", "Authorization", "Bearer "+token) }
	first := b.serviceBearer()
	b.wait(450 * time.Second)
	second := b.serviceBearer()

	b.same(validate(first), 200, `{"message":"","result":{"is_valid":true}}`)
	b.same(validate(second), 200, `{"message":"","result":{"is_valid":true}}`)
	b.wait(450 * time.Second)
	b.same(validate(first), 200, `{"message":"","result":{"is_valid":false}}`)
	b.same(validate(second), 200, `{"message":"","result":{"is_valid":true}}`)

	b.same(b.call("GET", path, ""), 401, noAccessBody)
	b.same(validate("nonsense"), 401, noAccessBody)
	b.same(validate(second+"x"), 401, noAccessBody)
	b.same(b.call("GET", path, "", "Authorization", "Basic "+second), 401, noAccessBody)
	b.refused(b.call("GET", path+"?token=1", "", "Authorization", "Bearer "+second), 400, "IW10006")
}

func TestExpireBearersKillsThoseHandedOutSoFar(t *testing.T) {
	b := start(t, 2)
	old := b.serviceBearer()
	b.vendor.ExpireBearers()
	b.refused(b.call("GET", "/v3/admin/users", "", "Authorization", "Bearer "+old), 401, "IW10005")
	b.same(b.call("GET", "/v3/security/token/validate", "", "Authorization", "Bearer "+old),
		200, `{"message":"","result":{"is_valid":false}}`)
	if got := b.asAdmin("GET", "/v3/admin/users", ""); got.status != 200 {
		t.Errorf("a new bearer is refused: %+v", got)
	}
}

func TestBearerOfADeletedUserIsDead(t *testing.T) {
	b := start(t, 2)
	p := b.sim.World.People()[0]
	bearer := b.bearerFor(p.Secrets["refresh_token"])
	b.sim.World.Remove(p.ID)
	b.same(b.call("GET", "/v3/security/token/validate", "", "Authorization", "Bearer "+bearer),
		200, `{"message":"","result":{"is_valid":false}}`)
	b.refused(b.call("GET", "/v3/admin/users", "", "Authorization", "Bearer "+bearer), 401, "IW10005")
}
