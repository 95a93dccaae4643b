package rest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// drips is a vendor whose body never stalls and never ends.
func drips(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = w.Write([]byte(" "))
		_ = http.NewResponseController(w).Flush()
		time.Sleep(5 * time.Millisecond)
	}
}

func TestTheDeadlineIsForTheWholeCallWithItsBody(t *testing.T) {
	for name, vendor := range map[string]http.HandlerFunc{"no answer": hangs, "an endless body": drips} {
		began := time.Now()
		answer, err := connectFor(t, 60*time.Millisecond, vendor).Do(context.Background(), reading())
		if e := failureOf(t, answer, err); e.Kind != upstream.Timeout {
			t.Errorf("%s: got %v, want a timeout", name, e)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// TestAConnectionThatChangesItsProtocolIsNoAnswer: what follows a 101 is no body, and
// net/http reads it without the deadline.
func TestAConnectionThatChangesItsProtocolIsNoAnswer(t *testing.T) {
	l := connectFor(t, 10*time.Second, func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n"))
		_, _ = conn.Read(make([]byte, 1)) // until the gateway hangs up
	})
	answer, err := l.Do(context.Background(), writing())
	e := failureOf(t, answer, err)
	if e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown || e.Vendor == nil || e.Vendor.Status != http.StatusSwitchingProtocols {
		t.Errorf("got %v, outcome %q, %v; want malformed, outcome unknown, status 101", e, e.Outcome, e.Vendor)
	}
}

func TestTheDeadlineIsForBothAttemptsTogether(t *testing.T) {
	l := connectFor(t, 150*time.Millisecond, func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(100 * time.Millisecond)
		w.WriteHeader(http.StatusUnauthorized)
	})
	call := reading()
	call.Auth = &renewable{}
	answer, err := l.Do(context.Background(), call)
	if e := failureOf(t, answer, err); e.Kind != upstream.Timeout {
		t.Errorf("got %v, want a timeout", e)
	}
}

func TestACallerWhoLeavesEndsTheCall(t *testing.T) {
	ctx, leave := context.WithCancel(context.Background())
	l := connect(t, func(_ http.ResponseWriter, r *http.Request) {
		leave()
		<-r.Context().Done()
	})
	answer, err := l.Do(ctx, writing())
	e := failureOf(t, answer, err)
	if e.Kind != upstream.Canceled || e.Outcome != upstream.Unknown {
		t.Errorf("got %v, outcome %q; want canceled, outcome unknown", e, e.Outcome)
	}
}

const mebibyte = 1 << 20

func TestAnAnswerIsBounded(t *testing.T) {
	for _, c := range []struct {
		name   string
		size   int
		packed bool
		fits   bool
	}{
		{"16 MiB", 16 * mebibyte, false, true},
		{"one byte more", 16*mebibyte + 1, false, false},
		{"16 MiB compressed", 16 * mebibyte, true, true},
		{"one byte more compressed", 16*mebibyte + 1, true, false},
	} {
		body := bytes.Repeat([]byte{' '}, c.size)
		l := connect(t, func(w http.ResponseWriter, _ *http.Request) { send(w, body, c.packed) })
		answer, err := l.Do(context.Background(), writing())
		if c.fits {
			if err != nil || len(answer.Body) != c.size {
				t.Errorf("%s: got %v, want the whole body", c.name, err)
			}
			continue
		}
		e := failureOf(t, answer, err)
		if e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown || e.Vendor == nil || e.Vendor.Status != http.StatusOK {
			t.Errorf("%s: got %v, outcome %q, %v; want malformed, outcome unknown, status 200", c.name, e, e.Outcome, e.Vendor)
		}
	}
}

func send(w http.ResponseWriter, body []byte, packed bool) {
	if !packed {
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	defer zip.Close()
	_, _ = zip.Write(body)
}

func TestAnEndlessAnswerEndsAtTheBoundAndNotAtTheDeadline(t *testing.T) {
	chunk := bytes.Repeat([]byte{' '}, mebibyte)
	l := connectFor(t, 5*time.Second, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write(chunk)
		}
	})
	answer, err := l.Do(context.Background(), reading())
	if e := failureOf(t, answer, err); e.Kind != upstream.Malformed {
		t.Errorf("got %v, want malformed", e)
	}
}

// TestABombIsUnpackedToTheBoundAndNoFurther: a GiB in a MiB, as many members of one
// file (RFC 1952 §2.2).
func TestABombIsUnpackedToTheBoundAndNoFurther(t *testing.T) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = zip.Write(make([]byte, mebibyte))
	_ = zip.Close()
	l := connect(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bytes.Repeat(packed.Bytes(), 1024))
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	answer, err := l.Do(context.Background(), reading())
	runtime.ReadMemStats(&after)
	if e := failureOf(t, answer, err); e.Kind != upstream.Malformed {
		t.Errorf("got %v, want malformed", e)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 256*mebibyte {
		t.Errorf("%d MiB were allocated for a bomb of a GiB", grown/mebibyte)
	}
}

func TestARequestIsBounded(t *testing.T) {
	for _, c := range []struct {
		size int
		sent int
	}{{mebibyte, 1}, {mebibyte + 1, 0}} {
		l := connect(t, answers(200, "{}"))
		call := writing()
		call.JSON = strings.Repeat("a", c.size-len(`""`))
		answer, err := l.Do(context.Background(), call)
		if got := len(l.all()); got != c.sent {
			t.Errorf("%d bytes: got %d requests, want %d", c.size, got, c.sent)
		}
		if c.sent == 1 {
			continue
		}
		if e := failureOf(t, answer, err); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent {
			t.Errorf("%d bytes: got %v, outcome %q; want rejected, not sent", c.size, e, e.Outcome)
		}
	}
}

func TestAHeaderWithoutEndIsNoAnswer(t *testing.T) {
	l := connect(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Flood", strings.Repeat("a", mebibyte))
	})
	answer, err := l.Do(context.Background(), reading())
	if e := failureOf(t, answer, err); e.Kind != upstream.Failed {
		t.Errorf("got %v, want failed", e)
	}
}
