// Package workspace365 speaks the Workspace 365 API of one environment: the
// tenant of a digital workplace, named in the first segment of every path.
//
// The environment has families of paths with a secret each. The sync token opens
// the directory ([directory]: users and groups by their ObjectId, write only), the
// API token the portal ([portal]: what people see and have). They are not
// interchangeable, and a connection has the operations of the tokens that it was
// given and no others. A token that a caller asks about goes with none of them
// ([introspector]). What is not here: reading users and groups, which no family
// offers.
package workspace365
