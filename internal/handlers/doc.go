// Package handlers turns HTTP into a call of one small interface of package
// upstream, and the answer back into HTTP.
//
// The one rule: it knows no vendor. What a connection can do is asked of its
// methods, what it can hold of its tables. Every error leaves through one writer
// of problems (problem.go). What is not here: how a vendor is spoken to, how a
// list is walked (package fanout), who is configured (package main).
package handlers
