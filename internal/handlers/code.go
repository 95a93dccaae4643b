package handlers

import (
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// code is the stable name of a problem, the last part of its type.
type code string

// The codes. Their order is that of their statuses.
const (
	codeInvalidRequest       code = "invalid-request"
	codeInvalidCursor        code = "invalid-cursor"
	codeInvalidFilter        code = "invalid-filter"
	codeUnsupportedFilter    code = "unsupported-filter"
	codeConnectionRequired   code = "connection-required"
	codeInvalidGrant         code = "invalid-grant"
	codeUnauthenticated      code = "unauthenticated"
	codeInsufficientScope    code = "insufficient-scope"
	codeVendorForbidden      code = "vendor-forbidden"
	codeNotFound             code = "not-found"
	codeMethodNotAllowed     code = "method-not-allowed"
	codeUnsupportedOperation code = "unsupported-operation"
	codeConflict             code = "conflict"
	codeIdempotencyInUse     code = "idempotency-key-in-use"
	codeIdempotencyUnknown   code = "idempotency-outcome-unknown"
	codeContentTooLarge      code = "content-too-large"
	codeUnsupportedMediaType code = "unsupported-media-type"
	codeVendorRejected       code = "vendor-rejected"
	codeWrongIdentifier      code = "wrong-identifier"
	codeConnectionMismatch   code = "connection-mismatch"
	codeIdempotencyReused    code = "idempotency-key-reused"
	codeRateLimited          code = "rate-limited"
	codeClientClosed         code = "client-closed-request"
	codeInternal             code = "internal"
	codeVendorCredentials    code = "vendor-credentials"
	codeVendorMalformed      code = "vendor-malformed"
	codeVendorFailed         code = "vendor-failed"
	codeVendorThrottled      code = "vendor-throttled"
	codeIssuerUnavailable    code = "issuer-unavailable"
	codeVendorTimeout        code = "vendor-timeout"
)

// statusClientClosed is for logs: the caller left and reads no answer.
const statusClientClosed = 499

type meaning struct {
	status  int
	title   string
	passing bool
}

// meanings returns what each code stands for.
func meanings() map[code]meaning {
	return map[code]meaning{
		codeInvalidRequest:       {http.StatusBadRequest, "The request is not valid.", false},
		codeInvalidCursor:        {http.StatusBadRequest, "The cursor is not one of this list.", false},
		codeInvalidFilter:        {http.StatusBadRequest, "The filter cannot be read.", false},
		codeUnsupportedFilter:    {http.StatusBadRequest, "A source never supplies an attribute of the filter.", false},
		codeConnectionRequired:   {http.StatusBadRequest, "Which connection is meant is not clear.", false},
		codeInvalidGrant:         {http.StatusBadRequest, "The credential in the request is not valid.", false},
		codeUnauthenticated:      {http.StatusUnauthorized, "No valid credential.", false},
		codeInsufficientScope:    {http.StatusForbidden, "The credential lacks a scope.", false},
		codeVendorForbidden:      {http.StatusForbidden, "The vendor does not let this account do that.", false},
		codeNotFound:             {http.StatusNotFound, "There is no such thing.", false},
		codeMethodNotAllowed:     {http.StatusMethodNotAllowed, "This path has no such method.", false},
		codeUnsupportedOperation: {http.StatusMethodNotAllowed, "This connection cannot do that.", false},
		codeConflict:             {http.StatusConflict, "It exists already.", false},
		codeIdempotencyInUse:     {http.StatusConflict, "The first request with this key is under way.", true},
		codeIdempotencyUnknown:   {http.StatusConflict, "What became of the first request with this key is not known.", false},
		codeContentTooLarge:      {http.StatusRequestEntityTooLarge, "The body is too large.", false},
		codeUnsupportedMediaType: {http.StatusUnsupportedMediaType, "The body is of a media type that this operation does not take.", false},
		codeVendorRejected:       {http.StatusUnprocessableEntity, "This vendor cannot take the content.", false},
		codeWrongIdentifier:      {http.StatusUnprocessableEntity, "The operation needs another kind of id.", false},
		codeConnectionMismatch:   {http.StatusUnprocessableEntity, "The ids name different connections.", false},
		codeIdempotencyReused:    {http.StatusUnprocessableEntity, "The key was sent with another request.", false},
		codeRateLimited:          {http.StatusTooManyRequests, "The tenant is over its limit.", true},
		codeClientClosed:         {statusClientClosed, "The caller left.", true},
		codeInternal:             {http.StatusInternalServerError, "The gateway failed.", false},
		codeVendorCredentials:    {http.StatusBadGateway, "The vendor refuses the gateway's credentials.", false},
		codeVendorMalformed:      {http.StatusBadGateway, "The vendor's answer cannot be read.", false},
		codeVendorFailed:         {http.StatusBadGateway, "The vendor failed.", true},
		codeVendorThrottled:      {http.StatusServiceUnavailable, "The vendor asks to come later.", true},
		codeIssuerUnavailable:    {http.StatusServiceUnavailable, "The token cannot be verified now.", true},
		codeVendorTimeout:        {http.StatusGatewayTimeout, "The vendor is too slow.", true},
	}
}

func (c code) status() int   { return meanings()[c].status }
func (c code) title() string { return meanings()[c].title }

// passing tells that the same request may succeed later.
func (c code) passing() bool { return meanings()[c].passing }

// codeOf is the problem of each kind of vendor error.
func codeOf(k upstream.Kind) code {
	switch k {
	case upstream.Failed:
		return codeVendorFailed
	case upstream.Malformed:
		return codeVendorMalformed
	case upstream.Timeout:
		return codeVendorTimeout
	case upstream.Throttled:
		return codeVendorThrottled
	case upstream.Credentials:
		return codeVendorCredentials
	case upstream.Forbidden:
		return codeVendorForbidden
	case upstream.NotFound:
		return codeNotFound
	case upstream.Conflict:
		return codeConflict
	case upstream.Rejected:
		return codeVendorRejected
	case upstream.WrongIdentifier:
		return codeWrongIdentifier
	case upstream.Unsupported:
		return codeUnsupportedOperation
	case upstream.InvalidGrant:
		return codeInvalidGrant
	case upstream.BadPosition:
		return codeInvalidCursor
	case upstream.Canceled:
		return codeClientClosed
	}
	return codeInternal
}
