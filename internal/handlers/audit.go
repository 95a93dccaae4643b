package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// The outcomes that only the audit log has, beside those of a problem.
const (
	// applied is a write that the vendor said yes to.
	applied upstream.Outcome = "applied"
	// partial is a write of several, of which some were applied and some not.
	partial upstream.Outcome = "partial"
	// replayed is a write that was made before, under the same Idempotency-Key; this
	// time nothing was sent.
	replayed upstream.Outcome = "replayed"
)

// audit writes one line for each write of a caller that is known, whatever became of
// it, and none for a dry run. It is the outermost but for the request's id, so that
// the line says what was answered, also after a panic.
func (s *server) audit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := recordOf(c)
		set(c, noteKey{}, r)
		answered := false
		defer func() {
			if !answered {
				r.outcome = upstream.Unknown
			}
			s.writeAudit(c, r)
		}()
		err := next(c)
		answered = true
		return err
	}
}

func (s *server) writeAudit(c echo.Context, r *record) {
	ctx := c.Request().Context()
	op := operationFrom(ctx)
	if op == nil || !op.write || r.caller == nil || isDryRun(c.Request().URL) {
		return
	}
	attrs := append([]slog.Attr{slog.String("requestId", requestIDFrom(ctx))}, r.caller.attrs()...)
	if r.caller.Key == "" {
		attrs = append(attrs, slog.String("subject", s.hashed(r.caller.ID())))
	}
	attrs = append(attrs, slog.String("operation", op.id))
	if connection := r.connectionOf(c); connection != "" {
		attrs = append(attrs, slog.String("connection", connection))
	}
	if target := s.targetOf(c); len(target) > 0 {
		attrs = append(attrs, slog.Any("target", target))
	}
	outcome := r.outcome
	if outcome == "" {
		outcome = applied
	}
	attrs = append(attrs, slog.String("outcome", string(outcome)), slog.Int("status", c.Response().Status))
	if r.code != "" {
		attrs = append(attrs, slog.String("problem", r.code))
	}
	s.Log.LogAttrs(ctx, slog.LevelInfo, "audit", attrs...)
}

// isDryRun tells whether a request is one that the specification takes for a dry
// run: anything else is refused, or is a write.
func isDryRun(u *url.URL) bool { return slices.Equal(u.Query()["dryRun"], []string{"true"}) }

// connectionOf is the connection that a write went to or would have gone to, where
// the caller has it: what else stands in its place may be anything.
func (r *record) connectionOf(c echo.Context) string {
	names := []string{r.connection}
	for _, parameter := range c.ParamNames() {
		i, _ := parseID(pathParam(c, parameter))
		names = append(names, i.connection)
	}
	for _, name := range append(names, c.QueryParam("connection")) {
		if r.caller.Has(name) {
			return name
		}
	}
	return ""
}

// hashSize is how many bytes of a hash stand in the log.
const hashSize = 16

// targetOf are the ids of the path, each as a keyed hash: whoever has an id and the
// key can find what was done to it, and nobody can read an id.
func (s *server) targetOf(c echo.Context) []string {
	var hashes []string
	for _, parameter := range c.ParamNames() {
		hashes = append(hashes, s.hashed(pathParam(c, parameter)))
	}
	return hashes
}

func (s *server) hashed(text string) string {
	mac := hmac.New(sha256.New, s.AuditKey)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil)[:hashSize])
}
