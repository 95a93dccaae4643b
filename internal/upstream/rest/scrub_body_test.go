package rest_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
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

func TestAnAnswerWithoutACredentialIsLeftAsItIs(t *testing.T) {
	const body = `{"displayname":"Nora ***"}`
	if answer := get(t, answers(200, body)); string(answer.Body) != body {
		t.Errorf("got %s", answer.Body)
	}
}
