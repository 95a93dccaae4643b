// Package ratelimit keeps each name, a tenant or a connection, to its limits: so
// many requests a second, so many under way at once.
//
// The one rule: a limit is never open. What cannot be decided together is decided
// here, at this process's share: a Redis that is lost, hung or wrong is no error
// and no free pass. What a name may do is kept only for names with a limit, so
// that nothing grows with what callers send.
//
// What is not here: what a refusal looks like (package handlers), when Redis
// counts as lost (package redisconn), which names have limits (the configuration).
package ratelimit
