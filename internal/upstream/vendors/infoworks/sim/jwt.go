package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"
)

// bearerLife is the vendor's default (sheet §3).
const bearerLife = 900 * time.Second

// claims are what the vendor writes into an authentication token.
type claims struct {
	IssuedAt int64  `json:"iat"`
	Expires  int64  `json:"exp"`
	ID       string `json:"jti"`
	Subject  string `json:"sub"`
}

type subject struct {
	Email string `json:"email"`
	Scope scope  `json:"scope"`
}

type scope struct {
	Action string `json:"action"`
}

// subjectOf returns the sub claim of a person.
func subjectOf(email string) string {
	// quirk: sub is a string that holds JSON, not an object (sheet §3).
	return string(mustJSON(subject{Email: email, Scope: scope{Action: "refresh_token"}}))
}

// sign returns the claims as an HS256 JWT.
func sign(key []byte, c claims) string {
	b64 := base64.RawURLEncoding
	// quirk: the header has alg alone, no typ (sheet §3).
	head := b64.EncodeToString([]byte(`{"alg":"HS256"}`)) + "." + b64.EncodeToString(mustJSON(c))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(head))
	return head + "." + b64.EncodeToString(mac.Sum(nil))
}

// mustJSON marshals a wire struct of this package, which cannot fail.
func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("sim: " + err.Error())
	}
	return raw
}
