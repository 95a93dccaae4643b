package rest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Token is a short-lived credential and the time at which it ends.
type Token struct {
	Value   upstream.Secret
	Expires time.Time
}

// Session keeps one short-lived bearer token for a connection: minted when it is
// first needed, kept until shortly before its end, minted again once for all who
// wait when a vendor refuses it. It is safe for concurrent use.
type Session struct {
	// Mint gets a new token from the vendor. It runs at most once at a time, and
	// its context outlives any one caller's.
	Mint func(context.Context) (Token, error)
	// StaleOn are the statuses that may mean that the token wore out.
	StaleOn []int
	// Now is the clock.
	Now func() time.Time

	flight  singleflight.Group
	mu      sync.Mutex
	token   Token
	refused error
	asked   time.Time
	renewed time.Time
}

const (
	// early is how long before its end a token is no longer used, so that it
	// does not end on the way; a short-lived one is used for nine tenths.
	early = 10 * time.Second
	// pause is how long a refused mint is remembered, and the least time between
	// two renewals: wrong credentials must not become a storm of logins.
	pause = time.Second
)

// Apply sets the Authorization header, minting a token first where there is none
// that lasts. A caller that leaves does not stop the mint the others wait for.
func (s *Session) Apply(ctx context.Context, h http.Header) error {
	token, err := s.current()
	if err != nil {
		return err
	}
	if token.Value.IsZero() {
		result := s.flight.DoChan("mint", func() (any, error) { return s.mint(context.WithoutCancel(ctx)) })
		select {
		case r := <-result:
			if r.Err != nil {
				return r.Err
			}
			token = r.Val.(Token)
		case <-ctx.Done():
			return contextError(ctx, upstream.NotSent)
		}
	}
	h.Set("Authorization", "Bearer "+token.Value.Reveal())
	return nil
}

// Stale tells whether the vendor may have refused the token.
func (s *Session) Stale(status int) bool { return slices.Contains(s.StaleOn, status) }

// Renew forgets the token that h carries, unless another caller has already put
// a newer one in its place: a hundred refusals of one token are one new token.
// It reports whether repeating the call is worth it: a vendor that refuses every
// fresh token gets no more than one renewal a second.
func (s *Session) Renew(h http.Header) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.Get("Authorization") != "Bearer "+s.token.Value.Reveal() {
		return true
	}
	now := s.Now()
	if !s.renewed.IsZero() && now.Sub(s.renewed) < pause {
		return false
	}
	s.token, s.renewed = Token{}, now
	return true
}

// current returns the token where it still lasts, or the remembered refusal.
func (s *Session) current() (Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.Now()
	if s.refused != nil && now.Sub(s.asked) < pause {
		return Token{}, s.refused
	}
	margin := min(early, s.token.Expires.Sub(s.asked)/10)
	if !s.token.Value.IsZero() && now.Before(s.token.Expires.Add(-margin)) {
		return s.token, nil
	}
	return Token{}, nil
}

func (s *Session) mint(ctx context.Context) (token Token, err error) {
	// A flight has a goroutine of its own: a panic there would end the process.
	defer func() {
		if thrown := recover(); thrown != nil {
			token, err = Token{}, &upstream.Error{Kind: upstream.Failed, Err: fmt.Errorf("rest: panic in a mint: %T", thrown)}
		}
	}()
	// Another flight may have ended between the look and this one.
	if token, err = s.current(); err != nil || !token.Value.IsZero() {
		return token, err
	}
	token, err = s.Mint(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token, s.refused, s.asked = token, nil, s.Now()
	if upstream.IsKind(err, upstream.Credentials) {
		s.refused = err
	}
	return token, err
}
