package workspace365

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// iconsOf is an answer that lists icons of these numbers.
func iconsOf(numbers ...int) script.Step {
	var items []string
	for _, n := range numbers {
		items = append(items, fmt.Sprintf(`{"id":%d,"kind":2,"name":"Icon"}`, n))
	}
	return says(200, "["+strings.Join(items, ",")+"]")
}

// walk returns the ids of the pages of a walk over icons, and what was asked.
func walk(t *testing.T, q upstream.IconQuery, global, environment []int) (pages, lines []string) {
	t.Helper()
	const path = "GET /acme/api/appicons/"
	s := script.ByRoute(t, script.Routes{
		path + "global":      slices.Repeat([]script.Step{iconsOf(global...)}, 9),
		path + "environment": slices.Repeat([]script.Step{iconsOf(environment...)}, 9),
	})
	lister := dial(t, s.URL, bothTokens()).(upstream.IconLister)
	for range 9 {
		page, err := lister.ListIcons(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, i := range page.Items {
			ids = append(ids, strings.Replace(i.NativeID, "environment", "e", 1))
		}
		pages = append(pages, strings.Join(ids, " "))
		if q.At = page.Next; q.At == "" {
			break
		}
	}
	for _, line := range s.Lines() {
		lines = append(lines, strings.TrimPrefix(line, path))
	}
	return pages, lines
}

func TestAllIconsAreThoseOfTheTwoSourcesOneAfterTheOther(t *testing.T) {
	for _, c := range []struct {
		name                string
		query               upstream.IconQuery
		global, environment []int
		pages, asked        string
	}{
		{"in one page each", upstream.IconQuery{Limit: 10}, []int{1, 36}, []int{1}, "global.1 global.36; e.1", "global environment"},
		{"one by one", upstream.IconQuery{Limit: 1}, []int{1, 36}, []int{1, 2}, "global.1; global.36; e.1; e.2", "global global environment environment"},
		{"none of the first", upstream.IconQuery{Limit: 1}, nil, []int{1}, "; e.1", "global environment"},
		{"none at all", upstream.IconQuery{Limit: 1}, nil, nil, "; ", "global environment"},
		{"the first", upstream.IconQuery{Limit: 1, Source: upstream.GlobalIcons}, []int{1, 36}, []int{1}, "global.1; global.36", "global global"},
		{"the second", upstream.IconQuery{Limit: 2, Source: upstream.EnvironmentIcons}, []int{1}, []int{1, 2, 3}, "e.1 e.2; e.3", "environment environment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages, asked := walk(t, c.query, c.global, c.environment)
			if got := strings.Join(pages, "; "); got != c.pages {
				t.Errorf("pages %q, want %q", got, c.pages)
			}
			if got := strings.Join(asked, " "); got != c.asked {
				t.Errorf("asked %q, want %q", got, c.asked)
			}
		})
	}
}

func TestAPositionOfIconsThatNoPageWasGivenWithIsBad(t *testing.T) {
	c, s := play(t)
	for _, q := range []upstream.IconQuery{
		{At: "g"}, {At: "g0"}, {At: "e0"}, {At: "7"}, {At: "x7"}, {At: "g01"}, {At: "g-1"}, {At: "g9999999999"}, {At: "e\n"},
		{At: "e", Source: upstream.EnvironmentIcons}, {At: "e", Source: upstream.GlobalIcons},
		{At: "e7", Source: upstream.GlobalIcons}, {At: "g7", Source: upstream.EnvironmentIcons},
	} {
		q.Limit = 1
		if _, err := c.ListIcons(t.Context(), q); !upstream.IsKind(err, upstream.BadPosition) {
			t.Errorf("%q of %q: %v", q.At, q.Source, err)
		}
	}
	s.WantNone()
}

func TestAnIconIsWhatTheVendorSaysOfIt(t *testing.T) {
	for body, want := range map[string]upstream.Icon{
		`{"id":36,"kind":0,"name":"Box"}`:  {Name: new("Box"), Format: upstream.IconPNG},
		`{"id":36,"kind":1,"name":""}`:     {Format: upstream.IconSVG},
		`{"id":36,"kind":2,"name":null}`:   {Format: upstream.IconSVG},
		`{"id":36,"kind":3}`:               {Format: upstream.IconUnknown},
		`{"id":36,"name":"of no kind"}`:    {Name: new("of no kind"), Format: upstream.IconUnknown},
		`{"id":36,"kind":-1,"colour":"x"}`: {Format: upstream.IconUnknown},
	} {
		want.NativeID = "environment.36"
		c, _ := play(t, says(200, body))
		got, err := c.GetIcon(t.Context(), upstream.IconRef{ID: "environment.36"})
		if err != nil || script.JSON(t, got) != script.JSON(t, want) {
			t.Errorf("%s: %v, error %v", body, got, err)
		}
	}
}

