package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// site is what can be read beside the API, by echo route: the specification, the
// pages to explore it with, and what each problem means. It is for everyone: no
// page asks who reads it, nor knows anything of a tenant.
type site map[string]echo.HandlerFunc

// newSite makes the pages ready, so that what could go wrong does so at start.
func newSite() (site, error) {
	pages := site{}
	addSpecification(pages)
	for _, add := range []func(site) error{addDocs, addProblems} {
		if err := add(pages); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// register makes the routes known to the router. Their handlers are reached by serve.
func (pages site) register(e *echo.Echo) {
	for route, page := range pages {
		e.Match([]string{http.MethodGet, http.MethodHead}, route, page)
	}
}

// serve answers for the pages, before anything that only an operation needs, and
// leaves every other route alone.
func (pages site) serve(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, found := pages[c.Path()]
		if !found {
			return next(c)
		}
		if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead {
			c.Response().Header().Set("Allow", "GET, HEAD")
			return fail(codeMethodNotAllowed)
		}
		return page(c)
	}
}
