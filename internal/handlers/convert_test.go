package handlers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// read is a target of an operation that changes nothing.
func read(open *upstream.Open) target { return target{open, &operation{id: "getUser"}} }

func acme() *upstream.Open { return &upstream.Open{Name: "main", Vendor: "acme"} }

func fullUser() upstream.User {
	at := time.Date(2024, 2, 3, 4, 5, 6, 7e6, time.UTC)
	return upstream.User{
		NativeID: "auth0|a/b:c", Aliases: []string{"nora@corp.example", "17"},
		UserName: new("nora"), DisplayName: new("Nora Vale"), GivenName: new("Nora"), FamilyName: new("Vale"),
		Email: new("nora@corp.example"), Language: new("en"), Title: new("Engineer"), Phone: new("+31205550001"),
		Active: new(false), Roles: []string{"2", "admin"},
		Groups:    []upstream.Membership{{NativeID: "g1"}, {NativeID: "g2", DisplayName: new("Team"), RoleID: new("lead")}},
		CreatedAt: &at, ModifiedAt: new(at.Add(time.Hour)), LastLoginAt: new(at.Add(2 * time.Hour)),
		Extensions: struct {
			Rank int `json:"rank"`
		}{0}, Raw: json.RawMessage(`{"n":12345678901234567890}`),
	}
}

func TestAUserSaysWhatTheVendorSaidAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name string
		user upstream.User
		want string
	}{
		{"full", fullUser(), `{"active":false,"aliases":["main:nora@corp.example","main:17"],"connection":"main",` +
			`"createdAt":"2024-02-03T04:05:06.007Z","displayName":"Nora Vale","email":"nora@corp.example","extensions":{"acme":{"rank":0}},` +
			`"familyName":"Vale","givenName":"Nora","groups":[{"id":"main:g1"},{"displayName":"Team","id":"main:g2","roleId":"lead"}],` +
			`"id":"main:auth0|a/b:c","language":"en","lastLoginAt":"2024-02-03T06:05:06.007Z","modifiedAt":"2024-02-03T05:05:06.007Z",` +
			`"nativeId":"auth0|a/b:c","phone":"+31205550001","raw":{"n":12345678901234567890},"roles":["2","admin"],"title":"Engineer","userName":"nora"}`},
		{"minimal", upstream.User{NativeID: "x"}, `{"connection":"main","id":"main:x","nativeId":"x"}`},
		{"known to be empty", upstream.User{
			NativeID: "x", Aliases: []string{}, UserName: new(""), Active: new(false), Roles: []string{}, Groups: []upstream.Membership{}, Extensions: struct{}{},
		}, `{"active":false,"connection":"main","extensions":{"acme":{}},"groups":[],"id":"main:x","nativeId":"x","roles":[],"userName":""}`},
	} {
		user, err := answeredUser(read(acme()), c.user)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(user)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestAUserThatDoesNotFitIsMalformed: the specification promises callers how
// long a text can be, in characters, and which ids there are.
func TestAUserThatDoesNotFitIsMalformed(t *testing.T) {
	long, tooLong := strings.Repeat("é", maxText), strings.Repeat("a", maxText+1)
	for _, c := range []struct {
		name   string
		change func(u *upstream.User, text string)
	}{
		{"userName", func(u *upstream.User, text string) { u.UserName = &text }},
		{"displayName", func(u *upstream.User, text string) { u.DisplayName = &text }},
		{"givenName", func(u *upstream.User, text string) { u.GivenName = &text }},
		{"familyName", func(u *upstream.User, text string) { u.FamilyName = &text }},
		{"email", func(u *upstream.User, text string) { u.Email = &text }},
		{"language", func(u *upstream.User, text string) { u.Language = &text }},
		{"title", func(u *upstream.User, text string) { u.Title = &text }},
		{"phone", func(u *upstream.User, text string) { u.Phone = &text }},
		{"a role", func(u *upstream.User, text string) { u.Roles = append(u.Roles, text) }},
		{"a group's name", func(u *upstream.User, text string) { u.Groups[1].DisplayName = &text }},
		{"a group's role", func(u *upstream.User, text string) { u.Groups[1].RoleID = &text }},
	} {
		fits, doesNot := fullUser(), fullUser()
		c.change(&fits, long)
		c.change(&doesNot, tooLong)
		if _, err := answeredUser(read(acme()), fits); err != nil {
			t.Errorf("%s of %d characters: got %v, want a user", c.name, maxText, err)
		}
		if user, err := answeredUser(read(acme()), doesNot); !upstream.IsKind(err, upstream.Malformed) || user.ID != "" {
			t.Errorf("%s of %d characters: got %v, want malformed", c.name, maxText+1, err)
		}
	}
}

func TestAUserWithMoreOfAnythingThanIsPromisedIsMalformed(t *testing.T) {
	for _, c := range []struct {
		name string
		most int
		fill func(u *upstream.User, n int)
	}{
		{"aliases", maxAliases, func(u *upstream.User, n int) { u.Aliases = slices.Repeat([]string{"a"}, n) }},
		{"roles", maxPlaces, func(u *upstream.User, n int) { u.Roles = slices.Repeat([]string{"a"}, n) }},
		{"groups", maxPlaces, func(u *upstream.User, n int) { u.Groups = slices.Repeat([]upstream.Membership{{NativeID: "g"}}, n) }},
	} {
		u := fullUser()
		if c.fill(&u, c.most); !userHoldable(&u) {
			t.Errorf("%d %s cannot be passed on", c.most, c.name)
		}
		if c.fill(&u, c.most+1); userHoldable(&u) {
			t.Errorf("%d %s are passed on", c.most+1, c.name)
		}
	}
}

func TestAUserWithAnIDThatIsNoneIsMalformed(t *testing.T) {
	for _, bad := range []string{"", ".", "..", "a\nb", "a\x7fb", "\xff", strings.Repeat("a", upstream.MaxID+1)} {
		for name, change := range map[string]func(*upstream.User){
			"id":    func(u *upstream.User) { u.NativeID = bad },
			"group": func(u *upstream.User) { u.Groups[0].NativeID = bad },
			"alias": func(u *upstream.User) { u.Aliases[0] = bad },
		} {
			u := fullUser()
			change(&u)
			if _, err := answeredUser(read(acme()), u); !upstream.IsKind(err, upstream.Malformed) {
				t.Errorf("%s %q: got %v, want malformed", name, bad, err)
			}
		}
	}
}

func TestAPlanIsShownAsItWasRecorded(t *testing.T) {
	_, plan := upstream.WithPlan(t.Context())
	for _, r := range []upstream.PlannedRequest{
		{Method: "DELETE", Path: "/users/a%2Fb", Headers: map[string]string{"Authorization": "***"}},
		{Method: "PUT", Path: "/users/a", Query: "mode=upsert", Body: json.RawMessage(`{"n":1.10}`)},
	} {
		plan.Record(r)
	}
	got, err := json.Marshal(planOf(plan))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"requests":[{"headers":{"Authorization":"***"},"method":"DELETE","path":"/users/a%2Fb"},{"body":{"n":1.10},"headers":null,"method":"PUT","path":"/users/a","query":"mode=upsert"}]}`
	if diff := cmp.Diff(tree(t, want), tree(t, string(got))); diff != "" || !strings.Contains(string(got), "1.10") {
		t.Errorf("%s (-want +got):\n%s", got, diff)
	}
	_, empty := upstream.WithPlan(t.Context())
	if got, _ := json.Marshal(planOf(empty)); string(got) != `{"requests":[]}` {
		t.Errorf("an empty plan: got %s", got)
	}
}
