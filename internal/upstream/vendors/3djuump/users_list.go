package juump

import (
	"context"
	"slices"

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
	switch {
	case c.whole || at.way == fromWhole:
		return c.wholePage(ctx, q, at.offset)
	case at.way == afterHead:
		return c.headPage(ctx, q, at.offset)
	}
	l, err := c.list(ctx, c.query(q.Limit, at.offset))
	switch {
	case err != nil:
		return none, err
	case len(l.records) > q.Limit && at.offset == 0:
		return l.whole(q, 0)
	case len(l.records) > q.Limit:
		return c.wholePage(ctx, q, at.offset)
	case at.offset > 0 && len(l.records) > 0 && l.mark() == at.mark:
		return c.suspectPage(ctx, q, at.offset, l)
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

// suspectPage is for a page that begins as the one before it did. A server that
// gives the same at offset zero ignores the offset; any other has only moved on
// because somebody was added in front.
func (c *connector) suspectPage(ctx context.Context, q upstream.UserQuery, offset int, suspect listing) (upstream.Page[upstream.User], error) {
	head, err := c.list(ctx, c.query(q.Limit, 0))
	if err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	if len(head.records) > 0 && head.mark() == suspect.mark() {
		return c.afterHead(ctx, q, offset, head)
	}
	return suspect.serverPage(q, offset)
}

// headPage goes on with a server that is known to ignore the offset.
func (c *connector) headPage(ctx context.Context, q upstream.UserQuery, offset int) (upstream.Page[upstream.User], error) {
	head, err := c.list(ctx, c.query(q.Limit, 0))
	if err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	return c.afterHead(ctx, q, offset, head)
}

// afterHead slices the whole directory behind the head. The head comes first and
// in the server's order, which need not be ours: it was given as the first page.
func (c *connector) afterHead(ctx context.Context, q upstream.UserQuery, offset int, head listing) (upstream.Page[upstream.User], error) {
	l, err := c.list(ctx, nil)
	if err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	if err := l.complete(); err != nil {
		return upstream.Page[upstream.User]{}, err
	}
	l.records = unique(slices.Concat(head.records, sorted(l.records)))
	return l.slice(q, position{way: afterHead, offset: offset})
}
