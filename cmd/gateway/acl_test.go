package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/redisconn/redistest"
)

// documentedUser is the line of docs/security.md that makes the gateway's user in
// Redis.
func documentedUser(t *testing.T, password string) []any {
	t.Helper()
	text, err := os.ReadFile(root + "/docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ACL SETUSER .*$`).FindString(string(text))
	var command []any
	for _, word := range strings.Fields(strings.ReplaceAll(line, "<password>", password)) {
		command = append(command, word)
	}
	return command
}

func TestTheDocumentedUserOfRedisIsEnoughAndNotTooMuch(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	ctx, admin := t.Context(), server.Client()
	line := documentedUser(t, "hush")
	if err := admin.Do(ctx, line...).Err(); err != nil {
		t.Fatalf("%v: %v", line, err)
	}
	admin.ConfigResetStat(ctx)
	url := "redis://dragoman:hush@" + strings.TrimPrefix(server.URL(), "redis://") + "/1"
	w := start(t, setup{people: 3, redis: url, rateLimit: "{rate: 1000, burst: 1000}", resilient: true})
	w.useAll(t)
	server.Hang()
	for n := range 10 { // a Redis that is lost is asked whether it is back
		w.get("admin", fmt.Sprintf("/v1/icons/w365:global.%d/content", 5000+n))
	}
	server.Resume()
	eventually(t, func() bool { return strings.Contains(admin.Info(ctx, "commandstats").Val(), "cmdstat_ping:") })
	if refused := admin.Do(ctx, "ACL", "LOG").Val().([]any); len(refused) != 0 {
		t.Errorf("Redis refused: %v", refused)
	}
	stats := admin.Info(ctx, "commandstats").Val()
	for _, word := range line {
		if command, granted := strings.CutPrefix(fmt.Sprint(word), "+"); granted && !strings.Contains(stats, "cmdstat_"+command+":") {
			t.Errorf("+%s is granted and never used", command)
		}
	}
	for _, command := range []string{"GETRANGE another:key 0 1", "SET another:key v", "PUBLISH another:channel v", "KEYS *", "SCAN 0", "MONITOR", "CONFIG GET *", "FLUSHALL", "ACL LIST"} {
		call := []any{"ACL", "DRYRUN", "dragoman"}
		for _, word := range strings.Fields(command) {
			call = append(call, word)
		}
		if said, err := admin.Do(ctx, call...).Text(); err == nil && said == "OK" {
			t.Errorf("the user may %s", command)
		}
	}
}

// useAll has a gateway and a second one do all that they ask Redis for.
func (w *whole) useAll(t *testing.T) {
	t.Helper()
	second := w.replica()
	token := w.bearerOf("iw", w.sims["iw"].World.People()[0])
	icon := "/v1/icons/w365:" + w.sims["w365"].World.Icons.All()[0].ID + "/content"
	for _, on := range []*whole{w, second, w} {
		on.introspected("admin", token).want(t, 200, "")
		if got := on.get("admin", icon); got.status != 200 {
			t.Errorf("got %d %s", got.status, got.body)
		}
		if got := on.keyed("admin", "k", "POST", activities, anActivity); got.status != 200 && got.status != 201 || got.header.Get("Idempotency-Scope") != "" {
			t.Errorf("got %d %v %s", got.status, got.header, got.body)
		}
	}
	// What changed nothing gives its key back.
	w.keyed("admin", "refused", "POST", activities, `{"title":"t","audience":{"user":"w365:an-object-id"}}`).want(t, 422, "wrong-identifier")
	if got := second.post("admin", "/v1/tokens/revoke?connection=iw", `{"token":"`+token+`"}`); got.status != 200 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	eventually(t, func() bool { return w.introspected("admin", token).isInactive() })
}
