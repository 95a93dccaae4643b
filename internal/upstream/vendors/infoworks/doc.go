// Package infoworks speaks the Infoworks REST API V3: the platform's accounts
// through its administrator's endpoints, and the lookup and bulk take-over of
// users from the customer's own directory (LDAP). It issues and judges tokens for
// callers, each by what that caller sent.
//
// A connection has a refresh token, a user name and password, or both. Bearers
// are minted from the refresh token where there is one. The take-over wants the
// password, so only a connector that has one can do it.
package infoworks
