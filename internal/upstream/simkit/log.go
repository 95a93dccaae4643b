package simkit

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Log remembers every request that a simulator received, in order of arrival.
// It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	entries []Entry
}

// Entry is one received request, as it came over the wire.
type Entry struct {
	Method string
	// Path is the escaped path, byte for byte as received.
	Path string
	// Query is the raw query without the question mark.
	Query string
	// Header is a copy of the request's header; ContentLength is -1 where the
	// request had a chunked body.
	Header        http.Header
	ContentLength int64
	Body          []byte
	At            time.Time

	// Pattern is the operation that matched, "" for a stray: a request for a
	// path or verb that the vendor does not have.
	Pattern string
	// Write tells that the operation changes something at the vendor.
	Write bool
}

// Stray tells that no operation of the vendor matched this request.
func (e Entry) Stray() bool { return e.Pattern == "" }

func newEntry(r *http.Request, body []byte, at time.Time) Entry {
	return Entry{
		Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Header: r.Header.Clone(), ContentLength: r.ContentLength, Body: body, At: at,
	}
}

func (l *Log) add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
}

// All returns every request so far.
func (l *Log) All() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.entries)
}

// Writes returns the requests that change something at the vendor.
func (l *Log) Writes() []Entry { return l.only(func(e Entry) bool { return e.Write }) }

// Strays returns the requests that no operation of the vendor matched.
func (l *Log) Strays() []Entry { return l.only(Entry.Stray) }

// Reset forgets what came so far.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = nil
}

func (l *Log) only(keep func(Entry) bool) []Entry {
	var out []Entry
	for _, e := range l.All() {
		if keep(e) {
			out = append(out, e)
		}
	}
	return out
}
