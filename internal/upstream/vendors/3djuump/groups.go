package juump

import (
	"context"
	"encoding/json"
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ListGroups returns one page of teams.
func (c *connector) ListGroups(ctx context.Context, q upstream.GroupQuery) (upstream.Page[upstream.Group], error) {
	return c.teams().page(ctx, step{limit: q.Limit, at: q.At, raw: q.Raw})
}

// teams are the teams of the directory as a list.
func (c *connector) teams() collection[team, upstream.Group] {
	return collection[team, upstream.Group]{
		connector: c, route: "listTeams", key: "teamuuid",
		id:   func(t team) string { return t.UUID },
		flaw: team.flaw,
		item: func(t team, raw json.RawMessage) upstream.Group {
			out := groupOf(t)
			out.Raw = raw
			return out
		},
	}
}

// GetGroup reads one team.
func (c *connector) GetGroup(ctx context.Context, r upstream.GroupRef) (upstream.Group, error) {
	found, answer, err := c.readTeam(ctx, r.ID)
	if err != nil {
		return upstream.Group{}, err
	}
	g := groupOf(found)
	if r.Raw {
		g.Raw, err = answer.Raw(answer.Body)
	}
	return g, err
}

// readTeam gets one team, which must be the one of this id, as in readUser.
func (c *connector) readTeam(ctx context.Context, id string) (team, *rest.Answer, error) {
	if faults := teamInPath(id); len(faults) > 0 {
		return team{}, nil, &upstream.Error{Kind: upstream.Rejected, Fields: faults}
	}
	answer, err := c.do(ctx, "getTeam", rest.Call{Params: []string{id}})
	if err != nil {
		return team{}, nil, err
	}
	found, err := rest.JSON[team](answer)
	if err != nil {
		return team{}, nil, err
	}
	if flaw := found.flaw(); flaw != "" {
		return team{}, nil, answer.Malformed(flaw)
	}
	if found.UUID != id {
		return team{}, nil, answer.Malformed("another team than the one asked for")
	}
	return found, answer, nil
}

// flaw says what makes the team unusable, and nothing where it is sound.
func (t team) flaw() string {
	if t.UUID == "" {
		return "a team without teamuuid"
	}
	return ""
}

func groupOf(t team) upstream.Group {
	out := upstream.Group{NativeID: t.UUID, DisplayName: rest.Text(t.Name)}
	if t.AccessRights != nil {
		out.Extensions = extensions{AccessRights: t.AccessRights}
	}
	return out
}

// teamUUID is the vendor's pattern of a team's id (sheet §4).
var teamUUID = regexp.MustCompile(`^[\{\}\-0-9a-fA-F]{1,128}$`)

// teamFault is the fault at this place of an id that cannot be a team's; none
// where it can.
func teamFault(id string, at upstream.FieldError) []upstream.FieldError {
	if teamUUID.MatchString(id) {
		return nil
	}
	at.Code, at.Detail = "pattern", "A team's id is 1 to 128 hexadecimal digits, dashes and braces."
	return []upstream.FieldError{at}
}

// teamInPath is the fault of a team's id that came in the path.
func teamInPath(id string) []upstream.FieldError {
	return teamFault(id, upstream.FieldError{Parameter: "groupId"})
}
