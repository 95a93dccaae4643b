package handlers

import (
	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// unsayable tells whether an outcome does not fit into what the specification
// promises.
func unsayable(u upstream.SyncedUser) bool {
	return u.ID != "" && notAnID(u.ID) || tooLong(u.Email) || tooLong(u.Detail)
}

// synced converts the users of one outcome.
func synced(connection string, users []upstream.SyncedUser) []api.SyncedUser {
	out := []api.SyncedUser{}
	for _, u := range users {
		one := api.SyncedUser{Email: optional(u.Email), Detail: optional(u.Detail)}
		if u.ID != "" {
			one.ID = new(id{connection, u.ID}.String())
		}
		out = append(out, one)
	}
	return out
}
