package fanout_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// journey is one walk over random vendors, with what it has brought so far.
type journey struct {
	t       *rapid.T
	limit   int
	names   []string
	sources map[string]*source
	ask     fanout.Ask[entry]
	got     map[string][]string
}

func drawJourney(t *rapid.T) *journey {
	j := &journey{
		t: t, limit: rapid.IntRange(1, 200).Draw(t, "limit"),
		sources: map[string]*source{}, got: map[string][]string{},
	}
	// Small limits are where sources outnumber the places of a page.
	if rapid.Bool().Draw(t, "small") {
		j.limit = 1 + j.limit%5
	}
	lists := map[string]fanout.List[entry]{}
	for i := range rapid.IntRange(1, 6).Draw(t, "sources") {
		name := "s" + strconv.Itoa(i)
		j.names = append(j.names, name)
		j.sources[name] = drawSource(t, name)
		lists[name] = j.sources[name].list
	}
	j.ask = over(lists)
	if rapid.Bool().Draw(t, "filtered") {
		j.ask.Keep = wanted
	}
	return j
}

func TestAStrictWalkThatSendsFailedPagesAgainGivesEveryItemOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := drawJourney(t)
		j.run(func(w fanout.Walk, r fanout.Result[entry]) fanout.Walk {
			if r.Failed() > 0 {
				return w
			}
			j.keep(r)
			return r.Walk
		})
		j.isWhole()
	})
}

func TestAPartialWalkThatGoesOnAfterFailuresGivesEveryItemOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := drawJourney(t)
		j.run(func(_ fanout.Walk, r fanout.Result[entry]) fanout.Walk {
			j.keep(r)
			return r.Walk
		})
		j.isWhole()
	})
}

// run walks to the end. Between two pages the walk goes through JSON, as it does
// inside a cursor.
func (j *journey) run(step func(fanout.Walk, fanout.Result[entry]) fanout.Walk) {
	const patience = 2000 // 6 sources of 60 items, one a page, and every failure
	w := fanout.Start(j.limit, j.names)
	for range patience {
		if w.Ended() {
			return
		}
		before, calls := throughJSON(j.t, w), j.calls()
		r := fanout.Next(j.t.Context(), w, j.ask)
		if !reflect.DeepEqual(w, before) {
			j.t.Fatalf("the page changed the walk it was given, so that it cannot be sent again: %+v, was %+v", w, before)
		}
		j.isFair(w, r, calls)
		w = throughJSON(j.t, step(w, r))
	}
	j.t.Fatal("the walk does not end")
}

// isFair checks what must hold of every single page.
func (j *journey) isFair(before fanout.Walk, r fanout.Result[entry], calls map[string]int) {
	if len(r.Items) > j.limit {
		j.t.Fatalf("a page of %d items, want at most %d", len(r.Items), j.limit)
	}
	most := 1
	if j.ask.Keep != nil {
		most = fanout.MaxScan
	}
	for name, now := range j.calls() {
		if made := now - calls[name]; made > most {
			j.t.Fatalf("%s was called %d times for one page, want at most %d", name, made, most)
		}
	}
	failed := map[string]bool{}
	for _, o := range r.Outcomes {
		failed[o.Source] = o.Err != nil
	}
	for i, spot := range before.Spots {
		if failed[spot.Source] && r.Walk.Spots[i] != spot {
			j.t.Fatalf("%s failed and its spot moved from %+v to %+v", spot.Source, spot, r.Walk.Spots[i])
		}
	}
	for _, item := range r.Items {
		if failed[item.Source] {
			j.t.Fatalf("%s failed and gave %s", item.Source, item.Value.Name)
		}
	}
}

func (j *journey) calls() map[string]int {
	calls := map[string]int{}
	for name, s := range j.sources {
		calls[name] = s.calls
	}
	return calls
}

func (j *journey) keep(r fanout.Result[entry]) {
	for _, item := range r.Items {
		j.got[item.Source] = append(j.got[item.Source], item.Value.Name)
	}
}

// isWhole checks what must hold of the walk as a whole.
func (j *journey) isWhole() {
	for name, s := range j.sources {
		if want := s.belonging(j.ask.Keep != nil); !slices.Equal(j.got[name], want) {
			j.t.Errorf("%s gave\n%v, want\n%v", name, j.got[name], want)
		}
		if len(s.limits) > 1 {
			j.t.Errorf("%s was asked for pages of %v items: page numbers need one size", name, s.limits)
		}
	}
}

func throughJSON(t *rapid.T, w fanout.Walk) fanout.Walk {
	text, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var again fanout.Walk
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	return again
}
