package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestNoForgedTokenIsAnybodysAndAllAreRefusedAlike(t *testing.T) {
	login, partner := startLogin(t, "https://login.corp.example"), startLogin(t, "https://partner.example")
	trap := startLogin(t, "https://snare.example")
	w := start(t, setup{people: 2, issuers: login.configured("RS256, ES256, EdDSA", "hr") + partner.configured("RS256", "other")})
	// Both have shown their keys before the first forgery comes.
	w.bearing(login.token(nil), somebody).want(t, http.StatusOK, "")
	w.bearing(partner.token(object{"tenant": "other"}), somebody).want(t, http.StatusOK, "")
	wrong := w.bearingAlike(t, "dgm_admin_"+strings.Repeat("A", 43))
	wrong.want(t, http.StatusUnauthorized, "unauthenticated")

	forged := map[string]string{}
	for _, table := range []map[string]string{
		unsigned(login), confused(login, trap), ofWrongKeys(login, partner, trap), ofWrongClaims(login, partner), outOfTime(login), misshapen(login),
	} {
		maps.Copy(forged, table)
	}
	for situation, credential := range forged {
		alike(t, situation, w.bearingAlike(t, credential), wrong)
	}
	if len(forged) < 100 {
		t.Errorf("%d forgeries", len(forged))
	}
	if fetches := trap.fetches.Load(); fetches > 0 {
		t.Errorf("%d fetches from where tokens say", fetches)
	}
	w.bearing(login.token(nil), somebody).want(t, http.StatusOK, "")
}

// bearingAlike sends a request that differs from its like in the credential only.
func (w *whole) bearingAlike(t testing.TB, credential string) answer {
	t.Helper()
	return w.sendHeader(http.MethodGet, somebody, http.Header{"Authorization": {"Bearer " + credential}, "X-Request-Id": {"the-same"}}, "")
}

// unsigned are tokens without a signature, or with one that is not of their
// content.
func unsigned(login *loginServer) map[string]string {
	good := login.token(nil)
	parts := strings.Split(good, ".")
	claims := b64([]byte(textOf(login.claims(nil))))
	forged := map[string]string{
		"no signature":               parts[0] + "." + parts[1] + ".",
		"no signature and no dot":    parts[0] + "." + parts[1],
		"a signature of zeros":       parts[0] + "." + parts[1] + "." + b64(make([]byte, 256)),
		"another token's signature":  parts[0] + "." + parts[1] + "." + strings.Split(login.token(object{"jti": "2"}), ".")[2],
		"half a signature":           good[:len(good)-170],
		"a signature and more":       good + "AAAA",
		"a letter less":              good[:len(good)-1],
		"another last letter":        good[:len(good)-1] + string(anotherLetter(good[len(good)-1])),
		"another first letter of it": parts[0] + "." + parts[1] + "." + string(anotherLetter(parts[2][0])) + parts[2][1:],
		"another tenant":             parts[0] + "." + b64([]byte(textOf(login.claims(object{"tenant": "other"})))) + "." + parts[2],
		"more scopes":                parts[0] + "." + b64([]byte(textOf(login.claims(object{"scope": "users:admin"})))) + "." + parts[2],
		"a header in another order":  b64([]byte(`{"typ":"at+jwt","kid":"rsa","alg":"RS256"}`)) + "." + parts[1] + "." + parts[2],
	}
	for _, none := range []string{"none", "None", "NONE", "nOnE", "none ", "", "null"} {
		header := b64([]byte(textOf(object{"alg": none, "kid": "rsa"})))
		forged["the algorithm "+none] = header + "." + claims + "."
		forged["the algorithm "+none+" and a signature"] = header + "." + claims + "." + parts[2]
	}
	for situation, header := range map[string]string{
		"no algorithm": `{"kid":"rsa"}`, "an algorithm that is null": `{"alg":null,"kid":"rsa"}`,
		"an algorithm in a list": `{"alg":["RS256"],"kid":"rsa"}`, "an algorithm that is a number": `{"alg":256,"kid":"rsa"}`,
	} {
		forged[situation] = login.signedText("RS256", header, textOf(login.claims(nil)))
	}
	return forged
}

