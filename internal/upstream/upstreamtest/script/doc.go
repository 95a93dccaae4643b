// Package script is what the unit tests of the vendors have in common: a vendor
// that plays given answers and writes down what it was asked, a connector that is
// open on it, and the files of testdata that requests, users and plans are
// compared with.
//
//	s := script.InOrder(t, script.Step{Status: 200, File: "user.json"})
//	c := script.Open(t, acme.Vendor(), script.Connection(t, s.URL, settings))
//	...
//	script.Golden(t, "get.http", s.Text())
//
// The one rule: what is asked beyond the script fails the test, so that a request
// too many is seen where nobody counts.
//
// What is not here: a vendor that keeps state, which is its simulator, and the
// rules that hold for every vendor, which are package upstreamtest.
package script
