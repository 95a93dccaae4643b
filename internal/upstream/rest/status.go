package rest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// Meaning is what a vendor means by a status.
type Meaning struct {
	Kind      upstream.Kind
	Certainty upstream.Certainty
}

// Statuses is a connector's table of what the vendor's statuses mean. A key is a
// status, "409", or a status on one of its routes, "400 getUser", which comes
// first. What the table does not name has its common meaning, see
// [Answer.Common].
type Statuses map[string]Meaning

// Translate returns the error that an answer stands for, nil for a success.
func (t Statuses) Translate(a *Answer) *upstream.Error {
	if a.Status >= 200 && a.Status < 300 {
		return nil
	}
	status := strconv.Itoa(a.Status)
	for _, key := range []string{status + " " + a.Route, status} {
		if m, ok := t[key]; ok {
			e := a.Refusal(m.Kind)
			if m.Kind == upstream.Throttled {
				e.RetryAfter = a.retryAfter()
			}
			return e
		}
	}
	return a.Common()
}

// Override returns a copy of the table with other meanings, each a kind by name,
// such as "409": "conflict". A route that it names must be in the routes. Faults
// stand under settings.statuses.
func (t Statuses) Override(changes map[string]string, routes Routes) (Statuses, []error) {
	out := maps.Clone(t)
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		status, route, onRoute := strings.Cut(key, " ")
		_, isRoute := routes[route]
		code, err := strconv.Atoi(status)
		kind, known := kindNamed(changes[key])
		if err != nil || strconv.Itoa(code) != status || code < 300 || code > 599 || !known || onRoute && !isRoute {
			faults = append(faults, &upstream.Fault{
				Path: "settings.statuses." + key, Problem: "want a status from 300 to 599, on one of the routes or not, and a kind of error: " + kindNames(),
			})
			continue
		}
		out[key] = Meaning{Kind: kind, Certainty: upstream.Configured}
	}
	return out, faults
}

// Facts lists the table as wire facts, changeable by the settings' statuses.
func (t Statuses) Facts() []upstream.Fact {
	var facts []upstream.Fact
	for _, key := range slices.Sorted(maps.Keys(t)) {
		facts = append(facts, upstream.Fact{
			Name: fmt.Sprintf("status %s means %s", key, t[key].Kind), Certainty: t[key].Certainty, Setting: "settings.statuses",
		})
	}
	return facts
}

func kindNames() string {
	var names []string
	for _, k := range upstream.Kinds() {
		names = append(names, k.String())
	}
	return strings.Join(names, ", ")
}

func kindNamed(name string) (upstream.Kind, bool) {
	for _, k := range upstream.Kinds() {
		if k.String() == name {
			return k, true
		}
	}
	return 0, false
}
