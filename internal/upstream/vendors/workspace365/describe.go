package workspace365

import (
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// The connector's description: its remarks and its field tables.

// The names that the vendor has for a user; groups have no UPN.
const (
	objectIDs = "objectId"
	upns      = "upn"
	integers  = "integer"
)

// remarkDirectory adds the remarks on what the sync token opens.
func remarkDirectory(remarks map[string]upstream.Remark) {
	for operation, text := range map[string]string{
		"createUser":        "Create overwrites an existing user of that ObjectId; the answer is what was sent, without roles.",
		"putUser":           "Never tells whether the user is new; the answer is what was sent, without roles.",
		"deleteUser":        "The user stays in the list of deleted users for about 30 days.",
		"putUserPicture":    "PNG or JPEG.",
		"deleteUserPicture": "",
		"createGroup":       "Create overwrites an existing group of that ObjectId; without one the gateway makes it. The answer is what was sent.",
		"putGroup":          "Never tells whether the group is new; the answer is what was sent.",
		"deleteGroup":       "",
		"addGroupMember":    "",
		"removeGroupMember": "",
		"addSubgroup":       "",
		"removeSubgroup":    "",
	} {
		// quirk: create and replace are one call, which does not tell them apart
		// (sheet §7.15).
		overwrites := operation == "createUser" || operation == "createGroup"
		remarks[operation] = upstream.Remark{Identifiers: []string{objectIDs}, Text: text, Overwrites: overwrites}
	}
	remarks["changeUserGroups"] = upstream.Remark{
		Emulated: true, Identifiers: []string{objectIDs}, Text: "One call a group, those to add first.",
	}
}

// remarkPortal adds the remarks on what the API token opens.
func remarkPortal(remarks map[string]upstream.Remark) {
	remarks["listUserApps"] = upstream.Remark{Identifiers: []string{upns}}
	remarks["createCredential"] = upstream.Remark{
		Identifiers: []string{upns}, Text: "The id in the answer is the only handle: the vendor lists no credentials.",
	}
	remarks["createActivity"] = upstream.Remark{
		Identifiers: []string{upns, integers}, Text: "Groups are named by their integer id or by their name. A repeated call makes the activity again.",
	}
	remarks["createAnnouncement"] = upstream.Remark{Text: "StartAt and endAt are whole minutes. A category's id is an integer. A repeated call makes the announcement again."}
}

// userFields is the field table of users, with the names in required as such.
func userFields(required []string) upstream.Fields {
	const writes = upstream.OnCreate | upstream.OnPut
	fields := upstream.Fields{
		{Name: "userName", When: writes, Remark: "The user principal name, which is also an alias of the user."},
		{Name: "givenName", When: writes},
		{Name: "familyName", When: writes},
		{Name: "email", When: writes},
		{Name: "title", When: writes},
		{Name: "phone", When: writes, Remark: "The mobile phone."},
		{Name: "active", When: writes, Required: upstream.OnPut},
		// quirk: an environment that manages the role itself ignores it (sheet §7.23).
		{Name: "roles", When: writes, Power: upstream.OnWrite, Remark: `Only "admin", and an environment that manages administrators itself ignores it.`},
		{Name: "extensions.secondaryEmail", When: writes},
	}
	for i := range fields {
		if slices.Contains(required, fields[i].Name) {
			fields[i].Required = writes
		}
	}
	return fields
}

// groupFields is the field table of groups.
func groupFields() upstream.Fields {
	const writes = upstream.OnCreate | upstream.OnPut
	return upstream.Fields{
		{Name: "displayName", When: writes, Required: writes},
		{Name: "description", When: writes},
	}
}
