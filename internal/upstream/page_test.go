package upstream_test

import (
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAPositionIsOneThatAPageWasGivenWith(t *testing.T) {
	for at, want := range map[string]int{"": 0, "1": 1, "250": 250} {
		if got, err := upstream.ParsePosition(at); err != nil || got != want {
			t.Errorf("%q: got %d, %v", at, got, err)
		}
	}
	for _, at := range []string{"0", "-1", "+1", "01", " 1", "1 ", "1.0", "x", "9223372036854775807", "99999999999999999999"} {
		if got, err := upstream.ParsePosition(at); !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q: got %d, %v", at, got, err)
		}
	}
}

func TestPagesCutOutOfAWholeListAreTheList(t *testing.T) {
	all := []string{"a", "b", "c", "d", "e"}
	for limit := 1; limit <= 6; limit++ {
		var got []string
		for at, calls := "", 0; calls == 0 || at != ""; calls++ {
			page, err := upstream.Cut(all, limit, at)
			if err != nil || len(page.Items) > limit || calls > len(all) {
				t.Fatalf("limit %d, after %v: got %v, %v", limit, got, page, err)
			}
			got, at = append(got, page.Items...), page.Next
		}
		if !slices.Equal(got, all) {
			t.Errorf("limit %d: got %v", limit, got)
		}
	}
	if page, err := upstream.Cut(all[:2], 2, "4"); err != nil || len(page.Items) > 0 || page.Next != "" {
		t.Errorf("a list that shrank: got %v, %v", page, err)
	}
	if _, err := upstream.Cut(all, 2, "05"); !upstream.IsKind(err, upstream.BadPosition) {
		t.Errorf("a position of nobody's: got %v", err)
	}
}
