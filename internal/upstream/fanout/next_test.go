package fanout_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// scripted returns a list that gives these pages one after the other, whatever
// it is asked; the position after page n is n+1.
func scripted(pages ...[]string) fanout.List[entry] {
	return func(_ context.Context, at string, _ int) (upstream.Page[entry], error) {
		n, _ := strconv.Atoi(at)
		var page upstream.Page[entry]
		for _, name := range pages[n] {
			page.Items = append(page.Items, entry{Name: name, Wanted: true})
		}
		if n+1 < len(pages) {
			page.Next = strconv.Itoa(n + 1)
		}
		return page, nil
	}
}

func single(list fanout.List[entry]) fanout.Ask[entry] {
	return over(map[string]fanout.List[entry]{"a": list})
}

// pagesOf walks to the end and returns the names on each page.
func pagesOf(t *testing.T, limit int, ask fanout.Ask[entry]) [][]string {
	t.Helper()
	var pages [][]string
	for w := fanout.Start(limit, []string{"a"}); !w.Ended() && len(pages) < 20; {
		r := fanout.Next(t.Context(), w, ask)
		for _, o := range r.Outcomes {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
		}
		names := []string{}
		for _, item := range r.Items {
			names = append(names, item.Value.Name)
		}
		pages, w = append(pages, names), r.Walk
	}
	return pages
}

func TestAPageGivesNoItemTwiceAndNoMoreThanItsShare(t *testing.T) {
	tests := []struct {
		name     string
		vendor   [][]string
		filtered bool
		want     [][]string
	}{
		{"one vendor page a page", [][]string{{"1", "2", "3"}, {"4"}}, false, [][]string{{"1", "2", "3"}, {"4"}}},
		{"an item twice on a vendor page", [][]string{{"1", "1", "2"}}, false, [][]string{{"1", "2"}}},
		{"an offset that shifts inside a page", [][]string{{"1", "2"}, {"2", "3"}}, true, [][]string{{"1", "2", "3"}}},
		{"a shift behind a full share", [][]string{{"1", "2"}, {"2", "3", "4"}}, true, [][]string{{"1", "2", "3"}, {"4"}}},
		{"a vendor that gives more than it was asked for", [][]string{{"1", "2", "3", "4", "5", "6", "7"}}, false, [][]string{{"1", "2", "3"}, {"4", "5", "6"}, {"7"}}},
		{"a page that is just full", [][]string{{"1", "2", "3"}}, true, [][]string{{"1", "2", "3"}}},
		{"empty pages before the end", [][]string{{}, {"1"}, {}}, false, [][]string{{}, {"1"}, {}}},
		{"empty pages under a filter", [][]string{{}, {"1"}, {}, {"2"}}, true, [][]string{{"1", "2"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ask := single(scripted(test.vendor...))
			if test.filtered {
				ask.Keep = wanted
			}
			if diff := cmp.Diff(test.want, pagesOf(t, 3, ask)); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAListThatDoesNotMoveOnIsAnError(t *testing.T) {
	stuck := func(context.Context, string, int) (upstream.Page[entry], error) {
		return upstream.Page[entry]{Items: []entry{{Name: "1"}}, Next: "here"}, nil
	}
	w := fanout.Start(3, []string{"a"})
	first := fanout.Next(t.Context(), w, single(stuck))
	if first.Failed() != 0 {
		t.Fatalf("the first page moved from the start and failed: %v", first.Outcomes[0].Err)
	}
	second := fanout.Next(t.Context(), first.Walk, single(stuck))
	if second.Failed() != 1 || !upstream.IsKind(second.Outcomes[0].Err, upstream.Malformed) {
		t.Fatalf("got %+v, want a malformed list", second.Outcomes)
	}
	if diff := cmp.Diff(first.Walk, second.Walk); diff != "" || len(second.Items) > 0 {
		t.Errorf("a failed source moved or gave items:\n%s%v", diff, second.Items)
	}
}

func TestAFilteredPageStopsScanningAndGoesOnWhereItStopped(t *testing.T) {
	var pages [][]string
	for range fanout.MaxScan + 1 {
		pages = append(pages, []string{"no"})
	}
	pages = append(pages, []string{"yes"})
	ask := single(scripted(pages...))
	ask.Keep = func(_ string, e entry) bool { return e.Name == "yes" }
	if diff := cmp.Diff([][]string{{}, {"yes"}}, pagesOf(t, 3, ask)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func TestAllSourcesAreAskedAtOnceAndMergedInTheirOrder(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	began := make(chan string)
	// Each waits for the other: asked in turn, neither would ever answer.
	first := func(ctx context.Context, _ string, _ int) (upstream.Page[entry], error) {
		select {
		case began <- "first":
			return upstream.Page[entry]{Items: []entry{{Name: "1"}}}, nil
		case <-ctx.Done():
			return upstream.Page[entry]{}, ctx.Err()
		}
	}
	second := func(ctx context.Context, _ string, _ int) (upstream.Page[entry], error) {
		select {
		case <-began:
			return upstream.Page[entry]{Items: []entry{{Name: "2"}}}, nil
		case <-ctx.Done():
			return upstream.Page[entry]{}, ctx.Err()
		}
	}
	r := fanout.Next(ctx, fanout.Start(2, []string{"b", "a"}), over(map[string]fanout.List[entry]{"b": first, "a": second}))
	if r.Failed() > 0 {
		t.Fatalf("got %+v", r.Outcomes)
	}
	order := []string{r.Items[0].Source, r.Items[1].Source, r.Outcomes[0].Source, r.Outcomes[1].Source}
	if want := []string{"b", "a", "b", "a"}; !slices.Equal(order, want) || !r.Walk.Ended() {
		t.Errorf("got %v (ended: %v), want %v and the end", order, r.Walk.Ended(), want)
	}
}

func TestAStrictPageAsksNobodyMoreOnceASourceFailed(t *testing.T) {
	asked := 0
	list := func(fails bool) fanout.List[string] {
		return func(context.Context, string, int) (upstream.Page[string], error) {
			asked++
			if fails {
				return upstream.Page[string]{}, &upstream.Error{Kind: upstream.Failed}
			}
			return upstream.Page[string]{Items: []string{"a"}}, nil
		}
	}
	for strict, want := range map[bool]int{true: 1, false: 2} {
		asked = 0
		fanout.Next(t.Context(), fanout.Start(1, []string{"sick", "well"}), fanout.Ask[string]{
			Lists: map[string]fanout.List[string]{"sick": list(true), "well": list(false)}, Strict: strict,
			Key: func(item string) string { return item },
		})
		if asked != want {
			t.Errorf("strict %v: %d sources were asked, want %d", strict, asked, want)
		}
	}
}
