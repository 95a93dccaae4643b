package infoworks

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const (
	patching = "PATCH /v3/admin/users/" + nora
	toggling = patching + "/toggle-user-login"
	flips    = toggling + "\nAuthorization: Bearer <bearer>"
	// looksUp is how the present active is read.
	looksUp = listing + "?filter=%7B%22profile.email%22%3A%22nora%40corp.example%22%7D&limit=10&offset=0\nAuthorization: Bearer <bearer>"
	halfway = "The change of the profile was applied; the change of active was not confirmed."
)

func update(ctx context.Context, c upstream.Connector, p upstream.UserPatch) (upstream.User, error) {
	p.ID = nora
	return c.(upstream.UserUpdater).UpdateUser(ctx, p)
}

func renamed() upstream.UserPatch { return upstream.UserPatch{DisplayName: upstream.Set("Nora V.")} }

func setActive(p upstream.UserPatch, active bool) upstream.UserPatch {
	p.Active = upstream.Set(active)
	return p
}

const rename = patching + carries + `{"profile":{"name":"Nora V."}}`

func TestAPatchSendsWhatChangesAndReadsBack(t *testing.T) {
	tests := map[string]struct {
		patch upstream.UserPatch
		body  string
	}{
		"a name":            {renamed(), `{"profile":{"name":"Nora V."}}`},
		"the email":         {upstream.UserPatch{Email: upstream.Set("n@corp.example")}, `{"profile":{"email":"n@corp.example"}}`},
		"the userName":      {upstream.UserPatch{UserName: upstream.Set("n@corp.example")}, `{"profile":{"email":"n@corp.example"}}`},
		"a list of no role": {upstream.UserPatch{Roles: upstream.Set([]string{})}, `{"roles":[]}`},
		"a password":        {upstream.UserPatch{Password: upstream.Set(upstream.NewSecret("new-secret"))}, `{"password":"new-secret"}`},
		"no domain":         {upstream.UserPatch{Extensions: json.RawMessage(`{"accessibleDomains":[]}`)}, `{"accessible_domains":[]}`},
		"all of them": {
			upstream.UserPatch{
				DisplayName: upstream.Set("Nora V."), Email: upstream.Set("n@corp.example"), UserName: upstream.Set("n@corp.example"),
				Roles: upstream.Set([]string{"admin"}), Password: upstream.Set(upstream.NewSecret("new-secret")),
				Extensions: json.RawMessage(`{"accessibleDomains":["ffb38b0cc595cfcd05c54e49"]}`),
			},
			`{"profile":{"name":"Nora V.","email":"n@corp.example"},"roles":["admin"],"password":"new-secret","accessible_domains":["ffb38b0cc595cfcd05c54e49"]}`,
		},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{patching: {shows(200, "reference.json")}, reading: {shows(200, "user.json")}})
			got, err := update(t.Context(), connect(t, s, nil), test.patch)
			if err != nil {
				t.Fatal(err)
			}
			wantRequests(t, s, patching+carries+test.body, gets)
			script.GoldenJSON(t, "user.golden.json", got)
		})
	}
}

func TestActiveIsFlippedOnlyWhereItDiffers(t *testing.T) {
	tests := map[string]struct {
		patch  upstream.UserPatch
		writes []string
		golden string
	}{
		"active already":              {setActive(upstream.UserPatch{}, true), nil, "user-active.golden.json"},
		"active already, and a name":  {setActive(renamed(), true), []string{rename}, "user-active.golden.json"},
		"to be switched off":          {setActive(upstream.UserPatch{}, false), []string{flips}, "user-inactive.golden.json"},
		"to be renamed, switched off": {setActive(renamed(), false), []string{rename, flips}, "user-inactive.golden.json"},
		"nothing to be done":          {upstream.UserPatch{}, nil, "user.golden.json"},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{
				reading: {shows(200, "user.json"), shows(200, "user.json")}, listing: {shows(200, "users-nora-active.json")},
				patching: {shows(200, "reference.json")}, toggling: {shows(200, "toggled-disabled.json")},
			})
			got, err := update(t.Context(), connect(t, s, nil), test.patch)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if test.patch.Active.Present() {
				want = []string{gets, looksUp}
			}
			wantRequests(t, s, append(append(want, test.writes...), gets)...)
			script.GoldenJSON(t, test.golden, got)
		})
	}
}

