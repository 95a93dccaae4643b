package chart

import (
	"maps"
	"slices"
	"testing"
)

// rule returns what of a release breaks it.
type rule func(release) (faults []string)

// rules are what no values may change.
func rules() map[string]rule {
	return map[string]rule{
		"the gateway has no power over its node":          powerless,
		"the probes ask the admin port":                   probesAskAdmin,
		"no Service has the admin port":                   adminIsInNoService,
		"a pod that ends has the time to drain":           timeToDrain,
		"a replica goes when another is ready":            oneComesBeforeOneGoes,
		"the replicas have one master":                    oneMaster,
		"a node can be drained":                           nodesCanBeDrained,
		"what selects pods selects these":                 selectorsMeetThePods,
		"only named peers reach the admin port":           adminIsForNamedPeers,
		"nothing goes out but where it is said":           nothingElseGoesOut,
		"the gateway serves on the ports that are probed": listensWhereItIsAsked,
		"a changed Secret reaches the pod":                changesArrive,
		"every object is labelled and at home":            labelled,
	}
}

func TestEveryRuleHoldsWithEveryValues(t *testing.T) {
	eachCase(t, func(t *testing.T, values string) {
		r := rendered(t, values)
		for _, name := range slices.Sorted(maps.Keys(rules())) {
			for _, fault := range rules()[name](r) {
				t.Errorf("%s: %s", name, fault)
			}
		}
	})
}

// A rule that sees nothing would let everything pass.
func TestEveryRuleSeesWhatItIsFor(t *testing.T) {
	for name, ways := range breaches() {
		for way, harm := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				r := rendered(t, chart+"/ci/autoscaled-values.yaml")
				harm(r)
				if len(rules()[name](r)) == 0 {
					t.Error("the rule does not see it")
				}
			})
		}
	}
	for name := range rules() {
		if len(breaches()[name]) == 0 {
			t.Errorf("nothing tries to break the rule that %s", name)
		}
	}
}
