// Package inwebo speaks the inWebo (TrustBuilder MFA) user management API: the
// accounts of one service, told from the API token. The API lists and creates
// accounts and nothing else, so reading one is emulated by walking the list.
//
// It is the exemplar: a new vendor begins as a copy of this folder.
package inwebo
