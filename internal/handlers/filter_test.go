package handlers

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// written is a filter as a text with all its parentheses.
func written(f upstream.Filter) string {
	switch f := f.(type) {
	case upstream.And:
		return "(" + written(f.Left) + " and " + written(f.Right) + ")"
	case upstream.Or:
		return "(" + written(f.Left) + " or " + written(f.Right) + ")"
	case upstream.Not:
		return "not " + written(f.Filter)
	case upstream.Present:
		return f.Attribute + " pr"
	case upstream.Compare:
		if at, ok := f.Value.(time.Time); ok {
			return fmt.Sprintf("%s %s %s", f.Attribute, f.Op, at.Format(time.RFC3339Nano))
		}
		return fmt.Sprintf("%s %s %#v", f.Attribute, f.Op, f.Value)
	}
	return fmt.Sprintf("%T", f)
}

func TestAFilterIsReadAsSCIMHasIt(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a comparison", `userName eq "nora"`, `userName eq "nora"`},
		{"presence", `email pr`, `email pr`},
		{"every operator on text", `id eq "a" and id ne "b" and id co "c" and id sw "d" and id ew "e" and id gt "f" and id ge "g" and id lt "h" and id le "i"`,
			`((((((((id eq "a" and id ne "b") and id co "c") and id sw "d") and id ew "e") and id gt "f") and id ge "g") and id lt "h") and id le "i")`},
		{"and before or", `id pr or email pr and active pr`, `(id pr or (email pr and active pr))`},
		{"and before or, turned", `id pr and email pr or active pr`, `((id pr and email pr) or active pr)`},
		{"parentheses before and", `(id pr or email pr) and active pr`, `((id pr or email pr) and active pr)`},
		{"not before and", `not (id pr) and email pr`, `(not id pr and email pr)`},
		{"not of a whole", `not (id pr and email pr)`, `not (id pr and email pr)`},
		{"not without a space", `not(id pr)`, `not id pr`},
		{"not of not", `not (not (id pr))`, `not not id pr`},
		{"many of or, from the left", `id pr or email pr or active pr or userName pr`, `(((id pr or email pr) or active pr) or userName pr)`},
		{"superfluous parentheses", `(((id pr)))`, `id pr`},
		{"spaces inside parentheses", `(  id pr  )`, `id pr`},
		{"operators in upper case", `id EQ "a" AND NOT (email PR) OR active Ne TRUE`, `((id eq "a" and not email pr) or active ne true)`},
		{"attributes in any case", `USERNAME pr and createdat pr and lastLOGINat pr`, `((userName pr and createdAt pr) and lastLoginAt pr)`},
		{"text keeps its case", `userName eq "NoRa"`, `userName eq "NoRa"`},
		{"empty text", `userName eq ""`, `userName eq ""`},
		{"operators inside text", `userName eq "a\" or active eq true"`, `userName eq "a\" or active eq true"`},
		{"letters beyond ASCII", `displayName co "é 雪 🛠"`, `displayName co "é 雪 🛠"`},
		{"a truth", `active eq false`, `active eq false`},
		{"null", `email eq null or active ne null or createdAt eq null`, `((email eq <nil> or active ne <nil>) or createdAt eq <nil>)`},
		{"a time", `createdAt gt "2024-05-01T12:00:00Z"`, `createdAt gt 2024-05-01T12:00:00Z`},
		{"a time with a zone and a fraction", `modifiedAt le "2024-05-01T12:00:00.5+02:00"`, `modifiedAt le 2024-05-01T12:00:00.5+02:00`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := parseFilter(test.text, userAttributes())
			if err != nil {
				t.Fatal(err)
			}
			if got := written(f); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// RFC 7644 §3.4.2.2: a comparison value is a JSON string.
func TestHalfASurrogateInAFilterIsNoText(t *testing.T) {
	if f, err := parseFilter(`userName eq "\ud800"`, userAttributes()); err == nil {
		t.Errorf("got %v, want it refused", f)
	}
}

func TestTheEscapesInTextAreThoseOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		`"a\"b"`: `a"b`, `"a\\b"`: `a\b`, `"a\/b"`: `a/b`, `"\b\f\n\r\t"`: "\b\f\n\r\t",
		`"\u00E9"`: "é", `"\u00e9"`: "é", `"\uD83D\uDEE0"`: "🛠", `"\\u00e9"`: `\u00e9`, `"\""`: `"`, `"\\"`: `\`,
	} {
		f, err := parseFilter("userName eq "+text, userAttributes())
		if err != nil {
			t.Errorf("%s is refused: %v", text, err)
			continue
		}
		if got := f.(upstream.Compare).Value; got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	}
}

func TestAFilterThatCannotBeAnsweredIsRefused(t *testing.T) {
	tests := []struct{ name, text, code string }{
		{"nothing", ``, "syntax"},
		{"only an attribute", `userName`, "syntax"},
		{"an unknown operator", `userName like "a"`, "syntax"},
		{"an unknown logical operator", `id pr xor email pr`, "syntax"},
		{"text without quotes", `userName eq nora`, "syntax"},
		{"text without its end", `userName eq "nora`, "syntax"},
		{"an escape that JSON lacks", `userName eq "\x"`, "syntax"},
		{"a line break in text", "userName eq \"a\nb\"", "syntax"},
		{"no value", `userName eq`, "syntax"},
		{"a value behind presence", `userName pr "a"`, "syntax"},
		{"text behind it", `userName pr junk`, "syntax"},
		{"letters behind it", `userName prx`, "syntax"},
		{"half an and", `id pr and`, "syntax"},
		{"not without parentheses", `not id pr`, "syntax"},
		{"a parenthesis too few", `(id pr`, "syntax"},
		{"a parenthesis too many", `id pr)`, "syntax"},
		{"empty parentheses", `()`, "syntax"},
		{"an unknown attribute", `nickName eq "a"`, "unknown-attribute"},
		{"an attribute that only looks alike", `user-name pr`, "unknown-attribute"},
		{"an unknown attribute among known ones", `id pr or not (shoeSize pr)`, "unknown-attribute"},
		{"a sub-attribute", `name.givenName eq "a"`, "unknown-attribute"},
		{"a sub-attribute of a known one", `email.value eq "a"`, "unknown-attribute"},
		{"a URN before it", `urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"`, "unknown-attribute"},
		{"a value path", `email[type eq "work"]`, "unsupported"},
		{"a number for text", `userName eq 5`, "type"},
		{"a number for a truth", `active eq 1`, "type"},
		{"text for a truth", `active eq "true"`, "type"},
		{"a truth for text", `userName eq true`, "type"},
		{"an order of truths", `active gt false`, "type"},
		{"a part of a truth", `active co true`, "type"},
		{"a day for a time", `createdAt gt "2024-05-01"`, "type"},
		{"a time without a zone", `createdAt gt "2024-05-01T12:00:00"`, "type"},
		{"a part of a time", `createdAt sw "2024-05-01T12:00:00Z"`, "type"},
		{"a number for a time", `createdAt gt 1714564800`, "type"},
		{"an order of null", `createdAt gt null`, "type"},
		{"a part of null", `userName co null`, "type"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := parseFilter(test.text, userAttributes())
			var problem *failure
			if !errors.As(err, &problem) {
				t.Fatalf("%s is accepted as %s", test.text, written(f))
			}
			if problem.code != codeInvalidFilter || len(problem.errors) != 1 || problem.errors[0].Code != test.code || value(problem.errors[0].Parameter) != "filter" {
				t.Errorf("got %s %+v, want %s of the parameter filter", problem.code, problem.errors, test.code)
			}
		})
	}
}

