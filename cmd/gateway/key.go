package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"flag"
	"fmt"
	"regexp"
)

// keyIDForm is what a key's id may be.
var keyIDForm = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// key makes a key. It is printed once and stored nowhere: the configuration
// holds its hash.
func (p *program) key(_ context.Context, args []string) error {
	var id string
	if err := p.flags("key", args, func(f *flag.FlagSet) { f.StringVar(&id, "id", "k1", "the key's id") }); err != nil {
		return err
	}
	if !keyIDForm.MatchString(id) {
		return &usageError{fmt.Errorf("an id is 1 to 32 lower-case letters, digits and dashes")}
	}
	text, hash := newKey(id)
	_, err := fmt.Fprintf(p.stdout, "key:    %s\nsha256: %s\n", text, hash)
	return err
}

// newKey returns a new key of this id and the hex SHA-256 of its text.
func newKey(id string) (text, hash string) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails: crypto/rand ends the program instead
	text = "dgm_" + id + "_" + base64.RawURLEncoding.EncodeToString(secret)
	sum := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(sum[:])
}
