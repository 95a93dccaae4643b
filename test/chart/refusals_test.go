package chart

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// refusal is what is put on top of good values, and a part of the complaint.
type refusal struct{ set, want string }

func TestValuesThatAreNoneAreRefused(t *testing.T) {
	refused(t, "minimal", map[string]refusal{
		"a key that is none":           {"replicas=3", "'replicas' not allowed"},
		"a key that is none, below":    {"image.name=dragoman", "'name' not allowed"},
		"a text for a number":          {"replicaCount=three", "got string, want integer"},
		"a text for a switch":          {"networkPolicy.enabled=maybe", "got string, want boolean"},
		"a number for a text":          {"nodeSelector.zone=1", "got number, want string"},
		"a text for the configuration": {"config=gateway.yaml", "got string, want object"},
		"fewer than no replicas":       {"replicaCount=-1", "/replicaCount"},
		"a scaler's floor of nothing":  {"autoscaling.minReplicas=-5", "/autoscaling/minReplicas"},
		"a target above the whole":     {"autoscaling.targetCPUUtilizationPercentage=120", "/autoscaling/targetCPUUtilizationPercentage"},
		"a budget that gives nothing":  {"podDisruptionBudget.maxUnavailable=0", "/podDisruptionBudget/maxUnavailable"},
		"the same in percent":          {"podDisruptionBudget.maxUnavailable=0%", "/podDisruptionBudget/maxUnavailable"},
		"a port that root has":         {"ports.public=80", "/ports/public"},
		"a port that is none":          {"service.port=70000", "/service/port"},
		"no wait for the endpoints":    {"shutdown.preStopSeconds=0", "/shutdown/preStopSeconds"},
		"a digest that is none":        {"image.digest=latest", "/image/digest"},
		"a pull policy that is none":   {"image.pullPolicy=Sometimes", "/image/pullPolicy"},
		"a peer that is none":          {"networkPolicy.adminFrom[0].cidr=10.0.0.0/8", "'cidr' not allowed"},
		"an empty peer, which is all":  {"networkPolicy.adminFrom[0]=null", "/networkPolicy/adminFrom/0"},
		"a label of the chart's own":   {`podLabels.app\.kubernetes\.io/name=other`, "invalid propertyName 'app.kubernetes.io/name'"},
		"files over the configuration": {"secrets.files[0].name=a,secrets.files[0].mountPath=/etc/dragoman", "/secrets/files/0/mountPath"},
		"an ingress without a host":    {"ingress.enabled=true", "/ingress/host"},
		"a route to nowhere":           {"httpRoute.enabled=true", "/httpRoute/parentRefs"},
	})
}

func TestValuesThatDoNotFitEachOtherAreRefused(t *testing.T) {
	refused(t, "autoscaled", map[string]refusal{
		"no configuration":             {"config=null", "config or existingSecret.name is needed"},
		"two configurations":           {"existingSecret.name=a", "exclude each other"},
		"an address of one's own":      {"config.listen=127.0.0.1:1", "config.listen is the chart's to write"},
		"an admin address likewise":    {"config.adminListen=127.0.0.1:1", "config.adminListen is the chart's to write"},
		"a delay of one's own":         {"config.drainDelay=1h", "config.drainDelay is the chart's to write"},
		"replicas without a key":       {"config.cursorKeys=null", "config.cursorKeys is needed"},
		"crossed bounds":               {"autoscaling.minReplicas=13", "minReplicas is above"},
		"a share of nothing":           {"resources.requests=null", "autoscaling needs resources.requests.cpu"},
		"one port for both":            {"ports.admin=8443", "are the same"},
		"a Redis that is out of reach": {"networkPolicy.redis.to=null", "networkPolicy.redis.to is needed"},
	})
}

func TestAMonitorThatTheClusterDoesNotKnowIsRefused(t *testing.T) {
	_, err := helm(t, "template", "people", chart, "--values", chart+"/ci/full-values.yaml")
	if err == nil || !strings.Contains(err.Error(), "podMonitor needs monitoring.coreos.com/v1") {
		t.Errorf("got %v", err)
	}
}

func refused(t *testing.T, values string, all map[string]refusal) {
	for _, situation := range slices.Sorted(maps.Keys(all)) {
		t.Run(situation, func(t *testing.T) {
			_, err := helm(t, "template", "people", chart, "--values", chart+"/ci/"+values+"-values.yaml", "--set", all[situation].set)
			if err == nil || !strings.Contains(err.Error(), all[situation].want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
