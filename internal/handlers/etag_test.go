package handlers

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"
)

func TestOnlyTheSameBodyHasTheSameEntityTag(t *testing.T) {
	a, b := entityTag([]byte("a")), entityTag([]byte("b"))
	if a == b || a != entityTag([]byte("a")) || !regexp.MustCompile(`^"[0-9a-f]{64}"$`).MatchString(a) {
		t.Errorf("got %s and %s", a, b)
	}
}

func TestTheCallerNamesWhatItHas(t *testing.T) {
	const etag = `"abc"`
	for situation, row := range map[string]struct {
		lines []string
		want  bool
	}{
		"nothing":                           {nil, false},
		"an empty line":                     {[]string{""}, false},
		"this":                              {[]string{`"abc"`}, true},
		"this, as a weak one":               {[]string{`W/"abc"`}, true},
		"another":                           {[]string{`"abd"`}, false},
		"a longer one":                      {[]string{`"abcd"`}, false},
		"in other letters":                  {[]string{`"ABC"`}, false},
		"anything":                          {[]string{"*"}, true},
		"anything, with spaces":             {[]string{" * "}, true},
		"the last of a list":                {[]string{`"x", W/"y" ,	"abc"`}, true},
		"a list without it":                 {[]string{`"x","y"`}, false},
		"a list with empty places":          {[]string{`, ,"x",,"abc",`}, true},
		"a list over two lines":             {[]string{`"x"`, `"abc"`}, true},
		"a tag that holds a comma":          {[]string{`"x,y", "abc"`}, true},
		"inside of another tag":             {[]string{`"x, abc ,y"`}, false},
		"without quotes":                    {[]string{"abc"}, false},
		"behind what cannot be read":        {[]string{`x, "abc"`}, false},
		"before what cannot be read":        {[]string{`"abc", x`}, true},
		"without a comma between":           {[]string{`"x""abc"`}, false},
		"with a quote that does not end":    {[]string{`"abc`}, false},
		"with a small w":                    {[]string{`w/"abc"`}, false},
		"a star that is one of a list":      {[]string{`"x", *`}, false},
		"a star in quotes":                  {[]string{`"*"`}, false},
		"this, with a space before the end": {[]string{`"abc" `}, true},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header["If-None-Match"] = row.lines
		if got := notModified(r, etag); got != row.want {
			t.Errorf("%s: got %t", situation, got)
		}
	}
}

func TestAWeakTagOfOursIsComparedAsOne(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("If-None-Match", `"abc"`)
	if !notModified(r, `W/"abc"`) {
		t.Error("they are not the same")
	}
}

func TestOnlyReadsAreAnsweredWithNotModified(t *testing.T) {
	for method, want := range map[string]bool{"GET": true, "HEAD": true, "POST": false, "PUT": false, "DELETE": false} {
		r := httptest.NewRequest(method, "/", nil)
		r.Header.Set("If-None-Match", "*")
		if got := notModified(r, `"abc"`); got != want {
			t.Errorf("%s: got %t", method, got)
		}
	}
}