// anotherLetter differs in the lowest bit, which the last letter of many a
// signature has no use for.
func anotherLetter(letter byte) byte {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return letters[strings.IndexByte(letters, letter)^1]
}

// confused are tokens that have the verifier take a key for another kind of key.
func confused(login, trap *loginServer) map[string]string {
	forged := map[string]string{}
	public := &login.rsa.PublicKey
	pkix, _ := x509.MarshalPKIXPublicKey(public)
	jwk, _ := json.Marshal(login.jwks()[1])
	for situation, secret := range map[string][]byte{
		"PKIX in PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pkix}), "PKIX": pkix,
		"PKCS 1 in PEM": pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(public)}),
		"PKCS 1":        x509.MarshalPKCS1PublicKey(public), "JWK": jwk, "the modulus": public.N.Bytes(), "nothing": {},
	} {
		input := b64([]byte(`{"alg":"HS256","kid":"rsa","typ":"JWT"}`)) + "." + b64([]byte(textOf(login.claims(nil))))
		forged["a MAC with the public key as "+situation] = input + "." + b64(mac(secret, []byte(input)))
	}
	for situation, header := range map[string]object{
		"a MAC with a secret among the keys":     {"alg": "HS256", "kid": "shared"},
		"an algorithm that is not the issuer's":  {"alg": "RS512"},
		"PSS with a key for PKCS 1":              {"alg": "PS256"},
		"a curve that is not the issuer's":       {"alg": "ES384", "kid": "ec384"},
		"a key that is for encryption":           {"kid": "enc"},
		"a key that is for another algorithm":    {"kid": "only512"},
		"RSA by the name of a P-256 key":         {"kid": "ec"},
		"Ed25519 by the name of an RSA key":      {"alg": "EdDSA", "kid": "rsa"},
		"a P-256 signature by a P-384 key's kid": {"alg": "ES256", "kid": "ec384"},
	} {
		forged[situation] = login.signed(header, login.claims(nil))
	}
	small := `{"alg":"rs256","kid":"rsa"}`
	forged["the right algorithm in small letters"] = login.signedText("RS256", small, textOf(login.claims(nil)))
	forged["RS256 that is ECDSA"] = login.signedText("ES256", `{"alg":"RS256","kid":"ec"}`, textOf(login.claims(nil)))
	forged["ES256 that is RSA"] = login.signedText("RS256", `{"alg":"ES256","kid":"rsa"}`, textOf(login.claims(nil)))
	input := b64([]byte(`{"alg":"ES256","kid":"ec384"}`)) + "." + b64([]byte(textOf(login.claims(nil))))
	digest := sha256.Sum256([]byte(input))
	signature, _ := signECDSA(login.ec384, digest[:])
	forged["ES256 on another curve"] = input + "." + b64(signature)
	for situation, header := range map[string]object{
		"a jku": {"jku": trap.server.URL}, "a x5u": {"x5u": trap.server.URL}, "a jwk": {"jwk": trap.jwks()[1]},
		"a x5c": {"x5c": []string{base64.StdEncoding.EncodeToString(pkix)}},
	} {
		forged["another's key, and "+situation] = trap.signed(header, login.claims(nil))
	}
	return forged
}

