// Package simkit is the bench on which vendor simulators are built: a World
// that is the only truth, a router that matches escaped paths byte for byte, a
// log of every request that came in, faults that can be scheduled on any of
// them, and the strict readers of bodies and queries that most vendors need.
//
// The one rule: a simulator is written from the vendor's sheet and shares no
// type with the connector that talks to it, so that one misreading cannot
// cancel itself. Its handlers bear the names of the operations of the public
// contract that they serve; one that serves no whole operation is called as the
// vendor calls it. What is not here: anything that knows a vendor.
package simkit
