// Package upstreamtest is the conformance suite of the contract in package
// upstream: every rule that a connector obeys, as a named test. A vendor runs it
// with one call:
//
//	upstreamtest.Run(t, upstreamtest.Subject{Vendor: acme.Vendor(), Simulator: sim.New})
//
// The rules know no vendor. They read what a connector can do from its methods
// and its description, what is true from the simulator's World, and what was
// sent from the simulator's Log. What an operation is called with stands in one
// table (operations.go), so that a rule about every call is about every operation.
// [Fake] is a connector in memory that obeys the same rules, for the tests of
// other packages.
//
// The one rule: a rule returns an error and never fails a test itself, so that
// connectors that are wrong on purpose can prove that it bites.
//
// What is not here: the values that only one vendor refuses, its dialect and its
// quirks; they are tested beside the connector.
package upstreamtest
