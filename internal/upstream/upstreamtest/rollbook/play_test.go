package rollbook

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// The key of these tests.
const (
	keyID  = "rb-0badcafe"
	secret = "rollbook-secret-0123456789"
)

// morning is when the tests call, 1772964672 seconds after 1970.
func morning() time.Time { return time.Unix(1772964672, 0) }

// says is an answer of this vendor.
func says(status int, body string) script.Step {
	return script.Step{Status: status, Body: body, Header: header(status)}
}

// shows is an answer of this vendor that is a file of testdata.
func shows(status int, file string) script.Step {
	return script.Step{Status: status, File: file, Header: header(status)}
}

// header is of XML where it is a refusal, and asks for a wait, of which only some
// statuses make something.
func header(status int) http.Header {
	if status < 300 {
		return nil
	}
	return http.Header{"Content-Type": {"application/xml"}, "Location": {"/elsewhere"}, "Retry-After": {"7"}}
}

// play opens a connector on a vendor that answers these steps.
func play(t *testing.T, steps ...script.Step) (*connector, *script.Server) {
	t.Helper()
	s := script.InOrder(t, steps...)
	return dial(t, s.URL, whole()), s
}

// whole are settings without a fault.
func whole() settings { return settings{KeyID: keyID, Secret: upstream.NewSecret(secret)} }

// dial opens a connector on a vendor that stands behind a path.
func dial(t *testing.T, vendor string, s settings) *connector {
	t.Helper()
	c := script.Connection(t, vendor+"/register", s)
	c.Now = morning
	return script.Open(t, Vendor(), c).(*connector)
}

// operations calls every operation once, by operationId.
func operations() map[string]func(context.Context, *connector) error {
	member := upstream.MemberRef{GroupID: "g-7", UserID: "p-1000"}
	return map[string]func(context.Context, *connector) error{
		"listUsers": func(ctx context.Context, c *connector) error {
			_, err := c.ListUsers(ctx, upstream.UserQuery{Limit: 2, At: "c3RhcnQ"})
			return err
		},
		"getUser": func(ctx context.Context, c *connector) error {
			_, err := c.GetUser(ctx, upstream.UserRef{ID: "p-1000"})
			return err
		},
		"createUser": func(ctx context.Context, c *connector) error {
			_, err := c.CreateUser(ctx, fullDraft())
			return err
		},
		"updateUser": func(ctx context.Context, c *connector) error {
			_, err := c.UpdateUser(ctx, fullPatch())
			return err
		},
		"deleteUser": func(ctx context.Context, c *connector) error {
			_, err := c.DeleteUser(ctx, upstream.UserRef{ID: "p-1000"})
			return err
		},
		"listGroups": func(ctx context.Context, c *connector) error {
			_, err := c.ListGroups(ctx, upstream.GroupQuery{Limit: 2, At: "c3RhcnQ"})
			return err
		},
		"getGroup": func(ctx context.Context, c *connector) error {
			_, err := c.GetGroup(ctx, upstream.GroupRef{ID: "g-7"})
			return err
		},
		"addGroupMember": func(ctx context.Context, c *connector) error {
			_, err := c.AddGroupMember(ctx, member)
			return err
		},
		"removeGroupMember": func(ctx context.Context, c *connector) error {
			_, err := c.RemoveGroupMember(ctx, member)
			return err
		},
		"checkConnection": func(ctx context.Context, c *connector) error {
			checks, err := c.CheckConnection(ctx, struct{}{})
			if err != nil || len(checks) != 1 || checks[0].Credential != "secret" || checks[0].Unverifiable {
				return fmt.Errorf("checks %v, error %w", checks, err)
			}
			return checks[0].Err
		},
	}
}

// succeeds is a good answer to each operation.
func succeeds() map[string]script.Step {
	person, done := shows(200, "answers/person.json"), says(204, "")
	return map[string]script.Step{
		"listUsers": shows(200, "answers/people.json"), "getUser": person, "createUser": shows(201, "answers/person.json"),
		"updateUser": person, "deleteUser": done, "listGroups": shows(200, "answers/groups.json"),
		"getGroup": shows(200, "answers/group.json"), "addGroupMember": done, "removeGroupMember": done,
		"checkConnection": says(200, `{"people": [], "after": null}`),
	}
}
