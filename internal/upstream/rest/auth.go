package rest

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Auth puts a credential on a request.
type Auth interface {
	// Apply sets the headers that prove who the gateway is. An error is an
	// *upstream.Error and means that there is no credential to be had.
	Apply(ctx context.Context, h http.Header) error
}

// Renewer is an [Auth] whose credential wears out. When a vendor refuses a call
// with a stale status, the transport has it renewed and repeats the call once.
type Renewer interface {
	Auth
	// Stale tells whether this status may mean that the credential wore out.
	Stale(status int) bool
	// Renew forgets the credential that was sent in h and reports whether the
	// call is worth repeating. It mints nothing: the next Apply does, once for
	// all who wait.
	Renew(h http.Header) bool
}

// Headers is an [Auth] of fixed headers.
type Headers map[string]upstream.Secret

// Apply sets every header.
func (a Headers) Apply(_ context.Context, h http.Header) error {
	for name, value := range a {
		h.Set(name, value.Reveal())
	}
	return nil
}

// Bearer proves a token (RFC 6750 §2.1).
func Bearer(token upstream.Secret) Headers {
	return Headers{"Authorization": upstream.NewSecret("Bearer " + token.Reveal())}
}

// Basic proves a user and a password, joined by a colon (RFC 7617).
func Basic(pair upstream.Secret) Headers {
	return Headers{"Authorization": upstream.NewSecret("Basic " + base64.StdEncoding.EncodeToString([]byte(pair.Reveal())))}
}
