package sim

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (v *Vendor) listUsers(r *http.Request) (any, *refusal) {
	people := v.world.People()
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	from, to, after, no := cut(r, "p-", ids)
	if no != nil {
		return nil, no
	}
	out := peoplePage{People: []person{}, After: after}
	for _, p := range people[from:to] {
		out.People = append(out.People, shown(p))
	}
	return out, nil
}

func (v *Vendor) listGroups(r *http.Request) (any, *refusal) {
	groups := v.world.Groups()
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	from, to, after, no := cut(r, "g-", ids)
	if no != nil {
		return nil, no
	}
	out := groupPage{Groups: []group{}, After: after}
	for _, g := range groups[from:to] {
		out.Groups = append(out.Groups, group{g.ID, g.DisplayName})
	}
	return out, nil
}

// cut returns which part of a list a page is, and the token of the next one. The
// list holds things whose ids have this prefix before a number.
func cut(r *http.Request, prefix string, ids []string) (from, to int, after *string, no *refusal) {
	values, no := query(r, "size", "after")
	if no != nil {
		return 0, 0, nil, no
	}
	size, no := sizeOf(values)
	if no != nil {
		return 0, 0, nil, no
	}
	if values.Has("after") {
		if from, no = behind(values.Get("after"), prefix, ids); no != nil {
			return 0, 0, nil, no
		}
	}
	to = min(from+size, len(ids))
	if to < len(ids) {
		// Callers should not be able to read it.
		after = new(base64.RawURLEncoding.EncodeToString([]byte(prefix + ids[to-1])))
	}
	return from, to, after, nil
}

// behind returns the place after the thing that a token names. quirk: a token never
// expires (sheet §2); where the thing is gone, its number tells where it stood.
func behind(token, prefix string, ids []string) (int, *refusal) {
	text, err := base64.RawURLEncoding.DecodeString(token)
	id, ours := strings.CutPrefix(string(text), prefix)
	if err != nil || !ours {
		return 0, invalid("after", "The list gave no such token.")
	}
	if i := slices.Index(ids, id); i >= 0 {
		return i + 1, nil
	}
	gone, ok := numberOf(id, prefix)
	if !ok {
		return 0, invalid("after", "The list gave no such token.")
	}
	place := 0
	for i, other := range ids {
		if n, ok := numberOf(other, prefix); ok && n < gone {
			place = i + 1
		}
	}
	return place, nil
}

func numberOf(id, prefix string) (int, bool) {
	digits, ok := strings.CutPrefix(id, prefix)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil
}
