// Package sim simulates inWebo (now TrustBuilder MFA): the list of accounts and
// the creation of one, and the export of the audit log, with the vendor's
// paging, error bodies and quirks. Comments name the section of the vendor sheet
// they rest on; "source" is the vendor's own page.
//
// The audit log is what World.Events holds, in the order of the ids. Some of the
// seeded events hold an API token, which is nobody's, under the name apiToken, a
// few of them inside a nested object: nothing of that may ever be passed on.
//
// What is not here: changing or deleting an account, and listing groups. A
// request for any of them is answered as an unknown path.
package sim
