package handlers

import (
	"time"

	"github.com/labstack/echo/v4"
)

// Observation is what there is to measure of one request, in words of which there
// are few: the operation and never the path, a connection's name and never an id.
type Observation struct {
	// Method and Route are the operation's, empty for a request that has none.
	Method, Route string
	Status        int
	// Problem is the code of the problem that was answered, empty where none was,
	// and Connection the one that it is about, if any.
	Problem, Connection string
	Took                time.Duration
}

// observe tells of a request that was answered.
func (s *server) observe(c echo.Context, r *record, took time.Duration) {
	if s.Observe == nil {
		return
	}
	o := Observation{Status: c.Response().Status, Problem: r.code, Connection: r.connection, Took: took}
	if operationFrom(c.Request().Context()) != nil {
		o.Method, o.Route = c.Request().Method, c.Path()
	}
	s.Observe(o)
}
