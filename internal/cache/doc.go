// Package cache keeps what was costly to learn: for a while, for one caller, and
// for all replicas where there is a Redis.
//
// The one rule: a cache may be slow, empty, lost or full of somebody else's
// bytes, and no answer is wrong or missing for it. What does not open as what was
// stored for exactly this subject is a miss.
//
// A [Store] keeps bytes under keys: [Memory] in this process, [Redis] for the
// fleet, [Tiered] the one before the other. A [Box] makes the keys and seals the
// bytes, so that a store learns neither who nor what. [Through] puts both before
// a function that loads; a [Ledger] remembers what must not be done twice.
//
// # What Redis must allow
//
// One user, who sees no other key and no other channel:
//
//	ACL SETUSER dragoman on ><password> resetkeys resetchannels ~dgm:1:* &dgm:1:* -@all +hello +ping +select +getrange +pttl +set +del +publish +subscribe
//
// No script, no scan, no command that reads more than it asked for. What the whole
// gateway needs stands in docs/security.md.
//
// What is not here: users and vendors, HTTP, what is worth keeping and for how
// long.
package cache
