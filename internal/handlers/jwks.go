package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

const (
	// jwksTimeout is the time that a fetch has, body included.
	jwksTimeout = 5 * time.Second
	// jwksSize is the largest set of keys that is read, in bytes; of a larger one too
	// little is read to be a set.
	jwksSize = 256 << 10
)

// Algorithms returns the signature algorithms that an issuer can be configured
// with: asymmetric ones, so that who can verify cannot sign.
func Algorithms() []string {
	return slices.Concat(algorithmsOfRSA(), []string{"ES256", "ES384", "ES512", "EdDSA"})
}

func algorithmsOfRSA() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
}

// fetchKeys returns the keys that stand at a URL (RFC 7517) and can verify
// signatures. It follows no redirect and connects to no link-local address, where
// clouds keep their metadata. Its error is fit for a log.
func fetchKeys(ctx context.Context, from string) (map[keyName]jwk.Key, error) {
	ctx, cancel := context.WithTimeout(ctx, jwksTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return nil, errors.New("the URL is none")
	}
	answer, err := jwksClient().Do(request)
	if err != nil {
		return nil, errors.New("it cannot be reached")
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, jwksSize))
	if err != nil {
		return nil, errors.New("the answer breaks off")
	}
	// What cannot be parsed yet, such as a key of a new kind, hides no other key.
	set, err := jwk.Parse(body, jwk.WithStrictKeySetParsing(false))
	if err != nil {
		return nil, errors.New("the answer is no set of keys")
	}
	return namedKeys(set), nil
}

// namedKeys returns the public keys of a set by the names that a token can call
// them. Of two of one name the first counts.
func namedKeys(set jwk.Set) map[keyName]jwk.Key {
	named := map[keyName]jwk.Key{}
	for i := range set.Len() {
		key, _ := set.Key(i)
		id, hasID := key.KeyID()
		for _, algorithm := range algorithmsOf(key) {
			if name := (keyName{id, algorithm}); hasID && named[name] == nil {
				named[name] = key
			}
		}
	}
	return named
}

// algorithmsOf returns what a key verifies: what its type and its curve allow (RFC
// 7518 §3.4 binds each curve to one), and of that what the key itself says.
func algorithmsOf(key jwk.Key) []string {
	var fit []string
	switch k := key.(type) {
	case jwk.RSAPublicKey:
		fit = algorithmsOfRSA()
	case jwk.ECDSAPublicKey:
		curve, _ := k.Crv()
		fit = map[string][]string{"P-256": {"ES256"}, "P-384": {"ES384"}, "P-521": {"ES512"}}[curve.String()]
	case jwk.OKPPublicKey:
		if curve, _ := k.Crv(); curve == jwa.Ed25519() {
			fit = []string{"EdDSA"}
		}
	}
	if use, says := key.KeyUsage(); says && use != jwk.ForSignature.String() || fit == nil || key.Validate() != nil {
		return nil
	}
	if only, says := key.Algorithm(); says {
		fit = slices.DeleteFunc(fit, func(algorithm string) bool { return algorithm != only.String() })
	}
	return fit
}

// jwksClient keeps no connection: the next fetch is minutes away.
func jwksClient() *http.Client {
	dialer := &net.Dialer{Timeout: jwksTimeout, Control: refuseLinkLocal}
	return &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func refuseLinkLocal(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || to.Addr().Unmap().IsLinkLocalUnicast() {
		return errors.New("link-local address")
	}
	return nil
}

func hostOf(from string) string {
	u, err := url.Parse(from)
	if err != nil {
		return ""
	}
	return u.Host
}
