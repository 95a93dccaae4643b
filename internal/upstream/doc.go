// Package upstream is the contract between the gateway and its vendors: the
// model, the capabilities, the filters, the closed set of error kinds. It knows
// no vendor and no HTTP framework and imports nothing of this module.
//
// # What a connector is
//
// A [Connector] is one open account at one vendor. What it can do is what it has
// methods for: each operation of the API is a one-method interface
// (capabilities.go), and a vendor that cannot do something has no such method.
// Nothing ever wraps a Connector: wrappers hide methods. Limits and tenancy are
// middleware, and everything that touches the wire
// (authentication, bounds, repeats, the breaker, the dry-run plan, redaction)
// lives in the transport of package rest. Where settings decide what an account can
// do, Open returns a wider or a narrower type of the same vendor.
//
// # The rules a connector obeys
//
// Package upstreamtest has a named test for each that a test can see.
//
//   - It is safe for concurrent use, honours its context, and after Close
//     nothing of it runs.
//   - A page holds at most Limit items; fewer, even none, does not mean the end:
//     only an empty Next does. Positions are short and hold no secret.
//   - A filter may be pushed down only as far as what it implies: a superset may
//     come back, a match may never be missing.
//   - Every error is an [*Error].
//   - Ids are the vendor's own, byte for byte. Times are UTC. What the vendor did
//     not say stays absent: no zero date, no false, no empty list for unknown.
//   - It tries nothing twice on its own. The transport repeats a call once after it
//     renewed a credential that wore out, and once more on a connection with
//     [Resilience], where the failure passes and the verb says that twice is as good
//     as once; a call of which that is not true is marked at the vendor's table. It
//     logs neither bodies nor credentials.
//   - The URL it sends has the host, the base path and the number of segments of
//     its operation, whatever the id.
//   - Every request is marked read or write. No branch is taken on the answer of
//     a write before the last write, so that a dry run plans what a real call
//     sends.
//
// What is not here: HTTP in (package handlers), HTTP out (package rest), many
// sources as one list (package fanout), the vendors (package vendors).
package upstream
