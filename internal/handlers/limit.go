package handlers

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// limit keeps the tenant to its rate and says so in the headers of
// draft-ietf-httpapi-ratelimit-headers-11.
func (s *server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		d := s.Limiter.Take(ctx, callerFrom(ctx).Tenant)
		if d.Limit.Rate > 0 {
			window := max(1, int(math.Ceil(float64(d.Limit.Burst)/d.Limit.Rate)))
			c.Response().Header().Set("RateLimit-Policy", fmt.Sprintf(`"tenant";q=%d;w=%d`, d.Limit.Burst, window))
			c.Response().Header().Set("RateLimit", fmt.Sprintf(`"tenant";r=%d;t=%d`, d.Remaining, window))
		}
		if !d.Allowed {
			c.Response().Header().Set("Retry-After", seconds(d.RetryAfter))
			return fail(codeRateLimited)
		}
		return next(c)
	}
}

// seconds writes a wait as whole seconds, at least one.
func seconds(d time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(d.Seconds()))))
}
