package inwebo

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// probe introspects a token with a vendor that answers these steps.
func probe(t *testing.T, token string, steps ...script.Step) (upstream.Introspection, *script.Server, error) {
	t.Helper()
	c, s := play(t, steps...)
	verdict, err := probingConnector{c}.IntrospectToken(t.Context(), upstream.PresentedToken{Token: upstream.NewSecret(token)})
	return verdict, s, err
}

// jwt is a token with this payload.
func jwt(payload string) string {
	return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2lnbmF0dXJl"
}

func TestATokenIsProbedByListingOneAccountWithItAlone(t *testing.T) {
	got, s, err := probe(t, "somebodys-own-token", shows(200, "answers/list.json"))
	if err != nil || got != (upstream.Introspection{Active: true}) {
		t.Errorf("got %+v, %v, want active and nothing else", got, err)
	}
	script.Golden(t, "requests/introspect.http", s.Text())
	if strings.Contains(s.Text(), apiToken) {
		t.Error("the connection's own token was sent")
	}
}

func TestAnActiveTokenEndsWhenItSaysSo(t *testing.T) {
	for token, want := range map[string]string{
		jwt(`{"sub":"1234/nora","exp":1714979700}`): `"2024-05-06T07:15:00Z"`, jwt(`{"exp":253402300799}`): `"9999-12-31T23:59:59Z"`,
		jwt(`{"sub":"1234/nora"}`): "null", jwt(`{"exp":"1714979700"}`): "null", jwt(`{"exp":0}`): "null", jwt(`{"exp":253402300800}`): "null", jwt(`{"Exp":1714979700}`): "null",
		jwt(`null`): "null", jwt(`[]`): "null", jwt(`{`): "null", "a.%%%.c": "null", "opaque-token": "null", jwt(`{"exp":1714979700}`) + ".d": "null",
	} {
		got, _, err := probe(t, token, page(true, "a"))
		ends, _ := json.Marshal(got.ExpiresAt)
		if err != nil || !got.Active || string(ends) != want {
			t.Errorf("%s: got %t until %s, %v, want %s", token, got.Active, ends, err, want)
		}
	}
}

func TestATokenThatTheVendorRefusesIsInactive(t *testing.T) {
	for _, body := range []string{"", script.File(t, "answers/refusal.json"), script.File(t, "answers/list.json")} {
		got, s, err := probe(t, jwt(`{"exp":4102444800}`), says(401, body))
		if err != nil || got != (upstream.Introspection{}) || len(s.Lines()) != 1 {
			t.Errorf("got %+v, %v, asked %q", got, err, s.Lines())
		}
	}
}

func TestAProbeThatGivesNoVerdictIsAnError(t *testing.T) {
	for status, want := range map[int]upstream.Kind{
		302: upstream.Malformed, 400: upstream.Failed, 403: upstream.Forbidden, 404: upstream.Failed, 429: upstream.Throttled, 500: upstream.Failed, 504: upstream.Timeout,
	} {
		got, _, err := probe(t, "somebodys-own-token", shows(status, "answers/refusal.json"))
		if e := script.Failure(t, err); e.Kind != want || e.Outcome != "" || got.Active {
			t.Errorf("%d: got %v with outcome %q", status, e, e.Outcome)
		}
	}
	for _, bodies := range []map[string]string{anyAnswer, listAnswer} {
		for situation, body := range bodies {
			got, _, err := probe(t, "somebodys-own-token", says(200, body))
			if e := script.Failure(t, err); e.Kind != upstream.Malformed || got.Active {
				t.Errorf("%s: got %v, active %t", situation, e, got.Active)
			}
		}
	}
}

func TestTheMeaningOfARefusedProbeCanBeChanged(t *testing.T) {
	s := script.InOrder(t, says(401, ""), says(403, ""))
	c := probingConnector{dial(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken), Statuses: map[string]string{"401 introspectToken": "failed", "403 introspectToken": "invalid-grant"}})}
	presented := upstream.PresentedToken{Token: upstream.NewSecret("somebodys-own-token")}
	if _, err := c.IntrospectToken(t.Context(), presented); !upstream.IsKind(err, upstream.Failed) {
		t.Errorf("got %v, want failed", err)
	}
	if got, err := c.IntrospectToken(t.Context(), presented); err != nil || got.Active {
		t.Errorf("got %+v, %v, want inactive", got, err)
	}
}

func TestATokenThatNoHeaderCanCarryIsInactiveAndNotSent(t *testing.T) {
	for _, token := range []string{"", "two words", "line\n", "é"} {
		got, s, err := probe(t, token)
		if err != nil || got != (upstream.Introspection{}) {
			t.Errorf("%q: got %+v, %v", token, got, err)
		}
		s.WantNone()
	}
}

func TestARefreshTokenIsNotProbed(t *testing.T) {
	c, s := play(t)
	_, err := probingConnector{c}.IntrospectToken(t.Context(), upstream.PresentedToken{Token: upstream.NewSecret("x"), Refresh: true})
	e := script.Failure(t, err)
	if got := strings.Join(script.Fields(e.Fields), ""); e.Kind != upstream.Rejected || e.Outcome != "" || got != "/tokenTypeHint unsupported-value" {
		t.Errorf("got %v with outcome %q and fields %q", e, e.Outcome, got)
	}
	s.WantNone()
}
