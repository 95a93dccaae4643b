package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// skew is how far a caller's clock may be from the vendor's (sheet §1).
const skew = 5 * time.Minute

// key is what a caller signs with.
type key struct{ id, secret string }

func makeKey(r *rand.Rand) key {
	return key{
		id:     fmt.Sprintf("rb-%08x", r.Uint32()),
		secret: fmt.Sprintf("%016x%016x%016x%016x", r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64()),
	}
}

// authorize refuses a request without exactly one good key and one good signature
// of a time that is near.
func (v *Vendor) authorize(r *http.Request) *refusal {
	ids, signatures := r.Header.Values("X-Rollbook-Key"), r.Header.Values("X-Rollbook-Signature")
	if len(ids) != 1 || len(signatures) != 1 || ids[0] != v.key.id {
		return refuse(http.StatusUnauthorized, "key", "Missing or unknown key.")
	}
	timestamp, given, _ := strings.Cut(signatures[0], ".")
	if !hmac.Equal([]byte(given), []byte(v.key.sign(timestamp))) {
		return refuse(http.StatusUnauthorized, "signature", "The signature is wrong.")
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != timestamp {
		return refuse(http.StatusUnauthorized, "timestamp", "The timestamp is no number of seconds.")
	}
	if v.now().Sub(time.Unix(seconds, 0)).Abs() > skew {
		return refuse(http.StatusUnauthorized, "timestamp", "The timestamp is too far from now.")
	}
	return nil
}

// sign returns the signature of a timestamp's text (sheet §1).
func (k key) sign(timestamp string) string {
	mac := hmac.New(sha256.New, []byte(k.secret))
	_, _ = mac.Write([]byte(timestamp))
	return hex.EncodeToString(mac.Sum(nil))
}
