package sim

import (
	"maps"
	"slices"
)

// rightsKey is the extension under which the World keeps access rights, those
// of a user and those of a team.
const rightsKey = "accessrights"

// namespaces are those in which a user or a team can hold tags of access.
var namespaces = []string{
	"assetadmin", "connect", "download", "export2d", "export3d",
	"lmx", "scope", "thirdpartyscopes", "use", "view",
}

// rights returns a copy of the access rights in extensions with all ten
// namespaces: the World hands out its own map.
func rights(extensions map[string]any) map[string][]string {
	stored, _ := extensions[rightsKey].(map[string][]string)
	out := make(map[string][]string, len(namespaces))
	for _, name := range namespaces {
		out[name] = append([]string{}, stored[name]...)
	}
	return out
}

// checkRights refuses unknown namespaces.
func checkRights(sent map[string][]string) error {
	for name := range sent {
		if !slices.Contains(namespaces, name) {
			return badRequest
		}
	}
	return nil
}

// grant writes the access rights that were sent: each namespace replaces the
// stored one by itself, and nil keeps them all.
func grant(extensions map[string]any, sent map[string][]string) {
	if sent == nil {
		return
	}
	merged := rights(extensions)
	maps.Copy(merged, sent)
	extensions[rightsKey] = merged
}
