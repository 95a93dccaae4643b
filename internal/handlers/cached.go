package handlers

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const cacheStatusHeader = "Cache-Status"

// cached is an answer of a connection through the cache: what is remembered of
// these parts for this tenant and this account, or what load says now. It returns
// the Cache-Status to send, which a failure carries itself.
func cached[T any](ctx context.Context, s *server, t target, k cache.Kind[T], subject cache.Subject, load func(context.Context) (T, error)) (T, *string, error) {
	subject.Tenant, subject.Connection = callerFrom(ctx).Tenant, t.Name
	subject.Parts = append([]string{t.Account}, subject.Parts...)
	out, status, err := cache.Through(ctx, s.Cache, k, subject, load)
	header := status.Header()
	switch {
	case err == nil:
		return out, &header, nil
	case ctx.Err() != nil:
		err = &upstream.Error{Kind: upstream.Canceled, Err: ctx.Err()}
	}
	// All who waited for one load have one error: each answers with its own.
	f := *onConnection(t.Name, err)
	f.header = f.header.Clone()
	f.header.Set(cacheStatusHeader, header)
	return out, nil, &f
}

// vendorIsOut tells whether a failure is the vendor's passing one, so that an older
// answer of its is better than none.
func vendorIsOut(err error) bool {
	var e *upstream.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case upstream.Failed, upstream.Malformed, upstream.Timeout, upstream.Throttled:
		return true
	default:
		return false
	}
}
