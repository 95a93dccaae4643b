package rollbook

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// collection is one of the vendor's lists, of people or of groups: W on the wire,
// Item in the gateway's words.
type collection[W, Item any] struct {
	route string
	// flaw says what makes an item unusable, and nothing where it is sound.
	flaw func(W) string
	// item translates; raw is the vendor's object without secrets, nil where
	// nobody asked for it.
	item func(value W, raw json.RawMessage) Item
}

// step asks for one page of a walk over a collection. A position is the vendor's
// token as it is.
type step struct {
	limit int
	at    string
	raw   bool
}

// page returns one page of the collection.
func (l collection[W, Item]) page(ctx context.Context, c *connector, s step) (upstream.Page[Item], error) {
	var none upstream.Page[Item]
	size := min(s.limit, pageMax)
	query := url.Values{"size": {strconv.Itoa(size)}}
	if s.at != "" {
		query.Set("after", s.at)
	}
	answer, err := c.do(ctx, l.route, rest.Call{Query: query})
	if err != nil {
		return none, err
	}
	items, after, err := l.read(answer, s.raw)
	if err != nil {
		return none, err
	}
	if len(items) > size {
		return none, answer.Malformed("a page of more items than asked for")
	}
	next, err := following(answer, after, s.at)
	if err != nil {
		return none, err
	}
	return upstream.Page[Item]{Items: items, Next: next}, nil
}

// read returns the items of a page, and where the list goes on.
func (l collection[W, Item]) read(a *rest.Answer, raw bool) ([]Item, json.RawMessage, error) {
	body, err := rest.JSON[page[W]](a)
	if err != nil {
		return nil, nil, err
	}
	values := body.of(l.route)
	if values == nil {
		return nil, nil, a.Malformed("a page without its items")
	}
	objects, err := l.objects(a, len(values), raw)
	if err != nil {
		return nil, nil, err
	}
	items := make([]Item, len(values))
	for i, value := range values {
		if flaw := l.flaw(value); flaw != "" {
			return nil, nil, a.Malformed(flaw)
		}
		items[i] = l.item(value, objects[i])
	}
	return items, body.After, nil
}

// objects returns the vendor's own n objects of a page without their secrets, or
// as many times nil where nobody asked for them.
func (l collection[W, Item]) objects(a *rest.Answer, n int, raw bool) ([]json.RawMessage, error) {
	clean := make([]json.RawMessage, n)
	if !raw {
		return clean, nil
	}
	body, err := rest.JSON[page[json.RawMessage]](a)
	for i := 0; err == nil && i < n; i++ {
		clean[i], err = a.Raw(body.of(l.route)[i])
	}
	return clean, err
}

// following returns the position behind a page, empty at the end of the list. A
// page that does not say where the list goes on, or leads back to itself, is no
// end.
func following(a *rest.Answer, after json.RawMessage, at string) (string, error) {
	var token *string
	if err := json.Unmarshal(after, &token); err != nil {
		return "", a.Malformed("a page that does not say whether it is the last")
	}
	switch {
	case token == nil:
		return "", nil
	case *token == "", *token == at, len(*token) > tokenMax:
		return "", a.Malformed("a page without a usable next one")
	}
	return *token, nil
}
