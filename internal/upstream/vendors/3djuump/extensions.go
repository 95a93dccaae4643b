package juump

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// extensions is the vendor's extension object.
type extensions struct {
	AccessRights   rights `json:"accessrights,omitzero"`
	FrontendAccess *bool  `json:"frontendaccess,omitempty"`
}

// extensionChange is what a caller's extension object says, as a draft or as a
// merge patch.
type extensionChange struct {
	frontendAccess *bool
	// rights are the new tags by namespace, an empty list where they are cleared;
	// nil where the caller did not mention any.
	rights rights
	// clear tells that the rights in namespaces not named above go too.
	clear bool
}

// readExtensions reads the extension object of a user strictly. Nulls tells that
// it is a merge patch, in which null clears the access rights or a namespace of
// them.
func readExtensions(raw json.RawMessage, nulls bool) (extensionChange, []upstream.FieldError) {
	return readMembers(raw, nulls, "accessrights", "frontendaccess")
}

// readTeamExtensions reads the extension object of a team, which has access
// rights alone.
func readTeamExtensions(raw json.RawMessage) (extensionChange, []upstream.FieldError) {
	return readMembers(raw, false, "accessrights")
}

// readMembers reads an extension object that may have these members.
func readMembers(raw json.RawMessage, nulls bool, known ...string) (extensionChange, []upstream.FieldError) {
	var change extensionChange
	if len(raw) == 0 {
		return change, nil
	}
	members, ok := strict[map[string]json.RawMessage](raw)
	if !ok {
		return change, []upstream.FieldError{fault("type", "It is an object.")}
	}
	var faults []upstream.FieldError
	for _, member := range slices.Sorted(maps.Keys(members)) {
		switch {
		case !slices.Contains(known, member):
			faults = append(faults, fault("unsupported-field", "This vendor cannot hold it.", member))
		case member == "accessrights":
			faults = append(faults, change.readRights(members[member], nulls)...)
		default:
			access, ok := strict[bool](members[member])
			if !ok {
				faults = append(faults, fault("type", "It is true or false.", member))
			}
			change.frontendAccess = &access
		}
	}
	return change, faults
}

// readRights reads the access rights into the change.
func (c *extensionChange) readRights(raw json.RawMessage, nulls bool) []upstream.FieldError {
	const member = "accessrights"
	if nulls && isNull(raw) {
		c.rights, c.clear = noRights(), true
		return nil
	}
	spaces, ok := strict[map[string]json.RawMessage](raw)
	if !ok {
		return []upstream.FieldError{fault("type", "It is an object.", member)}
	}
	c.rights = rights{}
	var faults []upstream.FieldError
	for _, space := range slices.Sorted(maps.Keys(spaces)) {
		tags, ok := tagsOf(spaces[space], nulls)
		switch {
		case !slices.Contains(namespaces, space):
			faults = append(faults, fault("unsupported-field", "This vendor has no such namespace.", member, space))
		case !ok:
			faults = append(faults, fault("type", "It is a list of texts.", member, space))
		default:
			c.rights[space] = tags
		}
	}
	return faults
}

// rightsAfter returns the rights as the change leaves the present ones. It
// follows RFC 7396 but for what is cleared: there the vendor needs an empty list
// and would keep what is left out (sheet §4.3).
func (c extensionChange) rightsAfter(present rights) rights {
	if c.rights == nil {
		return present
	}
	after := rights{}
	for space, tags := range present {
		if after[space] = tags; c.clear {
			after[space] = []string{}
		}
	}
	maps.Copy(after, c.rights)
	return after
}

// noRights is every namespace without a tag.
func noRights() rights {
	none := rights{}
	for _, space := range namespaces {
		none[space] = []string{}
	}
	return none
}

// strict reads a T; a null is none, and neither is anything of another type.
func strict[T any](raw json.RawMessage) (T, bool) {
	var value *T
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		var zero T
		return zero, false
	}
	return *value, true
}

// tagsOf reads the tags of a namespace, which a null in a merge patch clears.
func tagsOf(raw json.RawMessage, nulls bool) ([]string, bool) {
	tags := []string{}
	if nulls && isNull(raw) {
		return tags, true
	}
	texts, ok := strict[[]*string](raw)
	for _, text := range texts {
		if text == nil {
			return nil, false
		}
		tags = append(tags, *text)
	}
	return tags, ok
}

func isNull(raw json.RawMessage) bool { return string(raw) == "null" }

// fault is a fault of the member at this path of the extension object.
func fault(code, detail string, path ...string) upstream.FieldError {
	pointer := upstream.Pointer(append([]string{"extensions", name}, path...)...)
	return upstream.FieldError{Pointer: pointer, Code: code, Detail: detail}
}
