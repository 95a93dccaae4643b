// Package chaos breaks what the gateway depends on and measures what its callers
// notice: real gateway processes, a real Redis that is killed and hung, a real
// HAProxy without retries, simulated vendors with faults, and load that keeps
// coming whatever becomes of it.
//
// The one rule: a figure is measured from outside, where a caller, a vendor or
// Redis would see it, and a missed one fails its test. `make chaos` runs it all
// in less than ten minutes; the build tag chaos keeps it out of every other run.
//
// The files named after a fault are the scenarios. The others are the bench that
// they are built on: bench_test.go first.
package chaos
