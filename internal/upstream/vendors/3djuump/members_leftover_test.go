package juump

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestALeftoverOfADeletedTeamIsTakenAwayWithoutALook(t *testing.T) {
	const user = "/directory/api/manage/users/auth0%7C6a11b2c3d4e5f60718293a4b"
	for name, remove := range map[string]func(*connector) error{
		"removeGroupMember": func(c *connector) error {
			_, err := c.RemoveGroupMember(t.Context(), upstream.MemberRef{GroupID: "aa", UserID: ines})
			return err
		},
		"changeUserGroups": func(c *connector) error {
			got, err := c.ChangeUserGroups(t.Context(), upstream.UserGroupChanges{UserID: ines, Remove: []string{"aa"}})
			if want := "-aa ok"; told(got) != want {
				t.Errorf("got %q, want %q", told(got), want)
			}
			return err
		},
	} {
		// The script has no step for the team: reading it fails the test.
		s := script.ByRoute(t, script.Routes{"GET " + user: {in("aa", "bb")}, "PUT " + user: {shows(200, "upserted.json")}})
		c := dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: membershipUpdate})
		if err := remove(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if all := s.Requests(); len(all) != 2 || all[1].Body != `{"teamuuids":["bb"]}` {
			t.Errorf("%s: asked\n%s", name, asked(s))
		}
	}
}

func TestAnUnknownUserIsNotFoundWhateverTheTeams(t *testing.T) {
	for _, operation := range []string{"addGroupMember", "removeGroupMember", "changeUserGroups"} {
		c, s := rewriting(t, says(404, ""))
		e := script.Failure(t, operations()[operation](t.Context(), c))
		if e.Kind != upstream.NotFound || e.Outcome != upstream.NotSent || !strings.Contains(s.Requests()[0].Line, "/users/") {
			t.Errorf("%s: got %v with outcome %q, asked\n%s", operation, e, e.Outcome, asked(s))
		}
	}
}

func TestAWholeRewriteHasTheTimeOfOneCall(t *testing.T) {
	d := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if strings.Contains(r.URL.Path, "/users/") {
			_, _ = w.Write([]byte(`{"oidcsub":"` + id + `","teamuuids":[]}`))
			return
		}
		// The second look never ends by itself.
		if id == "bb" {
			<-r.Context().Done()
			return
		}
		_, _ = w.Write([]byte(`{"teamuuid":"` + id + `"}`))
	})
	c := dial(t, script.Start(t, d).URL, settings{APIKey: upstream.NewSecret(apiKey), Membership: membershipUpdate})
	// Each call alone has five seconds.
	c.timeout = 200 * time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	_, err := c.ChangeUserGroups(ctx, upstream.UserGroupChanges{UserID: ines, Add: []string{"aa", "bb"}})
	if e := script.Failure(t, err); e.Kind != upstream.Timeout || e.Outcome != upstream.NotSent || ctx.Err() != nil {
		t.Errorf("got %v with outcome %q, want a timeout long before the caller's own", e, e.Outcome)
	}
}
