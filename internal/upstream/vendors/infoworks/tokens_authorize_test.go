package infoworks

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAVerdictBringsItsDelegationTokenOnlyWhereItIsYes(t *testing.T) {
	for situation, test := range map[string]struct {
		answer    script.Step
		want      bool
		delegated string
	}{
		"yes":                            {shows(200, "authorised.json"), true, "delegated-to-nora"},
		"yes, without a token":           {says(200, `{"message":"","result":{"is_authorised":true}}`), true, ""},
		"yes, with an empty token":       {says(200, `{"message":"","result":{"delegation_token":"","is_authorised":true}}`), true, ""},
		"yes, with null":                 {says(200, `{"message":"","result":{"delegation_token":null,"is_authorised":true}}`), true, ""},
		"no":                             {says(200, `{"message":"","result":{"is_authorised":false}}`), false, ""},
		"no, with a token all the same":  {says(200, `{"message":"","result":{"delegation_token":"leftover","is_authorised":false}}`), false, ""},
		"a token that is the subject's":  {says(200, `{"result":{"delegation_token":"`+theirAccess+`","is_authorised":true}}`), true, theirAccess},
		"a token with what is minted in": {says(200, `{"result":{"delegation_token":"a.`+theirAccess+`","is_authorised":true}}`), true, "a." + theirAccess},
	} {
		answered, err := callersCalls()["authorizeAction"].call(t.Context(), connect(t, vendorOf(t, authorising, test.answer), nil))
		if err != nil {
			t.Errorf("%s: %v", situation, err)
			continue
		}
		got := answered.(upstream.Authorization)
		if got.Authorized != test.want || (got.DelegationToken == nil) != (test.delegated == "") || got.DelegationToken != nil && got.DelegationToken.Reveal() != test.delegated {
			t.Errorf("%s: got %+v", situation, got)
		}
	}
}

func TestADelegationTokenThatNoHeaderCanCarryIsMalformed(t *testing.T) {
	for _, token := range unsendable() {
		if token == `""` {
			continue
		}
		body := `{"result":{"delegation_token":` + token + `,"is_authorised":true}}`
		_, err := callersCalls()["authorizeAction"].call(t.Context(), connect(t, vendorOf(t, authorising, says(200, body)), nil))
		wantError(t, err, upstream.Malformed, "")
	}
	// What is not given to anybody needs no header.
	body := `{"result":{"delegation_token":"a b","is_authorised":false}}`
	got, err := callersCalls()["authorizeAction"].call(t.Context(), connect(t, vendorOf(t, authorising, says(200, body)), nil))
	if err != nil || got != (upstream.Authorization{}) {
		t.Errorf("a no: got %+v, %v", got, err)
	}
}

func TestARefusedSubjectIsPointedAt(t *testing.T) {
	for _, status := range []int{401, 406} {
		_, err := callersCalls()["authorizeAction"].call(t.Context(), connect(t, vendorOf(t, authorising, says(status, "")), nil))
		wantFields(t, wantError(t, err, upstream.InvalidGrant, ""), "/token invalid")
	}
	_, err := callersCalls()["authorizeAction"].call(t.Context(), connect(t, vendorOf(t, authorising, says(400, "")), nil))
	wantFields(t, wantError(t, err, upstream.Rejected, ""))
}
