package rest_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

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

func TestABearerThatTheVendorEchoesIsStarred(t *testing.T) {
	const minted = "eyJhbGciOiJIUzI1NiJ9.minted.0042"
	l := connect(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"name":"`+strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")+`"}`)
	})
	call := reading()
	call.Auth = rest.Headers{"Authorization": upstream.NewSecret("Bearer " + minted)}
	answer, err := l.Do(t.Context(), call)
	if err != nil || string(answer.Body) != `{"name":"***"}` {
		t.Errorf("got %v, %v", answer, err)
	}
}

func TestAnAnswerWithoutACredentialIsLeftAsItIs(t *testing.T) {
	const body = `{"displayname":"Nora ***"}`
	if answer := get(t, answers(200, body)); string(answer.Body) != body {
		t.Errorf("got %s", answer.Body)
	}
}
