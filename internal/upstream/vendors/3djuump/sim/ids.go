package sim

import "math/rand/v2"

// newUUID returns a version 4 UUID in lower case, without braces.
func newUUID(r *rand.Rand) string {
	h := []byte(hexDigits(r, 32))
	h[12], h[16] = '4', "89ab"[r.IntN(4)]
	s := string(h)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

func hexDigits(r *rand.Rand, n int) string {
	h := make([]byte, n)
	for i := range h {
		h[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return string(h)
}
