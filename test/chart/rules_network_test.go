package chart

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func adminIsInNoService(r release) []string {
	var f faults
	for _, service := range of[*corev1.Service](r) {
		for _, p := range service.Spec.Ports {
			f.unless(r.meets(p.TargetPort, "http") && !r.meets(p.TargetPort, "admin"), "%s leads to %s", service.Name, p.TargetPort.String())
		}
	}
	return f
}

// meets tells whether a port, by name or number, is the container's port of a name.
func (r release) meets(port intstr.IntOrString, name string) bool {
	return port == intstr.FromString(name) || port == intstr.FromInt32(r.port(name))
}

func adminIsForNamedPeers(r release) []string {
	var f faults
	for _, policy := range of[*networkingv1.NetworkPolicy](r) {
		f.unless(slices.Contains(policy.Spec.PolicyTypes, networkingv1.PolicyTypeIngress), "anything comes in")
		for _, way := range policy.Spec.Ingress {
			opens := len(way.Ports) == 0 || slices.ContainsFunc(way.Ports, func(p networkingv1.NetworkPolicyPort) bool {
				return p.Port == nil || p.EndPort != nil || r.meets(*p.Port, "admin")
			})
			f.unless(!opens || len(way.From) > 0, "everyone reaches the admin port")
		}
	}
	return f
}

func nothingElseGoesOut(r release) []string {
	var f faults
	for _, policy := range of[*networkingv1.NetworkPolicy](r) {
		f.unless(slices.Contains(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress), "anything goes out")
		for _, way := range policy.Spec.Egress {
			f.unless(len(way.Ports) > 0 && len(way.To) > 0, "a way out has no port or no end")
			for _, peer := range way.To {
				if peer.IPBlock != nil && peer.IPBlock.CIDR == "0.0.0.0/0" {
					f.unless(slices.Contains(peer.IPBlock.Except, "169.254.0.0/16"), "the node's metadata can be asked")
				}
			}
		}
	}
	return f
}
