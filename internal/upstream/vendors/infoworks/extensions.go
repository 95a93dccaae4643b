package infoworks

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// extensions is the vendor's extension object.
type extensions struct {
	// AccessibleDomains are the ids of the domains that the account may enter.
	AccessibleDomains []string `json:"accessibleDomains"`
}

// domainsOf decodes an extension object as a caller wrote it, whole or as a
// merge patch: nothing of it can be cleared, so both are the same. The list is
// nil where the caller did not mention it, and empty where it is to be.
func domainsOf(raw json.RawMessage) ([]string, []upstream.FieldError) {
	if len(raw) == 0 {
		return nil, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return nil, []upstream.FieldError{{Pointer: "/extensions/" + name, Code: "type", Detail: "It is an object."}}
	}
	var domains []string
	var faults []upstream.FieldError
	for _, member := range slices.Sorted(maps.Keys(members)) {
		at := upstream.Pointer("extensions", name, member)
		if member != "accessibleDomains" {
			faults = append(faults, upstream.FieldError{Pointer: at, Code: "unsupported-field", Detail: "This vendor cannot hold it."})
			continue
		}
		err := json.Unmarshal(members[member], &domains)
		if err != nil || domains == nil || slices.Contains(domains, "") {
			faults = append(faults, upstream.FieldError{Pointer: at, Code: "type", Detail: "It is a list of domain ids."})
		}
	}
	return domains, faults
}
