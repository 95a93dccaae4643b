package handlers

// The scopes that a request's body or parameters can need beside its operation's.
const (
	// administratorScope is what giving power needs.
	administratorScope = "users:admin"
	// groupScope is what putting a user into groups needs.
	groupScope = "groups:write"
	// everyoneScope is what addressing everybody at a vendor needs.
	everyoneScope = "activities:broadcast"
	// rawScope is what include=raw needs.
	rawScope = "raw:read"
)

// Scopes returns every scope that a key can have. A key may hold scopes of
// operations that its connections cannot do.
func Scopes() []string {
	return []string{
		"users:read", "users:write", "users:sync", administratorScope,
		"groups:read", groupScope,
		"credentials:write",
		"activities:read", "activities:write", everyoneScope,
		"icons:read",
		"tokens:read", "tokens:write", "tokens:rotate",
		"connections:read",
		rawScope,
	}
}
