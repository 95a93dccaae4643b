package upstream_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const hidden = "hunter2-hunter2"

// holders are values of every shape that hold a secret.
func holders() map[string]any {
	s := upstream.NewSecret(hidden)
	type exported struct{ Secret upstream.Secret }
	type unexported struct{ secret upstream.Secret }
	return map[string]any{
		"itself":         s,
		"pointer":        &s,
		"struct":         exported{s},
		"pointer to one": &exported{s},
		"private member": unexported{s},
		"private inside": exported2{unexported: unexported2{&s, s}},
		"pointer member": struct{ Secret *upstream.Secret }{&s},
		"slice":          []upstream.Secret{s},
		"slice of any":   []any{s, &s},
		"array":          [1]upstream.Secret{s},
		"map value":      map[string]upstream.Secret{"a": s},
		"map key":        map[upstream.Secret]int{s: 1},
		"nested":         map[string][]exported{"a": {{s}}},
		"draft":          upstream.UserDraft{Password: &s},
		"patch":          upstream.UserPatch{Password: upstream.Set(s)},
		"error":          fmt.Errorf("wrapped: %w", errors.Join(errors.New("a"), failing{s})),
	}
}

type exported2 struct{ unexported unexported2 }

type unexported2 struct {
	pointer *upstream.Secret
	secret  upstream.Secret
}

// failing is an error that carries a secret, as a careless type might.
type failing struct{ secret upstream.Secret }

func (f failing) Error() string { return fmt.Sprintf("failed with %v", f.secret) }

// shows tells whether a text gives the secret away, be it in hexadecimal.
func shows(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, hidden) || strings.Contains(text, fmt.Sprintf("%x", hidden)) || strings.Contains(text, fmt.Sprintf("% x", hidden))
}

func TestNoVerbPrintsASecret(t *testing.T) {
	for name, holder := range holders() {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%10.3s", "%T: %v"} {
			if got := fmt.Sprintf(verb, holder, holder); shows(got) {
				t.Errorf("%s with %s: %s", name, verb, got)
			}
		}
		if got := fmt.Sprint(holder) + fmt.Sprintln(holder); shows(got) {
			t.Errorf("%s printed: %s", name, got)
		}
	}
}

func TestNoLogShowsASecret(t *testing.T) {
	for name, holder := range holders() {
		var out bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(h).With("with", holder).Info("said", "holder", holder, slog.Group("group", "holder", holder))
		}
		if shows(out.String()) {
			t.Errorf("%s: %s", name, out.String())
		}
	}
}

func TestNoJSONHoldsASecret(t *testing.T) {
	for name, holder := range holders() {
		if got, err := json.Marshal(holder); err != nil || shows(string(got)) {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}

func TestASecretShowsStarsAndRevealsItself(t *testing.T) {
	s := upstream.NewSecret(hidden)
	text, _ := s.MarshalText()
	encoded, _ := json.Marshal(s)
	for form, got := range map[string]string{
		"String": s.String(), "GoString": s.GoString(), "text": string(text), "JSON": strings.Trim(string(encoded), `"`),
		"%v": fmt.Sprintf("%v", s), "%#v": fmt.Sprintf("%#v", s), "%x": fmt.Sprintf("%x", s), "log": s.LogValue().String(),
	} {
		if got != "***" {
			t.Errorf("%s: got %q, want stars", form, got)
		}
	}
	if s.Reveal() != hidden || s.IsZero() || !(upstream.Secret{}).IsZero() || !upstream.NewSecret("").IsZero() {
		t.Error("a secret must reveal itself and know whether it is there")
	}
}
