package sim

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"strings"
)

// readable is the alphabet of the vendor's 17-character ids: no characters that
// look alike.
const readable = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz"

// newID returns an id in the vendor's usual manner.
func newID(r *rand.Rand) string { return randomText(r, 17) }

// newSecret returns an opaque password or token.
func newSecret(r *rand.Rand) string { return randomText(r, 32) }

func randomText(r *rand.Rand, n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = readable[r.IntN(len(readable))]
	}
	return string(text)
}

// newObjectID returns an id in the vendor's other manner, a Mongo ObjectId.
func newObjectID(r *rand.Rand) string { return hex.EncodeToString(randomBytes(r, 12)) }

// isObjectID tells the two manners of ids apart.
func isObjectID(id string) bool {
	raw, err := hex.DecodeString(id)
	return err == nil && len(raw) == 12
}

// newRefreshToken returns 100 characters of the base64 alphabet that decode to
// 75 bytes without a colon, so that nobody can read it as user:password
// (sheet §3). It always holds a character that a URL would have to escape.
func newRefreshToken(r *rand.Rand) string {
	for {
		raw := bytes.ReplaceAll(randomBytes(r, 75), []byte(":"), []byte(";"))
		if token := base64.StdEncoding.EncodeToString(raw); strings.ContainsAny(token, "+/") {
			return token
		}
	}
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return b
}
