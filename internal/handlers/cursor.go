package handlers

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// CursorKeySize is the size of a cursor key in bytes.
const CursorKeySize = 32

// Cursors seals where a list stands into an opaque cursor and opens it again. A
// cursor is bound to what it was made for: altered, or used for another tenant,
// operation, filter or choice of connection, it does not open.
type Cursors struct{ keys []cipher.AEAD }

// NewCursors returns a sealer: the first key seals, all open.
func NewCursors(keys ...[]byte) (*Cursors, error) {
	c := &Cursors{}
	for i, key := range keys {
		if len(key) != CursorKeySize {
			return nil, fmt.Errorf("key %d: want %d bytes", i, CursorKeySize)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, err
		}
		c.keys = append(c.keys, aead)
	}
	if len(c.keys) == 0 {
		return nil, fmt.Errorf("at least one key is needed")
	}
	return c, nil
}

// binding is what a cursor is made for, in a form in which no two bindings are
// the same text.
func binding(parts ...string) []byte {
	var out []byte
	for _, p := range parts {
		out = binary.AppendUvarint(out, uint64(len(p)))
		out = append(out, p...)
	}
	return out
}

// sealedWalk is the walk inside a cursor; its short names keep cursors short.
type sealedWalk struct {
	Limit int          `json:"l"`
	Share int          `json:"s"`
	Spots []sealedSpot `json:"w"`
}

type sealedSpot struct {
	Source string `json:"c"`
	At     string `json:"a,omitempty"`
	Skip   int    `json:"k,omitempty"`
	Done   bool   `json:"d,omitempty"`
}

// seal returns the cursor of a walk.
func (c *Cursors) seal(w fanout.Walk, bound []byte) (string, error) {
	sealed := sealedWalk{Limit: w.Limit, Share: w.Share}
	for _, s := range w.Spots {
		sealed.Spots = append(sealed.Spots, sealedSpot(s))
	}
	plain, err := json.Marshal(sealed)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(c.keys[0].Seal(nil, nil, plain, bound)), nil
}

// open returns the walk of a cursor, and false for one that is not of this list.
func (c *Cursors) open(cursor string, bound []byte) (fanout.Walk, bool) {
	// An altered cursor must not open: base64 has spare bits in its last character,
	// and its decoder skips line ends.
	box, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || strings.ContainsAny(cursor, "\r\n") {
		return fanout.Walk{}, false
	}
	for _, key := range c.keys {
		plain, err := key.Open(nil, nil, box, bound)
		if err != nil {
			continue
		}
		var sealed sealedWalk
		if json.Unmarshal(plain, &sealed) != nil {
			return fanout.Walk{}, false
		}
		w := fanout.Walk{Limit: sealed.Limit, Share: sealed.Share}
		for _, s := range sealed.Spots {
			w.Spots = append(w.Spots, fanout.Spot(s))
		}
		return w, true
	}
	return fanout.Walk{}, false
}
