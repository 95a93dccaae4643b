package handlers

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	texttemplate "text/template"

	"github.com/labstack/echo/v4"
)

// addProblems adds what each problem's type leads to: what it means and what to do
// about it, in HTML for who prefers that, such as a browser, else in plain text.
func addProblems(pages site) error {
	w, err := newProblemWriter()
	if err != nil {
		return err
	}
	all := problemPages()
	list, err := w.page("problems", all)
	if err != nil {
		return err
	}
	each := map[string]echo.HandlerFunc{}
	for _, p := range all {
		if each[string(p.Code)], err = w.page("problem", p); err != nil {
			return err
		}
	}
	pages["/problems"] = list
	pages["/problems/:code"] = func(c echo.Context) error {
		page, found := each[c.Param("code")]
		if !found {
			return fail(codeNotFound)
		}
		return page(c)
	}
	return nil
}

// problemPage is what the page of one problem says.
type problemPage struct {
	Code   code
	Status int
	Title  string
	Means  string
	Remedy string
}

// problemPages returns the pages of all problems, in the order of their statuses.
func problemPages() []problemPage {
	var all []problemPage
	for c, m := range meanings() {
		said := advices()[c]
		all = append(all, problemPage{c, m.status, m.title, said.means, said.remedy})
	}
	slices.SortFunc(all, func(a, b problemPage) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// problemWriter makes the pages.
type problemWriter struct {
	html, text interface {
		ExecuteTemplate(w io.Writer, name string, data any) error
	}
}

// newProblemWriter reads the templates.
func newProblemWriter() (*problemWriter, error) {
	html, err := template.ParseFS(ownFiles, "site/problems.html")
	if err != nil {
		return nil, fmt.Errorf("handlers: %w", err)
	}
	text, err := texttemplate.ParseFS(ownFiles, "site/problems.txt")
	if err != nil {
		return nil, fmt.Errorf("handlers: %w", err)
	}
	return &problemWriter{html, text}, nil
}

// page answers with one page, in the form that the caller prefers.
func (w *problemWriter) page(name string, data any) (echo.HandlerFunc, error) {
	var html, text bytes.Buffer
	if err := w.html.ExecuteTemplate(&html, name, data); err != nil {
		return nil, fmt.Errorf("handlers: %w", err)
	}
	if err := w.text.ExecuteTemplate(&text, name, data); err != nil {
		return nil, fmt.Errorf("handlers: %w", err)
	}
	rich, plain := newDocument(mediaHTML, html.Bytes()), newDocument(mediaText, text.Bytes())
	rich.policy = closedPolicy + "; style-src " + styleHash(rich.body)
	return func(c echo.Context) error {
		c.Response().Header().Add("Vary", "Accept")
		accept := c.Request().Header.Values("Accept")
		if weight(accept, "text/html", "text/*", "*/*") > weight(accept, "text/plain", "text/*", "*/*") {
			return rich.send(c)
		}
		return plain.send(c)
	}, nil
}

// styleHash is what a policy lets the style in a page through by. The style stands
// in the page, so that a page is one file.
func styleHash(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	hash := sha256.Sum256(style)
	return "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}
