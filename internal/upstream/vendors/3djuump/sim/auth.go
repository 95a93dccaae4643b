package sim

import (
	"encoding/base64"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
)

// adminUser is the account of the directory's database, which is also the
// account of its machine callers.
const adminUser = "postgres"

// passwordLetters hold what makes the quoting of the key visible.
const passwordLetters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789/+:@%&="

// makeKey draws a password of 25 characters and returns the key of §3.
//
// quirk: user and password are form-quoted before base64, a space becomes "+"
// (sheet §3).
func makeKey(r *rand.Rand) string {
	var password []byte
	for i := range 25 {
		if i == 12 {
			password = append(password, ' ')
			continue
		}
		password = append(password, passwordLetters[r.IntN(len(passwordLetters))])
	}
	plain := url.QueryEscape(adminUser) + ":" + url.QueryEscape(string(password))
	return base64.StdEncoding.EncodeToString([]byte(plain))
}

// authorized tells whether the request shows the key, in either header or in
// both, and shows nothing that is wrong.
//
// quirk: the same key travels in two headers (sheet §3).
func (v *Vendor) authorized(r *http.Request) bool {
	keys := r.Header.Values("x-infinite-apikey")
	basics := r.Header.Values("Authorization")
	// A session bearer comes out of a browser login; none was ever issued here.
	if len(r.Header.Values("x-infinite-bearer")) > 0 || len(keys)+len(basics) == 0 {
		return false
	}
	wrongKey := func(value string) bool { return value != v.apiKey }
	wrongBasic := func(value string) bool { return value != "Basic "+v.apiKey }
	return !slices.ContainsFunc(keys, wrongKey) && !slices.ContainsFunc(basics, wrongBasic)
}
