// Package fanout makes one list out of many sources: it asks them at once, each
// for its share, merges what they give in a fixed order, and keeps where the
// walk stands in each of them.
//
// The one rule: nothing is lost and nothing comes twice, whatever fails. A
// source that fails keeps its place, so that the next page asks it for the same
// items again. What is not here: cursors on the wire, vendors, HTTP; the package
// is pure but for the sources it is given.
package fanout
