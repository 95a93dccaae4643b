package handlers

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

type callerKey struct{}

// callerFrom returns who asks. There is one in every handler: a request without
// never comes so far, and if it did, panicking is the safe answer.
func callerFrom(ctx context.Context) *Caller { return ctx.Value(callerKey{}).(*Caller) }

// maxCredential is the longest credential that is looked at, in bytes: what is
// longer is nobody's, and costs nothing.
const maxCredential = 8 << 10

// authenticate demands a key or a JWT with the operation's scopes. It comes before
// parameters and body are read.
func (s *server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		scheme, credential, found := strings.Cut(c.Request().Header.Get("Authorization"), " ")
		if !found || !strings.EqualFold(scheme, "Bearer") {
			// RFC 6750 §3.1: no error code where no credential was sent.
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="dragoman"`)
			f := fail(codeUnauthenticated)
			f.detail = "The request has no header Authorization with Bearer and a key or a token."
			return f
		}
		caller, err := s.find(c.Request(), strings.TrimSpace(credential))
		if err != nil {
			return err
		}
		if caller == nil {
			// Whatever is wrong with it: why is for nobody to learn by trying.
			c.Response().Header().Set("WWW-Authenticate", `Bearer realm="dragoman", error="invalid_token"`)
			return fail(codeUnauthenticated)
		}
		set(c, callerKey{}, caller)
		recordOf(c).caller = caller
		if err := need(caller, operationFrom(c.Request().Context()).scopes...); err != nil {
			return err
		}
		return next(c)
	}
}

// find returns the caller of a request's credential, or nil. Its error says that
// nobody can tell for now.
func (s *server) find(r *http.Request, credential string) (*Caller, error) {
	if len(r.Header.Values("Authorization")) > 1 || len(credential) > maxCredential {
		return nil, nil
	}
	if caller := s.Keys.Find(credential); caller != nil || s.Issuers == nil {
		return caller, nil
	}
	return s.Issuers.Find(r.Context(), credential)
}

// need returns a problem that names the scopes that the caller lacks, or nil.
func need(caller *Caller, scopes ...string) error {
	var missing []string
	for _, scope := range scopes {
		if !caller.May(scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	f := fail(codeInsufficientScope)
	f.detail = fmt.Sprintf("This needs the scope %s.", strings.Join(missing, ", "))
	f.header.Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="dragoman", error="insufficient_scope", scope="%s"`, strings.Join(missing, " ")))
	return f
}
