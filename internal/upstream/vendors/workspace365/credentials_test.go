package workspace365

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const password = "correct-horse"

func credential(user string) upstream.CredentialDraft {
	return upstream.CredentialDraft{UserID: user, Username: "login@acme.example", Password: upstream.NewSecret(password)}
}

func update(id string) upstream.CredentialUpdate {
	return upstream.CredentialUpdate{ID: id, Username: "login@acme.example", Password: upstream.NewSecret(password)}
}

func TestACredentialIsItsIdAndTheNameThatWasSent(t *testing.T) {
	c, _ := play(t, says(200, `{"id":8}`), says(200, ""))
	created, err := c.CreateCredential(t.Context(), credential(upn))
	if err != nil || created.NativeID != "8" || *created.Username != "login@acme.example" {
		t.Errorf("created %v, error %v", created, err)
	}
	updated, err := c.UpdateCredential(t.Context(), update("8"))
	if err != nil || updated.NativeID != "8" || *updated.Username != "login@acme.example" {
		t.Errorf("updated %v, error %v", updated, err)
	}
}

func TestAGuestsUPNIsOneSegment(t *testing.T) {
	c, s := play(t, says(200, `{"id":8}`))
	if _, err := c.CreateCredential(t.Context(), credential("a+b_corp.example#EXT#@acme.example")); err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /acme/IntegrationCredentialsApi/User/a%2Bb_corp.example%23EXT%23@acme.example/"}
	if got := s.Lines(); !slices.Equal(got, want) {
		t.Errorf("sent %q", got)
	}
}

func TestACredentialsIdIsSentDigitByDigit(t *testing.T) {
	const id = "18446744073709551615" // the largest that an answer can tell
	c, s := play(t, says(200, ""))
	updated, err := c.UpdateCredential(t.Context(), update(id))
	if err != nil || updated.NativeID != id {
		t.Errorf("updated %v, error %v", updated, err)
	}
	if want := []string{"PUT /acme/IntegrationCredentialsApi/" + id + "/"}; !slices.Equal(s.Lines(), want) {
		t.Errorf("sent %q", s.Lines())
	}
}

func TestAnswersAreReadInAnyCase(t *testing.T) {
	c, _ := play(t, says(200, `{"Id":916,"User":{"Id":1,"UPN":"userone@example.com"}}`), says(200, `{"ID":8}`))
	made, err := c.CreateActivity(t.Context(), upstream.ActivityDraft{Title: "t", Audience: upstream.Audience{User: new(upn)}})
	if err != nil || len(made) != 1 || made[0] != (upstream.Activity{NativeID: "916", UserID: "userone@example.com"}) {
		t.Errorf("made %v, error %v", made, err)
	}
	if kept, err := c.CreateCredential(t.Context(), credential(upn)); err != nil || kept.NativeID != "8" {
		t.Errorf("kept %v, error %v", kept, err)
	}
}

func TestAnActivitysUserIsToldByANameOnlyWhereItLooksLikeOne(t *testing.T) {
	c, _ := play(t, says(200, `{"id":916,"user":{"id":12,"upn":"77"}}`))
	made, err := c.CreateActivity(t.Context(), upstream.ActivityDraft{Title: "t", Audience: upstream.Audience{User: new(upn)}})
	if err != nil || len(made) != 1 || made[0].UserID != "12" {
		t.Errorf("made %v, error %v", made, err)
	}
}

func TestACredentialsAnswerWithoutAnIdIsMalformed(t *testing.T) {
	for _, body := range []string{"", "{}", "null", `{"id":null}`, `{"id":"8"}`, `{"id":-8}`, `{"id":8,"ID":9}`, "[8]", `{"id":8.5}`} {
		c, _ := play(t, says(200, body))
		_, err := c.CreateCredential(t.Context(), credential(upn))
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown {
			t.Errorf("%q: %s, %s", body, e.Kind, e.Outcome)
		}
	}
}

func TestACredentialsIdsAreOfTheirKinds(t *testing.T) {
	c, s := play(t)
	for _, id := range []string{objectID, "12", ""} {
		_, err := c.CreateCredential(t.Context(), credential(id))
		if e := script.Failure(t, err); e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || e.Fields[0].Parameter != "userId" ||
			!strings.HasPrefix(e.Detail, "This operation needs a user principal name, and this is ") {
			t.Errorf("%q: %s, %v", id, e.Kind, e.Fields)
		}
	}
	for _, id := range []string{upn, "8x", "", "-8", "08", "18446744073709551616"} {
		_, err := c.UpdateCredential(t.Context(), update(id))
		if e := script.Failure(t, err); e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || e.Fields[0].Parameter != "credentialId" {
			t.Errorf("%q: %s, %v", id, e.Kind, e.Fields)
		}
	}
	s.WantNone()
}

func TestAnUnknownUserOrCredentialIsNotFound(t *testing.T) {
	c, _ := play(t, says(404, `{"globalError":{"message":"No such user."}}`), says(404, "<html>"))
	_, created := c.CreateCredential(t.Context(), credential(upn))
	if e := script.Failure(t, created); e.Kind != upstream.NotFound || e.Outcome != upstream.Refused || e.Vendor.Message != "No such user." {
		t.Errorf("%s, %s, %q", e.Kind, e.Outcome, e.Vendor.Message)
	}
	_, updated := c.UpdateCredential(t.Context(), update("8"))
	if e := script.Failure(t, updated); e.Kind != upstream.NotFound || e.Vendor.Message != "" {
		t.Errorf("%s, %q", e.Kind, e.Vendor.Message)
	}
}

func TestARefusalOfACredentialPointsIntoTheBodyAndHoldsNoPassword(t *testing.T) {
	body := `{"fieldErrors":{"username":{"message":"No e-mail."},"Password":{"message":"\"` + password + `\" is too short."}},"globalError":{"message":"Got ` + password + `."}}`
	c, _ := play(t, says(400, body), says(400, body))
	_, created := c.CreateCredential(t.Context(), credential(upn))
	_, updated := c.UpdateCredential(t.Context(), update("8"))
	for _, err := range []error{created, updated} {
		e := script.Failure(t, err)
		if got := strings.Join(script.Fields(e.Fields), ", "); got != "/password vendor-rejected, /username vendor-rejected" {
			t.Errorf("fields %q", got)
		}
		if e.Fields[0].Detail != `"***" is too short.` || e.Vendor.Message != "Got ***." {
			t.Errorf("%q, %q", e.Fields[0].Detail, e.Vendor.Message)
		}
	}
}
