package handlers

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// Issuer is a configured issuer of JWTs, and what its tokens can say.
type Issuer struct {
	// Name is the claim iss of its tokens, letter for letter.
	Name string
	// JWKSURL is where its keys are. No address that a token names is ever asked.
	JWKSURL string
	// Audience is what the claim aud has to hold.
	Audience string
	// Algorithms are those that it signs with, some of [Algorithms].
	Algorithms []string
	// TenantClaim is the claim that names the tenant.
	TenantClaim string
	// Tenants are those that it may name, each with the tenant's connections.
	Tenants map[string][]string
}

// leeway is how far the clocks of an issuer and the gateway may differ.
const leeway = 30 * time.Second

// Issuers finds callers by their JWTs. It is safe for concurrent use, asks no
// issuer before the first token comes, and is closed after use.
type Issuers struct {
	byName map[string]Issuer
	// rings are the issuers' keys by the URL that they come from.
	rings map[string]*keyring
	now   func() time.Time
	stop  context.CancelFunc
}

// NewIssuers returns the callers that these issuers vouch for; their names are
// unique. It sends nothing. The log receives why keys could not be fetched.
func NewIssuers(issuers []Issuer, log *slog.Logger, now func() time.Time) *Issuers {
	life, stop := context.WithCancel(context.Background())
	s := &Issuers{byName: map[string]Issuer{}, rings: map[string]*keyring{}, now: now, stop: stop}
	for _, issuer := range issuers {
		s.byName[issuer.Name] = issuer
		s.rings[issuer.JWKSURL] = &keyring{url: issuer.JWKSURL, life: life, log: log, now: now}
	}
	return s
}

// Inherit takes over the keys that others have of the same URLs, so that callers
// outlive a reload while an issuer is away.
func (s *Issuers) Inherit(others *Issuers) {
	for url, ring := range s.rings {
		if other, known := others.rings[url]; known {
			ring.put(other.current())
		}
	}
}

// Close ends what is being fetched. Tokens whose keys are known are verified all
// the same.
func (s *Issuers) Close() { s.stop() }

// Find returns the caller of a token, or nil where it is not a good one, whatever
// the reason. Its error is a problem: the keys cannot be had, so that nobody can
// tell.
func (s *Issuers) Find(ctx context.Context, text string) (*Caller, error) {
	t := readAccessToken(text)
	if t == nil {
		return nil, nil
	}
	issuer, known := s.byName[t.text("iss")]
	if !known || !slices.Contains(issuer.Algorithms, t.algorithm) {
		return nil, nil
	}
	key, err := s.rings[issuer.JWKSURL].find(ctx, keyName{t.keyID, t.algorithm})
	if key == nil || !s.verifies(issuer, t, key, text) {
		return nil, err
	}
	return issuer.caller(t), nil
}

// verifies tells whether the signature is the key's and the token is for here and
// now.
func (s *Issuers) verifies(issuer Issuer, t *accessToken, key jwk.Key, text string) bool {
	algorithm, known := jwa.LookupSignatureAlgorithm(t.algorithm)
	if !known {
		return false
	}
	_, err := jwt.ParseString(text, jwt.WithKey(algorithm, key),
		jwt.WithAudience(issuer.Audience), jwt.WithRequiredClaim(jwt.ExpirationKey),
		jwt.WithAcceptableSkew(leeway), jwt.WithClock(jwt.ClockFunc(s.now)))
	return err == nil
}

// caller is who a verified token stands for, nil where it names nobody or a tenant
// that is not this issuer's to name.
func (i Issuer) caller(t *accessToken) *Caller {
	c := &Caller{Tenant: t.text(i.TenantClaim), Issuer: i.Name, Subject: t.text("sub")}
	connections, may := i.Tenants[c.Tenant]
	if !may || c.Subject == "" {
		return nil
	}
	c.Connections = connections
	// A token may hold scopes that are meant for others, such as openid.
	granted := strings.Split(t.text("scope"), " ")
	c.Scopes = slices.DeleteFunc(Scopes(), func(scope string) bool { return !slices.Contains(granted, scope) })
	return c
}
