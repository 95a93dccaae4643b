package chart

import "testing"

func TestAChangedConfigurationRollsThePods(t *testing.T) {
	minimal := chart + "/ci/minimal-values.yaml"
	before := checksum(rendered(t, minimal))
	if before == "" {
		t.Fatal("the pods carry no checksum")
	}
	if again := checksum(rendered(t, minimal, "--set", "replicaCount=0")); again != before {
		t.Error("so does a change of something else")
	}
	for _, change := range []string{"config.connections.inwebo.timeout=5s", "shutdown.drainDelaySeconds=3", "ports.public=8081"} {
		if after := checksum(rendered(t, minimal, "--set", change)); after == before {
			t.Errorf("%s does not", change)
		}
	}
}

func TestAChangeIsLeftToTheGatewayWhereThatIsWanted(t *testing.T) {
	if got := checksum(rendered(t, chart+"/ci/autoscaled-values.yaml")); got != "" {
		t.Errorf("the pods carry %s", got)
	}
	existing := chart + "/ci/existing-secret-values.yaml"
	if got := checksum(rendered(t, existing, "--set", "existingSecret.checksum=")); got != "" {
		t.Errorf("the pods carry %s of what the chart cannot see", got)
	}
	if got := checksum(rendered(t, existing, "--set", "existingSecret.checksum=abc")); got != "abc" {
		t.Errorf("the pods carry %q", got)
	}
}

func checksum(r release) string { return r.deployment().Spec.Template.Annotations["checksum/config"] }
