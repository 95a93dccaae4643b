package handlers

import (
	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// toApp converts an app for callers.
func toApp(connection string, a upstream.App) api.App {
	out := api.App{ID: id{connection, a.NativeID}.String(), Type: a.Type, Name: a.Name, URL: a.URL, Icon: a.Icon}
	if a.Color != nil {
		out.Color = &api.Color{Kind: string(a.Color.Kind), Value: a.Color.Value}
	}
	return out
}

// appHoldable tells whether an app fits into what the specification promises.
func appHoldable(a *upstream.App) bool {
	const maxWord = 64
	color := value(a.Color)
	return !notAnID(a.NativeID) && len(a.Type) <= maxWord && !tooLong(value(a.Name)) && !tooLong(value(a.URL)) && !tooLong(value(a.Icon)) &&
		len(color.Kind) <= maxWord/2 && len(value(color.Value)) <= maxWord
}
