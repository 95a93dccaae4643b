package cache

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
)

const (
	// prefix begins every key in a store. Its number is the version of names and
	// seals: another version finds nothing of this one.
	prefix = "dgm:1:"
	// secretLength is that of a configured secret, in bytes.
	secretLength = 32
)

var errSecrets = errors.New("cache: want at least one secret, each of 32 bytes")

// Box makes names that tell nothing of what they name, and seals values so that
// they open under their own name alone.
type Box struct{ locks []lock }

// lock is what is derived from one secret.
type lock struct{ naming, sealing []byte }

// NewBox returns a box of these secrets of 32 bytes each. The first seals; all
// open, so that a secret can be replaced while the fleet runs. One that comes twice
// counts once.
func NewBox(secrets ...[]byte) (*Box, error) {
	if len(secrets) == 0 {
		return nil, errSecrets
	}
	b := &Box{}
	for n, secret := range secrets {
		if len(secret) != secretLength {
			return nil, errSecrets
		}
		if slices.ContainsFunc(secrets[:n], func(before []byte) bool { return bytes.Equal(before, secret) }) {
			continue
		}
		naming, err := hkdf.Key(sha256.New, secret, nil, "dragoman/cache/1/name", sha256.Size)
		if err != nil {
			return nil, err
		}
		sealing, err := hkdf.Key(sha256.New, secret, nil, "dragoman/cache/1/seal", sha256.Size)
		if err != nil {
			return nil, err
		}
		b.locks = append(b.locks, lock{naming, sealing})
	}
	return b, nil
}

// Name returns the current key of what the parts name together. Parts that are
// divided otherwise have another name.
func (b *Box) Name(parts ...string) string { return b.locks[0].name(parts) }

// Names returns the key under each secret, the current one first.
func (b *Box) Names(parts ...string) []string {
	names := make([]string, len(b.locks))
	for n, l := range b.locks {
		names[n] = l.name(parts)
	}
	return names
}

// Seal encrypts a value for the key that it is kept under.
func (b *Box) Seal(name string, plain []byte) []byte { return b.locks[0].seal(name, plain) }

// Open returns what was sealed for this key under any of the secrets.
func (b *Box) Open(name string, sealed []byte) ([]byte, bool) {
	for _, l := range b.locks {
		if plain, err := l.cipher(name).Open(nil, nil, sealed, []byte(name)); err == nil {
			return plain, true
		}
	}
	return nil, false
}

func (l lock) name(parts []string) string {
	mac := hmac.New(sha256.New, l.naming)
	for _, part := range parts {
		mac.Write(binary.AppendUvarint(nil, uint64(len(part))))
		mac.Write([]byte(part))
	}
	return prefix + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (l lock) seal(name string, plain []byte) []byte {
	return l.cipher(name).Seal(nil, nil, plain, []byte(name))
}

// cipher returns AES-256-GCM with a random nonce in front. Each name has a key of
// its own: nonces of 96 random bits are good for 2³² seals under one key, and a
// fleet makes more.
func (l lock) cipher(name string) cipher.AEAD {
	mac := hmac.New(sha256.New, l.sealing)
	mac.Write([]byte(name))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		panic(err) // the key has the right length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the right block
	}
	return aead
}
