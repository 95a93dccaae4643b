package juump

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// listing is one answer to a list.
type listing struct {
	answer  *rest.Answer
	records []record
	count   int
}

// query is the body that asks for one page: none where the server knows no
// pages, for then the vendor's own script sends none either (sheet §4.1).
func (c *connector) query(limit, offset int) any {
	if c.whole {
		return nil
	}
	return listQuery{Limit: limit, Offset: offset, Sort: sorting{Field: "oidcsub", Ascending: true}}
}

// list asks for users; no body asks for all. An answer without its list, or with
// a user that cannot be told from others, is an error and never a short list.
func (c *connector) list(ctx context.Context, body any) (listing, error) {
	answer, err := c.do(ctx, "listUsers", nil, nil, body)
	if err != nil {
		return listing{}, err
	}
	page, err := rest.JSON[userList](answer)
	if err != nil {
		return listing{}, err
	}
	if page.Data == nil {
		return listing{}, answer.Malformed("a list without data")
	}
	for _, r := range page.Data {
		if flaw := r.flaw(); flaw != "" {
			return listing{}, answer.Malformed(flaw)
		}
	}
	return listing{answer: answer, records: page.Data, count: page.Count}, nil
}

// whole slices a listing that is the whole directory. One that counts more users
// than it gives is refused.
func (l listing) whole(q upstream.UserQuery, offset int) (upstream.Page[upstream.User], error) {
	if l.count > len(l.records) {
		return upstream.Page[upstream.User]{}, l.answer.Malformed("a whole list that counts more users than it gives")
	}
	all := unique(sorted(l.records))
	from := min(offset, len(all))
	to := min(from+q.Limit, len(all))
	page, err := l.page(all[from:to], q.Raw)
	if err == nil && to < len(all) {
		page.Next = position{way: fromWhole, offset: to}.String()
	}
	return page, err
}

// serverPage returns the page that the server cut. An empty one is no end where
// the count says that users follow.
func (l listing) serverPage(q upstream.UserQuery, offset int) (upstream.Page[upstream.User], error) {
	if len(l.records) == 0 && l.count > offset {
		return upstream.Page[upstream.User]{}, l.answer.Malformed("an empty list that counts more users")
	}
	page, err := l.page(unique(l.records), q.Raw)
	if err == nil && !l.ends(q.Limit, offset) {
		page.Next = position{way: byServer, offset: offset + len(l.records)}.String()
	}
	return page, err
}

// ends tells whether nothing follows. quirk: count is most likely the total, yet
// it may be the size of the page (sheet §5), so it ends a walk only where it
// cannot be that: behind a short page, or beyond the first.
func (l listing) ends(limit, offset int) bool {
	n := len(l.records)
	return n == 0 || n < limit && l.count <= offset+n || offset > 0 && l.count == offset+n
}

func (l listing) page(records []record, raw bool) (upstream.Page[upstream.User], error) {
	users := make([]upstream.User, len(records))
	var err error
	for i, r := range records {
		users[i] = userOf(r.user)
		if raw && err == nil {
			users[i].Raw, err = l.answer.Raw(r.raw)
		}
	}
	return upstream.Page[upstream.User]{Items: users}, err
}

// sorted orders records by id, byte by byte, so that every step of a walk slices
// the same whole.
func sorted(records []record) []record {
	return slices.SortedStableFunc(slices.Values(records), func(a, b record) int { return strings.Compare(a.OIDCSub, b.OIDCSub) })
}

// unique keeps the first record of each id.
func unique(records []record) []record {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(records), func(r record) bool {
		double := seen[r.OIDCSub]
		seen[r.OIDCSub] = true
		return double
	})
}
