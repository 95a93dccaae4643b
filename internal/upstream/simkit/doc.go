// Package simkit is the bench on which vendor simulators are built: a World
// that is the only truth, a router that matches escaped paths byte for byte, a
// log of every request that came in, and faults that can be scheduled on any of
// them.
//
// The one rule: a simulator is written from the vendor's sheet and shares no
// type with the connector that talks to it, so that one misreading cannot
// cancel itself. What is not here: anything that knows a vendor.
package simkit
