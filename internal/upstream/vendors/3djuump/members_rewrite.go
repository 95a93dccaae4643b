package juump

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// rewriteOne is rewrite for one team, which must be there: what the vendor makes of
// a user with a team that is not is not documented.
func (c *connector) rewriteOne(ctx context.Context, r upstream.MemberRef, add, remove []string) error {
	if _, _, err := c.readTeam(ctx, r.GroupID); err != nil {
		return upstream.Unsent(err)
	}
	_, err := c.rewrite(ctx, r.UserID, add, remove)
	return err
}

// rewriteAll is rewrite for several teams. One that is not there fails alone: it
// stays out of what is written.
func (c *connector) rewriteAll(ctx context.Context, g upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	outcomes := g.Outcomes()
	var add, remove []string
	for i, one := range outcomes {
		_, _, err := c.readTeam(ctx, one.GroupID)
		switch {
		case upstream.IsKind(err, upstream.NotFound):
			outcomes[i].Err = upstream.Unsent(err)
		case err != nil:
			return nil, upstream.Unsent(err)
		case one.Removed:
			remove = append(remove, one.GroupID)
		default:
			add = append(add, one.GroupID)
		}
	}
	if len(add)+len(remove) == 0 {
		return outcomes, nil
	}
	planned, err := c.rewrite(ctx, g.UserID, add, remove)
	if err != nil || planned {
		return nil, err
	}
	return outcomes, nil
}

// rewrite changes a user's teams without the paths for that: the user is read and
// written as a whole (sheet §8). It tells whether that was only planned.
func (c *connector) rewrite(ctx context.Context, id string, add, remove []string) (planned bool, err error) {
	current, answer, err := c.readUser(ctx, id)
	if err != nil {
		return false, upstream.Unsent(err)
	}
	if flaw := current.placesFlaw(); flaw != "" {
		return false, upstream.Unsent(answer.Malformed(flaw))
	}
	body := merged(current, upstream.UserPatch{}, extensionChange{})
	body.TeamUUIDs = slices.DeleteFunc(body.TeamUUIDs, func(team string) bool { return slices.Contains(remove, team) })
	for _, team := range add {
		if !slices.Contains(body.TeamUUIDs, team) {
			body.TeamUUIDs = append(body.TeamUUIDs, team)
		}
	}
	answer, err = c.writeUser(ctx, id, update, body)
	if err != nil {
		return false, err
	}
	return answer.Planned, nil
}
