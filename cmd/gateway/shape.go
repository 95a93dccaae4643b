package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// decoder turns a YAML tree into structs, strictly: a key that the struct does
// not have, a value of the wrong type and a secret that is not a reference are
// faults. It collects them all, each under its path, and never quotes a value.
type decoder struct {
	getenv func(string) string
	faults []error
}

func (d *decoder) fault(path, format string, args ...any) {
	d.faults = append(d.faults, &upstream.Fault{Path: path, Problem: fmt.Sprintf(format, args...)})
}

// into decodes a tree into a pointer to a struct. After a fault the struct is
// not filled.
func (d *decoder) into(path string, tree, out any) {
	before := len(d.faults)
	shaped := d.shape(path, tree, reflect.TypeOf(out).Elem())
	if len(d.faults) > before {
		return
	}
	// JSON is YAML, and its writer quotes every string safely.
	text, err := json.Marshal(shaped)
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, out, yaml.CustomUnmarshaler(unmarshalSecret))
	}
	if err != nil {
		d.fault(path, "cannot be decoded")
	}
}

func unmarshalSecret(s *upstream.Secret, text []byte) error {
	var value string
	err := yaml.Unmarshal(text, &value)
	*s = upstream.NewSecret(value)
	return err
}

// shape holds a tree to a type and returns it with every secret looked up.
func (d *decoder) shape(path string, tree any, t reflect.Type) any {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case tree == nil:
		return nil
	case t == reflect.TypeFor[upstream.Secret]():
		return d.secret(path, tree)
	case t == reflect.TypeFor[time.Duration]():
		text, _ := tree.(string)
		if _, err := time.ParseDuration(text); err != nil {
			d.fault(path, "want a duration such as 10s")
		}
		return tree
	}
	switch t.Kind() {
	case reflect.Struct:
		return d.members(path, tree, func(name string) (reflect.Type, bool) { return fieldOf(t, name) })
	case reflect.Map:
		return d.members(path, tree, func(string) (reflect.Type, bool) { return t.Elem(), true })
	case reflect.Slice:
		list, ok := tree.([]any)
		if !ok {
			d.fault(path, "want a list")
		}
		out := make([]any, len(list))
		for i := range list {
			out[i] = d.shape(fmt.Sprintf("%s[%d]", path, i), list[i], t.Elem())
		}
		return out
	case reflect.Interface:
		return tree
	default:
		return d.scalar(path, tree, t.Kind())
	}
}

func (d *decoder) members(path string, tree any, typeOf func(string) (reflect.Type, bool)) any {
	object, ok := tree.(map[string]any)
	if !ok {
		d.fault(path, "want a mapping")
		return nil
	}
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		t, known := typeOf(name)
		if !known {
			d.fault(join(path, name), "unknown key")
			continue
		}
		out[name] = d.shape(join(path, name), object[name], t)
	}
	return out
}

func (d *decoder) scalar(path string, tree any, want reflect.Kind) any {
	got := reflect.TypeOf(tree).Kind()
	number := got == reflect.Uint64 || got == reflect.Int64 || got == reflect.Int
	ok := got == want ||
		want == reflect.Int && number ||
		want == reflect.Float64 && number
	if !ok {
		d.fault(path, "want a %s", want)
	}
	return tree
}

// secret looks a reference up: {env: NAME} or {file: PATH}. A secret written
// into the file itself is refused.
func (d *decoder) secret(path string, tree any) any {
	reference, _ := tree.(map[string]any)
	name, isEnv := reference["env"].(string)
	file, isFile := reference["file"].(string)
	switch {
	case len(reference) != 1 || !isEnv && !isFile:
		d.fault(path, "want {env: NAME} or {file: PATH}")
	case isEnv:
		if value := d.getenv(name); value != "" {
			return value
		}
		d.fault(path, "the environment has no %s", name)
	default:
		text, err := os.ReadFile(file)
		if value := strings.TrimRight(string(text), "\r\n"); err == nil && value != "" {
			return value
		}
		d.fault(path, "the file %s cannot be read or is empty", file)
	}
	return nil
}

// fieldOf finds the type of the field that a key stands for.
func fieldOf(t reflect.Type, key string) (reflect.Type, bool) {
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); tag == key {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
