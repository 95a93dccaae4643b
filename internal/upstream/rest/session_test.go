package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// nowhen is a clock that stands.
func nowhen() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// mint counts what a session asks of it and hands out t1, t2 and so on.
type mint struct {
	mu       sync.Mutex
	count    int
	lifetime time.Duration
	takes    time.Duration
	err      error
	now      func() time.Time
}

func (m *mint) token(ctx context.Context) (rest.Token, error) {
	m.mu.Lock()
	m.count++
	token := upstream.NewSecret(fmt.Sprintf("t%d", m.count))
	m.mu.Unlock()
	if m.takes > 0 {
		select {
		case <-time.After(m.takes):
		case <-ctx.Done():
			return rest.Token{}, ctx.Err()
		}
	}
	if m.err != nil {
		return rest.Token{}, m.err
	}
	return rest.Token{Value: token, Expires: m.now().Add(m.lifetime)}, nil
}

func (m *mint) session() *rest.Session {
	if m.now == nil {
		m.now = time.Now
	}
	return &rest.Session{Mint: m.token, StaleOn: []int{http.StatusUnauthorized}, Now: m.now}
}

// bearer returns the token that a session puts on a call.
func bearer(ctx context.Context, s *rest.Session) (string, error) {
	h := http.Header{}
	err := s.Apply(ctx, h)
	return strings.TrimPrefix(h.Get("Authorization"), "Bearer "), err
}

func TestAHundredFirstCallsAreOneMint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &mint{lifetime: time.Hour, takes: time.Second}
		s := m.session()
		var calls sync.WaitGroup
		for range 100 {
			calls.Go(func() {
				if got, err := bearer(t.Context(), s); err != nil || got != "t1" {
					t.Errorf("got %q, %v; want t1", got, err)
				}
			})
		}
		calls.Wait()
		if m.count != 1 {
			t.Errorf("got %d mints, want 1", m.count)
		}
	})
}

// TestAHundredRefusalsOfOneTokenAreOneNewMint: the vendor answers the first
// hundred calls together, so that every one of them was sent the old token.
func TestAHundredRefusalsOfOneTokenAreOneNewMint(t *testing.T) {
	const callers = 100
	m := &mint{lifetime: time.Hour}
	session := m.session()
	var refused sync.WaitGroup
	refused.Add(callers)
	l := connect(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer t1" {
			return
		}
		refused.Done()
		refused.Wait()
		w.WriteHeader(http.StatusUnauthorized)
	})
	var calls sync.WaitGroup
	for range callers {
		calls.Go(func() {
			call := writing()
			call.Auth = session
			if answer, err := l.Do(context.Background(), call); err != nil || answer.Status != http.StatusOK {
				t.Errorf("got %v, %v; want 200", answer, err)
			}
		})
	}
	calls.Wait()
	if got := len(l.all()); m.count != 2 || got != 2*callers {
		t.Errorf("got %d mints and %d requests, want 2 and %d", m.count, got, 2*callers)
	}
}

func TestACallerWhoLeavesDoesNotStopTheMintThatOthersWaitFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &mint{lifetime: time.Hour, takes: time.Second}
		s := m.session()
		leader, leave := context.WithCancel(t.Context())
		var calls sync.WaitGroup
		calls.Go(func() {
			if _, err := bearer(leader, s); !upstream.IsKind(err, upstream.Canceled) {
				t.Errorf("the leader got %v, want canceled", err)
			}
		})
		synctest.Wait()
		for range 10 {
			calls.Go(func() {
				if got, err := bearer(t.Context(), s); err != nil || got != "t1" {
					t.Errorf("a follower got %q, %v; want t1", got, err)
				}
			})
		}
		synctest.Wait()
		leave()
		calls.Wait()
		if m.count != 1 {
			t.Errorf("got %d mints, want 1", m.count)
		}
	})
}

func TestACallerWaitsForAMintNoLongerThanItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := (&mint{lifetime: time.Hour, takes: time.Minute}).session()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := bearer(ctx, s); !upstream.IsKind(err, upstream.Timeout) || time.Since(began) != time.Second {
			t.Errorf("got %v after %v, want a timeout after 1s", err, time.Since(began))
		}
		time.Sleep(time.Minute)
	})
}

func TestOnlyARefusedMintIsRememberedAndForASecond(t *testing.T) {
	refused := &upstream.Error{Kind: upstream.Credentials}
	for _, c := range []struct {
		name  string
		err   error
		after time.Duration
		mints int
	}{
		{"refused, at once", refused, 0, 1},
		{"refused, shortly before a second", refused, time.Second - 1, 1},
		{"refused, a second later", refused, time.Second, 2},
		{"failed", &upstream.Error{Kind: upstream.Failed}, 0, 2},
		{"timed out", &upstream.Error{Kind: upstream.Timeout}, 0, 2},
		{"throttled", &upstream.Error{Kind: upstream.Throttled}, 0, 2},
		{"not an error of a kind", errors.New("broken"), 0, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := &mint{lifetime: time.Hour, err: c.err}
			s := m.session()
			_, first := bearer(t.Context(), s)
			time.Sleep(c.after)
			if _, second := bearer(t.Context(), s); first != c.err || second != c.err || m.count != c.mints {
				t.Errorf("%s: got %v, %v and %d mints; want %v twice and %d", c.name, first, second, m.count, c.err, c.mints)
			}
		})
	}
}

func TestATokenIsUsedUntilShortlyBeforeItsEnd(t *testing.T) {
	for _, c := range []struct{ lifetime, last time.Duration }{
		{time.Hour, time.Hour - 10*time.Second},
		{100 * time.Second, 90 * time.Second},
		{time.Minute, 54 * time.Second},
		{5 * time.Second, 4500 * time.Millisecond},
		{10 * time.Millisecond, 9 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := (&mint{lifetime: c.lifetime}).session()
			for _, step := range []struct {
				after time.Duration
				want  string
			}{{0, "t1"}, {c.last - 1, "t1"}, {1, "t2"}} {
				time.Sleep(step.after)
				if got, err := bearer(t.Context(), s); err != nil || got != step.want {
					t.Errorf("lifetime %v: got %q, %v; want %s", c.lifetime, got, err, step.want)
				}
			}
		})
	}
}

func TestATokenThatEndsAtOnceStillServesItsCall(t *testing.T) {
	for _, lifetime := range []time.Duration{0, -time.Hour} {
		s := (&mint{lifetime: lifetime, now: nowhen}).session()
		for _, want := range []string{"t1", "t2", "t3"} {
			if got, err := bearer(t.Context(), s); err != nil || got != want {
				t.Errorf("lifetime %v: got %q, %v; want %s", lifetime, got, err, want)
			}
		}
	}
}

// TestAVendorThatRefusesEveryTokenIsNotStormed: ten seconds of calls, ten a
// second, each refused whatever it carries.
func TestAVendorThatRefusesEveryTokenIsNotStormed(t *testing.T) {
	clock := nowhen()
	m := &mint{lifetime: time.Hour, now: func() time.Time { return clock }}
	session := m.session()
	l := connect(t, answers(http.StatusUnauthorized, ""))
	for range 100 {
		call := reading()
		call.Auth = session
		if answer, err := l.Do(context.Background(), call); err != nil || answer.Status != http.StatusUnauthorized {
			t.Fatalf("got %v, %v; want the refusal", answer, err)
		}
		clock = clock.Add(100 * time.Millisecond)
	}
	if got := len(l.all()); m.count != 11 || got != 110 {
		t.Errorf("got %d mints and %d requests, want the first mint, 10 renewals and 110 requests", m.count, got)
	}
}
