package upstreamtest

import (
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// userIDs returns the ids of a user that the operation takes: one of each kind
// that its remark names, otherwise the one id.
func (b *Bench) userIDs(operation string, p simkit.Person) []string {
	return b.pick(operation, map[string]string{"objectId": p.ID, "upn": text(p.UserName), "integer": number(p.Number)})
}

// userID returns the first of userIDs.
func (b *Bench) userID(operation string, p simkit.Person) string { return b.userIDs(operation, p)[0] }

// groupID returns the id of a group that the operation takes.
func (b *Bench) groupID(operation string, g simkit.Group) string {
	return b.pick(operation, map[string]string{"objectId": g.ID, "integer": number(g.Number)})[0]
}

func (b *Bench) pick(operation string, byKind map[string]string) []string {
	var ids []string
	for _, kind := range b.Connector.Describe().Operations[operation].Identifiers {
		if id := byKind[kind]; id != "" {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return []string{byKind["objectId"]}
	}
	return ids
}

// isNamed tells whether id is one of those under which the vendor knows somebody.
func isNamed(id string, p simkit.Person) bool {
	return id != "" && slices.Contains([]string{p.ID, text(p.UserName), number(p.Number)}, id)
}

// number writes a second id, empty where the vendor does not count.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
