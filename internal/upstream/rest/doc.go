// Package rest holds the HTTP manners that all vendors share: one place that
// builds a URL, one that sends, one that bounds and decodes, one that records
// what a dry run would send. A connector states what it wants as a [Call] on a
// [Route]; it never sees an http.Client.
//
// # What stands between a call and the wire
//
// The connection's timeout bounds the call as a whole. Within it, from the outside
// in: the login, the repeat (repeat.go), the breaker (breaker.go), the bulkhead and
// the connection's own rate (guards.go), the request with its whole body (send.go),
// the judge of addresses (dial.go). One stack is a connection's own: what one vendor
// does to it, no other feels. A call is at most three requests, one renewed and one
// repeated; net/http alone sends a plain GET anew where a kept connection broke.
// What a guard holds back is Throttled and was not sent, and of several requests
// the last that left is the answer.
//
// The one rule: everything that touches the wire lives here, so that a guard
// (no redirect, no foreign path or address, no endless body, no blind repeat, no
// printed credential) is written once and holds for every vendor. What is not here:
// any vendor's dialect; a connector translates statuses and bodies itself, with
// [Answer.Common] for what they have in common.
package rest
