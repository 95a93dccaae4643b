package handlers

import (
	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// toCredential converts a credential that a vendor answered with.
func toCredential(t target, c upstream.Credential) (api.Credential, error) {
	if notAnID(c.NativeID) || tooLong(value(c.Username)) {
		return api.Credential{}, unpassable(t)
	}
	return api.Credential{ID: id{t.Name, c.NativeID}.String(), Username: c.Username}, nil
}
