// Package sim is a simulated 3DJuump Infinite directory, version 3.3: the users
// of {base}/api/manage/users, their places in teams, and the teams of
// {base}/api/manage/teams, written from the vendor's sheet and nothing else.
//
// It is stricter than the vendor is known to be. Where the vendor is silent on
// what happens to an odd request (an unknown field, a body that no operation
// asks for, a query parameter it does not have) this one refuses, because a
// server that ignored it would do something else than the caller meant.
//
// What is not here: projects, sessions and the introspection of tokens.
package sim
