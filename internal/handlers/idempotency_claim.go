package handlers

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	// keyLife is how long a key and its answer are remembered.
	keyLife = 24 * time.Hour
	// claimMargin is what a request may take beside its vendor's calls.
	claimMargin = 10 * time.Second
)

// keptRequest is what is remembered of a key: the request that it was first sent
// with, and its answer once there is one. It is sealed before it is stored.
type keptRequest struct {
	// Fingerprint tells another request under the same key; Salt is the key that
	// it was made with.
	Fingerprint []byte `json:"f"`
	Salt        []byte `json:"s"`
	// Until is when a request without an answer has ended, whatever became of it.
	Until  time.Time   `json:"u"`
	Answer *keptAnswer `json:"a,omitempty"`
}

// keptAnswer is an answer that can be given again.
type keptAnswer struct {
	Status int               `json:"s"`
	Header map[string]string `json:"h"`
	Body   []byte            `json:"b"`
}

// errReplayed ends a request whose answer is known already.
var errReplayed = errors.New("handlers: the answer is a kept one")

// claim takes the request's Idempotency-Key for a write that is about to be sent,
// or returns why it must not be sent. A request without a key claims nothing.
func (s *server) claim(ctx context.Context, t target) error {
	a := attemptFrom(ctx)
	if a == nil {
		return nil
	}
	a.connection = t.Name
	// A vendor's call may renew its credential and be made twice.
	record := keptRequest{Fingerprint: a.fingerprint(a.salt), Salt: a.salt, Until: s.Now().Add(2*t.Timeout + claimMargin)}
	found, mine, err := s.Ledger.Claim(ctx, a.name, encodeKept(record), keyLife)
	if a.claimed = mine; mine {
		return nil
	}
	var known keptRequest
	if err != nil || json.Unmarshal(found, &known) != nil {
		// What is there and cannot be read may be a write that was carried out.
		return s.noAnswer(err)
	}
	switch {
	case !hmac.Equal(known.Fingerprint, a.fingerprint(known.Salt)):
		return fail(codeIdempotencyReused)
	case known.Answer != nil:
		a.replay = known.Answer
		return errReplayed
	case s.Now().Before(known.Until):
		f := fail(codeIdempotencyInUse)
		f.header.Set("Retry-After", seconds(time.Second))
		return f
	}
	return s.noAnswer(nil)
}

// noAnswer is the problem of a key whose first request left no answer that can be
// read.
func (s *server) noAnswer(cause error) error {
	f := fail(codeIdempotencyUnknown)
	f.outcome, f.cause = upstream.Unknown, cause
	return f
}

// settle keeps the answer of the request that claimed the key, or, where it is too
// long for that, that there was one.
func (s *server) settle(ctx context.Context, a *attempt, answer *keptAnswer) {
	record := keptRequest{Fingerprint: a.fingerprint(a.salt), Salt: a.salt, Answer: answer}
	err := s.Ledger.Settle(ctx, a.name, encodeKept(record), keyLife)
	if errors.Is(err, cache.ErrTooLarge) {
		// That it has ended can be kept: the claim would be in everybody's way.
		record.Answer = nil
		err = s.Ledger.Settle(ctx, a.name, encodeKept(record), keyLife)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "idempotency key not settled", "requestId", requestIDFrom(ctx), "cause", causeText(err))
	}
}

// release forgets the claim: the vendor did nothing.
func (s *server) release(ctx context.Context, a *attempt) {
	if err := s.Ledger.Release(ctx, a.name); err != nil {
		s.Log.WarnContext(ctx, "idempotency key not released", "requestId", requestIDFrom(ctx), "cause", causeText(err))
	}
}

// fingerprint is a keyed hash of the request and where it goes. Its key is the
// record's own, so that it outlives the configured ones.
func (a *attempt) fingerprint(salt []byte) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(a.connection + "\n"))
	mac.Write(a.request)
	return mac.Sum(nil)
}

// newSalt returns a key for a fingerprint.
func newSalt() []byte {
	salt := make([]byte, sha256.Size)
	_, _ = rand.Read(salt) // never fails: crypto/rand ends the program instead
	return salt
}

// canonicalBody is the request's body in a form that is the same for the same
// content: clients do not always write an object's members in one order.
func canonicalBody(r *http.Request) []byte {
	body, ok := r.Body.(*validated)
	if !ok {
		return nil
	}
	canonical, _ := json.Marshal(body.value) // what came from JSON goes back to it
	return canonical
}

func encodeKept(record keptRequest) []byte {
	encoded, _ := json.Marshal(record) // texts, numbers and bytes always marshal
	return encoded
}

// keptHeaders are the headers that belong to an answer and not to its moment.
func keptHeaders() []string { return []string{"Content-Type", "Cache-Control", "Location"} }

// answerOf is the answer that was just written.
func answerOf(c echo.Context, body []byte) *keptAnswer {
	a := &keptAnswer{Status: c.Response().Status, Header: map[string]string{}, Body: body}
	for _, name := range keptHeaders() {
		if text := c.Response().Header().Get(name); text != "" {
			a.Header[name] = text
		}
	}
	return a
}

// write gives the kept answer again.
func (a *keptAnswer) write(c echo.Context) error {
	h := c.Response().Header()
	for name, text := range a.Header {
		h.Set(name, text)
	}
	h.Set(replayedHeader, "true")
	h.Set("Content-Length", strconv.Itoa(len(a.Body)))
	c.Response().WriteHeader(a.Status)
	_, err := c.Response().Write(a.Body)
	return err
}
