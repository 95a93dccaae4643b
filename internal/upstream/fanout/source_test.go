package fanout_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/fanout"
)

// entry is one item of a simulated vendor.
type entry struct {
	Name string
	// Hidden entries take a place in the vendor's pages and are never given:
	// they are what makes pages short, and empty before the end.
	Hidden bool
	// Wanted tells that the filter of the walk lets the entry through.
	Wanted bool
}

// style is how a vendor numbers its pages.
type style string

const (
	byOffset style = "offset"
	byPage   style = "page"
	byToken  style = "token"
)

var errVendor = errors.New("the vendor fails")

// source is a simulated vendor: a directory, a manner of paging, and the calls
// that fail.
type source struct {
	style   style
	entries []entry
	// max is the vendor's own largest page.
	max int
	// late tells that the vendor finds its end only by an empty page.
	late bool
	// failing holds the numbers of the calls that fail.
	failing map[int]bool

	mu     sync.Mutex
	calls  int
	limits map[int]bool
}

func drawSource(t *rapid.T, name string) *source {
	s := &source{
		style:   rapid.SampledFrom([]style{byOffset, byPage, byToken}).Draw(t, name+" style"),
		max:     rapid.IntRange(1, 100).Draw(t, name+" max"),
		late:    rapid.Bool().Draw(t, name+" late"),
		failing: map[int]bool{},
		limits:  map[int]bool{},
	}
	wanted := rapid.IntRange(0, 3).Draw(t, name+" one wanted in")
	hidden := rapid.IntRange(0, 3).Draw(t, name+" hidden in four")
	for i := range rapid.IntRange(0, 60).Draw(t, name+" entries") {
		s.entries = append(s.entries, entry{
			Name:   name + "-" + strconv.Itoa(i),
			Hidden: s.style != byOffset && (i/5)%4 < hidden,
			Wanted: wanted > 0 && i%wanted == 0,
		})
	}
	for _, call := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 8).Draw(t, name+" failing calls") {
		s.failing[call] = true
	}
	return s
}

// list is the vendor's list.
func (s *source) list(_ context.Context, at string, limit int) (upstream.Page[entry], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits[limit] = true
	s.calls++
	if s.failing[s.calls-1] {
		return upstream.Page[entry]{}, errVendor
	}
	number := s.number(at)
	size := min(limit, s.max)
	from, next := number, number+size
	if s.style == byPage {
		from, next = number*size, number+1
	}
	from = min(from, len(s.entries))
	to := min(from+size, len(s.entries))
	page := upstream.Page[entry]{Items: shown(s.entries[from:to])}
	if to < len(s.entries) || s.late && from < to {
		page.Next = s.position(next)
	}
	return page, nil
}

func (s *source) position(number int) string {
	if s.style == byToken {
		return "token/" + strconv.FormatInt(int64(number), 36)
	}
	return strconv.Itoa(number)
}

func (s *source) number(at string) int {
	if at == "" {
		return 0
	}
	base := 10
	if s.style == byToken {
		at, base = strings.TrimPrefix(at, "token/"), 36
	}
	number, err := strconv.ParseInt(at, base, 64)
	if err != nil || number < 1 {
		panic("a position that no page was given with: " + at)
	}
	return int(number)
}

func shown(entries []entry) []entry {
	var out []entry
	for _, e := range entries {
		if !e.Hidden {
			out = append(out, e)
		}
	}
	return out
}

// belonging returns the names that a whole walk must give, in order.
func (s *source) belonging(filtered bool) []string {
	var names []string
	for _, e := range shown(s.entries) {
		if !filtered || e.Wanted {
			names = append(names, e.Name)
		}
	}
	return names
}

func nameOf(e entry) string { return e.Name }

func wanted(_ string, e entry) bool { return e.Wanted }

// over is the question to several lists, each under its name.
func over(lists map[string]fanout.List[entry]) fanout.Ask[entry] {
	return fanout.Ask[entry]{Lists: lists, Key: nameOf}
}
