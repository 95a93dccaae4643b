package juump

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// apiKey is base64 of "infinite:p%40ss+word", as the vendor's script makes it.
const apiKey = "aW5maW5pdGU6cCU0MHNzK3dvcmQ="

// ines is the id of the user in testdata/ines.json.
const ines = "auth0|6a11b2c3d4e5f60718293a4b"

// design is the id of the team in testdata/design.json.
const design = "{1F0CAB12-0000-4000-8000-0000000000aa}"

// says is an answer of this vendor.
func says(status int, body string) script.Step {
	return script.Step{Status: status, Body: body, Header: http.Header{"Content-Type": {contentType}}}
}

// shows is an answer of this vendor that is a file of testdata.
func shows(status int, file string) script.Step {
	return script.Step{Status: status, File: file, Header: http.Header{"Content-Type": {contentType}}}
}

// asked is what the vendor was asked, as the golden files hold it: with the
// headers that matter, among them the length, and a line for a body that is empty.
func asked(s *script.Server) string {
	var all []string
	for _, r := range s.Requests() {
		head := r.Head("Accept", "Authorization", "Content-Length", "Content-Type", "X-Infinite-Apikey", "Transfer-Encoding")
		all = append(all, head+"\n"+r.Body+"\n")
	}
	return strings.Join(all, "---\n")
}

// play opens a connector on a vendor that answers these steps.
func play(t *testing.T, steps ...script.Step) (*connector, *script.Server) {
	t.Helper()
	s := script.InOrder(t, steps...)
	return dial(t, s.URL, settings{APIKey: upstream.NewSecret(apiKey)}), s
}

// dial opens a connector on a vendor that stands behind a path.
func dial(t *testing.T, vendor string, s settings) *connector {
	t.Helper()
	return script.Open(t, Vendor(), script.Connection(t, vendor+"/directory", s)).(*connector)
}

// operations calls every operation once, by operationId.
func operations() map[string]func(context.Context, *connector) error {
	return map[string]func(context.Context, *connector) error{
		"listUsers": func(ctx context.Context, c *connector) error {
			_, err := c.ListUsers(ctx, upstream.UserQuery{Limit: 16})
			return err
		},
		"getUser": func(ctx context.Context, c *connector) error {
			_, err := c.GetUser(ctx, upstream.UserRef{ID: ines})
			return err
		},
		"createUser": func(ctx context.Context, c *connector) error {
			_, err := c.CreateUser(ctx, upstream.UserDraft{NativeID: ines})
			return err
		},
		"putUser": func(ctx context.Context, c *connector) error {
			_, err := c.PutUser(ctx, upstream.UserDraft{NativeID: ines, Active: new(true)})
			return err
		},
		"updateUser": func(ctx context.Context, c *connector) error {
			_, err := c.UpdateUser(ctx, upstream.UserPatch{ID: ines, Active: upstream.Set(false)})
			return err
		},
		"deleteUser": func(ctx context.Context, c *connector) error {
			_, err := c.DeleteUser(ctx, upstream.UserRef{ID: ines})
			return err
		},
		"listGroups": func(ctx context.Context, c *connector) error {
			_, err := c.ListGroups(ctx, upstream.GroupQuery{Limit: 16})
			return err
		},
		"getGroup": func(ctx context.Context, c *connector) error {
			_, err := c.GetGroup(ctx, upstream.GroupRef{ID: design})
			return err
		},
		"createGroup": func(ctx context.Context, c *connector) error {
			_, err := c.CreateGroup(ctx, upstream.GroupDraft{DisplayName: new("design")})
			return err
		},
		"putGroup": func(ctx context.Context, c *connector) error {
			_, err := c.PutGroup(ctx, upstream.GroupDraft{NativeID: design, DisplayName: new("design")})
			return err
		},
		"deleteGroup": func(ctx context.Context, c *connector) error {
			_, err := c.DeleteGroup(ctx, upstream.GroupRef{ID: design})
			return err
		},
		"listUserGroups": func(ctx context.Context, c *connector) error {
			_, err := c.ListUserGroups(ctx, upstream.UserGroupQuery{UserID: ines, Limit: 16})
			return err
		},
		"listGroupMembers": func(ctx context.Context, c *connector) error {
			_, err := c.ListGroupMembers(ctx, upstream.MemberQuery{GroupID: design, Limit: 16})
			return err
		},
		"addGroupMember": func(ctx context.Context, c *connector) error {
			_, err := c.AddGroupMember(ctx, upstream.MemberRef{GroupID: design, UserID: ines})
			return err
		},
		"removeGroupMember": func(ctx context.Context, c *connector) error {
			_, err := c.RemoveGroupMember(ctx, upstream.MemberRef{GroupID: design, UserID: ines})
			return err
		},
		"changeUserGroups": func(ctx context.Context, c *connector) error {
			_, err := c.ChangeUserGroups(ctx, upstream.UserGroupChanges{UserID: ines, Add: []string{design}})
			return err
		},
		"checkConnection": func(ctx context.Context, c *connector) error {
			checks, err := c.CheckConnection(ctx, struct{}{})
			if err != nil {
				return err
			}
			return checks[0].Err
		},
	}
}
