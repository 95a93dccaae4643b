package handlers

import (
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// id is a resource's id: the connection that it lives at and the vendor's own
// id, byte for byte.
type id struct {
	connection string
	native     string
}

// String returns <connection>:<native id>.
func (i id) String() string { return i.connection + ":" + i.native }

// parseID takes an id apart at its first colon. It reports false for a native id
// that no vendor can have and that would be dangerous in a path.
func parseID(text string) (id, bool) {
	connection, native, found := strings.Cut(text, ":")
	return id{connection, native}, found && connection != "" && upstream.ValidID(native)
}
