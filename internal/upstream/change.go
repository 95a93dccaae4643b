package upstream

// Change is what a merge patch says about one member: nothing (the zero value),
// null, or a value.
type Change[T any] struct {
	present bool
	value   *T
}

// Set returns a change to v.
func Set[T any](v T) Change[T] { return Change[T]{present: true, value: &v} }

// Clear returns a change to null.
func Clear[T any]() Change[T] { return Change[T]{present: true} }

// Present tells that the patch mentions the member, be it with null.
func (c Change[T]) Present() bool { return c.present }

// Null tells that the patch clears the member.
func (c Change[T]) Null() bool { return c.present && c.value == nil }

// Value returns the new value, or nil where the patch is silent or says null.
func (c Change[T]) Value() *T { return c.value }