func TestADryRunReadsFirstAndPlansBothWrites(t *testing.T) {
	s := serve(t, script.Routes{reading: {shows(200, "user.json")}, listing: {shows(200, "users-nora-active.json")}})
	ctx, plan := upstream.WithPlan(t.Context())
	got, err := update(ctx, connect(t, s, nil), setActive(renamed(), false))
	if err != nil || got.NativeID != "" {
		t.Errorf("got %+v, %v, want nothing", got, err)
	}
	wantRequests(t, s, gets, looksUp)
	wantPlan(t, plan,
		"PATCH /v3/admin/users/"+nora+` *** {"profile":{"name":"Nora V."}}`,
		"PATCH /v3/admin/users/"+nora+"/toggle-user-login *** ")
}

func TestADryRunOfAPatchAloneReadsNothing(t *testing.T) {
	s := serve(t, nil)
	ctx, plan := upstream.WithPlan(t.Context())
	if _, err := update(ctx, connect(t, s, nil), upstream.UserPatch{Password: upstream.Set(upstream.NewSecret("new-secret"))}); err != nil {
		t.Fatal(err)
	}
	s.WantNone()
	wantPlan(t, plan, "PATCH /v3/admin/users/"+nora+` *** {"password":"***"}`)
}

func TestAPresentStateThatIsNotToldStopsBeforeTheFirstWrite(t *testing.T) {
	tests := map[string]struct{ single, list script.Step }{
		"an account without an address":      {shows(200, "user-without-email.json"), script.Step{}},
		"not in the list":                    {shows(200, "user.json"), shows(200, "users-empty.json")},
		"in the list without login_disabled": {shows(200, "user.json"), says(200, `{"result":[{"id":"`+nora+`"}]}`)},
		"another account of that address":    {shows(200, "user.json"), says(200, `{"result":[{"id":"another","login_disabled":true}]}`)},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{reading: {test.single}, listing: {test.list}})
			_, err := update(t.Context(), connect(t, s, nil), setActive(renamed(), true))
			if e := wantError(t, err, upstream.Failed, upstream.NotSent); e.Detail == "" {
				t.Error("no detail")
			}
		})
	}
}

func TestAReadThatFailsStopsBeforeTheFirstWrite(t *testing.T) {
	tests := map[string]struct {
		single, list script.Step
		want         upstream.Kind
	}{
		"an unknown id":       {shows(400, "error-400.json"), script.Step{}, upstream.NotFound},
		"a list that fails":   {shows(200, "user.json"), shows(500, "error-500.json"), upstream.Failed},
		"a list that is none": {shows(200, "user.json"), says(200, `{"message":""}`), upstream.Malformed},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{reading: {test.single}, listing: {test.list}})
			_, err := update(t.Context(), connect(t, s, nil), setActive(renamed(), false))
			wantError(t, err, test.want, upstream.NotSent)
		})
	}
}

func TestAnEmptyPatchOfAnUnknownIDIsNotFound(t *testing.T) {
	s := serve(t, script.Routes{reading: {shows(400, "error-400.json")}})
	_, err := update(t.Context(), connect(t, s, nil), upstream.UserPatch{})
	wantError(t, err, upstream.NotFound, upstream.NotSent)
}

func TestAReadAfterARefusedPatchTellsAnUnknownIDFromARefusedContent(t *testing.T) {
	tests := map[string]struct {
		read script.Step
		want upstream.Kind
	}{
		"the account is there":  {shows(200, "user.json"), upstream.Rejected},
		"there is none":         {shows(400, "error-400.json"), upstream.NotFound},
		"the vendor cannot say": {shows(500, "error-500.json"), upstream.Rejected},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{patching: {shows(400, "error-400.json")}, reading: {test.read}})
			_, err := update(t.Context(), connect(t, s, nil), renamed())
			e := wantError(t, err, test.want, upstream.Refused)
			if *e.Vendor != (upstream.VendorAnswer{Status: 400, Code: "IW10006"}) {
				t.Errorf("got %+v", *e.Vendor)
			}
			wantRequests(t, s, rename, gets)
		})
	}
}

