package juump

import (
	"context"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListUsers returns one page of users. quirk: the vendor calls the limit and the
// offset of its list not for use, so a server may ignore either; a walk is
// complete and without doubles all the same (sheet §5).
func (c *connector) ListUsers(ctx context.Context, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	var none upstream.Page[upstream.User]
	at, err := parsePosition(q.At)
	if err != nil {
		return none, err
	}
	if c.whole || at.way == fromWhole {
		return c.wholePage(ctx, q, at.offset)
	}
	l, err := c.list(ctx, c.query(q.Limit, at.offset))
	switch {
	case err != nil:
		return none, err
	case len(l.records) > q.Limit && at.offset == 0:
		return l.whole(q, 0)
	case len(l.records) > q.Limit:
		return c.wholePage(ctx, q, at.offset)
	case at.offset == 0 && !l.ends(q.Limit, 0):
		return c.firstPage(ctx, q, l)
	case at.offset == 0:
		// All there is: in our order, since whoever asks for this page again must
		// find it as it was.
		return l.whole(q, 0)
	}
	return l.serverPage(q, at.offset)
}

// wholePage reads the whole directory and returns a slice of it.
func (c *connector) wholePage(ctx context.Context, q upstream.UserQuery, offset int) (upstream.Page[upstream.User], error) {
	l, err := c.list(ctx, nil)
	if err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	return l.whole(q, offset)
}

// firstPage decides how a walk of several pages is read, for as long as nothing
// of it is given: where the offset is ignored, the first page too is cut from the
// whole, so that all pages are slices of one order.
func (c *connector) firstPage(ctx context.Context, q upstream.UserQuery, first listing) (upstream.Page[upstream.User], error) {
	pages, err := c.pages(ctx)
	switch {
	case err != nil:
		return upstream.Page[upstream.User]{}, err
	case pages:
		return first.serverPage(q, 0)
	}
	return c.wholePage(ctx, q, 0)
}

// beyond is an offset behind the end of every directory that still fits into 32
// bits. No position reaches it.
const beyond = 1_000_000_000

// pages tells whether the server honours the offset: then nobody is beyond the
// end. quirk: nothing else proves it. The count may be the size of a page, and a
// server that ignores the offset need not repeat itself, as it may give each
// answer another order. One that honours it and does not prove it costs more
// calls and loses nobody.
func (c *connector) pages(ctx context.Context) (bool, error) {
	l, err := c.list(ctx, c.query(1, beyond))
	if isObjection(err) {
		return false, nil
	}
	return err == nil && len(l.records) == 0, err
}

// isObjection tells whether a server that listed users a moment ago has only this
// question to find fault with, or answers it with no list: some refuse a page
// that is not there, some give null for it. Every other failure is one of the
// page, and asking on would not mend it.
func isObjection(err error) bool {
	var e *upstream.Error
	return errors.As(err, &e) && e.Vendor != nil && e.Vendor.Status < 500 && (e.Kind == upstream.Failed || e.Kind == upstream.Malformed)
}
