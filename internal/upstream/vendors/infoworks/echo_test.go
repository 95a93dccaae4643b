package infoworks

import (
	"fmt"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestTheBearerInUseIsStarredHoweverManyHealthChecksCame(t *testing.T) {
	const checks = 20
	login := func(token string) script.Step { return says(200, `{"result":{"authentication_token":"`+token+`"}}`) }
	echo := says(200, `{"result":{"id":"`+nora+`","profile":{"name":"bearer-in-use-0042"}}}`)
	logins, verdicts := []script.Step{login("bearer-in-use-0042")}, []script.Step{}
	for i := range checks {
		logins = append(logins, login(fmt.Sprintf("bearer-of-check-%d", i)))
		verdicts = append(verdicts, says(200, `{"result":{"is_valid":true}}`))
	}
	c := connect(t, serve(t, script.Routes{minting: logins, "GET /v3/security/token/validate": verdicts, reading: {echo, echo}}), nil)
	if _, err := get(t, c); err != nil {
		t.Fatal(err)
	}
	for range checks {
		if _, err := c.(upstream.ConnectionChecker).CheckConnection(t.Context(), struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := get(t, c); err != nil || got.DisplayName == nil || *got.DisplayName != "***" {
		t.Errorf("got %v, %v; want stars", got.DisplayName, err)
	}
}
