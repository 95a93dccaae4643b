package chart

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// configuration returns the configuration in a release, nothing where it is in a
// Secret that others made.
func (r release) configuration() string {
	for _, secret := range of[*corev1.Secret](r) {
		return secret.StringData["gateway.yaml"]
	}
	return ""
}

func TestTheGatewayAcceptsTheRenderedConfiguration(t *testing.T) {
	eachCase(t, func(t *testing.T, values string) {
		r := rendered(t, values)
		if given(t, values) == nil {
			if r.configuration() != "" {
				t.Error("there is one, beside the existing Secret")
			}
			return
		}
		if out, err := check(t, r); err != nil {
			t.Errorf("%v\n%s\n%s", err, out, r.configuration())
		}
	})
}

func TestWhatTheOperatorWroteReachesTheGatewayAsItIs(t *testing.T) {
	eachCase(t, func(t *testing.T, values string) {
		r := rendered(t, values)
		var got map[string]any
		if err := yaml.UnmarshalStrict([]byte(r.configuration()), &got); err != nil {
			t.Fatal(err)
		}
		for _, own := range []string{"listen", "adminListen", "drainDelay"} {
			if _, there := got[own]; given(t, values) != nil && !there {
				t.Errorf("the chart does not say %s", own)
			}
			delete(got, own)
		}
		if diff := cmp.Diff(given(t, values), got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheGatewayRefusesASecretInTheClear(t *testing.T) {
	r := rendered(t, chart+"/ci/minimal-values.yaml", "--set", "config.connections.inwebo.settings.apiToken=s3cret")
	out, err := check(t, r)
	if err == nil || !strings.Contains(out, "connections.inwebo.settings.apiToken") {
		t.Errorf("it says %q, %v", out, err)
	}
}

func TestTheValuesOnThePageServe(t *testing.T) {
	page, err := os.ReadFile("../../docs/kubernetes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	sample, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page shows no values")
	}
	sample = strings.NewReplacer("<the version>", "0.1.0", "<hex, from gateway key>", strings.Repeat("0a", 32)).Replace(sample)
	values := filepath.Join(t.TempDir(), "values.yaml")
	write(t, values, []byte(sample))
	if out, err := check(t, rendered(t, values)); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// given returns what a file of values has as the configuration.
func given(t *testing.T, values string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(values)
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ Config map[string]any }
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v.Config
}

// check has the gateway check a release's configuration, in the place of a pod: with
// the variables that it refers to, and files where the pod would have them mounted.
func check(t *testing.T, r release) (string, error) {
	t.Helper()
	text, folder := r.configuration(), t.TempDir()
	for _, mount := range r.gateway().VolumeMounts {
		here := filepath.Join(folder, mount.Name)
		text = strings.ReplaceAll(text, mount.MountPath+"/", here+"/")
	}
	variables := standIns(t, folder, text)
	file := filepath.Join(folder, "gateway.yaml")
	write(t, file, []byte(text))
	command := exec.Command("go", "run", "./cmd/gateway", "check", "--config", file)
	command.Dir = "../.."
	command.Env = append(command.Environ(), variables...)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()
	return out.String(), err
}
