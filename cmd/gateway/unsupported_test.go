package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// abilities are the connections that can do each operation, as the contract has
// them; what stands in no row every connection can do.
func abilities() map[string]string {
	return map[string]string{
		"listUsers": "iw juump inwebo", "createUser": "iw juump inwebo w365", "getUser": "iw juump inwebo",
		"putUser": "juump w365", "updateUser": "iw juump", "deleteUser": "iw juump w365", "lookupUsers": "iw", "syncUsers": "iw",
		"listUserGroups": "juump", "changeUserGroups": "juump w365", "listUserApps": "w365",
		"putUserPicture": "w365", "deleteUserPicture": "w365", "createCredential": "w365", "updateCredential": "w365",
		"listGroups": "juump", "getGroup": "juump", "createGroup": "juump w365", "putGroup": "juump w365", "deleteGroup": "juump w365",
		"listGroupMembers": "juump", "addGroupMember": "juump w365", "removeGroupMember": "juump w365", "addSubgroup": "w365", "removeSubgroup": "w365",
		"createActivity": "w365", "listActivities": "inwebo", "createAnnouncement": "w365",
		"listIcons": "w365", "getIcon": "w365", "getIconContent": "w365",
		"issueToken": "iw", "refreshToken": "iw", "introspectToken": "iw inwebo w365", "revokeToken": "iw",
		"rotateRefreshToken": "iw", "authorizeAction": "iw", "startSSO": "iw",
	}
}

// can tells whether the contract says that a connection can do an operation.
func can(connection, operation string) bool {
	return slices.Contains(strings.Fields(abilities()[operation]), connection)
}

func TestWhatAConnectionCannotDoIs405WithWhatItCan(t *testing.T) {
	w := start(t, setup{})
	operations := samples(t)
	for connection, sim := range w.sims {
		said := w.supported(connection)
		for _, s := range operations {
			if !s.elsewhere() || s.parameters != nil && s.parameters[0] == "connection" {
				continue
			}
			what := s.id + " at " + connection
			if said[s.id] != can(connection, s.id) {
				t.Errorf("%s: the connection says %t", what, said[s.id])
			}
			sim.Log.Reset()
			got := w.sendSample(s.at(connection), "admin", nil)
			if can(connection, s.id) {
				if got.status == http.StatusMethodNotAllowed {
					t.Errorf("%s: got %d %s", what, got.status, got.body)
				}
				continue
			}
			var allow []string
			for _, other := range operations {
				if other.template == s.template && can(connection, other.id) {
					allow = append(allow, other.method)
				}
			}
			slices.Sort(allow)
			if got.status != http.StatusMethodNotAllowed || got.code() != "unsupported-operation" {
				t.Errorf("%s: got %d %s", what, got.status, got.body)
			}
			if diff := cmp.Diff([]string{strings.Join(allow, ", ")}, got.header["Allow"]); diff != "" {
				t.Errorf("%s: Allow is wrong:\n%s", what, diff)
			}
			if sent := sim.Log.All(); len(sent) > 0 {
				t.Errorf("%s: the vendor was asked %d times", what, len(sent))
			}
		}
	}
}
