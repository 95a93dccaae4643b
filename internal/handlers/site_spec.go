package handlers

import (
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
)

// addSpecification adds the specification as it was written, and as JSON.
func addSpecification(pages site) {
	pages["/openapi.yaml"] = newDocument("application/yaml", api.YAML()).send
	// Making the JSON takes longer than all the rest of the start.
	asJSON := sync.OnceValues(func() (*document, error) {
		text, err := api.JSON()
		return newDocument("application/json", text), err
	})
	pages["/openapi.json"] = func(c echo.Context) error {
		d, err := asJSON()
		if err != nil {
			return err
		}
		return d.send(c)
	}
}
