package handlers

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/ratelimit"
)

// limit keeps the tenant to its rate and to its number of requests under way at
// once. What is not authenticated costs a tenant nothing: it comes before.
func (s *server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		tenant := callerFrom(ctx).Tenant
		d := s.Limiter.Take(ctx, tenant)
		tellRate(c.Response().Header(), d)
		if !d.Allowed {
			return tooMany(d.RetryAfter, "It has sent more requests than its rate allows.")
		}
		leave, ok := s.Concurrency.Enter(tenant)
		if !ok {
			return tooMany(time.Second, "It has as many requests under way as it may have at once.")
		}
		defer leave()
		return next(c)
	}
}

func tooMany(wait time.Duration, detail string) error {
	f := fail(codeRateLimited)
	f.detail = detail
	f.header.Set("Retry-After", seconds(wait))
	return f
}

// tellRate writes the headers of draft-ietf-httpapi-ratelimit-headers-11: r
// requests are left now, and in t seconds there are more. How many are under way
// is no quota that comes back with time, so it is not told.
func tellRate(h http.Header, d ratelimit.Decision) {
	if d.Limit.Rate == 0 {
		return
	}
	quota, window := policy(d.Limit)
	h.Set("RateLimit-Policy", fmt.Sprintf(`"tenant";q=%d;w=%d`, quota, window))
	h.Set("RateLimit", fmt.Sprintf(`"tenant";r=%d;t=%s`, d.Remaining, seconds(d.Next)))
}

// policy tells a limit as a quota of requests in a window of whole seconds: the
// shortest that holds a burst and the rate, so that a burst that is smaller than
// one second's requests does not pass for the rate.
func policy(l ratelimit.Limit) (quota, window int) {
	const rounding = 1e-9
	window = max(1, int(math.Ceil(float64(l.Burst)/l.Rate-rounding)))
	return max(1, int(l.Rate*float64(window)+rounding)), window
}

// seconds writes a wait as whole seconds, at least one.
func seconds(d time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(d.Seconds()))))
}