func TestAnIconThatIsNoneIsMalformed(t *testing.T) {
	for _, body := range []string{"", "[]", `{"kind":1}`, `{"id":"36","kind":1}`, `{"id":37,"kind":1}`, `{"id":36,"kind":"svg"}`} {
		c, _ := play(t, says(200, body))
		_, err := c.GetIcon(t.Context(), upstream.IconRef{ID: "global.36"})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != "" {
			t.Errorf("%q: %s, %q", body, e.Kind, e.Outcome)
		}
	}
	for _, body := range []string{"", "null", "{}", "[null]", `[{"kind":1}]`, `[{"id":"36","kind":1}]`, `[{"id":36,"kind":"svg"}]`} {
		c, _ := play(t, says(200, body))
		_, err := c.ListIcons(t.Context(), upstream.IconQuery{Limit: 1})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != "" {
			t.Errorf("a list %q: %s, %q", body, e.Kind, e.Outcome)
		}
	}
}

func TestAnIdThatNoIconCanHaveIsNotFoundWithoutACall(t *testing.T) {
	c, s := play(t)
	for _, id := range []string{
		"", "36", "global", "global.", "global.036", "global.12345678901", "global.-1", "Global.36", "tenant.36", "global.36\n", "global/36", "global.36.content", " global.36",
	} {
		_, icon := c.GetIcon(t.Context(), upstream.IconRef{ID: id})
		_, content := c.GetIconContent(t.Context(), upstream.IconRef{ID: id})
		for _, err := range []error{icon, content} {
			if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Outcome != "" {
				t.Errorf("%q: %s, %q", id, e.Kind, e.Outcome)
			}
		}
	}
	s.WantNone()
}

func TestAnIconThatTheVendorHasNotIsNotFound(t *testing.T) {
	gone := says(400, `{"globalError":{"message":"The requested icon does not exist."},"fieldErrors":null}`)
	c, _ := play(t, gone, gone)
	_, icon := c.GetIcon(t.Context(), upstream.IconRef{ID: "global.0"})
	_, content := c.GetIconContent(t.Context(), upstream.IconRef{ID: "global.0"})
	for _, err := range []error{icon, content} {
		if e := script.Failure(t, err); e.Kind != upstream.NotFound || e.Vendor.Message != "The requested icon does not exist." {
			t.Errorf("%s, %q", e.Kind, e.Vendor.Message)
		}
	}
}

func TestARefusedListOfIconsIsAFailure(t *testing.T) {
	c, _ := play(t, shows(400, "answers/global_error.json"))
	_, err := c.ListIcons(t.Context(), upstream.IconQuery{Limit: 1})
	if e := script.Failure(t, err); e.Kind != upstream.Failed || e.Outcome != "" {
		t.Errorf("%s, %q", e.Kind, e.Outcome)
	}
}

func TestAnIconsTypeIsThatOfItsContent(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" // one pixel, up to its pixels
	for content, want := range map[string]string{
		script.File(t, "answers/icon.svg"): typeSVG,
		png:                                typePNG,
		"<svg/>":                           typeSVG,
		"\ufeff<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\"/>\n": typeSVG,
		"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><svg><title>B\xfcro</title></svg>":                     typeSVG,
		"<!DOCTYPE svg [<!ENTITY ns \"x\">]><svg a=\"&ns;\"/>":                                                 typeSVG,
		"": "", "\x89PNG\r\n": "", "GIF89a": "", "{}": "", "<html><svg/></html>": "", "<svg>": "", "<svg": "", "svg": "", "x <svg/>": "",
		"<svg/>x": "", "<svg/><html/>": "", "<svg xmlns=\"http://www.w3.org/1999/xhtml\"><script/></svg>": "",
		"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>": "",
		"<svg><title>B\xfcro</title></svg>":                "", script.File(t, "answers/login_page.html"): "",
	} {
		// The header says the opposite, and is not believed.
		step := script.Step{Status: 200, Body: content, Header: map[string][]string{"Content-Type": {typeSVG}}}
		if want == typeSVG {
			step.Header["Content-Type"] = []string{typePNG}
		}
		c, _ := play(t, step)
		got, err := c.GetIconContent(t.Context(), upstream.IconRef{ID: "global.36"})
		if want == "" {
			if !upstream.IsKind(err, upstream.Malformed) {
				t.Errorf("%q: %s, error %v", content, got.ContentType, err)
			}
			continue
		}
		if err != nil || got.ContentType != want || string(got.Content) != content {
			t.Errorf("%q: %s %q, error %v", content, got.ContentType, got.Content, err)
		}
	}
}
