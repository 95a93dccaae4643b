package main

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

// traffic is callers who send one request after the other on kept connections, and
// what came of it.
type traffic struct {
	stop    chan struct{}
	callers sync.WaitGroup
	mu      sync.Mutex
	// answers counts by what came back: a status, or an error.
	answers map[string]int
}

// beginTraffic sends requests from four callers until the test ends or ends it.
func beginTraffic(t testing.TB, send func() (*http.Response, error)) *traffic {
	t.Helper()
	c := &traffic{stop: make(chan struct{}), answers: map[string]int{}}
	for range 4 {
		c.callers.Go(func() {
			for {
				select {
				case <-c.stop:
					return
				case <-time.After(5 * time.Millisecond):
					c.count(send())
				}
			}
		})
	}
	t.Cleanup(func() { c.end() })
	return c
}

func (c *traffic) count(response *http.Response, err error) {
	what := fmt.Sprint(err)
	if err == nil {
		what = response.Status
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			what = fmt.Sprint(err)
		}
		_ = response.Body.Close()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers[what]++
}

// all returns how many answers there were so far.
func (c *traffic) all() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	sum := 0
	for _, n := range c.answers {
		sum += n
	}
	return sum
}

// end stops the callers and returns what came back.
func (c *traffic) end() map[string]int {
	select {
	case <-c.stop:
	default:
		close(c.stop)
	}
	c.callers.Wait()
	return c.answers
}

// wantOnly demands that there was traffic and that nothing but this came back.
func (c *traffic) wantOnly(t testing.TB, what string) {
	t.Helper()
	if answers := c.end(); answers[what] == 0 || len(answers) > 1 {
		t.Errorf("got %v, want %s alone", answers, what)
	}
}

// asking sends one request with a key. net/http sends a GET again where its
// connection broke, which would hide a lost one: a body that it cannot repeat keeps
// it from that.
func asking(t testing.TB, client *http.Client, key, method, url string, body io.Reader, media string) (*http.Response, error) {
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Error(err)
		return nil, err
	}
	request.GetBody = nil
	request.Header.Set("Authorization", "Bearer "+key)
	if media != "" {
		request.Header.Set("Content-Type", media)
	}
	return client.Do(request)
}
