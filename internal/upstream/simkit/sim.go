package simkit

import (
	"io"
	"net/http"
	"time"
)

// Credential is a setting whose value is a secret. Whoever starts a simulator
// hands it to the connection as a secret reference and not in the clear.
type Credential string

// Maker builds one vendor's simulator; every vendor's sim package has one,
// named New, and it stands in the table beside the vendor.
type Maker func(Options) *Sim

// Sim is one simulated vendor: an http.Handler that behaves as the vendor's
// sheet says, over a World that a test may look into and change.
type Sim struct {
	// Vendor is the name in the registration table, such as "inwebo".
	Vendor string
	// BasePath is what a connection's base URL has after the address: "" or
	// for instance "/v3". It has no final slash.
	BasePath string
	// Settings are the connection settings that this simulator accepts; values
	// of type Credential are secrets.
	Settings map[string]any

	World  *World
	Log    *Log
	Faults *Faults

	mux mux
}

// NewSim returns a simulator without operations.
func NewSim(vendor, basePath string, world *World, settings map[string]any) *Sim {
	return &Sim{
		Vendor: vendor, BasePath: basePath, Settings: settings,
		World: world, Log: &Log{}, Faults: &Faults{},
	}
}

// Read serves an operation that changes nothing at the vendor, whatever its
// verb. The pattern is "VERB /path/{param}", with the base path and exactly the
// documented final slash; a parameter is one escaped segment (see Param).
func (s *Sim) Read(pattern string, h http.HandlerFunc) {
	s.mux.handle(pattern, func(*http.Request) bool { return false }, h)
}

// Write serves an operation that changes something at the vendor.
func (s *Sim) Write(pattern string, h http.HandlerFunc) {
	s.mux.handle(pattern, func(*http.Request) bool { return true }, h)
}

// WriteIf serves an operation that changes something at the vendor for some
// requests only: a login is one, unless the gateway makes it for itself.
func (s *Sim) WriteIf(pattern string, writes func(*http.Request) bool, h http.HandlerFunc) {
	s.mux.handle(pattern, writes, h)
}

// Otherwise serves a request that no pattern matches, as the vendor would; the
// log marks such a request as a stray. Without it the answer is a bare 404.
func (s *Sim) Otherwise(h http.HandlerFunc) { s.mux.otherwise = h }

// maxBody bounds what a simulator reads of one request.
const maxBody = 8 << 20

// ServeHTTP records the request, applies a scheduled fault if one waits, and
// otherwise answers as the vendor. The body is read before anything else, so
// that the log has it also when a fault answers.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		http.Error(w, "unreadable body", http.StatusBadRequest)
		return
	}
	route, params := s.mux.match(r.Method, r.URL.EscapedPath())
	entry := newEntry(r, body, time.Now())
	if route != nil {
		entry.Pattern, entry.Write = route.pattern, route.writes(r)
	}
	s.Log.add(entry)
	if fault, ok := s.Faults.take(entry); ok && fault.serve(w, r) {
		return
	}
	s.mux.serve(w, withRequest(r, params, body), route)
}
