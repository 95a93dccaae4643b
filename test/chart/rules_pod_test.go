package chart

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// drainTime is how long the gateway gives the requests under way.
const drainTime = 30 * time.Second

// faults are what breaks a rule.
type faults []string

// unless adds a fault where something does not hold.
func (f *faults) unless(holds bool, format string, arguments ...any) {
	if !holds {
		*f = append(*f, fmt.Sprintf(format, arguments...))
	}
}

func is[T comparable](pointer *T, want T) bool { return pointer != nil && *pointer == want }

func powerless(r release) []string {
	var f faults
	pod, box := r.pod(), r.gateway()
	f.unless(len(pod.Containers) == 1 && len(pod.InitContainers) == 0, "there are other containers")
	f.unless(!pod.HostNetwork && !pod.HostPID && !pod.HostIPC, "it shares what is the node's")
	f.unless(is(pod.AutomountServiceAccountToken, false), "it can speak to the cluster")
	f.unless(is(pod.SecurityContext.RunAsNonRoot, true) && is(box.SecurityContext.RunAsNonRoot, true), "it may be root")
	f.unless(is(pod.SecurityContext.RunAsUser, 65532) && box.SecurityContext.RunAsUser == nil, "its user is not the image's")
	f.unless(pod.SecurityContext.SeccompProfile != nil && pod.SecurityContext.SeccompProfile.Type == corev1.SeccompProfileTypeRuntimeDefault, "any system call is open to it")
	f.unless(is(box.SecurityContext.AllowPrivilegeEscalation, false) && is(box.SecurityContext.Privileged, false), "it could gain privileges")
	f.unless(is(box.SecurityContext.ReadOnlyRootFilesystem, true), "its files can be written")
	drops := box.SecurityContext.Capabilities
	f.unless(drops != nil && slices.Equal(drops.Drop, []corev1.Capability{"ALL"}) && len(drops.Add) == 0, "it keeps capabilities")
	for _, v := range pod.Volumes {
		f.unless(v.Secret != nil, "volume %s is no Secret", v.Name)
	}
	return f
}

func probesAskAdmin(r release) []string {
	var f faults
	for name, p := range map[string]struct {
		probe *corev1.Probe
		path  string
	}{
		"startup":   {r.gateway().StartupProbe, "/livez"},
		"liveness":  {r.gateway().LivenessProbe, "/livez"},
		"readiness": {r.gateway().ReadinessProbe, "/readyz"},
	} {
		asks := p.probe != nil && p.probe.HTTPGet != nil && p.probe.HTTPGet.Port.String() == "admin" && p.probe.HTTPGet.Path == p.path
		f.unless(asks, "the %s probe does not ask %s there", name, p.path)
	}
	f.unless(r.port("admin") != 0, "there is no admin port")
	return f
}

func timeToDrain(r release) []string {
	var f faults
	hook := r.gateway().Lifecycle
	if hook == nil || hook.PreStop == nil || hook.PreStop.Sleep == nil {
		return []string{"it does not wait for the endpoints; a hook with a command has no shell"}
	}
	wait := time.Duration(hook.PreStop.Sleep.Seconds) * time.Second
	f.unless(wait > 0, "it does not wait for the endpoints")
	grace := time.Duration(*r.pod().TerminationGracePeriodSeconds) * time.Second
	delay, err := time.ParseDuration(r.setting("drainDelay", "2s"))
	f.unless(err == nil && grace > wait+delay+drainTime, "%s is too short for %s, %s and %s, %v", grace, wait, delay, drainTime, err)
	return f
}

func listensWhereItIsAsked(r release) []string {
	var f faults
	for port, setting := range map[string]string{"http": "listen", "admin": "adminListen"} {
		want := fmt.Sprintf("0.0.0.0:%d", r.port(port))
		f.unless(r.setting(setting, want) == want, "%s is %s, the port %s", setting, r.setting(setting, want), want)
	}
	return f
}

// setting returns a text of the configuration, or what it is taken for where the
// configuration is not in the release.
func (r release) setting(key, otherwise string) string {
	if r.configuration() == "" {
		return otherwise
	}
	var tree map[string]any
	_ = yaml.Unmarshal([]byte(r.configuration()), &tree) // what cannot be read has no such key
	text, _ := tree[key].(string)
	return text
}

func changesArrive(r release) []string {
	var f faults
	for _, m := range r.gateway().VolumeMounts {
		f.unless(m.SubPath == "" && m.ReadOnly, "%s is no whole volume, or can be written", m.Name)
	}
	args := r.gateway().Args
	folder, file := path.Split(args[len(args)-1])
	f.unless(slices.Equal(args[:2], []string{"serve", "--config"}), "it does not serve")
	f.unless(r.mounts("config") == strings.TrimSuffix(folder, "/"), "the configuration is read in %s", folder)
	for _, secret := range of[*corev1.Secret](r) {
		_, there := secret.StringData[file]
		f.unless(there && r.pod().Volumes[0].Secret.SecretName == secret.Name, "the configuration is not in what is mounted")
	}
	return f
}

// mounts returns where a volume is mounted.
func (r release) mounts(volume string) string {
	for _, m := range r.gateway().VolumeMounts {
		if m.Name == volume {
			return m.MountPath
		}
	}
	return ""
}
