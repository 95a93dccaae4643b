// Package sim is a simulated Infoworks deployment: the security operations and
// the user administration of REST API V3, with the vendor's quirks, over a
// World that a test may look into.
//
// People in the World sign in with the password or the refresh token in their
// Secrets; those with the role admin may administer users. The account in the
// settings is a built-in administrator. It stands outside the World, so that no
// test can delete the credentials it works with; its refresh token can be
// rotated all the same, and the new one is what Vendor.ServiceRefreshToken says.
//
// Who may do what, in POST /security/authorise/user: an account with the role
// admin may do everything; anybody else may do everything to an entity of the
// type domain whose id is among their accessible domains, and nothing to any
// other. Whether an entity or an action exists is not looked at.
//
// A login counts as a write, because it mints a token, unless the credential in
// it is the service account's own.
//
// What is not here: domains, audit logs, what a delegation token opens.
package sim
