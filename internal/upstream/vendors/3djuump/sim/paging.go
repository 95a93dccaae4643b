package sim

// Paging is how much of a list body's limit and offset a server obeys. The
// vendor marks the list body as not for use, so a server may obey none of it.
type Paging int

const (
	// PagingFull obeys limit and offset. It is the default.
	PagingFull Paging = iota
	// PagingLimitOnly cuts to the limit but always starts at the first item.
	PagingLimitOnly
	// PagingNone obeys neither: every answer is the whole set.
	PagingNone
)

// SetPaging makes the server obey only p from the next request on. The body is
// checked all the same, and sort, resultfields and count stay as they are.
func (v *Vendor) SetPaging(p Paging) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.paging = p
}

// window returns where the page of a set of n begins and ends.
func (v *Vendor) window(q listQuery, n int) (from, to int) {
	v.mu.Lock()
	paging := v.paging
	v.mu.Unlock()

	from, to = 0, n
	if q.Offset != nil && paging == PagingFull {
		from = min(*q.Offset, n)
	}
	// Compared this way round, a huge limit cannot overflow.
	if q.Limit != nil && paging != PagingNone && *q.Limit < n-from {
		to = from + *q.Limit
	}
	return from, to
}
