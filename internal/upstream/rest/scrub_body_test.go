package rest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func TestACredentialInAnOrdinaryFieldOfAGoodAnswerIsStarred(t *testing.T) {
	escaped, err := json.Marshal(configured)
	if err != nil {
		t.Fatal(err)
	}
	inJSON := strings.Trim(string(escaped), `"`)
	inBase64 := base64.StdEncoding.EncodeToString([]byte(configured))
	for name, echoed := range map[string]string{"as JSON has it": inJSON, "twice": inJSON + " " + inJSON, "in base64": inBase64} {
		answer := get(t, answers(200, `{"displayname":"`+echoed+`","email":"a@b.example"}`))
		if strings.Contains(string(answer.Body), echoed) || !strings.Contains(string(answer.Body), "***") {
			t.Errorf("%s: got %s", name, answer.Body)
		}
	}
}

func TestACredentialWhoseLettersAreEscapedIsStarred(t *testing.T) {
	const token = "kQz7+/abcdefgh"
	for name, echoed := range map[string]string{"a slash": `kQz7+\/abcdefgh`, "a letter": `\u006bQz7+/abcdefgh`} {
		l := connectFor(t, time.Second, answers(200, `{"displayname":"`+echoed+`"}`), token)
		answer, err := l.Do(t.Context(), reading())
		if err != nil || string(answer.Body) != `{"displayname":"***"}` {
			t.Errorf("%s: got %s, %v", name, answer.Body, err)
		}
	}
}

func TestAMintedBearerIsStarredButWhereItIsMinted(t *testing.T) {
	const bearer = "eyJhbGciOiJIUzI1NiJ9.minted.0042"
	l := connect(t, answers(200, `{"name":"`+bearer+`"}`))
	l.Hide(upstream.NewSecret(bearer))
	for mints, want := range map[bool]string{false: `{"name":"***"}`, true: `{"name":"` + bearer + `"}`} {
		call := reading()
		call.Mints = mints
		if answer, err := l.Do(t.Context(), call); err != nil || string(answer.Body) != want {
			t.Errorf("minting %v: got %s, %v", mints, answer.Body, err)
		}
	}
}

func TestOnlyTheLastMintedBearersAreRemembered(t *testing.T) {
	l := connect(t, answers(200, `{"first":"bearer-number-00","last":"bearer-number-29"}`))
	for i := range 30 {
		l.Hide(upstream.NewSecret(fmt.Sprintf("bearer-number-%02d", i)))
	}
	if answer, err := l.Do(t.Context(), reading()); err != nil || string(answer.Body) != `{"first":"bearer-number-00","last":"***"}` {
		t.Errorf("got %s, %v", answer.Body, err)
	}
}

func TestAnAnswerWithoutACredentialIsLeftAsItIs(t *testing.T) {
	const body = `{"displayname":"Nora ***"}`
	if answer := get(t, answers(200, body)); string(answer.Body) != body {
		t.Errorf("got %s", answer.Body)
	}
}

func TestAGUIDInTheOtherCaseIsHiddenInABodyToo(t *testing.T) {
	scrubber := rest.NewScrubber(upstream.NewSecret("06d22368-074f-4c1e-9a55-0D2F6F0F9B11"))
	for _, name := range []string{"06D22368-074F-4C1E-9A55-0D2F6F0F9B11", "06d22368-074f-4c1e-9a55-0d2f6f0f9b11"} {
		if got := string(scrubber.CleanBody([]byte(`{"name":"` + name + `"}`))); got != `{"name":"***"}` {
			t.Errorf("got %s", got)
		}
	}
}
