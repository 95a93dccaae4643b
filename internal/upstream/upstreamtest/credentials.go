package upstreamtest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// credentials returns the names and values of the settings that are secret.
func credentials(s *simkit.Sim) map[string]string {
	out := map[string]string{}
	for name, value := range s.Settings {
		if credential, ok := value.(simkit.Credential); ok {
			out[name] = string(credential)
		}
	}
	return out
}

// secrets returns what must never leave: credentials, and what the vendor keeps
// beside its users.
func (b *Bench) secrets() []string {
	out := slices.Collect(maps.Values(credentials(b.Sim)))
	for _, p := range b.Sim.World.People() {
		out = append(out, slices.Collect(maps.Values(p.Secrets))...)
	}
	return out
}

// leak demands that no secret stands in text, be it in plain, in base64 or
// escaped. It does not repeat the secret.
func leak(where, text string, secrets []string) error {
	for i, secret := range secrets {
		for form, written := range forms(secret) {
			if strings.Contains(text, written) {
				return fmt.Errorf("%s holds secret %d (%s)", where, i, form)
			}
		}
	}
	return nil
}

// forms returns the ways in which a secret may be written.
func forms(secret string) map[string]string {
	if secret == "" {
		return nil
	}
	quoted := strings.Trim(string(mustJSON(secret)), `"`)
	return map[string]string{
		"plain": secret, "JSON": quoted,
		"base64":     base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64url":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in a query": url.QueryEscape(secret),
		"in a path":  url.PathEscape(secret),
	}
}

// stars is what a plan shows in the place of a secret.
const stars = "***"

// isSecretName tells whether a header or a member of this name is never shown.
func isSecretName(name string) bool {
	return slices.ContainsFunc([]string{"token", "secret", "password", "hash", "key"}, func(part string) bool {
		return strings.Contains(strings.ToLower(name), part)
	})
}

// textMember is a member of a JSON object whose value is a text.
var textMember = regexp.MustCompile(`"((?:[^"\\]|\\.)*)":"((?:[^"\\]|\\.)*)"`)

// redact returns a body as a plan has to show it: byte for byte but for the texts
// of secret members and for pictures, which are data URIs in JSON.
func redact(body []byte) json.RawMessage {
	switch {
	case len(body) == 0:
		return nil
	case !json.Valid(body):
		return mustJSON(stars)
	}
	return textMember.ReplaceAllFunc(body, func(found []byte) []byte {
		parts := textMember.FindSubmatch(found)
		if isSecretName(string(parts[1])) || bytes.HasPrefix(parts[2], []byte("data:image/")) {
			return fmt.Appendf(nil, `"%s":"%s"`, parts[1], stars)
		}
		return found
	})
}
