package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// lifeInMonths is the standard duration of an API token (source).
const lifeInMonths = 13

// token is an API token as the administration console hands it out.
type token struct {
	text    string
	expires time.Time
}

// claims is the middle part of the token.
type claims struct {
	// quirk: the subject is "{serviceId}/{user}" (sheet §3).
	Subject string `json:"sub"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
}

// mint makes a signed JWT for a random service. Nothing but the console can
// read the signature's key, so it is forgotten here.
func mint(r *rand.Rand, now time.Time) token {
	// A JWT counts in whole seconds, so the token has to end on one.
	expires := now.UTC().AddDate(0, lifeInMonths, 0).Truncate(time.Second)
	body := claims{
		Subject: fmt.Sprintf("%d/%d", 1000+r.IntN(9000), 100000+r.IntN(900000)),
		Issued:  now.Unix(),
		Expires: expires.Unix(),
	}
	signed := part(map[string]string{"alg": "HS256", "typ": "JWT"}) + "." + part(body)
	mac := hmac.New(sha256.New, signingKey(r))
	mac.Write([]byte(signed))
	return token{
		text:    signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)),
		expires: expires,
	}
}

func part(v any) string {
	// The two callers pass strings and integers, which always marshal.
	b, _ := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(b)
}

func signingKey(r *rand.Rand) []byte {
	key := make([]byte, sha256.Size)
	for i := range key {
		key[i] = byte(r.UintN(256))
	}
	return key
}
