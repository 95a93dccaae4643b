package upstream_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAChangeTellsSilenceNullAndValueApart(t *testing.T) {
	for _, c := range []struct {
		name          string
		change        upstream.Change[string]
		present, null bool
		value         *string
	}{
		{"silence", upstream.Change[string]{}, false, false, nil},
		{"null", upstream.Clear[string](), true, true, nil},
		{"a value", upstream.Set("x"), true, false, new("x")},
		{"an empty value", upstream.Set(""), true, false, new("")},
	} {
		got := c.change.Value()
		same := got == nil && c.value == nil || got != nil && c.value != nil && *got == *c.value
		if c.change.Present() != c.present || c.change.Null() != c.null || !same {
			t.Errorf("%s: present %t, null %t, value %v", c.name, c.change.Present(), c.change.Null(), got)
		}
	}
}
