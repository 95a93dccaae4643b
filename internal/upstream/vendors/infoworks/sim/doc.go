// Package sim is a simulated Infoworks deployment: the security operations and
// the user administration of REST API V3, with the vendor's quirks, over a
// World that a test may look into.
//
// People in the World sign in with the password or the refresh token in their
// Secrets; those with the role admin may administer users. The account in the
// settings is a built-in administrator. It stands outside the World, so that no
// test can delete the credentials it works with.
//
// What is not here: domains, audit logs, token blacklisting, delegation, SSO.
package sim
