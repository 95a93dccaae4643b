package upstreamtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// Subject is what the suite examines: a vendor's connector against the same
// vendor's simulator.
type Subject struct {
	Vendor    upstream.Vendor
	Simulator simkit.Maker
	// Settings are added to those that the simulator accepts, for a run of the
	// suite in another of the connector's manners.
	Settings map[string]any
	// Rules are those to examine it by; nil means every rule.
	Rules []Rule
	// Proofs are headers beside Authorization that prove who asks, and whose names
	// do not say so. A plan shows stars for them.
	Proofs []string
	// InMemory, where it is set, opens a connector on the simulator's World
	// itself, in place of Vendor. The rules about requests do not apply to it.
	InMemory func(*simkit.World) upstream.Connector
}

// Rule is one rule of the contract.
type Rule struct {
	// Name is the rule as a sentence.
	Name string
	// Needs tells whether the rule says something about this connector; nil
	// means that it does so about every one.
	Needs func(upstream.Connector) bool
	// Wire tells that the rule looks at requests or answers of the vendor.
	Wire bool
	// Alone tells that the rule looks at the clock or at goroutines, and that
	// nothing else may run beside it.
	Alone bool
	// Check returns what is wrong, nil where nothing is. The bench is fresh.
	Check func(context.Context, *Bench) error
}

// Rules returns every rule, by theme.
func Rules() []Rule {
	return slices.Concat(
		listRules(), filterRules(), readRules(), createRules(), putRules(), patchRules(), deleteRules(), planRules(),
		answerRules(), statusRules(), delayRules(), echoRules(), pathRules(), lifeRules(), closeRules(),
		secretRules(), checkRules(), groupRules(), groupWriteRules(), memberRules(), changeRules(), belongingRules(), credentialRules(),
		activityRules(), iconRules(), auditRules(), tokenRules(), authorityRules(),
	)
}

// ListRules returns the rules about lists, for a subject in another manner of
// listing.
func ListRules() []Rule {
	return slices.Concat(listRules(), filterRules(), groupRules(), memberRules())
}

// MembershipRules returns the rules about groups and who is in them, for a subject
// in another manner of changing that.
func MembershipRules() []Rule {
	return slices.Concat(groupRules(), groupWriteRules(), memberRules(), changeRules(), planRules())
}

// ruleTime bounds one rule, so that a connector that hangs fails and does not
// stop the suite.
const ruleTime = time.Minute

// Run examines the subject, one subtest a rule. A rule that says nothing about
// the subject, since it has no such operation or sends nothing, is no subtest.
func Run(t *testing.T, s Subject) {
	applies := applying(t, s)
	rules := s.Rules
	if rules == nil {
		rules = Rules()
	}
	for _, rule := range slices.DeleteFunc(rules, func(r Rule) bool { return !applies(r) }) {
		t.Run(rule.Name, func(t *testing.T) {
			if !rule.Alone {
				t.Parallel()
			}
			ctx, cancel := context.WithTimeout(t.Context(), ruleTime)
			defer cancel()
			if err := rule.Check(ctx, Connect(t, s, simkit.Options{People: 23, Seed: 1})); err != nil {
				t.Error(err)
			}
		})
	}
}

// applying tells of which rules the subject can be examined: a connector's methods
// say it.
func applying(t *testing.T, s Subject) func(Rule) bool {
	t.Helper()
	b := Connect(t, s, simkit.Options{Seed: 1})
	return func(r Rule) bool {
		return (!r.Wire || s.InMemory == nil) && (r.Needs == nil || r.Needs(b.Connector))
	}
}

// has tells whether a connector has the capability C.
func has[C any](c upstream.Connector) bool {
	_, ok := c.(C)
	return ok
}