// The specification lets a filter have a thousand characters.
func TestTheDeepestFiltersThatFitAreReadInNoTime(t *testing.T) {
	const most = 1000
	for open, end := range map[string]string{"(": ")", "not(": ")"} {
		depth := (most - len("id pr")) / (len(open) + len(end))
		for name, text := range map[string]string{
			"closed": strings.Repeat(open, depth) + "id pr" + strings.Repeat(end, depth),
			"open":   strings.Repeat(open, most/len(open)),
		} {
			start := time.Now()
			_, err := parseFilter(text, userAttributes())
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%d times %q, %s, took %v", depth, open, name, took)
			}
			if closed := name == "closed"; closed != (err == nil) {
				t.Errorf("%d times %q, %s: %v", depth, open, name, err)
			}
		}
	}
}

func TestAFilterSeesEveryAttributeThatItMayName(t *testing.T) {
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	full := &upstream.User{
		NativeID: "n", UserName: new("u"), Email: new("e"), DisplayName: new("d"), GivenName: new("g"), FamilyName: new("f"),
		Active: new(false), CreatedAt: new(at), ModifiedAt: new(at.Add(time.Hour)), LastLoginAt: new(at.Add(2 * time.Hour)),
	}
	want := map[string]any{
		"id": "iw:n", "userName": "u", "email": "e", "displayName": "d", "givenName": "g", "familyName": "f",
		"active": false, "createdAt": at, "modifiedAt": at.Add(time.Hour), "lastLoginAt": at.Add(2 * time.Hour),
	}
	empty := attributesOf("iw", &upstream.User{NativeID: "n"})
	for name := range userAttributes() {
		if got := attributesOf("iw", full)(name); want[name] == nil || got != want[name] {
			t.Errorf("%s: got %v, want %v", name, got, want[name])
		}
		if got := empty(name); got != nil && name != "id" {
			t.Errorf("%s of a vendor that did not say: got %v, want nothing", name, got)
		}
	}
	if got := empty("password"); got != nil {
		t.Errorf("an unknown attribute is %v", got)
	}
}
