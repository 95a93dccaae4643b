package rest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// stars is what stands in the place of a secret.
const stars = "***"

// Scrubber removes configured credentials by value from text that a vendor
// wrote: a hostile or careless vendor echoes what it was sent.
type Scrubber struct{ forms *regexp.Regexp }

// shortest is the length below which a secret is not searched for: removing
// every "a" from a text protects nothing.
const shortest = 6

// NewScrubber returns a scrubber for these secrets, in plain, base64 and
// URL-escaped form and in any case: a GUID is the same in both.
func NewScrubber(secrets ...upstream.Secret) *Scrubber {
	var forms []string
	for _, s := range secrets {
		value := s.Reveal()
		if len(value) < shortest {
			continue
		}
		for _, form := range []string{
			value, url.QueryEscape(value), url.PathEscape(value),
			base64.StdEncoding.EncodeToString([]byte(value)), base64.RawStdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
		} {
			forms = append(forms, regexp.QuoteMeta(form))
		}
	}
	if len(forms) == 0 {
		return &Scrubber{}
	}
	// The longest first, so that none leaves the tail of a longer one.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	return &Scrubber{regexp.MustCompile("(?i)" + strings.Join(forms, "|"))}
}

// Clean returns text with stars in place of every secret.
func (s *Scrubber) Clean(text string) string {
	if s.forms == nil {
		return text
	}
	return s.forms.ReplaceAllLiteralString(text, stars)
}

// secretNames are the parts of a member's name that mark it as secret.
var secretNames = []string{"token", "secret", "password", "hash", "key"}

// isSecretName tells whether a JSON member of this name is never shown.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	for _, part := range secretNames {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// Raw returns a vendor's own JSON object as it may be shown: without any member,
// at any depth, whose name contains token, secret, password, hash or key, and
// with stars for every configured secret. Numbers keep their digits.
func (a *Answer) Raw(object json.RawMessage) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, a.malformed(err)
	}
	out, err := json.Marshal(a.scrubber.dropSecrets(value))
	if err != nil {
		return nil, a.malformed(err)
	}
	return out, nil
}

// dropSecrets cleans the texts and not the document: in the document a secret is
// escaped as JSON has it, and stars in the place of a number are no JSON.
func (s *Scrubber) dropSecrets(value any) any {
	switch v := value.(type) {
	case string:
		return s.Clean(v)
	case json.Number:
		if clean := s.Clean(v.String()); clean != v.String() {
			return clean
		}
	case []any:
		for i, inner := range v {
			v[i] = s.dropSecrets(inner)
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, inner := range v {
			if !isSecretName(name) {
				out[s.Clean(name)] = s.dropSecrets(inner)
			}
		}
		return out
	}
	return value
}

func dropControls(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

func isWord(text string) bool {
	for _, r := range text {
		letter := r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if digit := r >= '0' && r <= '9'; !letter && !digit && !strings.ContainsRune("_-.", r) {
			return false
		}
	}
	return true
}
