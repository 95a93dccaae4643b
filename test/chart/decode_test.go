package chart

import (
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// extensions are the kinds that a cluster may have and client-go does not know.
var extensions = []schema.GroupVersionKind{
	{Group: "gateway.networking.k8s.io", Version: "v1", Kind: "HTTPRoute"},
	{Group: "monitoring.coreos.com", Version: "v1", Kind: "PodMonitor"},
}

// decode reads a manifest as the type that it says it is. An unknown field, a
// duplicate key and a value of a wrong type are errors; of the extensions, whose
// types are not here, a duplicate key is.
func decode(manifest []byte) (runtime.Object, error) {
	strict := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	object, _, err := strict.Decode(manifest, nil, nil)
	if !runtime.IsNotRegisteredError(err) {
		return object, err
	}
	var other unstructured.Unstructured
	if err := yaml.UnmarshalStrict(manifest, &other.Object); err != nil {
		return nil, err
	}
	if !slices.Contains(extensions, other.GroupVersionKind()) {
		return nil, err
	}
	return &other, nil
}

func TestEverythingRenderedIsOfKubernetes(t *testing.T) {
	eachCase(t, func(t *testing.T, values string) {
		if r := rendered(t, values); len(r) < 4 {
			t.Errorf("there are only %d objects", len(r))
		}
	})
}

// A decoder that takes everything would let everything pass.
func TestTheDecoderRefusesWhatKubernetesDoesNotHave(t *testing.T) {
	const service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n"
	for situation, c := range map[string]struct{ manifest, want string }{
		"an unknown field":              {service + "  prots: []\n", `unknown field "spec.prots"`},
		"a key twice":                   {service + "  type: ClusterIP\n  type: NodePort\n", `"type" already set`},
		"a wrong type":                  {service + "  ports: [{port: http}]\n", "cannot unmarshal"},
		"an unknown kind":               {"apiVersion: v1\nkind: Servant\n", "no kind"},
		"an extension that none allows": {"apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n", "no kind"},
		"a key twice in an extension":   {"apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nspec: {a: 1, a: 2}\n", `"a" already set`},
	} {
		t.Run(situation, func(t *testing.T) {
			if _, err := decode([]byte(c.manifest)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}
