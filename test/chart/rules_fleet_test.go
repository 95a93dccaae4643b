package chart

import (
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

func oneComesBeforeOneGoes(r release) []string {
	var f faults
	rolling := r.deployment().Spec.Strategy.RollingUpdate
	f.unless(r.deployment().Spec.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType && rolling != nil &&
		rolling.MaxUnavailable.String() == "0" && rolling.MaxSurge.String() != "0", "a rollout takes one away first")
	return f
}

func oneMaster(r release) []string {
	var f faults
	replicas := r.deployment().Spec.Replicas
	for _, scaler := range of[*autoscalingv2.HorizontalPodAutoscaler](r) {
		f.unless(replicas == nil, "an upgrade would undo the scaler")
		f.unless(scaler.Spec.ScaleTargetRef == autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: r.deployment().Name}, "it scales something else")
		f.unless(scaler.Spec.MinReplicas != nil && *scaler.Spec.MinReplicas >= 1 && *scaler.Spec.MinReplicas <= scaler.Spec.MaxReplicas, "its bounds are none")
		f.unless(!r.gateway().Resources.Requests.Cpu().IsZero(), "its target is a share of nothing")
		return f
	}
	f.unless(replicas != nil && *replicas >= 0, "nobody says how many there are")
	return f
}

func nodesCanBeDrained(r release) []string {
	var f faults
	for _, budget := range of[*policyv1.PodDisruptionBudget](r) {
		gives := budget.Spec.MaxUnavailable
		f.unless(gives != nil && gives.String() != "0" && gives.String() != "0%" && budget.Spec.MinAvailable == nil, "the budget gives nothing")
		f.unless(is(budget.Spec.UnhealthyPodEvictionPolicy, policyv1.AlwaysAllow), "a sick pod holds its node")
	}
	return f
}

func selectorsMeetThePods(r release) []string {
	var f faults
	selectors := map[string]*metav1.LabelSelector{"the Deployment": r.deployment().Spec.Selector}
	for _, s := range of[*corev1.Service](r) {
		selectors["the Service"] = &metav1.LabelSelector{MatchLabels: s.Spec.Selector}
	}
	for _, b := range of[*policyv1.PodDisruptionBudget](r) {
		selectors["the budget"] = b.Spec.Selector
	}
	for _, p := range of[*networkingv1.NetworkPolicy](r) {
		selectors["the policy"] = &p.Spec.PodSelector
	}
	for _, c := range r.pod().TopologySpreadConstraints {
		selectors["the spread by "+c.TopologyKey] = c.LabelSelector
	}
	for who, s := range selectors {
		selector, err := metav1.LabelSelectorAsSelector(s)
		meets := err == nil && !selector.Empty() && selector.Matches(labels.Set(r.deployment().Spec.Template.Labels))
		f.unless(meets, "%s selects others, or all", who)
	}
	return f
}

func labelled(r release) []string {
	var f faults
	for _, object := range r {
		about, err := meta.Accessor(object)
		if err != nil {
			return []string{err.Error()}
		}
		for _, label := range []string{"name", "instance", "version", "managed-by"} {
			f.unless(about.GetLabels()["app.kubernetes.io/"+label] != "", "%s has no %s", about.GetName(), label)
		}
		f.unless(about.GetNamespace() == "identity", "%s is not in the release's namespace", about.GetName())
	}
	return f
}
