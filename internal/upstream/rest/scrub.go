package rest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// stars is what stands in the place of a secret.
const stars = "***"

// Scrubber removes configured credentials by value from text that a vendor
// wrote: a hostile or careless vendor echoes what it was sent.
type Scrubber struct {
	forms *regexp.Regexp
	// exact are the forms as they are, for a quick look.
	exact [][]byte
}

// shortest is the length below which a secret is not searched for: removing
// every "a" from a text protects nothing.
const shortest = 6

// NewScrubber returns a scrubber for these secrets, in plain, base64 and
// URL-escaped form and in any case: a GUID is the same in both.
func NewScrubber(secrets ...upstream.Secret) *Scrubber {
	var forms, looked []string
	for _, s := range secrets {
		value := s.Reveal()
		if len(value) < shortest {
			continue
		}
		forms = append(forms, formsOf(value)...)
		// A GUID is often written in one case or the other.
		looked = append(looked, strings.ToLower(value), strings.ToUpper(value))
	}
	// What is no text stands in none.
	forms = slices.DeleteFunc(distinct(forms), func(form string) bool { return !utf8.ValidString(form) })
	if len(forms) == 0 {
		return &Scrubber{}
	}
	// The longest first, so that none leaves the tail of a longer one.
	slices.SortStableFunc(forms, func(a, b string) int { return len(b) - len(a) })
	scrubber := &Scrubber{}
	var quoted []string
	for _, form := range forms {
		quoted = append(quoted, regexp.QuoteMeta(form))
	}
	scrubber.forms = regexp.MustCompile("(?i)" + strings.Join(quoted, "|"))
	// Every body is searched for each of these: none is there twice.
	for _, form := range distinct(append(forms, looked...)) {
		scrubber.exact = append(scrubber.exact, []byte(form))
	}
	return scrubber
}

// distinct returns the texts, each once, in an order of its own.
func distinct(texts []string) []string {
	slices.Sort(texts)
	return slices.Compact(texts)
}

// formsOf is how a secret may stand in a text: as it is, escaped for a URL or in a
// JSON string, in base64.
func formsOf(secret string) []string {
	escaped, _ := json.Marshal(secret) // a string always marshals
	quoted := strconv.Quote(secret)
	return []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), string(escaped[1 : len(escaped)-1]), quoted[1 : len(quoted)-1],
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawStdEncoding.EncodeToString([]byte(secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)),
	}
}

// Clean returns text with stars in place of every secret.
func (s *Scrubber) Clean(text string) string {
	if s.forms == nil {
		return text
	}
	return s.forms.ReplaceAllLiteralString(text, stars)
}

// CleanBody returns a body with stars in place of every secret that it holds as
// it is: a vendor may put what it was sent into any field of a good answer, and
// a list of accounts may hold the gateway's own. Most bodies hold none and are
// returned as they are.
func (s *Scrubber) CleanBody(body []byte) []byte {
	body = plainStrings(body)
	for _, form := range s.exact {
		if bytes.Contains(body, form) {
			return s.forms.ReplaceAllLiteral(body, []byte(stars))
		}
	}
	return body
}

// plainStrings returns a JSON body whose strings have no escape that they do not
// need: a letter of a secret may be escaped, and then the secret is not found.
// What is no JSON is returned as it is.
func plainStrings(body []byte) []byte {
	if bytes.IndexByte(body, '\\') < 0 {
		return body
	}
	plain, err := jsontext.AppendFormat(nil, body, jsontext.PreserveRawStrings(false), jsontext.AllowDuplicateNames(true))
	if err != nil {
		return body
	}
	return plain
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
