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
		secretRules(), checkRules(),
	)
}

// ruleTime bounds one rule, so that a connector that hangs fails and does not
// stop the suite.
const ruleTime = 30 * time.Second

// Run examines the subject, one subtest a rule. A rule that says nothing about
// the subject is skipped.
func Run(t *testing.T, s Subject) {
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			if rule.Wire && s.InMemory != nil {
				t.Skip("there are no requests")
			}
			if !rule.Alone {
				t.Parallel()
			}
			b := Connect(t, s, simkit.Options{People: 23, Seed: 1})
			if rule.Needs != nil && !rule.Needs(b.Connector) {
				t.Skip("the connector has no such operation")
			}
			ctx, cancel := context.WithTimeout(t.Context(), ruleTime)
			defer cancel()
			if err := rule.Check(ctx, b); err != nil {
				t.Error(err)
			}
		})
	}
}

// has tells whether a connector has the capability C.
func has[C any](c upstream.Connector) bool {
	_, ok := c.(C)
	return ok
}
