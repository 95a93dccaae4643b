package simkit

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Fault is one thing that goes wrong instead of, or before, the vendor's own
// answer. The zero value does nothing.
type Fault struct {
	// When picks the requests this fault meets; nil means every one.
	When func(Entry) bool
	// Skip lets this many of those requests pass first; Times is how many it
	// then meets, 0 for all of them.
	Skip, Times int

	// Delay waits before anything else; it ends early when the caller leaves.
	Delay time.Duration
	// Hang never answers: it waits until the caller leaves.
	Hang bool
	// Reset closes the connection without an answer.
	Reset bool
	// Status answers with this status, Header and Body in place of the vendor.
	Status int
	Header http.Header
	Body   string
	// Truncate announces the whole Body and closes the connection after half.
	Truncate bool
	// Drip sends one byte of Body each interval.
	Drip time.Duration
	// Endless repeats Body until the caller leaves.
	Endless bool
}

// Faults is a simulator's schedule. It is safe for concurrent use.
type Faults struct {
	mu      sync.Mutex
	pending []*Fault
}

// Schedule adds faults; the first that matches a request meets it.
func (f *Faults) Schedule(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		f.pending = append(f.pending, &fault)
	}
}

// Clear ends every fault: the vendor has healed.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending = nil
}

func (f *Faults) take(e Entry) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range f.pending {
		if fault.Times < 0 || (fault.When != nil && !fault.When(e)) {
			continue
		}
		if fault.Skip > 0 {
			fault.Skip--
			continue
		}
		met := *fault
		if fault.Times > 0 {
			if fault.Times--; fault.Times == 0 {
				fault.Times = -1
			}
		}
		return met, true
	}
	return Fault{}, false
}

// serve plays the fault and reports whether it answered; false lets the vendor
// answer, late.
func (f Fault) serve(w http.ResponseWriter, r *http.Request) bool {
	if f.Delay > 0 {
		select {
		case <-time.After(f.Delay):
		case <-r.Context().Done():
			return true
		}
	}
	switch {
	case f.Hang:
		<-r.Context().Done()
		return true
	case f.Reset:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		f.answer(w, r)
		return true
	}
	return false
}

func (f Fault) answer(w http.ResponseWriter, r *http.Request) {
	for name, values := range f.Header {
		w.Header()[name] = values
	}
	if f.Truncate {
		w.Header().Set("Content-Length", strconv.Itoa(len(f.Body)))
		w.WriteHeader(f.Status)
		_, _ = w.Write([]byte(f.Body[:len(f.Body)/2]))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(f.Status)
	switch {
	case f.Drip > 0:
		f.drip(w, r)
	case f.Endless:
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte(f.Body)); err != nil {
				return
			}
		}
	default:
		_, _ = w.Write([]byte(f.Body))
	}
}

func (f Fault) drip(w http.ResponseWriter, r *http.Request) {
	for _, b := range []byte(f.Body) {
		if _, err := w.Write([]byte{b}); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-time.After(f.Drip):
		case <-r.Context().Done():
			return
		}
	}
}
