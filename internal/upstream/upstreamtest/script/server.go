package script

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// Step is one answer of the vendor.
type Step struct {
	Status int
	// Body is sent as it is.
	Body string
	// File is a file of testdata that is sent in place of Body; empty means none.
	File string
	// Header is sent with it. Without a Content-Type the answer is said to be
	// application/json.
	Header http.Header
}

// Routes are the answers of each route, in order. A route is a verb and an
// escaped path, as in "GET /users/a%2Fb".
type Routes map[string][]Step

// Server is a vendor that plays a script and writes down what it was asked. A
// request that the script has no step for, or none any more, fails the test and
// is answered 418. It is safe for concurrent use and ends with the test.
type Server struct {
	*httptest.Server
	t testing.TB
	// inOrder tells that there is one list of steps for all routes.
	inOrder bool

	mu     sync.Mutex
	steps  Routes
	always map[string]Step
	asked  []Request
}

// InOrder starts a vendor that gives its answers in order, whatever it is asked.
func InOrder(t testing.TB, steps ...Step) *Server {
	t.Helper()
	return serve(t, &Server{t: t, inOrder: true, steps: Routes{"": filled(t, steps)}})
}

// ByRoute starts a vendor that gives each route its answers in order.
func ByRoute(t testing.TB, routes Routes) *Server {
	t.Helper()
	s := &Server{t: t, steps: maps.Clone(routes)}
	for route, steps := range s.steps {
		s.steps[route] = filled(t, steps)
	}
	return serve(t, s)
}

func serve(t testing.TB, s *Server) *Server {
	t.Helper()
	s.Server = Start(t, http.HandlerFunc(s.play))
	return s
}

// filled returns the steps with their files as bodies. They are read here and
// not when they are played, as only the test's own goroutine may end it.
func filled(t testing.TB, steps []Step) []Step {
	t.Helper()
	steps = slices.Clone(steps)
	for i, step := range steps {
		if step.File != "" {
			steps[i].Body = File(t, step.File)
		}
	}
	return steps
}

// Always has a route answered alike however often it is asked, without a word of
// it among the requests: the login that a test is not about. A script by route
// that names the route goes first.
func (s *Server) Always(route string, step Step) {
	s.t.Helper()
	step = filled(s.t, []Step{step})[0]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.always == nil {
		s.always = map[string]Step{}
	}
	s.always[route] = step
}

func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("reading a request: %v", err)
	}
	s.next(r, string(body)).write(w)
}

// next writes the request down and returns the step that answers it.
func (s *Server) next(r *http.Request, body string) Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	route := r.Method + " " + r.URL.EscapedPath()
	queue, named := s.steps[route]
	if step, ok := s.always[route]; ok && !named {
		return step
	}
	if s.inOrder {
		route, queue = "", s.steps[""]
	}
	s.asked = append(s.asked, requestOf(r, body))
	if len(queue) == 0 {
		s.t.Errorf("the script has no step for %s", s.asked[len(s.asked)-1].Line)
		return Step{Status: http.StatusTeapot}
	}
	s.steps[route] = queue[1:]
	return queue[0]
}

func (s Step) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	maps.Copy(w.Header(), s.Header)
	w.WriteHeader(s.Status)
	_, _ = io.WriteString(w, s.Body)
}
