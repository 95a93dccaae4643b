package infoworks

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestATotalThatCannotBeTrueEndsNoWalk(t *testing.T) {
	for _, total := range []string{"0", "-1", "1"} {
		s := serve(t, script.Routes{listing: {says(200, `{"total_count":`+total+`,"result":[{"id":"a"},{"id":"b"}]}`)}})
		page, err := list(t, connect(t, s, nil), upstream.UserQuery{Limit: 2})
		if err != nil || page.Next != "2" {
			t.Errorf("a total of %s: got next %q, %v; want 2", total, page.Next, err)
		}
	}
}
