// Package redisconn opens the one Redis client of a process.
//
// The one rule: a Redis that is lost costs a request next to nothing. Every wait
// is short, nothing is tried twice, and after a command that failed while no other
// was answered every command fails at once, until a probe in the background gets an
// answer. What is done without Redis is the business of those who ask it (packages
// cache and ratelimit). What is not here: keys, values and scripts.
package redisconn
