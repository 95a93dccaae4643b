package sim

import "sync"

// claims are what the OIDC provider said of a user at login and the World has
// no place for.
type claims struct {
	address       string
	emailVerified bool
	middleName    string
	name          string
	nickname      string
	phoneVerified string
	profile       string
	updatedAt     string
	zoneInfo      string
}

// claimStore holds the claims of everybody who logged in, by subject; a user who
// is not in it never did. Claims outlive their user until somebody else takes
// the subject. It is safe for concurrent use.
type claimStore struct {
	mu        sync.Mutex
	bySubject map[string]claims
}

func newClaimStore() *claimStore { return &claimStore{bySubject: map[string]claims{}} }

func (s *claimStore) get(subject string) (claims, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.bySubject[subject]
	return c, ok
}

func (s *claimStore) set(subject string, c claims) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bySubject[subject] = c
}

func (s *claimStore) forget(subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bySubject, subject)
}
