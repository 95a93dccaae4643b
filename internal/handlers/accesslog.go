package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// record collects what the access line and the audit line say of a request. It
// holds no personal data: the route's template, never the path; the key's id, never
// the key; a token's issuer, never its subject.
type record struct {
	caller     *Caller
	connection string
	code       string
	// outcome is what became of a write, empty where it was done.
	outcome upstream.Outcome
	cause   error
}

const recordKey = "record"

func recordOf(c echo.Context) *record {
	r, ok := c.Get(recordKey).(*record)
	if !ok {
		r = &record{}
		c.Set(recordKey, r)
	}
	return r
}

// accessLog writes one line a request, after it was answered.
func (s *server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		r, took := recordOf(c), s.Now().Sub(start)
		s.observe(c, r, took)
		attrs := []slog.Attr{
			slog.String("requestId", requestIDFrom(c.Request().Context())),
			slog.String("method", c.Request().Method),
			slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status),
			slog.Int64("bytes", c.Response().Size),
			slog.Duration("took", took),
		}
		if r.caller != nil {
			attrs = append(attrs, r.caller.attrs()...)
		}
		if r.connection != "" {
			attrs = append(attrs, slog.String("connection", r.connection))
		}
		if r.code != "" {
			attrs = append(attrs, slog.String("problem", r.code))
		}
		level := slog.LevelInfo
		if r.cause != nil {
			level = slog.LevelWarn
			attrs = append(attrs, slog.String("cause", causeText(r.cause)))
		}
		s.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
		return nil
	}
}

// causeText is what the log says of a cause. A connector's error is made to be
// shown; of any other only the type is safe: its text may quote a request.
func causeText(err error) string {
	var e *upstream.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	return fmt.Sprintf("%T", err)
}

// recoverPanic turns a panic into a problem. The log gets where it happened and
// the type of what was thrown, not its value: that may hold anything.
func (s *server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if thrown := recover(); thrown != nil {
				s.Log.Error("panic", "requestId", requestIDFrom(c.Request().Context()),
					"type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
				err = fail(codeInternal)
			}
		}()
		return next(c)
	}
}
