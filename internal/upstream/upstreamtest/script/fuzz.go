package script

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// FuzzAnswers fuzzes what a connector makes of its vendor's answers: whatever the
// vendor says to a read, it does not panic, its error is the contract's own, and
// what it returns can be told: every item has an id, every date a year. The seeds
// are the files of testdata. A route of logins is answered with its step instead.
func FuzzAnswers(f *testing.F, open func(base string) upstream.Connector, logins map[string]Step) {
	f.Helper()
	type said struct {
		status int
		body   []byte
	}
	var now atomic.Pointer[said]
	server := Start(f, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if login, ok := logins[r.Method+" "+r.URL.EscapedPath()]; ok {
			login.write(w)
			return
		}
		s := now.Load()
		Step{Status: s.status, Body: string(s.body)}.write(w)
	}))
	c := open(server.URL)
	reads := readsOf(c)
	for _, body := range seeds(f) {
		for n := range reads {
			f.Add(uint8(n), uint16(http.StatusOK), body)
		}
		f.Add(uint8(0), uint16(http.StatusBadRequest), body)
	}
	f.Fuzz(func(t *testing.T, which uint8, status uint16, body []byte) {
		if status < 200 || status > 599 {
			return
		}
		now.Store(&said{int(status), body})
		got, err := reads[int(which)%len(reads)](t.Context())
		var own *upstream.Error
		if err != nil && !errors.As(err, &own) {
			t.Fatalf("got %T %v", err, err)
		}
		if err == nil {
			wantTold(t, got)
		}
	})
}

// seeds are the answers of testdata.
func seeds(f *testing.F) [][]byte {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("there are no seeds: %v", err)
	}
	var all [][]byte
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, body)
	}
	return all
}

// read is one read of a connector.
type read func(context.Context) (any, error)

// readsOf returns the reads that a connector has.
func readsOf(c upstream.Connector) []read {
	const limit = 16
	var all []read
	all = add(all, c, upstream.UserLister.ListUsers, upstream.UserQuery{Limit: limit, Raw: true})
	all = add(all, c, upstream.UserGetter.GetUser, upstream.UserRef{ID: "u", Raw: true})
	all = add(all, c, upstream.GroupLister.ListGroups, upstream.GroupQuery{Limit: limit, Raw: true})
	all = add(all, c, upstream.GroupGetter.GetGroup, upstream.GroupRef{ID: "g", Raw: true})
	all = add(all, c, upstream.GroupMemberLister.ListGroupMembers, upstream.MemberQuery{GroupID: "g", Limit: limit})
	all = add(all, c, upstream.UserGroupLister.ListUserGroups, upstream.UserGroupQuery{UserID: "u", Limit: limit})
	all = add(all, c, upstream.UserAppLister.ListUserApps, upstream.UserAppQuery{UserID: "u@x.example", Limit: limit})
	all = add(all, c, upstream.AuditEventLister.ListActivities, upstream.AuditQuery{Limit: limit})
	all = add(all, c, upstream.IconLister.ListIcons, upstream.IconQuery{Source: "global", Limit: limit})
	all = add(all, c, upstream.IconGetter.GetIcon, upstream.IconRef{ID: "global.36"})
	all = add(all, c, upstream.IconContentGetter.GetIconContent, upstream.IconRef{ID: "global.36"})
	all = add(all, c, upstream.TokenIntrospector.IntrospectToken, upstream.PresentedToken{Token: upstream.NewSecret("a.b.c")})
	return all
}

func add[C, In, Out any](all []read, c upstream.Connector, method func(C, context.Context, In) (Out, error), in In) []read {
	able, ok := c.(C)
	if !ok {
		return all
	}
	return append(all, func(ctx context.Context) (any, error) { return method(able, ctx, in) })
}

// wantTold demands that what a read returned can be written as JSON, which holds of
// dates with a year that RFC 3339 has and of raw objects that are whole, and that
// nothing in it has an id without a letter.
func wantTold(t *testing.T, got any) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatalf("%+v: %v", got, err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	if nameless(tree) {
		t.Errorf("something has no id: %s", text)
	}
}

func nameless(tree any) bool {
	switch v := tree.(type) {
	case []any:
		for _, inner := range v {
			if nameless(inner) {
				return true
			}
		}
	case map[string]any:
		for name, inner := range v {
			if name == "NativeID" && inner == "" || nameless(inner) {
				return true
			}
		}
	}
	return false
}
