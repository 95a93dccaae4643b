//go:build chaos

package chaos

import (
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// One key is one write, however many send it and to whichever replica.
func TestACrowdSendsOneIdempotencyKey(t *testing.T) {
	const senders = 50
	f := figures{t, "50 parallel writes of one Idempotency-Key, three replicas"}
	b := newFleetBench(t)
	b.start(3)
	w365 := b.vendors["w365"]
	w365.sim.Faults.Schedule(slow())
	q := b.activity("hr", "w365").under("order-42")
	got := b.atOnce(b.urls(), times(senders, q)...)
	f.exactly("vendor writes", 1, len(w365.sim.Log.Writes()))
	f.exactly("answers that are neither the result nor a conflict", 0,
		len(got.only(func(a answer) bool { return a.status != http.StatusCreated && a.status != http.StatusConflict })))
	f.tell("answers", got.tally())

	first := b.want(http.StatusCreated, b.client.do(b.urls()[0], q))
	for _, url := range b.urls() {
		if again := b.want(http.StatusCreated, b.client.do(url, q)); string(again.body) != string(first.body) {
			t.Errorf("one key, two answers: %s and %s", first.body, again.body)
		}
	}
	f.exactly("vendor writes after more of them", 1, len(w365.sim.Log.Writes()))
}

// A replica that dies in the middle of a write leaves behind that nobody knows
// whether it was carried out, and nobody carries it out again.
func TestAReplicaDiesInTheMiddleOfAWrite(t *testing.T) {
	// The retries go on until no request of that time can be under way: two timeouts
	// of the vendor's and ten seconds.
	const spacing = 450 * time.Millisecond
	f := figures{t, "replica killed in the middle of a write, 30 retries elsewhere"}
	b := newFleetBench(t)
	b.config.Connections["w365"].Timeout = "1s"
	b.start(3)
	w365 := b.vendors["w365"]
	w365.sim.Faults.Schedule(simkit.Fault{Delay: 500 * time.Millisecond})
	q := b.activity("hr", "w365").under("order-43")
	lost := make(chan answer, 1)
	go func() { lost <- b.client.do(b.urls()[0], q) }()
	until(t, 5*time.Second, "the vendor has the write", func() bool { return len(w365.sim.Log.Writes()) > 0 })
	b.replicas[0].end(syscall.SIGKILL)
	if a := <-lost; a.fine() {
		t.Fatalf("the replica answered before it died: %s", summary(a))
	}
	var retries course
	for n := range 30 {
		retries = append(retries, b.client.do(b.urls()[1+n%2], q))
		time.Sleep(spacing)
	}
	f.atMost("vendor writes", 1, len(w365.sim.Log.Writes()))
	inUse, unknown := retries.coded("idempotency-key-in-use"), retries.coded("idempotency-outcome-unknown")
	f.exactly("retries answered otherwise than in use, or unknown", 0, len(retries)-len(inUse)-len(unknown))
	f.sees("retries that were told that nobody knows", 1, len(unknown))
	f.tell("answers to the retries", retries.tally())
}
