package sim

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// store keeps what only Infoworks knows and the World has no place for: tokens
// and the odd facts that its user object shows. It is safe for concurrent use.
type store struct {
	mu      sync.Mutex
	rand    *rand.Rand
	key     []byte
	bearers map[string]bearer
	facts   map[string]facts

	// serviceToken is the refresh token of the account outside the World; retired
	// are the blacklisted refresh tokens and whose they were.
	serviceToken string
	retired      map[string]string
}

// bearer is one authentication token that was handed out.
type bearer struct {
	accountID string
	expires   time.Time
	dead      bool
}

// facts are the fields of a user object without a common name. The zero value
// is that of a user who never signed in.
type facts struct {
	needsPasswordReset bool
	fromLDAP           bool
	lockedTill         *time.Time
	ipAddress          string
	userAgent          string
}

func newStore(r *rand.Rand) *store {
	return &store{
		rand: r, key: randomBytes(r, 32),
		bearers: map[string]bearer{}, facts: map[string]facts{}, retired: map[string]string{},
	}
}

// draw gives use the generator, which is not safe for concurrent use by itself.
func (s *store) draw(use func(*rand.Rand)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	use(s.rand)
}

// mint signs a new bearer for who and remembers it; earlier ones stay good.
func (s *store) mint(who account, now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	expires := time.Unix(now.Unix(), 0).Add(bearerLife)
	token := sign(s.key, claims{
		IssuedAt: now.Unix(), Expires: expires.Unix(), ID: simkit.UUID(s.rand), Subject: subjectOf(who.email),
	})
	s.bearers[token] = bearer{accountID: who.id, expires: expires}
	return token
}

// bearer returns whose token it is, whether it was ever handed out and whether
// it is still good at this time.
func (s *store) bearer(token string, now time.Time) (accountID string, known, live bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, known := s.bearers[token]
	return b.accountID, known, known && !b.dead && now.Before(b.expires)
}

func (s *store) expireBearers() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, b := range s.bearers {
		b.dead = true
		s.bearers[token] = b
	}
}

// kill makes one bearer bad that was handed out.
func (s *store) kill(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bearers[token]
	b.dead = true
	s.bearers[token] = b
}

func (s *store) factsOf(id string) facts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.facts[id]
}

func (s *store) remember(id string, f facts) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts[id] = f
}

func (s *store) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.facts, id)
}

// blacklist makes a refresh token of the account bad for good.
func (s *store) blacklist(token, accountID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retired[token] = accountID
}

// retiredOf returns whose blacklisted refresh token it is.
func (s *store) retiredOf(token string) (accountID string, blacklisted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	accountID, blacklisted = s.retired[token]
	return accountID, blacklisted
}

func (s *store) serviceRefreshToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.serviceToken
}

func (s *store) setServiceToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serviceToken = token
}
