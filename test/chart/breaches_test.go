package chart

import (
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// breaches are ways to break each rule.
func breaches() map[string]map[string]func(release) {
	return map[string]map[string]func(release){
		"the gateway has no power over its node": {
			"it may be root":        func(r release) { r.pod().SecurityContext.RunAsNonRoot = nil },
			"a user of its own":     func(r release) { r.gateway().SecurityContext.RunAsUser = new(int64) },
			"any system call":       func(r release) { r.pod().SecurityContext.SeccompProfile = nil },
			"gaining privileges":    func(r release) { r.gateway().SecurityContext.AllowPrivilegeEscalation = nil },
			"files to write":        func(r release) { r.gateway().SecurityContext.ReadOnlyRootFilesystem = nil },
			"capabilities":          func(r release) { r.gateway().SecurityContext.Capabilities = nil },
			"the node's network":    func(r release) { r.pod().HostNetwork = true },
			"the cluster's token":   func(r release) { r.pod().AutomountServiceAccountToken = nil },
			"a folder of its node":  func(r release) { r.pod().Volumes[0].Secret = nil },
			"a container beside it": func(r release) { r.pod().Containers = append(r.pod().Containers, corev1.Container{}) },
		},
		"the probes ask the admin port": {
			"the public port":         func(r release) { r.gateway().LivenessProbe.HTTPGet.Port = intstr.FromString("http") },
			"readiness asks for life": func(r release) { r.gateway().ReadinessProbe.HTTPGet.Path = "/livez" },
			"life asks for readiness": func(r release) { r.gateway().LivenessProbe.HTTPGet.Path = "/readyz" },
			"no startup":              func(r release) { r.gateway().StartupProbe = nil },
		},
		"no Service has the admin port": {
			"by name":   func(r release) { r.service().Ports = append(r.service().Ports, target(intstr.FromString("admin"))) },
			"by number": func(r release) { r.service().Ports = append(r.service().Ports, target(intstr.FromInt32(8444))) },
		},
		"a pod that ends has the time to drain": {
			"no wait":         func(r release) { r.gateway().Lifecycle = nil },
			"a command":       func(r release) { r.gateway().Lifecycle.PreStop.Sleep = nil },
			"too short":       func(r release) { *r.pod().TerminationGracePeriodSeconds = 20 + 5 + 30 },
			"a longer delay":  func(r release) { r.configure("drainDelay: 60s\n") },
			"an endless wait": func(r release) { r.gateway().Lifecycle.PreStop.Sleep.Seconds = 60 },
		},
		"a replica goes when another is ready": {
			"one goes first": func(r release) {
				*r.deployment().Spec.Strategy.RollingUpdate.MaxUnavailable = intstr.FromInt32(1)
			},
			"all go first": func(r release) { r.deployment().Spec.Strategy.Type = "Recreate" },
		},
		"the replicas have one master": {
			"the chart and the scaler": func(r release) { r.deployment().Spec.Replicas = new(int32) },
			"none at night":            func(r release) { *r.scaler().MinReplicas = 0 },
			"crossed bounds":           func(r release) { r.scaler().MaxReplicas = 1 },
			"another Deployment":       func(r release) { r.scaler().ScaleTargetRef.Name = "other" },
			"a share of nothing":       func(r release) { r.gateway().Resources.Requests = nil },
		},
		"a node can be drained": {
			"a budget of nothing": func(r release) { *r.budget().MaxUnavailable = intstr.FromString("0%") },
			"a sick pod":          func(r release) { r.budget().UnhealthyPodEvictionPolicy = nil },
		},
		"what selects pods selects these": {
			"the Service":    func(r release) { r.service().Selector["app.kubernetes.io/name"] = "other" },
			"the budget":     func(r release) { r.budget().Selector = &metav1.LabelSelector{} },
			"the policy":     func(r release) { r.policy().PodSelector = metav1.LabelSelector{} },
			"the Deployment": func(r release) { r.deployment().Spec.Selector.MatchLabels["a"] = "b" },
			"the spread":     func(r release) { r.pod().TopologySpreadConstraints[0].LabelSelector = nil },
		},
		"only named peers reach the admin port": {
			"any port":           func(r release) { r.policy().Ingress[0].Ports = nil },
			"the port from any":  func(r release) { *r.policy().Ingress[0].Ports[0].Port = intstr.FromString("admin") },
			"the same by number": func(r release) { *r.policy().Ingress[0].Ports[0].Port = intstr.FromInt32(8444) },
			"no rule at all":     func(r release) { r.policy().PolicyTypes = []networkingv1.PolicyType{"Egress"} },
		},
		"nothing goes out but where it is said": {
			"anywhere":            func(r release) { r.policy().Egress[0].To = nil },
			"any port":            func(r release) { r.policy().Egress[0].Ports = nil },
			"no rule at all":      func(r release) { r.policy().PolicyTypes = []networkingv1.PolicyType{"Ingress"} },
			"the node's metadata": func(r release) { r.policy().Egress[2].To[0].IPBlock.Except = nil },
		},
		"the gateway serves on the ports that are probed": {
			"loopback":     func(r release) { r.configure("listen: 127.0.0.1:8443\nadminListen: 0.0.0.0:8444\n") },
			"another port": func(r release) { r.configure("listen: 0.0.0.0:8443\nadminListen: 0.0.0.0:9090\n") },
		},
		"a changed Secret reaches the pod": {
			"one file":       func(r release) { r.gateway().VolumeMounts[0].SubPath = "gateway.yaml" },
			"another key":    func(r release) { r.gateway().Args[2] = "/etc/dragoman/other.yaml" },
			"another folder": func(r release) { r.gateway().Args[2] = "/etc/gateway.yaml" },
			"another Secret": func(r release) { r.pod().Volumes[0].Secret.SecretName = "other" },
		},
		"every object is labelled and at home": {
			"no version":        func(r release) { delete(r.deployment().Labels, "app.kubernetes.io/version") },
			"another namespace": func(r release) { r.deployment().Namespace = "default" },
		},
	}
}

func target(port intstr.IntOrString) corev1.ServicePort {
	return corev1.ServicePort{Name: "another", Port: 81, TargetPort: port}
}

func (r release) service() *corev1.ServiceSpec { return &of[*corev1.Service](r)[0].Spec }

func (r release) budget() *policyv1.PodDisruptionBudgetSpec {
	return &of[*policyv1.PodDisruptionBudget](r)[0].Spec
}

func (r release) policy() *networkingv1.NetworkPolicySpec {
	return &of[*networkingv1.NetworkPolicy](r)[0].Spec
}

func (r release) scaler() *autoscalingv2.HorizontalPodAutoscalerSpec {
	return &of[*autoscalingv2.HorizontalPodAutoscaler](r)[0].Spec
}

// configure puts another configuration into the release.
func (r release) configure(text string) {
	of[*corev1.Secret](r)[0].StringData["gateway.yaml"] = text
}
