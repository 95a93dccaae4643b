package rest

import (
	"bytes"
	"slices"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// mintedKept is how many of the last credentials are remembered: those that may
// still be good, and some more.
const mintedKept = 16

// minted are the last credentials that a connection was given while it runs.
type minted struct {
	mu   sync.Mutex
	last []upstream.Secret
}

// all returns what is remembered. Bodies are searched without the lock: they may
// be large, and calls run side by side.
func (m *minted) all() []upstream.Secret {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.last)
}

// Hide has a credential that was minted starred in every answer from now on, as
// the configured ones are.
func (c *Client) Hide(credential upstream.Secret) {
	c.minted.mu.Lock()
	defer c.minted.mu.Unlock()
	c.minted.last = append(c.minted.last, credential)
	if extra := len(c.minted.last) - mintedKept; extra > 0 {
		c.minted.last = c.minted.last[extra:]
	}
}

// scrubberOf knows the credentials that the call carries beside the configured
// ones.
func (c *Client) scrubberOf(call Call) *Scrubber {
	if len(call.Secrets) == 0 {
		return c.scrubber
	}
	return NewScrubber(slices.Concat(c.secrets, call.Secrets)...)
}

// cleaned is a body without credentials; one that is a credential keeps it.
func (c *Client) cleaned(call Call, body []byte) []byte {
	body = c.scrubber.CleanBody(body)
	if call.Mints {
		return body
	}
	for _, credential := range c.minted.all() {
		if text := credential.Reveal(); len(text) >= shortest {
			body = bytes.ReplaceAll(body, []byte(text), []byte(stars))
		}
	}
	return body
}
