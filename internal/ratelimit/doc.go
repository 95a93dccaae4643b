// Package ratelimit keeps each tenant to its rate. It knows names and numbers,
// not users and vendors; what a refusal looks like is the handlers' business.
package ratelimit
