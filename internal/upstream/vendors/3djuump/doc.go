// Package juump speaks the directory API of 3DJuump Infinite 3.3: its users,
// known by their OpenID Connect subject, and its teams. The directory has no
// passwords and keeps no names of its own: what it tells of a person is what the
// login provider said, and only the e-mail, the rights and the teams can be
// written.
//
// The package is named juump and not 3djuump because a Go name cannot begin with
// a digit.
package juump