// ofWrongKeys are tokens that name no key, or another's.
func ofWrongKeys(login, partner, trap *loginServer) map[string]string {
	forged := map[string]string{
		"somebody else's key":           trap.signed(nil, login.claims(nil)),
		"another issuer's key":          partner.signed(nil, login.claims(nil)),
		"an issuer that nobody knows":   trap.token(nil),
		"no kid":                        login.signed(object{"kid": nil}, login.claims(nil)),
		"a kid that is a number":        login.signed(object{"kid": 1}, login.claims(nil)),
		"a kid in a list":               login.signed(object{"kid": []string{"rsa"}}, login.claims(nil)),
		"a kid that is given twice":     login.signedText("RS256", `{"alg":"RS256","kid":"none","kid":"rsa"}`, textOf(login.claims(nil))),
		"a kid under an escaped name":   login.signedText("RS256", `{"alg":"RS256","kid":"none","\u006bid":"rsa"}`, textOf(login.claims(nil))),
		"a kid by a name in capitals":   login.signedText("RS256", `{"alg":"RS256","KID":"rsa"}`, textOf(login.claims(nil))),
		"algorithms that contradict":    login.signedText("RS256", `{"alg":"none","alg":"RS256","kid":"rsa"}`, textOf(login.claims(nil))),
		"the right key by a wrong name": login.signed(object{"kid": "rsa2"}, login.claims(nil)),
	}
	for _, kid := range []string{
		"", " rsa", "rsa ", "RSA", "rsa\x00", "../../../../dev/null", "/dev/null", "..%2frsa", "file:///etc/passwd", trap.server.URL + "/keys",
		"rsa' OR '1'='1", "rsa|cat /etc/passwd", "*", "0", "${jndi:ldap://127.0.0.1/a}", strings.Repeat("k", 3000),
	} {
		forged["the kid "+kid] = login.signed(object{"kid": kid}, login.claims(nil))
	}
	return forged
}

// ofWrongClaims are tokens that are signed well, for others or for nobody.
func ofWrongClaims(login, partner *loginServer) map[string]string {
	forged := map[string]string{
		"a tenant of another issuer's":         partner.token(nil),
		"another issuer by the right key":      login.token(object{"iss": partner.name, "tenant": "other"}),
		"claims with a member twice":           login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, strings.Replace(textOf(login.claims(nil)), "{", `{"tenant":"other",`, 1)),
		"claims with the issuer twice":         login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, strings.Replace(textOf(login.claims(nil)), "{", `{"iss":"https://snare.example",`, 1)),
		"claims by names in capitals":          login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, strings.ReplaceAll(textOf(login.claims(nil)), `"aud"`, `"AUD"`)),
		"the audience in the header":           login.signed(object{"aud": "dragoman"}, login.claims(object{"aud": nil})),
		"a tenant that only the header names":  login.signed(object{"tenant": "hr"}, login.claims(object{"tenant": nil})),
		"a tenant deeper in the claims":        login.token(object{"tenant": nil, "act": object{"tenant": "hr"}}),
		"an expiry that only the header names": login.signed(object{"exp": time.Now().Unix() + 300}, login.claims(object{"exp": nil})),
	}
	for claim, values := range map[string][]any{
		"iss":    {nil, "", login.name + "/", "http://login.corp.example", "HTTPS://login.corp.example", []string{login.name}, 7, login.server.URL},
		"aud":    {nil, "", "Dragoman", "dragoman2", "dragoman ", []string{}, []string{"mail"}, []any{"mail", 7}, 7, object{"dragoman": true}, "mail dragoman"},
		"tenant": {nil, "", "other", "twin", "nobody", "HR", "hr ", "hr,other", []string{"hr"}, []string{"hr", "other"}, 7, true, object{"hr": true}},
		"sub":    {nil, "", 7, []string{"nora"}, json.RawMessage("null")},
		"scope":  {[]string{"users:read"}, 7, json.RawMessage("null"), object{"users:read": true}},
	} {
		for _, value := range values {
			forged[claim+" "+textOf(object{"is": value})] = login.token(object{claim: value})
		}
	}
	return forged
}

