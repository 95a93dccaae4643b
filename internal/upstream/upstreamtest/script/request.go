package script

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Request is what the vendor was asked.
type Request struct {
	// Line is the verb and the address, escaped as it came.
	Line string
	// Header is what came with it, Transfer-Encoding included.
	Header http.Header
	Body   string
}

func requestOf(r *http.Request, body string) Request {
	header := r.Header.Clone()
	if len(r.TransferEncoding) > 0 {
		header["Transfer-Encoding"] = r.TransferEncoding
	}
	return Request{Line: r.Method + " " + r.RequestURI, Header: header, Body: body}
}

// Head returns the request line and those of the named headers that came, in the
// order of the names, each on a line that is ended.
func (r Request) Head(names ...string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", r.Line)
	for _, name := range names {
		if values, ok := r.Header[name]; ok {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.Join(values, ", "))
		}
	}
	return out.String()
}

// Text returns the request as a golden file has it: the request line, the headers
// by name but for those that Go's client adds on its own, an empty line and, where
// there is one, the body with a line end.
func (r Request) Text() string {
	names := slices.Sorted(maps.Keys(r.Header))
	text := r.Head(slices.DeleteFunc(names, ofGo)...) + "\n"
	if r.Body != "" {
		text += r.Body + "\n"
	}
	return text
}

func ofGo(name string) bool {
	return name == "User-Agent" || name == "Accept-Encoding" || name == "Content-Length"
}

// Requests returns what the vendor was asked so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Lines returns the line of every request so far.
func (s *Server) Lines() []string {
	var lines []string
	for _, r := range s.Requests() {
		lines = append(lines, r.Line)
	}
	return lines
}

// Text returns every request so far, one behind the other. It is empty where
// there was none.
func (s *Server) Text() string {
	var text strings.Builder
	for _, r := range s.Requests() {
		text.WriteString(r.Text())
	}
	return text.String()
}

// WantNone fails the test where the vendor was asked anything so far.
func (s *Server) WantNone() {
	s.t.Helper()
	if lines := s.Lines(); len(lines) != 0 {
		s.t.Errorf("asked all the same: %q", lines)
	}
}
