// Package sim is a simulated 3DJuump Infinite directory, version 3.3: the users
// of {base}/api/manage/users, written from the vendor's sheet and nothing else.
//
// It is stricter than the vendor is known to be. Where the vendor is silent on
// what happens to an odd request (an unknown field, a body that no operation
// asks for, a query parameter it does not have) this one refuses, because a
// server that ignored it would do something else than the caller meant.
//
// What is not here: the operations on teams. Users do belong to teams, and the
// World's groups say which teams there are.
package sim
