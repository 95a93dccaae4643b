package rest

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// Claims is what a token says of itself, by name (RFC 7519). Nobody here checks the
// signature, which is the vendor's to do: no access is decided by what a token
// says.
type Claims map[string]any

// ClaimsOf reads a token; one that is no JWT has no claims.
func ClaimsOf(token string) Claims {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	return ClaimsIn(payload)
}

// ClaimsIn reads a JSON object as claims; what is none has no claims.
func ClaimsIn(document []byte) Claims {
	var c Claims
	if json.Unmarshal(document, &c) != nil {
		return nil
	}
	return c
}

// yearTenThousand is the first second that RFC 3339 cannot write.
const yearTenThousand = 253402300800

// Time returns a claim that is a date (RFC 7519 §2) in UTC, nil where it is none.
func (c Claims) Time(name string) *time.Time {
	seconds, ok := c[name].(float64)
	if !ok || seconds <= 0 || seconds >= yearTenThousand {
		return nil
	}
	return new(time.Unix(int64(seconds), 0).UTC())
}

// Text returns a claim that is a text, nil where it is none or empty.
func (c Claims) Text(name string) *string {
	text, _ := c[name].(string)
	return Text(&text)
}
