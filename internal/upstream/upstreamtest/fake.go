package upstreamtest

import (
	"context"
	"errors"
	"sync"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// Fake is a connector without a vendor: it reads and writes a World in memory
// and has every operation. It obeys the rules of the suite, records the writes of
// a dry run as requests of its own and evaluates no filter. It is safe for
// concurrent use.
type Fake struct {
	world *simkit.World

	// writing makes looking at the World and changing it one step.
	writing sync.Mutex
	mu      sync.Mutex
	failing map[string]error
	// tokens are whose the good tokens are, issued how many there ever were.
	tokens map[string]string
	issued int
}

// NewFake returns a connector on this World. Ids are the caller's to choose.
func NewFake(w *simkit.World) *Fake {
	return &Fake{world: w, failing: map[string]error{}, tokens: map[string]string{}}
}

// Fail makes the next calls of an operation, named by its operationId, return
// err; nil lets them succeed again.
func (f *Fake) Fail(operation string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failing[operation] = err
}

// Describe returns a table in which everything can be read and what is not the
// vendor's own doing can be written.
func (f *Fake) Describe() upstream.Description {
	const reads = upstream.InList | upstream.InItem
	const puts = upstream.OnCreate | upstream.OnPut
	const always = reads | upstream.OnWrite
	fields := []upstream.Field{
		{Name: "active", When: always, Required: upstream.OnPut},
		{Name: "roles", When: always, Clearable: true, Power: upstream.OnWrite},
		{Name: "groups", When: reads | puts},
		{Name: "groups.roleId", When: reads | puts, Power: upstream.OnWrite},
		{Name: "password", When: upstream.OnWrite, Power: upstream.OnPatch},
		{Name: "createdAt", When: reads},
		{Name: "modifiedAt", When: reads},
		{Name: "lastLoginAt", When: reads},
		{Name: "extensions.badge", When: always, Clearable: true},
	}
	for _, name := range textFields {
		fields = append(fields, upstream.Field{Name: name, When: always, Clearable: true})
	}
	return upstream.Description{
		Vendor: "fake", NativeID: upstream.IDRequired, GroupNativeID: upstream.IDOptional,
		UserFields: fields, GroupFields: upstream.Fields{
			{Name: "displayName", When: reads | puts, Required: puts},
			{Name: "description", When: reads | puts},
			{Name: "extensions.floor", When: reads | puts},
		},
		Paging: upstream.Paging{Scheme: "offset"},
	}
}

// Close does nothing: nothing runs.
func (f *Fake) Close() error { return nil }

// CheckConnection has no credential to check.
func (f *Fake) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	return nil, f.enter(ctx, "checkConnection")
}

// enter returns the error with which an operation ends before it begins.
func (f *Fake) enter(ctx context.Context, operation string) error {
	if err := ctx.Err(); err != nil {
		kind := upstream.Canceled
		if errors.Is(err, context.DeadlineExceeded) {
			kind = upstream.Timeout
		}
		return &upstream.Error{Kind: kind, Err: err}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failing[operation]
}
