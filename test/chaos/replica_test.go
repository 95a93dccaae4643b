//go:build chaos

package chaos

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// replica is one gateway process, which can be ended in every way and started
// again with the same configuration file and at the same addresses.
type replica struct {
	t            *testing.T
	name, binary string
	// file is its configuration, log what it wrote on stderr in all its lives.
	file, log string
	config    configuration
	env       []string
	command   *exec.Cmd
	ended     chan struct{}
	// life is where in the log the present process begins.
	life int
}

func newReplica(t *testing.T, binary, name string, c configuration, env map[string]string) *replica {
	t.Helper()
	dir := t.TempDir()
	r := &replica{t: t, name: name, binary: binary, file: filepath.Join(dir, "gateway.yaml"), log: filepath.Join(dir, "log")}
	// What is added for the replicas to come is not in this one's file.
	r.config = c.edited(t, func(*configuration) {})
	r.config.Listen, r.config.AdminListen = steadyAddress(t), steadyAddress(t)
	for variable, value := range env {
		r.env = append(r.env, variable+"="+value)
	}
	r.write(r.config.text(t))
	t.Cleanup(func() {
		r.end(syscall.SIGKILL)
		if t.Failed() {
			t.Logf("the end of the log of replica %s:\n%s", name, r.tail())
		}
	})
	return r
}

// write puts a configuration in place as Kubernetes does: whole, by a rename.
func (r *replica) write(text string) {
	r.t.Helper()
	if err := os.WriteFile(r.file+".new", []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	if err := os.Rename(r.file+".new", r.file); err != nil {
		r.t.Fatal(err)
	}
}

// launch starts the process and does not wait for anything.
func (r *replica) launch() {
	r.t.Helper()
	log, err := os.OpenFile(r.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = log.Close() }() // the process has it now
	r.life = len(r.text())
	r.command = exec.Command(r.binary, "serve", "--config", r.file)
	r.command.Env, r.command.Stderr = r.env, log
	if err := r.command.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.ended = make(chan struct{})
	go func(command *exec.Cmd, ended chan struct{}) {
		_ = command.Wait() // how it ended stands in ProcessState
		close(ended)
	}(r.command, r.ended)
}

// start launches the process and returns when it is ready.
func (r *replica) start() {
	r.t.Helper()
	r.launch()
	r.awaitReady()
}

// awaitReady returns when the process wants traffic.
func (r *replica) awaitReady() {
	r.t.Helper()
	until(r.t, 10*time.Second, "replica "+r.name+" is ready", func() bool {
		select {
		case <-r.ended:
			r.t.Fatalf("replica %s ended before it was ready", r.name)
		default:
		}
		return r.ready()
	})
}

func (r *replica) ready() bool {
	response, err := http.Get("http://" + r.config.AdminListen + "/readyz")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode < http.StatusBadRequest
}

func (r *replica) signal(s syscall.Signal) {
	r.t.Helper()
	if err := r.command.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

// end ends the process by a signal, if it runs, and waits until it has.
func (r *replica) end(s syscall.Signal) {
	if r.command == nil {
		return
	}
	_ = r.command.Process.Signal(s) // it may have ended by itself
	select {
	case <-r.ended:
	case <-time.After(15 * time.Second):
		r.t.Errorf("replica %s does not end on %v", r.name, s)
		_ = r.command.Process.Kill()
		<-r.ended
	}
}

func (r *replica) url() string { return "http://" + r.config.Listen }
