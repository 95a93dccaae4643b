package simkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// DecodeStrict reads the one JSON value that body must be into what into points
// at. Beside what does not parse and values of another type it refuses what
// encoding/json would let pass: an unknown name, a name in another case than the
// field's tag, a repeated name, null, and bytes that are no UTF-8. A map knows
// every name. An error says what is wrong for a reader of the simulator; after
// one, what into points at may be half written.
func DecodeStrict(body []byte, into any) error {
	if !utf8.Valid(body) {
		return errors.New("the body is not UTF-8")
	}
	if err := exact(body, reflect.TypeOf(into)); err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

// exact refuses null and doubtful names in a value for a type, at every depth. A
// value of another kind than the type's is left for encoding/json to refuse.
func exact(value json.RawMessage, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	value = bytes.TrimSpace(value)
	switch {
	case string(value) == "null":
		return errors.New("a value is null")
	case bytes.HasPrefix(value, []byte("{")) && (t.Kind() == reflect.Struct || t.Kind() == reflect.Map):
		return exactMembers(value, t)
	case bytes.HasPrefix(value, []byte("[")) && t.Kind() == reflect.Slice:
		return exactItems(value, t.Elem())
	}
	return nil
}

func exactMembers(object json.RawMessage, t reflect.Type) error {
	members, err := Members(object)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, m := range members {
		of, known := typeOf(t, m.Name)
		switch {
		case !known:
			return fmt.Errorf("the name %q is not known", m.Name)
		case seen[m.Name]:
			return fmt.Errorf("the name %q is given more than once", m.Name)
		}
		seen[m.Name] = true
		if err := exact(m.Value, of); err != nil {
			return err
		}
	}
	return nil
}

func exactItems(list json.RawMessage, t reflect.Type) error {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		return err
	}
	for _, item := range items {
		if err := exact(item, t); err != nil {
			return err
		}
	}
	return nil
}

// typeOf returns the type of the member with this name, spelled exactly so.
func typeOf(t reflect.Type, name string) (reflect.Type, bool) {
	if t.Kind() == reflect.Map {
		return t.Elem(), true
	}
	fields := reflect.VisibleFields(t)
	i := slices.IndexFunc(fields, func(f reflect.StructField) bool {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return tag == name && tag != "" && tag != "-"
	})
	if i < 0 {
		return nil, false
	}
	return fields[i].Type, true
}
