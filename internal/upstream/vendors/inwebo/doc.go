// Package inwebo speaks the inWebo (TrustBuilder MFA) user management API: the
// accounts of one service, told from the API token. The API lists and creates
// accounts and nothing else, so reading one is emulated by walking the list, and
// judging a token by listing with it. Beside it stands the export of the service's
// audit log.
//
// It is the exemplar: a new vendor begins as a copy of this folder.
package inwebo
