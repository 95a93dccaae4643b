package infoworks

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const (
	creating = "POST /v3/admin/users"
	deleting = "DELETE /v3/admin/users/" + nora
	// carries are the headers of a write with a body.
	carries = "\nAuthorization: Bearer <bearer>\nContent-Type: application/json\n"
)

func draft() upstream.UserDraft {
	return upstream.UserDraft{
		Email: new("nora@corp.example"), UserName: new("nora@corp.example"), DisplayName: new("Nora Vale"),
		Roles: []string{"modeller", "analyst"}, Password: new(upstream.NewSecret("new-secret")),
		Extensions: json.RawMessage(`{"accessibleDomains":[]}`),
	}
}

const drafted = `{"profile":{"name":"Nora Vale","email":"nora@corp.example"},"roles":["modeller","analyst"],"password":"new-secret","accessible_domains":[]}`

func create(ctx context.Context, c upstream.Connector, d upstream.UserDraft) (upstream.User, error) {
	return c.(upstream.UserCreator).CreateUser(ctx, d)
}

func remove(ctx context.Context, c upstream.Connector) error {
	_, err := c.(upstream.UserDeleter).DeleteUser(ctx, upstream.UserRef{ID: nora})
	return err
}

func TestACreatedUserIsReadBack(t *testing.T) {
	for _, answer := range []string{"reference.json", "reference-extended.json"} {
		s := serve(t, script.Routes{creating: {shows(200, answer)}, reading: {shows(200, "user.json")}})
		got, err := create(t.Context(), connect(t, s, nil), draft())
		if err != nil {
			t.Fatal(err)
		}
		wantRequests(t, s, creating+carries+drafted, gets)
		script.GoldenJSON(t, "user.golden.json", got)
	}
}

func TestAUserNameAloneIsTheEmail(t *testing.T) {
	s := serve(t, script.Routes{creating: {shows(200, "reference.json")}, reading: {shows(200, "user.json")}})
	if _, err := create(t.Context(), connect(t, s, nil), upstream.UserDraft{UserName: new("nora@corp.example")}); err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, creating+carries+`{"profile":{"email":"nora@corp.example"}}`, gets)
}

func TestACreatedUserThatCannotBeReadBackIsItsID(t *testing.T) {
	s := serve(t, script.Routes{creating: {shows(200, "reference.json")}, reading: {shows(500, "error-500.json")}})
	got, err := create(t.Context(), connect(t, s, nil), draft())
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "user-id.golden.json", got)
}

func TestADryRunOfACreateIsOnlyPlanned(t *testing.T) {
	s := serve(t, nil)
	ctx, plan := upstream.WithPlan(t.Context())
	got, err := create(ctx, connect(t, s, nil), draft())
	if err != nil || got.NativeID != "" {
		t.Errorf("got %+v, %v, want nothing", got, err)
	}
	s.WantNone()
	wantPlan(t, plan, `POST /v3/admin/users *** {"profile":{"name":"Nora Vale","email":"nora@corp.example"},"roles":["modeller","analyst"],"password":"***","accessible_domains":[]}`)
}

