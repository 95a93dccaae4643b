package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestEveryCodeHasAdvice(t *testing.T) {
	codes, all := declaredCodes(t), advices()
	for _, c := range codes {
		for _, text := range []string{all[c].means, all[c].remedy} {
			if len(text) < 15 || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: got %q", c, text)
			}
		}
	}
	if len(all) != len(codes) {
		t.Errorf("%d codes are declared, %d have advice", len(codes), len(all))
	}
}

func TestEveryProblemsTypeLeadsToWhatItMeans(t *testing.T) {
	h := visited(t)
	for _, c := range declaredCodes(t) {
		path := fail(c).problem(during("")).Type
		for accept, media := range map[string]string{"text/html": "text/html; charset=utf-8", "*/*": "text/plain; charset=utf-8"} {
			r := visit(t, h, "GET", path, "Accept", accept)
			page := html.UnescapeString(bodyOf(t, r))
			if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != media {
				t.Errorf("%s: got %d %s", path, r.StatusCode, r.Header.Get("Content-Type"))
			}
			for _, part := range []string{string(c), fmt.Sprint(c.status()), c.title(), advices()[c].means, advices()[c].remedy} {
				if !strings.Contains(page, part) {
					t.Errorf("%s as %s: %q is missing:\n%s", path, accept, part, page)
				}
			}
		}
	}
}

func TestTheListNamesEveryProblemInTheOrderOfTheStatuses(t *testing.T) {
	h := visited(t)
	for accept, link := range map[string]*regexp.Regexp{
		"text/html":  regexp.MustCompile(`<li>(\d{3}) <a href="problems/([a-z-]+)">`),
		"text/plain": regexp.MustCompile(`(?m)^(\d{3}) /problems/([a-z-]+): `),
	} {
		found := link.FindAllStringSubmatch(bodyOf(t, visit(t, h, "GET", "/problems", "Accept", accept)), -1)
		seen, last := map[string]bool{}, ""
		for _, f := range found {
			if f[1] < last || fmt.Sprint(code(f[2]).status()) != f[1] {
				t.Errorf("%s: %s stands as %s behind %s", accept, f[2], f[1], last)
			}
			seen[f[2]], last = true, f[1]
		}
		if len(seen) != len(declaredCodes(t)) || len(found) != len(seen) {
			t.Errorf("%s: %d of %d are listed", accept, len(seen), len(declaredCodes(t)))
		}
	}
}

func TestAProblemsPageIsHTMLForWhoPrefersIt(t *testing.T) {
	h := visited(t)
	for accept, want := range map[string]string{
		"": mediaText, "*/*": mediaText, "text/*": mediaText, "application/json": mediaText, "text/plain, text/html": mediaText,
		"text/html;q=0.2, text/plain;q=0.3": mediaText, "text/html;q=0, */*": mediaText,
		"text/html": mediaHTML, "TEXT/HTML": mediaHTML, "text/html, text/plain;q=0.9": mediaHTML, "text/html;q=0.2, application/json": mediaHTML,
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8": mediaHTML,
	} {
		r := visit(t, h, "GET", "/problems/internal", "Accept", accept)
		if got := r.Header.Get("Content-Type"); got != want || r.Header.Get("Vary") != "Accept" {
			t.Errorf("%s: got %s, Vary %s", accept, got, r.Header.Get("Vary"))
		}
	}
}

func TestAProblemsPageLetsThroughItsStyleAlone(t *testing.T) {
	r := visit(t, visited(t), "GET", "/problems/internal", "Accept", "text/html")
	page := bodyOf(t, r)
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, found := strings.Cut(rest, "</style>")
	hash := sha256.Sum256([]byte(style))
	want := "; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
	if got := r.Header.Get("Content-Security-Policy"); !found || !strings.HasSuffix(got, want) || strings.Contains(got, "script-src") {
		t.Errorf("the policy is %s, want %s", got, want)
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "style=") {
		t.Errorf("the page is\n%s", page)
	}
}

func TestAProblemsPlainTextReadsLikeThis(t *testing.T) {
	const want = `content-too-large (413)
The body is too large.

What it means: The body is larger than 1 MiB.

What to do: Send less at once.
`
	if got := bodyOf(t, visit(t, visited(t), "GET", "/problems/content-too-large")); got != want {
		t.Errorf("got\n%s", got)
	}
}
