package sim_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestPurgeKillsTheBearerItIsAskedWithAndNoOther(t *testing.T) {
	b := start(t, 1)
	refresh := b.sim.World.People()[0].Secrets["refresh_token"]
	one, other, service := b.bearerFor(refresh), b.bearerFor(refresh), b.serviceBearer()
	purge := func(token string) answered { return b.call("DELETE", accessPath, "", "Authorization", "Bearer "+token) }

	b.same(purge(one), 200, `{"message":"Platform Security Response","result":"Token successfully blacklisted"}`)
	b.same(purge(one), 401, noAccessBody)
	b.refused(b.call("GET", "/v3/admin/users", "", "Authorization", "Bearer "+one), 401, "IW10005")
	b.same(b.validate(one), 200, `{"message":"","result":{"is_valid":false}}`)
	b.same(b.validate(other), 200, `{"message":"","result":{"is_valid":true}}`)
	b.same(b.validate(service), 200, `{"message":"","result":{"is_valid":true}}`)
	if b.bearerFor(refresh) == one {
		t.Error("the purged bearer was handed out again")
	}
}

func TestPurgeRefuses(t *testing.T) {
	b := start(t, 1)
	bearer := b.serviceBearer()
	b.same(b.call("DELETE", accessPath, ""), 401, noAccessBody)
	for _, authorization := range []string{
		"Bearer a.b.c", "Bearer " + bearer + "x", "Basic " + bearer, "Basic " + b.setting("refreshToken"), basic(b.setting("username"), b.setting("password")),
	} {
		b.same(b.call("DELETE", accessPath, "", "Authorization", authorization), 401, noAccessBody)
	}
	b.refused(b.call("DELETE", accessPath+"?token=1", "", "Authorization", "Bearer "+bearer), 400, "IW10006")
	b.refused(b.call("DELETE", accessPath, "{}", "Authorization", "Bearer "+bearer), 400, "IW10006")
	b.same(b.validate(bearer), 200, `{"message":"","result":{"is_valid":true}}`)
	b.wait(15 * time.Minute)
	b.same(b.call("DELETE", accessPath, "", "Authorization", "Bearer "+bearer), 401, noAccessBody)
}

const rotated = `{"message":"Platform Security Response","result":"Successfully Blacklisted Refresh Token."}`

func TestRotateTellsTheNewTokenInTheUserListAlone(t *testing.T) {
	b := start(t, 3)
	before := b.sim.World.People()
	old := before[1].Secrets["refresh_token"]
	bearer := b.bearerFor(old)
	rotate := func(token string) answered { return b.call("DELETE", refreshPath, "", "Authorization", "Basic "+token) }

	b.same(rotate(old), 200, rotated)
	b.same(rotate(old), 406, failedBody)
	b.same(b.call("GET", accessPath, "", "Authorization", "Basic "+old), 406, failedBody)
	b.same(b.validate(bearer), 200, `{"message":"","result":{"is_valid":true}}`)

	listed, _ := b.tree(b.asAdmin("GET", usersPath, ""), "result").([]any)
	fresh, _ := listed[1].(map[string]any)["refresh_token"].(string)
	if raw, err := base64.StdEncoding.DecodeString(fresh); err != nil || len(raw) != 75 || fresh == old {
		t.Errorf("new token %q: %d bytes, %v", fresh, len(raw), err)
	}
	if b.bearerFor(fresh) == "" {
		t.Error("the new token does not sign in")
	}
	before[1].Secrets["refresh_token"] = fresh
	if after := b.sim.World.People(); !reflect.DeepEqual(after, before) {
		t.Errorf("got  %+v\nwant %+v", after, before)
	}
	b.same(rotate(fresh), 200, rotated)
}

func TestABlacklistedRefreshTokenStaysBad(t *testing.T) {
	b := start(t, 1)
	p := b.sim.World.People()[0]
	b.call("DELETE", refreshPath, "", "Authorization", "Basic "+p.Secrets["refresh_token"])
	b.sim.World.Change(p.ID, func(stored *simkit.Person) { stored.Secrets = p.Secrets })
	b.same(b.call("GET", accessPath, "", "Authorization", "Basic "+p.Secrets["refresh_token"]), 406, failedBody)
}

func TestRotateOfTheServiceAccountsOwnToken(t *testing.T) {
	b := start(t, 2)
	before := b.sim.World.People()
	old := b.setting("refreshToken")
	if b.vendor.ServiceRefreshToken() != old {
		t.Error("the token in the settings is not the account's")
	}
	b.same(b.call("DELETE", refreshPath, "", "Authorization", "Basic "+old), 200, rotated)
	b.same(b.call("GET", accessPath, "", "Authorization", "Basic "+old), 406, failedBody)
	if fresh := b.vendor.ServiceRefreshToken(); fresh == old || b.bearerFor(fresh) == "" {
		t.Error("the account has no new token")
	}
	if got := b.call("GET", authenticatePath, "", "Authorization", basic(b.setting("username"), b.setting("password"))); got.status != 200 {
		t.Errorf("its password is refused: %+v", got)
	}
	if !reflect.DeepEqual(b.sim.World.People(), before) {
		t.Error("people changed")
	}
}

func TestRotateRefuses(t *testing.T) {
	b := start(t, 3)
	p := b.sim.World.People()[0]
	disabled := b.person(func(p simkit.Person) bool { return !*p.Active })
	own := p.Secrets["refresh_token"]
	before := b.sim.World.People()
	b.same(b.call("DELETE", refreshPath, ""), 401, noAccessBody)
	b.same(b.call("DELETE", refreshPath, "", "Authorization", "Bearer "+own), 401, noAccessBody)
	b.same(b.call("DELETE", refreshPath, "", "Authorization", "Bearer "+b.serviceBearer()), 401, noAccessBody)
	for name, authorization := range map[string]string{
		"unknown token":       "Basic x",
		"user and password":   basic(*p.Email, p.Secrets["password"]),
		"base64 of the token": "Basic " + base64.StdEncoding.EncodeToString([]byte(own)),
		"disabled login":      "Basic " + disabled.Secrets["refresh_token"],
	} {
		t.Run(name, func(*testing.T) {
			b.same(b.call("DELETE", refreshPath, "", "Authorization", authorization), 406, failedBody)
		})
	}
	b.refused(b.call("DELETE", refreshPath+"?x=1", "", "Authorization", "Basic "+own), 400, "IW10006")
	b.refused(b.call("DELETE", refreshPath, "{}", "Authorization", "Basic "+own), 400, "IW10006")
	if !reflect.DeepEqual(b.sim.World.People(), before) {
		t.Error("a refused call changed a token")
	}
}

func TestOneOfManyConcurrentRotationsSucceeds(t *testing.T) {
	b := start(t, 0)
	// Without the network in between, they meet often.
	rotate := func(token string) int {
		w, r := httptest.NewRecorder(), httptest.NewRequest("DELETE", refreshPath, http.NoBody)
		r.Header.Set("Authorization", "Basic "+token)
		b.sim.ServeHTTP(w, r)
		return w.Code
	}
	for range 300 {
		token := b.vendor.ServiceRefreshToken()
		var done, refused atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				switch rotate(token) {
				case 200:
					done.Add(1)
				case 406:
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 || refused.Load() != 7 {
			t.Fatalf("%d done, %d refused", done.Load(), refused.Load())
		}
	}
}
