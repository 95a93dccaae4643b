// Package sim is a simulated Workspace 365: one environment with its icons,
// activities, announcements, integration credentials and a directory that can
// be written and never read, over a simkit.World. It is written from the
// vendor's sheet and its source document alone. Answers that neither of them
// documents are the mildest of the documented ones: a request of the wrong shape
// is a 400 with a globalError, an unknown path a bare 404.
//
// Where both are silent: a UserPrincipalName names a user in any case of
// letters, a group's name only exactly; who is in a nested group is in the
// groups around it; adding what is there and taking away what is not there
// changes nothing and is no error; a member with the value null is a wrong value
// and not an absent one.
//
// What is not here: how anything looks on a page. An activity or announcement is
// written into the World and stays there.
package sim
