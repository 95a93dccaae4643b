package upstream

import (
	"slices"
	"strings"
)

// CheckDraft returns a fault for every field that the vendor cannot hold and for
// every one that it needs and the draft lacks. On create it also holds the draft
// to the vendor's rule on ids.
func (d Description) CheckDraft(draft UserDraft, on When) []FieldError {
	faults := d.checkWhole(d.UserFields, draft.Present(), on)
	if on == OnCreate {
		faults = append(faults, d.NativeID.check(draft.NativeID)...)
	}
	return faults
}

// CheckGroupDraft is CheckDraft for a group.
func (d Description) CheckGroupDraft(draft GroupDraft, on When) []FieldError {
	faults := d.checkWhole(d.GroupFields, draft.Present(), on)
	if on == OnCreate {
		faults = append(faults, d.GroupNativeID.check(draft.NativeID)...)
	}
	return faults
}

func (d Description) checkWhole(fields Fields, names []string, on When) []FieldError {
	faults := d.unknown(fields, names, on)
	for _, f := range fields {
		if f.Required&on != 0 && !slices.Contains(names, f.Name) {
			faults = append(faults, FieldError{Pointer: d.Pointer(f.Name), Code: "required", Detail: "This vendor needs it."})
		}
	}
	return faults
}

// check holds the id that a caller chose, or did not choose, to the rule.
func (r NativeIDRule) check(id string) []FieldError {
	switch {
	case r == IDRequired && id == "":
		return []FieldError{{Pointer: "/nativeId", Code: "required", Detail: "At this vendor the caller chooses the id."}}
	case r == IDRefused && id != "":
		return []FieldError{{Pointer: "/nativeId", Code: "unsupported-field", Detail: "At this vendor the id cannot be chosen."}}
	}
	return nil
}

// CheckPatch returns a fault for every field that the vendor cannot change and
// for every null that it cannot clear.
func (d Description) CheckPatch(p UserPatch) []FieldError {
	faults := d.unknown(d.UserFields, p.Present(), OnPatch)
	for _, name := range p.Nulls() {
		if f, ok := d.UserFields.named(name); ok && f.Has(OnPatch) && !f.Clearable {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "not-clearable", Detail: "This vendor cannot clear it."})
		}
	}
	return faults
}

func (d Description) unknown(fields Fields, names []string, on When) []FieldError {
	var faults []FieldError
	for _, name := range names {
		if !fields.Have(name, on) {
			faults = append(faults, FieldError{Pointer: d.Pointer(name), Code: "unsupported-field", Detail: "This vendor cannot hold it."})
		}
	}
	return faults
}

// Pointer returns the JSON pointer (RFC 6901) into a request body of a field
// named as in [Field].
func (d Description) Pointer(field string) string {
	if name, ok := strings.CutPrefix(field, extensionPrefix); ok {
		return Pointer("extensions", d.Vendor, name)
	}
	top, _, _ := strings.Cut(field, ".")
	return Pointer(top)
}
