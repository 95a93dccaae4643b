package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// moody is a vendor whose mint may refuse or fail, whose tokens end, are revoked
// or are worth nothing from the start, and which remembers when it was asked.
type moody struct {
	now     time.Time
	session *rest.Session

	mintError error
	refuses   bool
	lifetime  time.Duration

	minted  int
	valid   string
	expires time.Time
	// refusedAt and renewedAt are when a mint was last refused and when a token
	// was last given up; the zero time is never.
	refusedAt, renewedAt time.Time
}

var errMintFailed = &upstream.Error{Kind: upstream.Failed}

func newMoody() *moody {
	m := &moody{now: nowhen(), lifetime: time.Hour}
	m.session = &rest.Session{StaleOn: []int{http.StatusUnauthorized}, Now: func() time.Time { return m.now }}
	return m
}

func (m *moody) mint(t *rapid.T) func(context.Context) (rest.Token, error) {
	return func(context.Context) (rest.Token, error) {
		if !m.refusedAt.IsZero() && m.now.Sub(m.refusedAt) < time.Second {
			t.Fatalf("asked to mint %v after a refusal", m.now.Sub(m.refusedAt))
		}
		if upstream.IsKind(m.mintError, upstream.Credentials) {
			m.refusedAt = m.now
		}
		if m.mintError != nil {
			return rest.Token{}, m.mintError
		}
		m.minted++
		m.valid, m.expires = fmt.Sprintf("Bearer t%d", m.minted), m.now.Add(m.lifetime)
		return rest.Token{Value: upstream.NewSecret(m.valid[len("Bearer "):]), Expires: m.expires}, nil
	}
}

// accepts is the vendor's verdict about a token that it is shown.
func (m *moody) accepts(h http.Header) bool {
	return !m.refuses && h.Get("Authorization") == m.valid && m.now.Before(m.expires)
}

// attempt applies the credential, which must be one that has not ended.
func (m *moody) attempt(t *rapid.T) (http.Header, error) {
	h := http.Header{}
	before := m.minted
	err := m.session.Apply(context.Background(), h)
	if err == nil && before == m.minted && !m.now.Before(m.expires) {
		t.Fatalf("a kept token was used %v after its end", m.now.Sub(m.expires))
	}
	return h, err
}

// call is what the transport does: apply, and once more where that is worth it.
func (m *moody) call(t *rapid.T) {
	remembers := !m.refusedAt.IsZero() && m.now.Sub(m.refusedAt) < time.Second
	pauses := !m.renewedAt.IsZero() && m.now.Sub(m.renewedAt) < time.Second
	h, err := m.attempt(t)
	if err == nil && !m.accepts(h) && m.session.Renew(h) {
		if pauses {
			t.Fatalf("renewed %v after the last renewal", m.now.Sub(m.renewedAt))
		}
		m.renewedAt = m.now
		h, err = m.attempt(t)
	}
	healthy := m.mintError == nil && !m.refuses && m.lifetime > 0
	switch {
	case healthy && err != nil && !remembers:
		t.Fatalf("a healthy vendor, no refusal within a second, and still: %v", err)
	case healthy && err == nil && !m.accepts(h) && !pauses:
		t.Fatalf("a healthy vendor, no renewal within a second, and still refused")
	}
}

// TestASessionIsPatientWithEveryVendor walks through random histories of one.
func TestASessionIsPatientWithEveryVendor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMoody()
		m.session.Mint = m.mint(t)
		refused := &upstream.Error{Kind: upstream.Credentials, Err: errors.New("refused")}
		t.Repeat(map[string]func(*rapid.T){
			"call": m.call,
			"wait": func(t *rapid.T) {
				m.now = m.now.Add(rapid.SampledFrom([]time.Duration{1, 300 * time.Millisecond, time.Second, 15 * time.Second, time.Hour}).Draw(t, "wait"))
			},
			"revoke": func(*rapid.T) { m.valid = "" },
			"mint": func(t *rapid.T) {
				m.mintError = rapid.SampledFrom([]error{nil, nil, errMintFailed, refused}).Draw(t, "error")
			},
			"mood": func(t *rapid.T) { m.refuses = rapid.Bool().Draw(t, "refuses") },
			"lifetime": func(t *rapid.T) {
				m.lifetime = rapid.SampledFrom([]time.Duration{0, time.Second, 20 * time.Second, time.Hour}).Draw(t, "lifetime")
			},
		})
	})
}
