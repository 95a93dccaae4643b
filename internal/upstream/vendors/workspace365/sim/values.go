package sim

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// text reads a JSON string; null is none. Like its neighbours it says in the
// error what the value should have been.
func text(value json.RawMessage) (*string, error) {
	var s *string
	if err := json.Unmarshal(value, &s); err != nil || s == nil {
		return nil, errors.New("a string")
	}
	return s, nil
}

// flag reads a JSON boolean, or a string that spells one.
func flag(value json.RawMessage) (*bool, error) {
	spelled := string(value)
	// quirk: booleans come as strings, in any case (sheet §7.6).
	if s, err := text(value); err == nil {
		spelled = strings.ToLower(*s)
	}
	switch spelled {
	case "true":
		return new(true), nil
	case "false":
		return new(false), nil
	}
	return nil, errors.New("a boolean")
}

// number reads a JSON integer, or a string that spells one.
func number(value json.RawMessage) (*int, error) {
	// quirk: integers come as strings (sheet §7.5).
	if s, err := text(value); err == nil {
		value = json.RawMessage(*s)
	}
	var n *int
	if err := json.Unmarshal(value, &n); err != nil || n == nil {
		return nil, errors.New("an integer")
	}
	return n, nil
}

// moment reads a date and time with its offset, and returns it in UTC.
func moment(value json.RawMessage) (*time.Time, error) {
	s, err := text(value)
	if err != nil {
		return nil, errors.New("a date and time with an offset")
	}
	// quirk: the samples have no seconds (sheet §7.8).
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
		if at, err := time.Parse(layout, *s); err == nil {
			return new(at.UTC()), nil
		}
	}
	return nil, errors.New("a date and time with an offset")
}
