package upstream

import (
	"fmt"
	"log/slog"
	"strings"
)

// stars is what every printed form of a secret shows.
const stars = "***"

// Secret holds a credential that cannot be printed: fmt, slog, JSON, text
// marshalling and %#v all show stars. Only [Secret.Reveal] gives the value. It is
// held by a pointer, since fmt prints what unexported fields of others hold
// without asking their methods.
type Secret struct{ value *string }

// NewSecret wraps a credential.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the credential itself, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero tells that there is no credential.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Sendable tells whether a header can carry the credential as one word of visible
// ASCII: a line end at the end of a file is easily overlooked.
func (s Secret) Sendable() bool {
	return !s.IsZero() && strings.IndexFunc(s.Reveal(), func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// String returns stars.
func (Secret) String() string { return stars }

// GoString returns stars.
func (Secret) GoString() string { return stars }

// Format writes stars for every verb and flag.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(stars)) }

// LogValue returns stars.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }

// MarshalText returns stars.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// MarshalJSON returns stars in quotes.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + stars + `"`), nil }
