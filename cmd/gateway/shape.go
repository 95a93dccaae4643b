package main

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// standIn takes the place of a text or a secret that did not fit: it is not
// missing, so nothing else may be called required for want of it.
const standIn = "?"

// decoder fills structs from a YAML tree, strictly: a key that the struct does
// not have, a value of the wrong type and a secret that is not a reference are
// faults, and quote no value but the name of a variable or a file. What fits is
// filled in beside them, so that it can be checked as well.
type decoder struct {
	getenv func(string) string
	files  files
	// nodes is how much was filled in.
	nodes int
	faults
}

// maxNodes is more than a configuration of the largest size says without aliases: a
// value takes four bytes with what is around it. A few lines of aliases to aliases
// say more than any memory holds.
const maxNodes = maxFile / 4

// fill puts a tree into a value, as far as it fits.
func (d *decoder) fill(path string, tree any, v reflect.Value) {
	if d.nodes++; tree == nil || d.nodes > maxNodes {
		return
	}
	switch out := v.Addr().Interface().(type) {
	case *upstream.Secret:
		*out = upstream.NewSecret(d.secret(path, tree))
		return
	case *time.Duration:
		*out = d.duration(path, tree)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.fill(path, tree, v.Elem())
	case reflect.Struct, reflect.Map:
		d.members(path, tree, v)
	case reflect.Slice:
		d.list(path, tree, v)
	case reflect.Interface:
		v.Set(reflect.ValueOf(tree))
	default:
		d.scalar(path, tree, v)
	}
}

// members fills a struct or a map. A member of a map that does not fit is there
// nevertheless, since others may name it.
func (d *decoder) members(path string, tree any, v reflect.Value) {
	object := taken(d, path, tree, "mapping", map[string]any{})
	if v.Kind() == reflect.Map {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		at := join(path, name)
		if v.Kind() == reflect.Map {
			member := reflect.New(v.Type().Elem()).Elem()
			d.fill(at, object[name], member)
			v.SetMapIndex(reflect.ValueOf(name), member)
		} else if field, known := fieldOf(v, name); known {
			d.fill(at, object[name], field)
		} else {
			d.fault(at, "unknown key")
		}
	}
}

// list fills a slice, in which every element keeps its index.
func (d *decoder) list(path string, tree any, v reflect.Value) {
	list := taken(d, path, tree, "list", []any{standIn})
	v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
	for i := range list {
		d.fill(fmt.Sprintf("%s[%d]", path, i), list[i], v.Index(i))
	}
}

func (d *decoder) scalar(path string, tree any, v reflect.Value) {
	n, isNumber := number(tree)
	switch v.Kind() {
	case reflect.String:
		v.SetString(taken(d, path, tree, "string", standIn))
	case reflect.Bool:
		// Whoever sets a switch wants it on: its being off is no further fault.
		v.SetBool(taken(d, path, tree, "bool", true))
	case reflect.Float64:
		if v.SetFloat(n); !isNumber {
			d.misfit(path, "want a number")
		}
	case reflect.Int:
		if v.SetInt(int64(n)); !isNumber || float64(v.Int()) != n {
			d.misfit(path, "want a whole number")
		}
	default:
		d.misfit(path, "cannot be decoded")
	}
}

// taken returns what stands at a path as a T, or something instead.
func taken[T any](d *decoder, path string, tree any, want string, instead T) T {
	out, ok := tree.(T)
	if !ok {
		d.misfit(path, "want a %s", want)
		return instead
	}
	return out
}

// number takes every number but .inf and .nan.
func number(tree any) (float64, bool) {
	v, float := reflect.ValueOf(tree), reflect.TypeFor[float64]()
	if !v.CanConvert(float) {
		return 0, false
	}
	n := v.Convert(float).Float()
	return n, !math.IsInf(n, 0) && !math.IsNaN(n)
}

func (d *decoder) duration(path string, tree any) time.Duration {
	text, _ := tree.(string)
	out, err := time.ParseDuration(text)
	if err != nil {
		d.misfit(path, "want a duration such as 10s")
	}
	return out
}

// secret looks a reference up: {env: NAME} or {file: PATH}. A secret written
// into the file itself is refused.
func (d *decoder) secret(path string, tree any) string {
	reference, _ := tree.(map[string]any)
	name, isEnv := reference["env"].(string)
	file, isFile := reference["file"].(string)
	switch {
	case len(reference) != 1 || !isEnv && !isFile:
		d.misfit(path, "want {env: NAME} or {file: PATH}")
	case isEnv:
		if value := d.getenv(name); value != "" {
			return value
		}
		d.misfit(path, "the environment has no %s", variableName(name))
	default:
		text, err := d.files.read(file)
		if value := strings.TrimRight(string(text), "\r\n"); err == nil && value != "" {
			return value
		}
		d.misfit(path, "the file %s cannot be read or is empty", file)
	}
	return standIn
}

// variableForm is what an environment variable is called. What is not of this form
// may be the secret itself, put where its name belongs.
var variableForm = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)

func variableName(text string) string {
	if variableForm.MatchString(text) {
		return text
	}
	return "variable of that name"
}

// fieldOf finds the field that a key stands for.
func fieldOf(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ","); tag == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
