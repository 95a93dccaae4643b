package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// userInfo is the body of a user's PUT. A nil field was not sent.
type userInfo struct {
	FirstName, LastName, UserPrincipalName *string
	Email, SecondaryEmail                  *string
	IsAdmin, IsActive                      *bool
	JobTitle, MobilePhone                  *string
}

// userFields are the documented names of a User info, in the sample's order.
var userFields = []string{
	"FirstName", "LastName", "UserPrincipalName", "Email", "SecondaryEmail",
	"IsAdmin", "IsActive", "JobTitle", "MobilePhone",
}

// fieldNamed returns the documented name of a field.
func fieldNamed(name string) (string, bool) {
	for _, field := range userFields {
		// quirk: names match in any case (sheet §7.7).
		if strings.EqualFold(field, name) {
			return field, true
		}
	}
	return "", false
}

// set stores one value under a documented name; the error says what the value
// should have been.
func (u *userInfo) set(field string, value json.RawMessage) (err error) {
	switch field {
	case "FirstName":
		u.FirstName, err = text(value)
	case "LastName":
		u.LastName, err = text(value)
	case "UserPrincipalName":
		u.UserPrincipalName, err = text(value)
	case "Email":
		u.Email, err = text(value)
	case "SecondaryEmail":
		u.SecondaryEmail, err = text(value)
	case "IsAdmin":
		u.IsAdmin, err = flag(value)
	case "IsActive":
		u.IsActive, err = flag(value)
	case "JobTitle":
		u.JobTitle, err = text(value)
	case "MobilePhone":
		u.MobilePhone, err = text(value)
	}
	return err
}

// requireNames complains about each of the three required fields that is
// missing or empty.
func (u *userInfo) requireNames(wrong fieldErrors) {
	required := map[string]*string{
		"FirstName":         u.FirstName,
		"LastName":          u.LastName,
		"UserPrincipalName": u.UserPrincipalName,
	}
	for field, value := range required {
		if value == nil || *value == "" {
			wrong.add(field, fmt.Sprintf("The %s field is required.", field))
		}
	}
}

// text reads a JSON string; null is none.
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
