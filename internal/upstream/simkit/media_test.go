package simkit_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestWhatAnnouncesJSON(t *testing.T) {
	for contentType, want := range map[string]bool{
		"application/json": true, "Application/JSON": true, "application/json; charset=utf-8": true, `application/json;charset="UTF-8"`: true,
		"application/json; profile=x": true,
		"":                            false, "text/json": false, "application/scim+json": false, "application/x-www-form-urlencoded": false, "*/*": false,
		"application/json; charset=iso-8859-1": false, `application/json; charset=""`: false, "application/json; charset": false,
		"application/json, application/json": false,
	} {
		if got := simkit.IsJSON(contentType); got != want {
			t.Errorf("%q: got %t", contentType, got)
		}
	}
}
