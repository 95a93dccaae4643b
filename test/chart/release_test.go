package chart

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// release is what Helm would install.
type release []runtime.Object

// rendered renders the chart, decodes everything strictly, and gives further
// arguments to Helm.
func rendered(t *testing.T, values string, arguments ...string) release {
	t.Helper()
	out, err := helm(t, append([]string{"template", "people", chart, "--namespace", "identity", "--values", values, monitoring}, arguments...)...)
	if err != nil {
		t.Fatal(err)
	}
	var r release
	for _, manifest := range manifests(t, out) {
		object, err := decode(manifest)
		if err != nil {
			t.Fatalf("%v\n%s", err, manifest)
		}
		r = append(r, object)
	}
	return r
}

// manifests cuts Helm's answer into its documents, without those that are empty.
func manifests(t *testing.T, text string) [][]byte {
	t.Helper()
	var all [][]byte
	documents := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.Trim(string(document), "- \n") != "" {
			all = append(all, document)
		}
	}
}

// of returns the release's objects of one kind.
func of[Kind runtime.Object](r release) []Kind {
	var all []Kind
	for _, object := range r {
		if o, ok := object.(Kind); ok {
			all = append(all, o)
		}
	}
	return all
}

func (r release) deployment() *appsv1.Deployment { return of[*appsv1.Deployment](r)[0] }

func (r release) pod() *corev1.PodSpec { return &r.deployment().Spec.Template.Spec }

func (r release) gateway() *corev1.Container { return &r.pod().Containers[0] }

// port returns the number of the container's port of a name, 0 where there is none.
func (r release) port(name string) int32 {
	for _, p := range r.gateway().Ports {
		if p.Name == name {
			return p.ContainerPort
		}
	}
	return 0
}
