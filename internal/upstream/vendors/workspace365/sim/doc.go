// Package sim is a simulated Workspace 365: one environment with its icons and
// a directory that can be written and never read, over a simkit.World. It is
// written from the vendor's sheet and its source document alone. Answers that
// neither of them documents are the mildest of the documented ones: a request
// of the wrong shape is a 400 with a globalError, an unknown path a bare 404.
//
// What is not here: activities, announcements, integration credentials, groups
// and profile pictures.
package sim
