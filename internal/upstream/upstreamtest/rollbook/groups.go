package rollbook

import (
	"context"
	"encoding/json"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListGroups returns one page of groups.
func (c *connector) ListGroups(ctx context.Context, q upstream.GroupQuery) (upstream.Page[upstream.Group], error) {
	groups := collection[group, upstream.Group]{"listGroups", group.flaw, groupOf}
	return groups.page(ctx, c, step{q.Limit, q.At, q.Raw})
}

// GetGroup reads one group.
func (c *connector) GetGroup(ctx context.Context, r upstream.GroupRef) (upstream.Group, error) {
	answer, err := c.do(ctx, "getGroup", rest.Call{Params: []string{r.ID}})
	if err != nil {
		return upstream.Group{}, err
	}
	found, err := rest.JSON[group](answer)
	if err != nil {
		return upstream.Group{}, err
	}
	if found.ID != r.ID {
		return upstream.Group{}, answer.Malformed("another group than the one asked for")
	}
	g := groupOf(found, nil)
	if r.Raw {
		g.Raw, err = answer.Raw(answer.Body)
	}
	return g, err
}

// flaw says what makes the group unusable, and nothing where it is sound.
func (g group) flaw() string {
	if g.ID == "" {
		return "a group without an id"
	}
	return ""
}

func groupOf(g group, raw json.RawMessage) upstream.Group {
	return upstream.Group{NativeID: g.ID, DisplayName: rest.Text(g.Name), Raw: raw}
}