// outOfTime are tokens whose time is over, has not come, or is no time.
func outOfTime(login *loginServer) map[string]string {
	now := time.Now()
	forged := map[string]string{}
	for claim, values := range map[string][]any{
		"exp": {
			nil, json.RawMessage("null"), 0, -1, now.Unix() - 31, now.Unix() - 3600, "", "never", now.Add(time.Hour).Format(time.RFC3339),
			"9999999999", true, []int64{now.Unix() + 300}, json.RawMessage("1e400"), object{},
		},
		"nbf": {now.Unix() + 60, now.Unix() + 3600, "0", json.RawMessage("null"), now.Format(time.RFC3339), false},
		"iat": {now.Unix() + 60, "0", json.RawMessage("null")},
	} {
		for _, value := range values {
			forged[claim+" "+textOf(object{"is": value})] = login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, textOf(login.claims(object{claim: value})))
		}
	}
	return forged
}

// misshapen are texts that are no token in the compact form, however they are
// signed.
func misshapen(login *loginServer) map[string]string {
	good, claims := login.token(nil), textOf(login.claims(nil))
	parts := strings.Split(good, ".")
	forged := map[string]string{
		"dots": "..", "three letters": "a.b.c", "a dot more": good + ".", "a dot before": "." + good, "two dots in one place": strings.Replace(good, ".", "..", 1),
		"four parts": good + "." + parts[2], "five parts, as JWE has": parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[1] + "." + parts[2],
		"the JSON form":              `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
		"the general JSON form":      `{"payload":"` + parts[1] + `","signatures":[{"protected":"` + parts[0] + `","signature":"` + parts[2] + `"}]}`,
		"padding":                    good + "==",
		"padding in the header":      parts[0] + "=." + parts[1] + "." + parts[2],
		"letters of plain base64":    parts[0] + "." + parts[1] + "." + strings.NewReplacer("-", "+", "_", "/").Replace(parts[2]) + "+/",
		"letters outside of base64":  parts[0] + "." + parts[1] + "." + parts[2][:len(parts[2])-1] + "ä",
		"percent-encoded dots":       strings.ReplaceAll(good, ".", "%2E"),
		"a nested token":             login.signedText("RS256", `{"alg":"RS256","kid":"rsa","cty":"JWT"}`, good),
		"a text for claims":          login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, `"`+good+`"`),
		"a list for claims":          login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, `[`+claims+`]`),
		"null for claims":            login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, `null`),
		"claims and more":            login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, claims+claims),
		"claims behind a mark":       login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, "\ufeff"+claims),
		"claims that are not UTF-8":  login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, strings.Replace(claims, "nora", "\xff", 1)),
		"claims that nest deep":      login.signedText("RS256", `{"alg":"RS256","kid":"rsa"}`, strings.Replace(claims, "{", `{"a":`+strings.Repeat("[", 99)+strings.Repeat("]", 99)+",", 1)),
		"a list for a header":        login.signedText("RS256", `[{"alg":"RS256","kid":"rsa"}]`, claims),
		"a header with a comment":    login.signedText("RS256", `{"alg":"RS256",/**/"kid":"rsa"}`, claims),
		"a byte too long":            login.padded(8<<10) + "AAAA",
		"far too long":               login.padded(40 << 10),
		"something critical":         login.signed(object{"crit": []string{"exp"}, "exp": 1}, login.claims(nil)),
		"nothing critical":           login.signed(object{"crit": []string{}}, login.claims(nil)),
		"a payload that is not b64":  login.signed(object{"crit": []string{"b64"}, "b64": false}, login.claims(nil)),
		"a logout token":             login.signed(object{"typ": "logout+jwt"}, login.claims(nil)),
		"a proof of possession":      login.signed(object{"typ": "dpop+jwt"}, login.claims(nil)),
		"a type that is null":        login.signedText("RS256", `{"alg":"RS256","kid":"rsa","typ":null}`, claims),
		"a type of no kind":          login.signed(object{"typ": ""}, login.claims(nil)),
		"a key's prefix":             "dgm_admin_" + good,
		"a token in the place of it": "dgm_admin_" + parts[2][:43],
	}
	return forged
}
