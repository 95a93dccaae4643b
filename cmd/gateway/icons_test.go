package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// icons are those of one of the vendor's sources, as callers are to see them.
func (w *whole) icons(source string) []any {
	out := []any{}
	for _, i := range w.sims["w365"].World.Icons.All() {
		if strings.HasPrefix(i.ID, source) {
			out = append(out, map[string]any{"id": "w365:" + i.ID, "name": i.Name, "format": i.Format})
		}
	}
	return out
}

func TestTheIconsAreThoseThatTheVendorHas(t *testing.T) {
	w := start(t, setup{})
	for _, source := range []string{"global", "environment", ""} {
		for _, limit := range []int{1, 2, 200} {
			path := fmt.Sprint("/v1/icons?connection=w365&limit=", limit)
			if source != "" {
				path += "&source=" + source
			}
			if diff := cmp.Diff(w.icons(source), w.listed(path)); diff != "" {
				t.Errorf("%s: want (-), got (+):\n%s", path, diff)
			}
		}
	}
	w.heard("w365", "GET /api/appicons/{source}")
	cursor := w.users("admin", "/v1/icons?limit=1").NextCursor
	w.get("admin", "/v1/icons?source=global&cursor="+cursor).want(t, http.StatusBadRequest, "invalid-cursor")
	w.get("twin", "/v1/icons?cursor="+cursor).want(t, http.StatusBadRequest, "invalid-cursor")
	w.get("admin", "/v1/icons?cursor="+cursor).want(t, http.StatusOK, "")
	w.get("admin", "/v1/icons?source=elsewhere").want(t, http.StatusBadRequest, "invalid-request")
}

// contentTypes are the media types of the formats.
func contentTypes() map[string]string {
	return map[string]string{"svg": "image/svg+xml", "png": "image/png"}
}

func TestAnIconIsReadWithItsContent(t *testing.T) {
	w := start(t, setup{})
	seen := map[string]bool{}
	for n, i := range w.sims["w365"].World.Icons.All() {
		seen[i.Format] = true
		if diff := cmp.Diff(w.icons("")[n], any(w.get("admin", "/v1/icons/w365:"+i.ID).want(t, http.StatusOK, ""))); diff != "" {
			t.Errorf("%s: want (-), got (+):\n%s", i.ID, diff)
		}
		got := w.get("admin", "/v1/icons/w365:"+i.ID+"/content")
		if got.status != http.StatusOK || string(got.body) != string(i.Content) {
			t.Errorf("%s: got %d %.200s", i.ID, got.status, got.body)
		}
		for name, want := range map[string]string{
			"Content-Type": contentTypes()[i.Format], "X-Content-Type-Options": "nosniff", "Content-Length": fmt.Sprint(len(i.Content)),
			"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
		} {
			if is := got.header.Get(name); is != want {
				t.Errorf("%s: %s is %q, want %q", i.ID, name, is, want)
			}
		}
	}
	if !seen["png"] || !seen["svg"] {
		t.Errorf("the vendor has the formats %v only", seen)
	}
	w.heard("w365", "GET /api/appicons/{source}/{id}", "GET /api/appicons/{source}/{id}/content")
}

func TestAnIconIsNotSentAgainToWhoHasIt(t *testing.T) {
	clock := newClock()
	w := start(t, setup{now: clock.now})
	const path = "/v1/icons/w365:global.36/content"
	first := w.get("admin", path)
	tag := first.header.Get("ETag")
	other := w.get("admin", "/v1/icons/w365:global.14/content").header.Get("ETag")
	if len(tag) < 10 || tag[0] != '"' || tag == other {
		t.Fatalf("the tags are %s and %s", tag, other)
	}
	ask := func(tags ...string) answer {
		return w.sendHeader("GET", path, http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "If-None-Match": tags}, "")
	}
	for name, c := range map[string]struct {
		status int
		tags   string
	}{
		"the same":        {304, tag},
		"a weak one":      {304, "W/" + tag},
		"in a list":       {304, other + `, "a,b" ,` + tag},
		"weak in a list":  {304, other + `,W/` + tag + `, "x"`},
		"a star":          {304, "*"},
		"another":         {200, other},
		"without quotes":  {200, strings.Trim(tag, `"`)},
		"half of it":      {200, tag[:9] + `"`},
		"in another case": {200, strings.ToUpper(tag)},
		"an empty one":    {200, `""`},
	} {
		got := ask(c.tags)
		if got.status != c.status || got.header.Get("ETag") != tag {
			t.Errorf("%s: got %d with the tag %s", name, got.status, got.header.Get("ETag"))
		}
		if (len(got.body) == 0) != (c.status == 304) || c.status == 200 && string(got.body) != string(first.body) {
			t.Errorf("%s: got %d bytes", name, len(got.body))
		}
		if keeping := got.header.Get("Cache-Control"); keeping != first.header.Get("Cache-Control") || !strings.Contains(keeping, "private") {
			t.Errorf("%s: Cache-Control is %q", name, keeping)
		}
	}
	clock.pass(time.Hour)
	w.sims["w365"].World.Icons.Change(func(i simkit.Icon) bool { return i.ID == "global.36" }, func(i *simkit.Icon) { i.Content = []byte("<svg/>") })
	if got := ask(tag); got.status != 200 || string(got.body) != "<svg/>" || got.header.Get("ETag") == tag {
		t.Errorf("of a changed icon: got %d %s", got.status, got.body)
	}
}

func TestTagsInTwoHeadersAreOneList(t *testing.T) {
	w := start(t, setup{people: 2})
	const path = "/v1/icons/w365:global.36/content"
	tag := w.get("admin", path).header.Get("ETag")
	header := http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "If-None-Match": {`"another"`, tag}}
	if got := w.sendHeader("GET", path, header, ""); got.status != http.StatusNotModified {
		t.Errorf("got %d %.300s", got.status, got.body)
	}
}

func TestAnIconThatIsNotThereIsNotFound(t *testing.T) {
	w := start(t, setup{})
	for _, id := range []string{"global.999", "environment.36", "global.036", "elsewhere.36", "36", "global", "global.", "global.-1", "global.36.36", "Global.36", "global.99999999999"} {
		for _, more := range []string{"", "/content"} {
			if got := w.get("admin", "/v1/icons/w365:"+id+more); got.status != http.StatusNotFound || got.code() != "not-found" {
				t.Errorf("%s%s: got %d %s", id, more, got.status, got.body)
			}
		}
	}
	heard := w.sims["w365"].Log.All()
	if slices.ContainsFunc(heard, simkit.Entry.Stray) || len(heard) != 4 {
		t.Errorf("the vendor was asked %d times: no icon can have most of these ids", len(heard))
	}
}

func TestWhatIsNoIconIsNotPassedOnAsOne(t *testing.T) {
	w := start(t, setup{people: 2})
	for name, content := range map[string]string{
		"a page": "<html><script>alert(1)</script></html>", "a script": "alert(1)", "nothing": "", "JSON": `{"id":36}`, "a JPEG": tinyJPEG(), "half an SVG": "<svg><script>",
		"a page in an SVG's clothes": "<!DOCTYPE svg><html></html>",
	} {
		w.sims["w365"].Faults.Schedule(simkit.Fault{Status: 200, Header: http.Header{"Content-Type": {"image/svg+xml"}}, Body: content})
		got := w.get("admin", "/v1/icons/w365:global.36/content")
		w.sims["w365"].Faults.Clear()
		if got.status != http.StatusBadGateway || got.code() != "vendor-malformed" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
}
