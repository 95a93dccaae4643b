package workspace365

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// connector is one open environment, whatever it was configured with. By itself it
// can be described, checked and closed; [connector.widened] gives it the rest.
type connector struct {
	client *rest.Client
	// portal is nil where there is no API token, directory where there is no sync
	// token, introspector where the settings switch it off.
	portal       *portal
	directory    *directory
	introspector *introspector
	facts        []upstream.Fact
}

// The wider connectors, by the tokens that they were given.
type (
	portalConnector struct {
		*connector
		*portal
	}
	directoryConnector struct {
		*connector
		*directory
	}
	fullConnector struct {
		*connector
		*portal
		*directory
	}
)

// The same with introspection, which takes none of the tokens.
type (
	introspectingPortal struct {
		*portalConnector
		*introspector
	}
	introspectingDirectory struct {
		*directoryConnector
		*introspector
	}
	introspectingFull struct {
		*fullConnector
		*introspector
	}
)

// widened returns the connector with the operations of what it has. One of the
// two tokens is always there.
func (c *connector) widened() upstream.Connector {
	i := c.introspector
	switch {
	case c.directory == nil && i == nil:
		return &portalConnector{c, c.portal}
	case c.directory == nil:
		return &introspectingPortal{&portalConnector{c, c.portal}, i}
	case c.portal == nil && i == nil:
		return &directoryConnector{c, c.directory}
	case c.portal == nil:
		return &introspectingDirectory{&directoryConnector{c, c.directory}, i}
	case i == nil:
		return &fullConnector{c, c.portal, c.directory}
	default:
		return &introspectingFull{&fullConnector{c, c.portal, c.directory}, i}
	}
}

// Close drops the idle connections.
func (c *connector) Close() error {
	c.client.Close()
	return nil
}

// CheckConnection probes the API token. The sync token opens nothing that could
// be read.
func (c *connector) CheckConnection(ctx context.Context, _ struct{}) ([]upstream.Check, error) {
	var checks []upstream.Check
	if c.portal != nil {
		checks = append(checks, upstream.Check{Credential: "apiToken", Err: c.portal.probe(ctx)})
	}
	if c.directory != nil {
		checks = append(checks, upstream.Check{Credential: "syncToken", Unverifiable: true})
	}
	return checks, nil
}

// probe reads the icons that every environment has. A success that is no list
// comes from something other than the vendor and proves nothing.
func (p *portal) probe(ctx context.Context) error {
	answer, err := p.do(ctx, "listIcons", rest.Call{Params: []string{string(upstream.GlobalIcons)}})
	if err != nil {
		return err
	}
	_, err = rest.JSONFolded[[]json.RawMessage](answer)
	return err
}

// Describe returns what the vendor can do with the tokens that are there.
func (c *connector) Describe() upstream.Description {
	d := upstream.Description{
		Vendor: name, NativeID: upstream.IDRequired, GroupNativeID: upstream.IDOptional,
		Operations: map[string]upstream.Remark{},
		Paging:     upstream.Paging{Scheme: "none"},
		Facts:      slices.Clone(c.facts),
	}
	if c.portal != nil {
		remarkPortal(d.Operations)
	}
	if c.directory != nil {
		remarkDirectory(d.Operations)
		d.UserFields, d.GroupFields = userFields(c.directory.required), groupFields()
	}
	if c.introspector != nil {
		d.Operations["introspectToken"] = upstream.Remark{
			Emulated: true, Text: "An API token is active where it opens the global icons. Sync tokens cannot be asked about.",
		}
	}
	return d
}
