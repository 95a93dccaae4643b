// Package sim simulates the account service of inWebo (now TrustBuilder MFA):
// the list of accounts and the creation of one, with the vendor's paging, error
// bodies and quirks. Comments name the section of the vendor sheet they rest
// on; "source" is the vendor's own page.
//
// What is not here: changing or deleting an account, listing groups and the
// audit export. A request for any of them is answered as an unknown path.
package sim
