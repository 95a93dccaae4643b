package juump

import (
	"context"
	"fmt"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// ChangeUserGroups puts a user into teams with one call and takes the user out of
// others with a second one. Where the second fails as a whole, so does each of
// its teams: the first was carried out.
func (c *connector) ChangeUserGroups(ctx context.Context, g upstream.UserGroupChanges) ([]upstream.UserGroupOutcome, error) {
	faults := append(listFaults("add", g.Add), listFaults("remove", g.Remove)...)
	if len(faults) > 0 {
		return nil, upstream.Reject(faults...)
	}
	if c.rewrites {
		return c.rewriteAll(ctx, g)
	}
	outcomes := g.Outcomes()
	added, removed := outcomes[:len(g.Add)], outcomes[len(g.Add):]
	planned, err := c.changeAll(ctx, "addToTeams", g.UserID, added)
	if err != nil {
		return nil, err
	}
	alsoPlanned, err := c.changeAll(ctx, "removeFromTeams", g.UserID, removed)
	switch {
	case err != nil && (len(added) == 0 || planned):
		return nil, err
	case planned || alsoPlanned:
		return nil, nil
	}
	if err != nil {
		for i := range removed {
			removed[i].Err = err
		}
	}
	return outcomes, nil
}

// changeAll sends one of the two calls, none where it has no teams, and fills in
// what became of each team. It tells whether that was only planned.
func (c *connector) changeAll(ctx context.Context, route, user string, outcomes []upstream.UserGroupOutcome) (planned bool, err error) {
	if len(outcomes) == 0 {
		return false, nil
	}
	teams := make([]string, len(outcomes))
	for i, one := range outcomes {
		teams[i] = one.GroupID
	}
	// quirk: the body is a bare list, also of a DELETE (sheet §7.10, §7.11).
	answer, err := c.do(ctx, route, rest.Call{Params: []string{user}, JSON: teams})
	if err != nil || answer.Planned {
		return err == nil, err
	}
	result, err := rest.JSON[placed](answer)
	if err != nil {
		return false, err
	}
	if flaw := result.flaw(); flaw != "" {
		return false, answer.Malformed(flaw)
	}
	for i, team := range teams {
		outcomes[i].Err = result.outcome(answer, team, len(teams))
	}
	return false, nil
}

// flaw says what makes the answer unusable, and nothing where it is sound.
func (p placed) flaw() string {
	if p.OK == nil || p.Total == nil {
		return "a change of teams without ok and total"
	}
	if *p.OK < 0 || *p.OK > *p.Total {
		return "a change of teams with more ok than there are"
	}
	for _, one := range p.Info {
		if one.UUID == "" {
			return "a changed team without teamuuid"
		}
	}
	return ""
}

// outcome tells what became of one of the asked teams. quirk: a success holds
// failures, and of the words for either only "added" is on any page (sheet §7.10).
// So the numbers are believed first, and the words only as far as the numbers
// bear them out: what they leave open has an unknown outcome.
func (p placed) outcome(answer *rest.Answer, team string, asked int) error {
	word, told := p.word(team)
	said := 0
	for _, one := range p.Info {
		if isDone(one.Status) {
			said++
		}
	}
	switch {
	case *p.OK == *p.Total && (told || *p.Total == asked):
		return nil
	case told && isDone(word) && said <= *p.OK:
		return nil
	case told && !isDone(word) && said == *p.OK:
		return answer.Code(answer.Refusal(upstream.Rejected), word)
	}
	return answer.Malformed("a change of teams that does not tell what became of one")
}

// word is the vendor's word about a team, and whether there is one and no more.
func (p placed) word(team string) (word string, told bool) {
	for _, one := range p.Info {
		if one.UUID == team {
			if told {
				return "", false
			}
			word, told = one.Status, true
		}
	}
	return word, told
}

func isDone(word string) bool { return slices.Contains([]string{"added", "removed", "deleted"}, word) }

// listFaults finds the ids of a list of the body that cannot be those of teams.
func listFaults(list string, teams []string) []upstream.FieldError {
	var faults []upstream.FieldError
	for i, team := range teams {
		faults = append(faults, teamFault(team, upstream.FieldError{Pointer: fmt.Sprintf("/%s/%d", list, i)})...)
	}
	return faults
}
