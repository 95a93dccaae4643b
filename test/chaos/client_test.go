//go:build chaos

package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"
)

// request is what a caller asks of whichever replica.
type request struct {
	method, path, body string
	key                string
	header             http.Header
}

// answer is what became of a request.
type answer struct {
	// due is when the request was due, since its load began; took is how long the
	// caller waited from then on, of which late is the driver's own fault.
	due, took, late time.Duration

	status int
	header http.Header
	body   []byte
	// code is the problem's; err is why there is no answer, or why it is a wrong one.
	code string
	err  error
}

// fine tells that the caller got what it asked for.
func (a answer) fine() bool { return a.err == nil && a.status < http.StatusBadRequest }

// by is who answered. The gateway gives every answer an id, and a balancer gives
// its own none.
func (a answer) by() string {
	switch {
	case a.status == 0:
		return "nobody"
	case a.header.Get("X-Request-Id") == "":
		return "balancer"
	}
	return "gateway"
}

// client keeps connections, follows no redirect and sends nothing twice.
type client struct{ transport *http.Transport }

const (
	// patience is how long a caller waits; longer than any budget.
	patience = 15 * time.Second
	// largest is how much of an answer is read.
	largest = 4 << 20
	// idle is how long a connection is kept: less than the gateway keeps one that
	// has never been used, so that none is closed just when it is wanted.
	idle = 5 * time.Second
)

func newClient(t *testing.T) *client {
	c := &client{&http.Transport{MaxIdleConns: 4096, MaxIdleConnsPerHost: 2048, IdleConnTimeout: idle, DisableCompression: true}}
	t.Cleanup(c.transport.CloseIdleConnections)
	return c
}

// do sends a request to the replica or the balancer at base.
func (c *client) do(base string, q request) answer {
	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	sent, err := http.NewRequestWithContext(ctx, q.method, base+q.path, bytes.NewReader([]byte(q.body)))
	if err != nil {
		return answer{err: err}
	}
	// net/http repeats a request on its own where a kept connection breaks, unless
	// it has a body that cannot be had again: that would hide what was lost.
	sent.Body, sent.GetBody = io.NopCloser(bytes.NewReader([]byte(q.body))), nil
	if q.header != nil {
		sent.Header = q.header.Clone()
	}
	if q.key != "" {
		sent.Header.Set("Authorization", "Bearer "+q.key)
	}
	if q.body != "" && sent.Header.Get("Content-Type") == "" {
		sent.Header.Set("Content-Type", "application/json")
	}
	response, err := c.transport.RoundTrip(sent)
	if err != nil {
		return answer{err: err, took: time.Since(began)}
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, largest))
	a := answer{status: response.StatusCode, header: response.Header, body: body, err: err, took: time.Since(began)}
	if a.status >= http.StatusBadRequest {
		var problem struct{ Code string }
		_ = json.Unmarshal(body, &problem) // what is no problem has no code
		a.code = problem.Code
	}
	return a
}
