package fanout

// MaxScan is how many vendor pages one answer reads of one source at most, when
// a filter lets only some items through.
const MaxScan = 10

// scanPage is how many items a filtered walk asks a source for at once: most
// will be dropped, so a share's worth would be many small calls.
const scanPage = 100

// Walk is where a list stands: what a cursor has to carry.
type Walk struct {
	// Limit is the largest page of the list.
	Limit int
	// Share is how many items each source gives to a page. It stays the same for
	// the whole walk, since page-numbered vendors need it.
	Share int
	// Spots are the sources in their order.
	Spots []Spot
}

// Spot is where a walk stands in one source.
type Spot struct {
	Source string
	// At is the source's own position, empty at the start.
	At string
	// Skip is how many items of the page at At are done with, given or dropped.
	Skip int
	// Done tells that the source has nothing more.
	Done bool
}

// Start returns a walk at its beginning.
func Start(limit int, sources []string) Walk {
	w := Walk{Limit: limit, Share: max(1, limit/max(1, len(sources)))}
	for _, name := range sources {
		w.Spots = append(w.Spots, Spot{Source: name})
	}
	return w
}

// Ended tells that every source is done.
func (w Walk) Ended() bool {
	for _, s := range w.Spots {
		if !s.Done {
			return false
		}
	}
	return true
}

// turn returns the indexes of the sources to ask now, in order: those not yet done
// and not yet asked for this page, as many as it has room for beside the ones
// that answered.
func (w Walk) turn(asked map[int]bool, answered int) []int {
	room := max(1, w.Limit/w.Share) - answered
	var turn []int
	for i, s := range w.Spots {
		if !s.Done && !asked[i] && len(turn) < room {
			turn = append(turn, i)
		}
	}
	return turn
}
