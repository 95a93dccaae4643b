package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// object is a JSON object.
type object = map[string]any

// loginServer is an issuer of JWTs with its keys behind a URL. Its key rsa signs
// by RS*, ec by ES256, ec384 by ES384, ed by EdDSA; enc is for encryption only, and
// shared is a secret that has no business in a set of public keys.
type loginServer struct {
	t       testing.TB
	name    string
	rsa     *rsa.PrivateKey
	ec      *ecdsa.PrivateKey
	ec384   *ecdsa.PrivateKey
	ed      ed25519.PrivateKey
	shared  []byte
	fetches atomic.Int32
	// before, where there is one, is called before the keys are given out.
	before func()
	server *httptest.Server
}

func startLogin(t testing.TB, name string) *loginServer {
	t.Helper()
	i := &loginServer{t: t, name: name, shared: []byte("a secret of at least thirty-two bytes")}
	i.rsa, _ = rsa.GenerateKey(rand.Reader, 2048)
	i.ec, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	i.ec384, _ = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	_, i.ed, _ = ed25519.GenerateKey(rand.Reader)
	i.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		i.fetches.Add(1)
		if i.before != nil {
			i.before()
		}
		_ = json.NewEncoder(w).Encode(object{"keys": i.jwks()})
	}))
	t.Cleanup(i.server.Close)
	return i
}

func (i *loginServer) jwks() []object {
	onCurve := func(id, curve string, key *ecdsa.PrivateKey) object {
		point, _ := key.PublicKey.Bytes()
		half := len(point) / 2
		return object{"kid": id, "kty": "EC", "crv": curve, "x": b64(point[1 : 1+half]), "y": b64(point[1+half:])}
	}
	n, e := b64(i.rsa.N.Bytes()), b64(big.NewInt(int64(i.rsa.E)).Bytes())
	return []object{
		{"kid": "later", "kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA"},
		{"kid": "rsa", "kty": "RSA", "use": "sig", "n": n, "e": e},
		{"kid": "enc", "kty": "RSA", "use": "enc", "n": n, "e": e},
		{"kid": "only512", "kty": "RSA", "alg": "RS512", "n": n, "e": e},
		onCurve("ec", "P-256", i.ec), onCurve("ec384", "P-384", i.ec384),
		{"kid": "ed", "kty": "OKP", "crv": "Ed25519", "x": b64(i.ed.Public().(ed25519.PublicKey))},
		{"kid": "shared", "kty": "oct", "k": b64(i.shared)},
	}
}

// configured is the issuer's entry in a configuration.
func (i *loginServer) configured(algorithms string, tenants string) string {
	return fmt.Sprintf("  - {issuer: %q, jwksURL: %q, audience: dragoman, algorithms: [%s], tenantClaim: tenant, tenants: [%s]}\n",
		i.name, i.server.URL+"/keys", algorithms, tenants)
}

// claims are those of a good token of the tenant hr with all scopes, changed by
// these; nil takes a claim away.
func (i *loginServer) claims(change object) object {
	now := time.Now().Unix()
	return merged(object{
		"iss": i.name, "aud": "dragoman", "sub": "nora@corp.example", "iat": now, "exp": now + 300, "jti": "1",
		"tenant": "hr", "scope": "openid users:read connections:read", "client_id": "portal",
	}, change)
}

// token returns a good token, changed by these claims.
func (i *loginServer) token(change object) string { return i.signed(object{}, i.claims(change)) }

// signed returns a token that the key kid signed by alg, RS256 with rsa if not
// said.
func (i *loginServer) signed(header, claims object) string {
	header = merged(object{"alg": "RS256", "kid": "rsa", "typ": "at+jwt"}, header)
	return i.signedText(header["alg"].(string), textOf(header), textOf(claims))
}

// signedText returns a token of these very texts, signed by alg with whichever of
// the keys alg is for.
func (i *loginServer) signedText(algorithm, header, claims string) string {
	input := b64([]byte(header)) + "." + b64([]byte(claims))
	return input + "." + b64(i.sign(algorithm, []byte(input)))
}

func (i *loginServer) sign(algorithm string, input []byte) []byte {
	short, middle, long := sha256.Sum256(input), sha512.Sum384(input), sha512.Sum512(input)
	var signature []byte
	var err error
	switch algorithm {
	case "RS256":
		signature, err = rsa.SignPKCS1v15(rand.Reader, i.rsa, crypto.SHA256, short[:])
	case "RS512":
		signature, err = rsa.SignPKCS1v15(rand.Reader, i.rsa, crypto.SHA512, long[:])
	case "PS256":
		signature, err = rsa.SignPSS(rand.Reader, i.rsa, crypto.SHA256, short[:], nil)
	case "ES256":
		signature, err = signECDSA(i.ec, short[:])
	case "ES384":
		signature, err = signECDSA(i.ec384, middle[:])
	case "EdDSA":
		signature = ed25519.Sign(i.ed, input)
	case "HS256":
		signature = mac(i.shared, input)
	default:
		i.t.Fatalf("no signature by %s", algorithm)
	}
	if err != nil {
		i.t.Fatal(err)
	}
	return signature
}

// signECDSA signs in the form of RFC 7518 §3.4: both numbers, one after the other.
func signECDSA(key *ecdsa.PrivateKey, digest []byte) ([]byte, error) {
	r, s, err := ecdsa.Sign(rand.Reader, key, digest)
	if err != nil {
		return nil, err
	}
	size := (key.Params().BitSize + 7) / 8
	return append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...), nil
}

func mac(secret, input []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write(input)
	return h.Sum(nil)
}

func merged(base, change object) object {
	out := maps.Clone(base)
	for name, value := range change {
		if out[name] = value; value == nil {
			delete(out, name)
		}
	}
	return out
}

func textOf(o object) string {
	text, _ := json.Marshal(o)
	return string(text)
}

func b64(content []byte) string { return base64.RawURLEncoding.EncodeToString(content) }

// bearing sends a GET with a credential.
func (w *whole) bearing(credential, path string) answer {
	w.t.Helper()
	return w.sendHeader(http.MethodGet, path, http.Header{"Authorization": {"Bearer " + credential}}, "")
}

// padded returns a good token that is as long as it says, in bytes.
func (i *loginServer) padded(length int) string {
	text := i.token(object{"pad": ""})
	for n := (length - len(text)) * 3 / 4; ; n-- {
		if text = i.token(object{"pad": strings.Repeat("a", n)}); len(text) <= length {
			return text
		}
	}
}
