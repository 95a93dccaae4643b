package rollbook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// signature is an Auth that proves the key by signing the time.
type signature struct {
	keyID  string
	secret upstream.Secret
	now    func() time.Time
}

// Apply sets the key and a signature of this moment. quirk: the time is all that is
// signed, and it must be the vendor's within five minutes (sheet §1).
func (s signature) Apply(_ context.Context, h http.Header) error {
	at := strconv.FormatInt(s.now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.secret.Reveal()))
	_, _ = mac.Write([]byte(at)) // a hash takes everything
	h.Set("X-Rollbook-Key", s.keyID)
	h.Set("X-Rollbook-Signature", at+"."+hex.EncodeToString(mac.Sum(nil)))
	return nil
}
