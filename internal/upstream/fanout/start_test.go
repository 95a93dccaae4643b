package fanout_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

func TestAWalkSharesItsLimitAmongItsSources(t *testing.T) {
	tests := []struct{ limit, sources, share int }{
		{50, 1, 50}, {50, 3, 16}, {6, 3, 2}, {3, 3, 1}, {2, 3, 1}, {1, 6, 1}, {200, 1, 200}, {7, 0, 7},
	}
	for _, test := range tests {
		names := make([]string, test.sources)
		if w := fanout.Start(test.limit, names); w.Share != test.share || w.Limit != test.limit || len(w.Spots) != test.sources {
			t.Errorf("limit %d over %d sources: got %+v, want a share of %d", test.limit, test.sources, w, test.share)
		}
	}
}

func TestAWalkOverNothingHasEnded(t *testing.T) {
	if !fanout.Start(50, nil).Ended() {
		t.Error("a walk over no sources goes on")
	}
}

func TestMoreSourcesThanPlacesAreAskedOneAfterTheOther(t *testing.T) {
	lists := map[string]fanout.List[entry]{}
	var names []string
	for i := range 5 {
		name := strconv.Itoa(i)
		names, lists[name] = append(names, name), scripted([]string{name})
	}
	var pages [][]string
	for w := fanout.Start(2, names); !w.Ended() && len(pages) < 10; {
		r := fanout.Next(t.Context(), w, over(lists))
		var page []string
		for _, o := range r.Outcomes {
			page = append(page, o.Source)
		}
		pages, w = append(pages, page), r.Walk
	}
	if diff := cmp.Diff([][]string{{"0", "1"}, {"2", "3"}, {"4"}}, pages); diff != "" {
		t.Errorf("sources of each page (-want +got):\n%s", diff)
	}
}

func TestASourceIsAskedForItsShareOrWithAFilterForMore(t *testing.T) {
	tests := []struct {
		name     string
		limit    int
		filtered bool
		want     int
	}{
		{"a share", 12, false, 12},
		{"a small share under a filter", 12, true, 100},
		{"a large share under a filter", 150, true, 150},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := 0
			ask := single(func(_ context.Context, _ string, limit int) (upstream.Page[entry], error) {
				got = limit
				return upstream.Page[entry]{}, nil
			})
			if test.filtered {
				ask.Keep = wanted
			}
			fanout.Next(t.Context(), fanout.Start(test.limit, []string{"a"}), ask)
			if got != test.want {
				t.Errorf("asked for %d, want %d", got, test.want)
			}
		})
	}
}
