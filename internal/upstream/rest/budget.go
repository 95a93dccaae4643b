package rest

import (
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// budget keeps repeats from multiplying a vendor's load when it can bear least.
// failsafe's bounds the repeats that are under way at once and so not their number,
// and where it is spent, the vendor's answer is lost.
type budget struct {
	share, reserve float64

	mu    sync.Mutex
	saved float64
}

func newBudget(r upstream.Resilience) *budget {
	return &budget{share: r.RepeatShare, reserve: r.RepeatReserve, saved: r.RepeatReserve}
}

// earn is for one call, whatever becomes of it.
func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved = min(b.saved+b.share, b.reserve)
}

// spend takes one repeat, where there is one.
func (b *budget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.saved < 1 {
		return false
	}
	b.saved--
	return true
}