func TestAPatchThatFailsOtherwiseIsNotLookedInto(t *testing.T) {
	tests := map[string]struct {
		answer  script.Step
		want    upstream.Kind
		outcome upstream.Outcome
	}{
		"403":         {shows(403, "error-403.json"), upstream.Forbidden, upstream.Refused},
		"500":         {shows(500, "error-500.json"), upstream.Failed, upstream.Unknown},
		"a HTML page": {says(200, "<html>"), upstream.Malformed, upstream.Unknown},
		"a list":      {says(200, "[]"), upstream.Malformed, upstream.Unknown},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{patching: {test.answer}})
			_, err := update(t.Context(), connect(t, s, nil), renamed())
			wantError(t, err, test.want, test.outcome)
			wantRequests(t, s, rename)
		})
	}
}

func TestAnAnswerToAFlipThatDoesNotConfirmItIsAnError(t *testing.T) {
	tests := map[string]struct {
		answer  script.Step
		want    upstream.Kind
		outcome upstream.Outcome
	}{
		"400":                {shows(400, "error-400.json"), upstream.Rejected, upstream.Refused},
		"403":                {shows(403, "error-403.json"), upstream.Forbidden, upstream.Refused},
		"500":                {shows(500, "error-500.json"), upstream.Failed, upstream.Unknown},
		"the other state":    {shows(200, "toggled-enabled.json"), upstream.Failed, upstream.Unknown},
		"no flag":            {says(200, `{"result":{}}`), upstream.Malformed, upstream.Unknown},
		"a flag of a text":   {says(200, `{"result":{"login_disabled":"true"}}`), upstream.Malformed, upstream.Unknown},
		"no result":          {shows(200, "done.json"), upstream.Malformed, upstream.Unknown},
		"a page of HTML":     {says(200, "<html>"), upstream.Malformed, upstream.Unknown},
		"half of the answer": {says(200, `{"result":{"login`), upstream.Malformed, upstream.Unknown},
	}
	for situation, test := range tests {
		for _, patches := range []bool{false, true} {
			t.Run(situation, func(t *testing.T) {
				s := serve(t, script.Routes{
					reading: {shows(200, "user.json")}, listing: {shows(200, "users-nora-active.json")},
					patching: {shows(200, "reference.json")}, toggling: {test.answer},
				})
				patch := setActive(upstream.UserPatch{}, false)
				if patches {
					patch = setActive(renamed(), false)
				}
				_, err := update(t.Context(), connect(t, s, nil), patch)
				outcome := test.outcome
				if patches {
					// The patch was applied, whatever became of the flip.
					outcome = upstream.Unknown
				}
				e := wantError(t, err, test.want, outcome)
				if (e.Detail == halfway) != patches {
					t.Errorf("with a patch before it %v: got detail %q", patches, e.Detail)
				}
			})
		}
	}
}

func TestAChangedUserThatCannotBeReadBackIsWhatIsKnownOfIt(t *testing.T) {
	s := serve(t, script.Routes{
		reading: {shows(200, "user.json"), shows(500, "error-500.json")}, listing: {shows(200, "users-nora-active.json")},
		toggling: {shows(200, "toggled-disabled.json")},
	})
	got, err := update(t.Context(), connect(t, s, nil), setActive(upstream.UserPatch{}, false))
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "user-id-inactive.golden.json", got)
}

func TestAPatchThatThisVendorCannotTakeIsRefusedBeforeAnythingIsSent(t *testing.T) {
	_, err := update(t.Context(), connect(t, serve(t, nil), nil), upstream.UserPatch{
		UserName: upstream.Set("a@corp.example"), Email: upstream.Set("b@corp.example"), Active: upstream.Set(true),
		Extensions: json.RawMessage(`{"accessibleDomains":null,"colour":"red"}`),
	})
	wantFields(t, wantError(t, err, upstream.Rejected, upstream.NotSent),
		"/userName contradiction", "/extensions/infoworks/accessibleDomains type", "/extensions/infoworks/colour unsupported-field")
}
