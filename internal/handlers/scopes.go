package handlers

// Scopes returns every scope that a key can have. A key may hold scopes of
// operations that its connections cannot do.
func Scopes() []string {
	return []string{
		"users:read", "users:write", "users:sync", administratorScope,
		"groups:read", groupScope,
		"credentials:write",
		"activities:read", "activities:write", "activities:broadcast",
		"icons:read",
		"tokens:read", "tokens:write", "tokens:rotate",
		"connections:read",
		rawScope,
	}
}
