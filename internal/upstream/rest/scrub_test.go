package rest_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// forms are the ways in which a careless vendor may write a credential back.
func forms(secret string) map[string]string {
	return map[string]string{
		"plain": secret, "upper case": strings.ToUpper(secret), "lower case": strings.ToLower(secret),
		"in a query": url.QueryEscape(secret), "in a path": url.PathEscape(secret),
		"in a path, lower case":       strings.ToLower(url.PathEscape(secret)),
		"base64":                      base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 without padding":      base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"base64 for URLs":             base64.URLEncoding.EncodeToString([]byte(secret)),
		"base64 for URLs, no padding": base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

func TestAConfiguredSecretIsStarsInEveryForm(t *testing.T) {
	s := rest.NewScrubber(upstream.NewSecret(configured))
	for name, form := range forms(configured) {
		got := s.Clean("before " + form + " after")
		if strings.Contains(got, strings.TrimRight(form, "=")) || !strings.HasPrefix(got, "before ***") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestASecretThatIsPartOfAnotherLeavesNoTail(t *testing.T) {
	s := rest.NewScrubber(upstream.NewSecret("abcdef"), upstream.NewSecret("abcdef-and-more"))
	if got := s.Clean("x abcdef-and-more y abcdef z"); got != "x *** y *** z" {
		t.Errorf("got %q", got)
	}
}

func TestWhatIsTooShortToBeASecretIsLeftAlone(t *testing.T) {
	const text = "a bad cabbage"
	for _, secrets := range [][]upstream.Secret{nil, {{}}, {upstream.NewSecret("a"), upstream.NewSecret("cabba")}} {
		if got := rest.NewScrubber(secrets...).Clean(text); got != text {
			t.Errorf("%d secrets: got %q, want %q", len(secrets), got, text)
		}
	}
}

func TestARawObjectLosesItsSecretsAndNothingElse(t *testing.T) {
	answer := get(t, answers(200, ""))
	for _, c := range []struct{ name, object, want string }{
		{"nothing secret", `{"id":"1","tags":["a",null,true]}`, `{"id":"1","tags":["a",null,true]}`},
		{"each name", `{"a":1,"token":1,"secret":1,"password":1,"hash":1,"key":1}`, `{"a":1}`},
		{"part of a name, any case", `{"a":1,"refresh_TOKEN":"x","PassWordHash":{},"apiKeys":[],"clientSecretId":1}`, `{"a":1}`},
		{"at any depth", `{"a":[{"b":[[{"token":"x","c":{"key":"y","d":2}}]]}]}`, `{"a":[{"b":[[{"c":{"d":2}}]]}]}`},
		{"digits", `{"n":12345678901234567890,"f":1.10,"e":1E400}`, `{"e":1E400,"f":1.10,"n":12345678901234567890}`},
		{"a list", `[{"key":1},2]`, `[{},2]`},
	} {
		got, err := answer.Raw(json.RawMessage(c.object))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestARawObjectShowsNoConfiguredSecretInAnyForm(t *testing.T) {
	answer := get(t, answers(200, ""))
	for name, form := range forms(configured) {
		object, _ := json.Marshal(map[string]any{"echo": "<" + form + ">", form: []string{form}})
		raw, err := answer.Raw(object)
		if err != nil {
			t.Fatal(err)
		}
		var got any
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Errorf("%s: no longer JSON: %v: %s", name, err, raw)
			continue
		}
		// Decoded, so that no escape of JSON's hides what a caller would read.
		if strings.Contains(flat(got), strings.TrimRight(form, "=")) {
			t.Errorf("%s: still there: %s", name, raw)
		}
	}
}

// TestARawObjectStaysJSONWhateverTheSecretIs: a PIN may be a number of the
// vendor's own, and a strange secret may look like JSON.
func TestARawObjectStaysJSONWhateverTheSecretIs(t *testing.T) {
	for _, c := range []struct{ secret, object string }{
		{"1234567", `{"id":1234567,"n":12345678,"t":"1234567"}`},
		{`":{"a":`, `{"b":{"a":1}}`},
		{"[1,2,3]", `{"list":[1,2,3]}`},
	} {
		answer := answerOf(t, c.secret)
		if raw, err := answer.Raw(json.RawMessage(c.object)); err != nil || !json.Valid(raw) {
			t.Errorf("%q in %s: got %s, %v; want JSON", c.secret, c.object, raw, err)
		}
	}
}

func TestARawObjectThatIsNoJSONIsMalformed(t *testing.T) {
	if _, err := get(t, answers(200, "")).Raw(json.RawMessage(`{"a":`)); !upstream.IsKind(err, upstream.Malformed) {
		t.Errorf("got %v, want malformed", err)
	}
}

// flat is every text in a decoded JSON value, one after the other.
func flat(value any) string {
	var b strings.Builder
	switch v := value.(type) {
	case string:
		b.WriteString(v + "\n")
	case []any:
		for _, inner := range v {
			b.WriteString(flat(inner))
		}
	case map[string]any:
		for name, inner := range v {
			b.WriteString(name + "\n" + flat(inner))
		}
	}
	return b.String()
}

func TestASecretThatIsNoTextIsHiddenWhereItIsEncoded(t *testing.T) {
	secret := upstream.NewSecret("S\xe9cret-sync-token")
	encoded := base64.StdEncoding.EncodeToString([]byte(secret.Reveal()))
	if got := rest.NewScrubber(secret).Clean("it was " + encoded); got != "it was ***" {
		t.Errorf("got %q", got)
	}
}
