package handlers

import (
	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// toIcon converts an icon for callers.
func toIcon(connection string, i upstream.Icon) api.Icon {
	return api.Icon{ID: id{connection, i.NativeID}.String(), Name: i.Name, Format: string(i.Format)}
}

// iconHoldable tells whether an icon fits into what the specification promises.
func iconHoldable(i *upstream.Icon) bool { return !notAnID(i.NativeID) && !tooLong(value(i.Name)) }
