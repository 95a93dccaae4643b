package upstream

import "slices"

// Fields is a connector's field table of users or of groups.
type Fields []Field

// Powerful lists which of the named fields may give power away on this write.
func (f Fields) Powerful(names []string, on When) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		field, ok := f.named(name)
		return !ok || field.Power&on == 0
	})
}

// Have tells whether the named field is there on all of these reads or writes.
func (f Fields) Have(name string, w When) bool {
	field, ok := f.named(name)
	return ok && field.Has(w)
}

func (f Fields) named(name string) (Field, bool) {
	i := slices.IndexFunc(f, func(field Field) bool { return field.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return f[i], true
}
