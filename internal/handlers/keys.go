package handlers

import (
	"crypto/sha256"
	"crypto/subtle"
	"regexp"
)

// Key is a configured key: who it stands for and the SHA-256 of its whole text.
type Key struct {
	Caller Caller
	SHA256 [sha256.Size]byte
}

// Keys finds callers by their keys. It is safe for concurrent use.
type Keys struct{ byID map[string]Key }

// NewKeys returns the callers of these keys; their ids are unique.
func NewKeys(keys []Key) *Keys {
	k := &Keys{byID: map[string]Key{}}
	for _, key := range keys {
		k.byID[key.Caller.Key] = key
	}
	return k
}

// keyForm is dgm_<key id>_<43 base64url characters>.
var keyForm = regexp.MustCompile(`^dgm_([a-z0-9-]{1,32})_[A-Za-z0-9_-]{43}$`)

// Find returns the caller of a key, or nil. An unknown key id costs the same
// hash and comparison as a wrong secret.
func (k *Keys) Find(text string) *Caller {
	m := keyForm.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	key, known := k.byID[m[1]]
	sum := sha256.Sum256([]byte(text))
	if same := subtle.ConstantTimeCompare(sum[:], key.SHA256[:]) == 1; !same || !known {
		return nil
	}
	return &key.Caller
}
