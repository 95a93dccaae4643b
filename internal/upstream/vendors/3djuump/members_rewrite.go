package juump

import (
	"context"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// rewriteOne is rewriteAll for one team.
func (c *connector) rewriteOne(ctx context.Context, g upstream.UserGroupChanges) error {
	outcomes, err := c.rewriteAll(ctx, g)
	if err != nil || len(outcomes) == 0 {
		return err
	}
	return outcomes[0].Err
}

// rewriteAll changes a user's teams without the paths for that: the user is read
// and written as a whole (sheet §8). A team that is not there fails alone and stays
// out of what is written; one that the user is in needs no look. All of it has the
// time of one call. Nothing is returned where the write was only planned.
func (c *connector) rewriteAll(ctx context.Context, g upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	current, answer, err := c.readUser(ctx, g.UserID)
	if err != nil {
		return nil, upstream.Unsent(err)
	}
	if flaw := current.placesFlaw(); flaw != "" {
		return nil, upstream.Unsent(answer.Malformed(flaw))
	}
	body := merged(current, upstream.UserPatch{}, extensionChange{})
	before := slices.Clone(body.TeamUUIDs)
	outcomes, possible := g.Outcomes(), 0
	for i, one := range outcomes {
		if !slices.Contains(before, one.GroupID) {
			_, _, err = c.readTeam(ctx, one.GroupID)
		}
		switch {
		case upstream.IsKind(err, upstream.NotFound):
			outcomes[i].Err, err = upstream.Unsent(err), nil
			continue
		case err != nil:
			return nil, upstream.Unsent(err)
		}
		possible++
		body.TeamUUIDs = afterChange(body.TeamUUIDs, one)
	}
	if possible == 0 {
		return outcomes, nil
	}
	answer, err = c.writeUser(ctx, g.UserID, update, body)
	if err != nil || answer.Planned {
		return nil, err
	}
	return outcomes, nil
}

// afterChange returns the teams as one change leaves them.
func afterChange(teams []string, change upstream.UserGroupOutcome) []string {
	switch {
	case change.Removed:
		return slices.DeleteFunc(teams, func(team string) bool { return team == change.GroupID })
	case slices.Contains(teams, change.GroupID):
		return teams
	}
	return append(teams, change.GroupID)
}
