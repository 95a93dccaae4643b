package sim

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// reader reads the value at a dotted place of the request, such as
// "Actions[0].Title", and complains there about what is wrong with it.
type reader func(at string, value json.RawMessage, wrong fieldErrors)

// form is a JSON object: what reads each documented member.
type form map[string]reader

// decode reads a whole body. Every wrong field is named at once, a known one
// under its documented name and an unknown one as it came.
func (f form) decode(body []byte, wrong fieldErrors) *errorResponse {
	members, err := simkit.Members(body)
	if err != nil {
		return globalError("The body is not a JSON object: " + err.Error())
	}
	f.take("", members, wrong)
	return nil
}

// object reads an object inside another, and is a reader itself.
func (f form) object(at string, value json.RawMessage, wrong fieldErrors) {
	members, err := simkit.Members(value)
	if err != nil {
		wrong.add(at, fmt.Sprintf("The %s field must be an object.", at))
		return
	}
	f.take(at+".", members, wrong)
}

func (f form) take(prefix string, members []simkit.Member, wrong fieldErrors) {
	seen := map[string]bool{}
	for _, m := range members {
		name, read := f.named(m.Name)
		at := prefix + name
		switch {
		case read == nil:
			wrong.add(at, fmt.Sprintf("The %s field is not known.", at))
		case seen[name]:
			wrong.add(at, fmt.Sprintf("The %s field is given more than once.", at))
		default:
			read(at, m.Value, wrong)
		}
		seen[name] = true
	}
}

// named returns the documented name of a member and what reads it, or the name
// as it is and nil.
func (f form) named(name string) (string, reader) {
	for documented, read := range f {
		// quirk: names match in any case (sheet §7.7).
		if strings.EqualFold(documented, name) {
			return documented, read
		}
	}
	return name, nil
}

// one reads a simple value; a wrong one leaves to as it is.
func one[T any](to **T, parse func(json.RawMessage) (*T, error)) reader {
	return func(at string, value json.RawMessage, wrong fieldErrors) {
		parsed, err := parse(value)
		if err != nil {
			wrong.add(at, fmt.Sprintf("The %s field must be %v.", at, err))
			return
		}
		*to = parsed
	}
}

// part reads an object that may be absent.
func part[T any](to **T, read func(*T, string, json.RawMessage, fieldErrors)) reader {
	return func(at string, value json.RawMessage, wrong fieldErrors) {
		*to = new(T)
		read(*to, at, value, wrong)
	}
}

// list reads every item of a list under its number, which counts from 0.
func list[T any](to *[]T, read func(*T, string, json.RawMessage, fieldErrors)) reader {
	return func(at string, value json.RawMessage, wrong fieldErrors) {
		var items []json.RawMessage
		if err := json.Unmarshal(value, &items); err != nil || items == nil {
			wrong.add(at, fmt.Sprintf("The %s field must be a list.", at))
			return
		}
		*to = make([]T, len(items))
		for i, item := range items {
			read(&(*to)[i], fmt.Sprintf("%s[%d]", at, i), item, wrong)
		}
	}
}
