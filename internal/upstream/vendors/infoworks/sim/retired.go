package sim

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
