package handlers

import (
	"context"
	"regexp"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

type requestIDKey struct{}

func requestIDFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// requestIDForm is what a caller's own request id may look like: a word that is
// safe in a header and in a log.
var requestIDForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)

// requestID gives every request an id, the caller's own where it is a plain
// word, and carries the trace context on.
func (s *server) requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get("X-Request-Id")
		if !requestIDForm.MatchString(id) {
			id = uuid.NewString()
		}
		c.Response().Header().Set("X-Request-Id", id)
		ctx := context.WithValue(c.Request().Context(), requestIDKey{}, id)
		c.SetRequest(c.Request().WithContext(upstream.WithTrace(ctx, c.Request().Header.Get("Traceparent"))))
		return next(c)
	}
}

// instance names an occurrence of a problem by its request id. An id that is no
// UUID is turned into one, always into the same.
func instance(requestID string) string {
	id, err := uuid.Parse(requestID)
	if err != nil {
		id = uuid.NewSHA1(uuid.NameSpaceOID, []byte(requestID))
	}
	return "urn:uuid:" + id.String()
}
