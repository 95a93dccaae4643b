package handlers

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	idempotencyHeader = "Idempotency-Key"
	replayedHeader    = "Idempotent-Replayed"
	// scopeHeader says that a key is remembered by this process alone.
	scopeHeader = "Idempotency-Scope"
	// maxIdempotencyKey is the longest key, without its quotes.
	maxIdempotencyKey = 255
)

// attempt is one request with an Idempotency-Key. The key is claimed as late as
// can be, in [write]: all that authorizes and checks the request has then run,
// for the first request and for each that asks for its answer again.
type attempt struct {
	// name is whose key it is, for what, and the key itself.
	name []string
	// request is what the key was sent with, salt what its fingerprint is made with.
	request, salt []byte
	// connection is where it goes, once that is known: without ?connection= the same
	// request goes elsewhere when the caller's connections change.
	connection string
	claimed    bool
	replay     *keptAnswer
}

type attemptKey struct{}

func attemptFrom(ctx context.Context) *attempt {
	a, _ := ctx.Value(attemptKey{}).(*attempt)
	return a
}

// idempotent honours an Idempotency-Key: the first answer is kept and given again.
// An operation that does not take the header refuses it, since who sends it
// relies on it.
func (s *server) idempotent(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		lines := r.Header.Values(idempotencyHeader)
		if len(lines) == 0 {
			return next(c)
		}
		if operationFrom(r.Context()).spec.Parameters.GetByInAndName("header", idempotencyHeader) == nil {
			return badKey("unknown-parameter", "This operation does not take the header.")
		}
		key, ok := parseIdempotencyKey(lines)
		if !ok {
			return badKey("invalid", "It is one word of 1 to 255 visible ASCII characters, or a text of as many in double quotes.")
		}
		a := &attempt{
			name:    []string{callerFrom(r.Context()).ID(), r.Method, r.URL.EscapedPath(), r.URL.Query().Encode(), key},
			request: canonicalBody(r), salt: newSalt(),
		}
		set(c, attemptKey{}, a)
		c.Response().Before(func() {
			if !s.Ledger.Shared() {
				c.Response().Header().Set(scopeHeader, "process")
			}
		})
		return s.attempt(c, a, next)
	}
}

// attempt runs the request and keeps its answer where it claimed the key.
func (s *server) attempt(c echo.Context, a *attempt, next echo.HandlerFunc) error {
	copied := &copyingWriter{ResponseWriter: c.Response().Writer}
	c.Response().Writer = copied
	err := next(c)
	if a.replay != nil {
		recordOf(c).outcome = replayed
		return a.replay.write(c)
	}
	if !a.claimed {
		return err
	}
	ctx := context.WithoutCancel(c.Request().Context())
	if err != nil {
		if repeatable(asFailure(err).problem(ctx)) {
			s.release(ctx, a)
			return err
		}
		c.Error(err)
	}
	s.settle(ctx, a, answerOf(c, copied.body.Bytes()))
	return nil
}

// repeatable tells that a failed write may be sent again under its key: nothing
// was changed and the same request may do better.
func repeatable(p api.Problem) bool {
	outcome := upstream.Outcome(value(p.Outcome))
	return outcome == upstream.NotSent || outcome == upstream.Refused && p.Retryable
}

func badKey(code, detail string) error {
	return invalid(api.ProblemError{Parameter: new(idempotencyHeader), Code: code, Detail: &detail})
}

// parseIdempotencyKey takes a key as it is, or as the string of RFC 8941 that the
// draft makes of it.
func parseIdempotencyKey(lines []string) (string, bool) {
	if len(lines) != 1 {
		return "", false
	}
	key, least := strings.Trim(lines[0], " \t"), '!'
	if quoted, ok := strings.CutPrefix(key, `"`); ok {
		var closed bool
		if key, closed = strings.CutSuffix(quoted, `"`); !closed || !unescape(&key) {
			return "", false
		}
		least = ' '
	}
	odd := strings.IndexFunc(key, func(r rune) bool { return r < least || r > '~' }) >= 0
	return key, key != "" && len(key) <= maxIdempotencyKey && !odd
}

// unescape resolves the escapes of an RFC 8941 string, which are \" and \\ alone.
func unescape(text *string) bool {
	var out strings.Builder
	for rest := *text; rest != ""; rest = rest[1:] {
		switch rest[0] {
		case '"':
			return false
		case '\\':
			if rest = rest[1:]; rest == "" || rest[0] != '"' && rest[0] != '\\' {
				return false
			}
		}
		out.WriteByte(rest[0])
	}
	*text = out.String()
	return true
}

// copyingWriter keeps a copy of the body that it writes.
type copyingWriter struct {
	http.ResponseWriter
	body bytes.Buffer
}

// Write writes to both.
func (w *copyingWriter) Write(p []byte) (int, error) {
	w.body.Write(p)
	return w.ResponseWriter.Write(p)
}

// Unwrap gives net/http the writer beneath.
func (w *copyingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
