package upstreamtest_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest"
)

// mutant is a connector that is wrong in one way, and the rule that must say so.
type mutant struct {
	name    string
	rule    string
	subject upstreamtest.Subject
}

func mutants() []mutant {
	return slices.Concat(listMutants(), readMutants(), writeMutants(), patchMutants(), planMutants(),
		answerMutants(), requestMutants(), lifeMutants(), secretMutants(),
		groupMutants(), groupWriteMutants(), memberMutants(), changeMutants(), belongingMutants(),
		activityMutants(), iconMutants(), auditMutants(), tokenMutants(), authorityMutants())
}

// mustJSON marshals what a mutant tells.
func mustJSON(value any) json.RawMessage {
	out, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return out
}

func TestWrongConnectorFailsItsRule(t *testing.T) {
	for _, m := range mutants() {
		t.Run(m.name, func(t *testing.T) {
			rule, ok := ruleNamed(m.rule)
			if !ok {
				t.Fatalf("there is no rule %q", m.rule)
			}
			if !rule.Alone {
				t.Parallel()
			}
			b := upstreamtest.Connect(t, m.subject, simkit.Options{People: 23, Seed: 1})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			err := rule.Check(ctx, b)
			if err == nil {
				t.Errorf("it passes the rule %q", m.rule)
			}
			t.Log(err)
		})
	}
}

func TestEveryRuleHasAConnectorThatFailsIt(t *testing.T) {
	all := mutants()
	for _, rule := range upstreamtest.Rules() {
		if !slices.ContainsFunc(all, func(m mutant) bool { return m.rule == rule.Name }) {
			t.Errorf("nothing shows that the rule %q bites", rule.Name)
		}
	}
}

func ruleNamed(name string) (upstreamtest.Rule, bool) {
	rules := upstreamtest.Rules()
	i := slices.IndexFunc(rules, func(r upstreamtest.Rule) bool { return r.Name == name })
	if i < 0 {
		return upstreamtest.Rule{}, false
	}
	return rules[i], true
}
