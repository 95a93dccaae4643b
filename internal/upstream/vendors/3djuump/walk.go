package juump

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// collection is one of the vendor's lists, of users or of teams: W on the wire,
// Item in the gateway's words.
type collection[W, Item any] struct {
	*connector
	// route asks for it. Its items are told apart by their key, which id reads.
	route, key string
	id         func(W) string
	// flaw says what makes an item unusable, and nothing where it is sound.
	flaw func(W) string
	// item translates; raw is the vendor's object without secrets, nil where
	// nobody asked for it.
	item func(value W, raw json.RawMessage) Item
}

// step asks for one page of a walk over a collection.
type step struct {
	limit int
	at    string
	raw   bool
}

// page returns one page of the collection. quirk: the vendor calls the limit and
// the offset of its lists not for use, so a server may ignore either; a walk is
// complete and without doubles all the same (sheet §5).
func (c collection[W, Item]) page(ctx context.Context, s step) (upstream.Page[Item], error) {
	var none upstream.Page[Item]
	at, err := parsePosition(s.at)
	if err != nil {
		return none, err
	}
	if c.whole || at.way == fromWhole {
		return c.wholePage(ctx, s, at.offset)
	}
	l, err := c.list(ctx, c.query(s.limit, at.offset))
	switch {
	case err != nil:
		return none, err
	case len(l.records) > s.limit && at.offset == 0:
		return l.whole(s, 0)
	case len(l.records) > s.limit:
		return c.wholePage(ctx, s, at.offset)
	case at.offset == 0 && !l.ends(s.limit, 0):
		return c.firstPage(ctx, s, l)
	case at.offset == 0:
		// All there is: in our order, since whoever asks for this page again must
		// find it as it was.
		return l.whole(s, 0)
	}
	return l.serverPage(s, at.offset)
}

// wholePage reads the whole collection and returns a slice of it.
func (c collection[W, Item]) wholePage(ctx context.Context, s step, offset int) (upstream.Page[Item], error) {
	l, err := c.list(ctx, nil)
	if err != nil {
		return upstream.Page[Item]{}, err
	}
	return l.whole(s, offset)
}

// firstPage decides how a walk of several pages is read, for as long as nothing
// of it is given: where the offset is ignored, the first page too is cut from the
// whole, so that all pages are slices of one order.
func (c collection[W, Item]) firstPage(ctx context.Context, s step, first listing[W, Item]) (upstream.Page[Item], error) {
	pages, err := c.pages(ctx)
	switch {
	case err != nil:
		return upstream.Page[Item]{}, err
	case pages:
		return first.serverPage(s, 0)
	}
	return c.wholePage(ctx, s, 0)
}

// beyond is an offset behind the end of every directory that still fits into 32
// bits. No position reaches it.
const beyond = 1_000_000_000

// pages tells whether the server honours the offset: then nothing is beyond the
// end. quirk: nothing else proves it (sheet §5). The count may be the size of a page, and a
// server that ignores the offset need not repeat itself, as it may give each
// answer another order. One that honours it and does not prove it costs more
// calls and loses nothing.
func (c collection[W, Item]) pages(ctx context.Context) (bool, error) {
	l, err := c.list(ctx, c.query(1, beyond))
	if isObjection(err) {
		return false, nil
	}
	return err == nil && len(l.records) == 0, err
}

// isObjection tells whether a server that gave a list a moment ago has only this
// question to find fault with, or answers it with no list: some refuse a page
// that is not there, some give null for it. Every other failure is one of the
// page, and asking on would not mend it.
func isObjection(err error) bool {
	var e *upstream.Error
	return errors.As(err, &e) && e.Vendor != nil && e.Vendor.Status < 500 && (e.Kind == upstream.Failed || e.Kind == upstream.Malformed)
}
