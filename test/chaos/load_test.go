//go:build chaos

package chaos

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// traffic is a stream of requests that are due at a steady rate.
type traffic struct {
	name string
	// rate is how many are due in a second.
	rate    int
	request func(n int) request
	// to are the replicas, which get them in turn.
	to []string
	// check looks at an answer that is fine; nil takes every one.
	check func(n int, a answer) error
}

// load is open-loop: a request is sent when it is due, whatever became of the
// earlier ones, and its latency counts from then. A driver that waits for answers
// would spare the gateway just when it is slow.
type load struct {
	t       *testing.T
	client  *client
	began   time.Time
	length  time.Duration
	stopped chan struct{}
	// free bounds the requests under way, so that a gateway that answers nothing
	// cannot exhaust the machine.
	free chan struct{}

	running sync.WaitGroup
	mu      sync.Mutex
	courses map[string]course
}

const mostUnderWay = 4096

var errDriverFull = errors.New("chaos: too many requests are under way")

// load begins traffic that lasts this long, or until it is stopped.
func (b *bench) load(length time.Duration, streams ...traffic) *load {
	l := &load{
		t: b.t, client: b.client, began: time.Now(), length: length,
		stopped: make(chan struct{}), free: make(chan struct{}, mostUnderWay), courses: map[string]course{},
	}
	for i, stream := range streams {
		step := time.Second / time.Duration(stream.rate)
		// Streams of one rate should not come in step.
		phase := step * time.Duration(i) / time.Duration(len(streams))
		l.running.Go(func() { l.dispatch(stream, step, phase) })
	}
	return l
}

func (l *load) dispatch(s traffic, step, phase time.Duration) {
	for n := 0; ; n++ {
		due := phase + time.Duration(n)*step
		if due >= l.length {
			return
		}
		select {
		case <-l.stopped:
			return
		case <-time.After(due - time.Since(l.began)):
		}
		select {
		case l.free <- struct{}{}:
			l.running.Go(func() {
				l.keep(s.name, l.send(s, n, due))
				<-l.free
			})
		default:
			l.keep(s.name, answer{due: due, err: errDriverFull})
		}
	}
}

func (l *load) send(s traffic, n int, due time.Duration) answer {
	late := l.now() - due
	a := l.client.do(s.to[n%len(s.to)], s.request(n))
	a.due, a.took, a.late = due, l.now()-due, late
	if s.check != nil && a.fine() {
		a.err = s.check(n, a)
	}
	a.body = nil
	return a
}

func (l *load) keep(name string, a answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.courses[name] = append(l.courses[name], a)
}

// at returns when the load has lasted this long.
func (l *load) at(offset time.Duration) { time.Sleep(offset - time.Since(l.began)) }

// now is how long the load has lasted.
func (l *load) now() time.Duration { return time.Since(l.began) }

// stop sends no more.
func (l *load) stop() { close(l.stopped) }

// wait returns what became of every stream, when all of it is known. It says so
// where the machine was too busy to measure on: the driver's own lateness counts
// as the gateway's.
func (l *load) wait() map[string]course {
	l.running.Wait()
	var late time.Duration
	for _, c := range l.courses {
		for _, a := range c {
			late = max(late, a.late)
		}
	}
	if late > 50*time.Millisecond {
		fmt.Fprintf(l.t.Output(), "BUSY    the driver itself was up to %s late: this machine does other work\n", short(late))
	}
	return l.courses
}
