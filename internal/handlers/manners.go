package handlers

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// manners sets the headers of every answer: identity data is nobody's to keep, and
// a slow answer says how much of it was waiting for vendors.
func (s *server) manners(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Cache-Control", "private, no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		ctx, timing := upstream.WithTiming(c.Request().Context())
		c.SetRequest(c.Request().WithContext(ctx))
		c.Response().Before(func() {
			if waited := timing.Total(); waited > 0 {
				h.Set("Server-Timing", fmt.Sprintf("vendor;dur=%.1f", waited.Seconds()*1000))
			}
		})
		return next(c)
	}
}
