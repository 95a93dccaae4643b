// Package rest holds the HTTP manners that all vendors share: one place that
// builds a URL, one that sends, one that bounds and decodes, one that records
// what a dry run would send. A connector states what it wants as a [Call] on a
// [Route]; it never sees an http.Client.
//
// The one rule: everything that touches the wire lives here, so that a guard
// (no redirect, no foreign path, no endless body, no printed credential) is
// written once and holds for every vendor. What is not here: any vendor's
// dialect; a connector translates statuses and bodies itself, with [Answer.Common]
// for what they have in common.
package rest
