package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
)

// Text returns s, or nil where it is absent or empty: a vendor that sends an
// empty text has said nothing.
func Text(s *string) *string {
	if s == nil || *s == "" {
		return nil
	}
	return s
}

var errNoDate = errors.New("rest: neither a date nor an extended JSON date")

// Time is a date as vendors write it: RFC 3339 with or without seconds, or the
// same in MongoDB's extended JSON, {"$date": …} with a text, milliseconds or
// {"$numberLong": …}. A text that is no date counts as unsaid.
type Time struct{ value *time.Time }

// UTC returns the date in UTC, nil where the vendor did not say.
func (t *Time) UTC() *time.Time {
	if t == nil {
		return nil
	}
	return t.value
}

// UnmarshalJSON accepts the forms that [Time] names and null.
func (t *Time) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		t.value = nil
		return nil
	}
	// A date never needs an escape: most are read without a second decoder.
	if n := len(raw); n >= 2 && raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		t.value = parseTime(string(raw[1 : n-1]))
		return nil
	}
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		t.value = parseTime(text)
		return nil
	}
	var extended struct {
		Date       json.RawMessage `json:"$date"`
		NumberLong *json.Number    `json:"$numberLong"`
	}
	if err := json.Unmarshal(raw, &extended); err != nil {
		return errNoDate
	}
	if extended.NumberLong != nil {
		return t.millis(*extended.NumberLong)
	}
	var number json.Number
	switch err := json.Unmarshal(extended.Date, &number); {
	case extended.Date == nil:
		return errNoDate
	case err == nil && number != "" && extended.Date[0] != '"':
		return t.millis(number)
	default:
		return t.UnmarshalJSON(extended.Date)
	}
}

func (t *Time) millis(n json.Number) error {
	millis, err := n.Int64()
	if err != nil {
		return errNoDate
	}
	t.value = sayable(time.UnixMilli(millis))
	return nil
}

// sayable returns a date in UTC, nil where its year is none that RFC 3339 has: a
// vendor's way to say never.
func sayable(at time.Time) *time.Time {
	at = at.UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		return nil
	}
	return &at
}

func parseTime(text string) *time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			return sayable(at)
		}
	}
	return nil
}