func TestADraftThatThisVendorCannotTakeIsRefusedBeforeAnythingIsSent(t *testing.T) {
	tests := map[string]struct {
		change func(*upstream.UserDraft)
		want   []string
	}{
		"two names for one thing": {func(d *upstream.UserDraft) { d.UserName = new("nora") }, []string{"/userName contradiction"}},
		"no address at all":       {func(d *upstream.UserDraft) { d.UserName, d.Email = nil, nil }, []string{"/email required"}},
		"an empty address":        {func(d *upstream.UserDraft) { d.UserName, d.Email = nil, new("") }, []string{"/email required"}},
		"an unknown extension": {
			func(d *upstream.UserDraft) { d.Extensions = json.RawMessage(`{"a/b~":1}`) },
			[]string{"/extensions/infoworks/a~1b~0 unsupported-field"},
		},
		"domains that are a text": {
			func(d *upstream.UserDraft) { d.Extensions = json.RawMessage(`{"accessibleDomains":"x"}`) },
			[]string{"/extensions/infoworks/accessibleDomains type"},
		},
		"domains that are null": {
			func(d *upstream.UserDraft) { d.Extensions = json.RawMessage(`{"accessibleDomains":null}`) },
			[]string{"/extensions/infoworks/accessibleDomains type"},
		},
		"a domain that is null": {
			func(d *upstream.UserDraft) { d.Extensions = json.RawMessage(`{"accessibleDomains":["x",null]}`) },
			[]string{"/extensions/infoworks/accessibleDomains type"},
		},
		"extensions that are a list": {
			func(d *upstream.UserDraft) { d.Extensions = json.RawMessage(`[]`) }, []string{"/extensions/infoworks type"},
		},
		"all at once": {
			func(d *upstream.UserDraft) {
				d.UserName, d.Extensions = new("x"), json.RawMessage(`{"z":1,"accessibleDomains":1,"b":2}`)
			},
			[]string{
				"/userName contradiction", "/extensions/infoworks/accessibleDomains type",
				"/extensions/infoworks/b unsupported-field", "/extensions/infoworks/z unsupported-field",
			},
		},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			d := draft()
			test.change(&d)
			_, err := create(t.Context(), connect(t, serve(t, nil), nil), d)
			e := wantError(t, err, upstream.Rejected, upstream.NotSent)
			wantFields(t, e, test.want...)
		})
	}
}

func TestARefusedWriteSaysWhatBecameOfIt(t *testing.T) {
	tests := map[string]struct {
		answer         script.Step
		create, delete upstream.Kind
		outcome        upstream.Outcome
	}{
		"400": {shows(400, "error-400.json"), upstream.Rejected, upstream.NotFound, upstream.Refused},
		"403": {shows(403, "error-403.json"), upstream.Forbidden, upstream.Forbidden, upstream.Refused},
		"500": {shows(500, "error-500.json"), upstream.Failed, upstream.Failed, upstream.Unknown},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			c := connect(t, serve(t, script.Routes{creating: {test.answer}, deleting: {test.answer}}), nil)
			_, err := create(t.Context(), c, draft())
			wantError(t, err, test.create, test.outcome)
			wantError(t, remove(t.Context(), c), test.delete, test.outcome)
		})
	}
}

func TestAHostileAnswerToACreateIsMalformed(t *testing.T) {
	answers := hostile()
	answers["no result"] = `{"message":"Done"}`
	answers["no id"] = `{"message":"Done","result":{}}`
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			_, err := create(t.Context(), connect(t, serve(t, script.Routes{creating: {says(200, body)}}), nil), draft())
			wantError(t, err, upstream.Malformed, upstream.Unknown)
		})
	}
}

func TestADeleteIsOneRequest(t *testing.T) {
	s := serve(t, script.Routes{deleting: {shows(200, "done.json")}})
	if err := remove(t.Context(), connect(t, s, nil)); err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, deleting+"\nAuthorization: Bearer <bearer>")
}

func TestADryRunOfADeleteIsOnlyPlanned(t *testing.T) {
	s := serve(t, nil)
	ctx, plan := upstream.WithPlan(t.Context())
	if err := remove(ctx, connect(t, s, nil)); err != nil {
		t.Fatal(err)
	}
	s.WantNone()
	wantPlan(t, plan, "DELETE /v3/admin/users/"+nora+" *** ")
}

func TestAnAnswerToADeleteThatIsNoObjectIsMalformed(t *testing.T) {
	answers := hostile()
	// What the result of a delete would be is not documented.
	delete(answers, "a result of a text")
	delete(answers, "a result of numbers")
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			err := remove(t.Context(), connect(t, serve(t, script.Routes{deleting: {says(200, body)}}), nil))
			wantError(t, err, upstream.Malformed, upstream.Unknown)
		})
	}
}
