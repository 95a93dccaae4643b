package infoworks

import (
	"context"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const (
	asking  = "POST /v3/security/get/user/data"
	syncing = "POST /v3/security/bulk-ldap-sync"
)

func lookUp(ctx context.Context, c upstream.Connector) ([]string, error) {
	return c.(upstream.UserLookuper).LookupUsers(ctx, upstream.Lookup{Attribute: "mail", Values: []string{"nora@corp.example", "lee@corp.example"}})
}

func syncUsers(ctx context.Context, c upstream.Connector) (upstream.SyncResult, error) {
	return c.(upstream.UserSyncer).SyncUsers(ctx, upstream.Sync{Attribute: "email", Values: []string{"nora@corp.example"}, Update: true})
}

func TestALookupIsARead(t *testing.T) {
	s := serve(t, script.Routes{asking: {shows(200, "lookup.json")}})
	ctx, plan := upstream.WithPlan(t.Context())
	got, err := lookUp(ctx, connect(t, s, nil))
	if err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, asking+carries+`{"userIds":["nora@corp.example","lee@corp.example"],"searchAttribute":"mail"}`)
	wantPlan(t, plan)
	script.GoldenJSON(t, "lookup.golden.json", got)
}

func TestALookupThatFindsNobodyIsAnEmptyList(t *testing.T) {
	got, err := lookUp(t.Context(), connect(t, serve(t, script.Routes{asking: {says(200, `{"users":[]}`)}}), nil))
	if err != nil || got == nil || len(got) != 0 {
		t.Errorf("got %v, %v, want an empty list", got, err)
	}
}

func TestAnAnswerThatIsNoLookupIsMalformed(t *testing.T) {
	answers := hostile()
	answers["no users"] = `{"message":""}`
	answers["users of null"] = `{"users":null}`
	answers["users that are objects"] = `{"users":[{}]}`
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			_, err := lookUp(t.Context(), connect(t, serve(t, script.Routes{asking: {says(200, body)}}), nil))
			wantError(t, err, upstream.Malformed, "")
		})
	}
}

func TestASyncGoesOutWithThePasswordAndIsMappedWhole(t *testing.T) {
	s := serve(t, script.Routes{syncing: {shows(200, "ldap-synced.json")}})
	got, err := syncUsers(t.Context(), connect(t, s, withPassword))
	if err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, syncing+"\n"+basic()+"\nContent-Type: application/json\n"+
		`{"search_on":"email","search_list":["nora@corp.example"],"should_update":true,"should_add":false}`)
	script.GoldenJSON(t, "ldap-synced.golden.json", got)
}

func TestADryRunOfASyncIsOnlyPlanned(t *testing.T) {
	s := serve(t, nil)
	ctx, plan := upstream.WithPlan(t.Context())
	if _, err := syncUsers(ctx, connect(t, s, withPassword)); err != nil {
		t.Fatal(err)
	}
	s.WantNone()
	wantPlan(t, plan, `POST /v3/security/bulk-ldap-sync *** {"search_on":"email","search_list":["nora@corp.example"],"should_update":true,"should_add":false}`)
}

func TestAnAnswerThatIsNoOutcomeIsMalformed(t *testing.T) {
	answers := hostile()
	answers["no result"] = `{"message":"Successfully synced ldap users"}`
	answers["no counts"] = `{"result":{"added":[],"updated":[],"failed":[]}}`
	answers["no failures"] = `{"result":{"new_users_count":0,"existing_user_count":0}}`
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			_, err := syncUsers(t.Context(), connect(t, serve(t, script.Routes{syncing: {says(200, body)}}), withPassword))
			wantError(t, err, upstream.Malformed, upstream.Unknown)
		})
	}
}

func TestWhatASyncDoesNotTellStaysUntold(t *testing.T) {
	body := `{"result":{"new_users_count":0,"existing_user_count":1,"failed":[]}}`
	got, err := syncUsers(t.Context(), connect(t, serve(t, script.Routes{syncing: {says(200, body)}}), withPassword))
	if err != nil || got.Added != nil || got.Updated != nil || got.Failed == nil || got.ExistingUsers != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestARefusedSyncOrLookup(t *testing.T) {
	tests := map[string]struct {
		answer  script.Step
		want    upstream.Kind
		outcome upstream.Outcome
	}{
		"400": {shows(400, "error-400.json"), upstream.Rejected, upstream.Refused},
		"401": {shows(401, "error-401.json"), upstream.Credentials, upstream.Refused},
		"406": {shows(406, "error-406.json"), upstream.Credentials, upstream.Refused},
		"500": {shows(500, "error-500.json"), upstream.Failed, upstream.Unknown},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			c := connect(t, serve(t, script.Routes{syncing: {test.answer}, asking: {test.answer, test.answer}}), withPassword)
			_, err := syncUsers(t.Context(), c)
			wantError(t, err, test.want, test.outcome)
			_, err = lookUp(t.Context(), c)
			wantError(t, err, test.want, "")
		})
	}
}
