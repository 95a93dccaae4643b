package handlers

import (
	"context"
	"maps"
	"slices"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListConnections answers GET /connections.
func (s *server) ListConnections(ctx context.Context, _ api.ListConnectionsRequestObject) (api.ListConnectionsResponseObject, error) {
	out := api.ListConnections200JSONResponse{Items: []api.ConnectionSummary{}}
	for _, name := range callerFrom(ctx).Connections {
		if open, ok := s.Connections.Get(name); ok {
			out.Items = append(out.Items, api.ConnectionSummary{Connection: name, Vendor: open.Vendor})
		}
	}
	return out, nil
}

// GetConnection answers GET /connections/{connection}: what the connector's
// methods and tables say, and nothing that is written down twice.
func (s *server) GetConnection(ctx context.Context, r api.GetConnectionRequestObject) (api.GetConnectionResponseObject, error) {
	t, err := s.connection(ctx, r.Connection)
	if err != nil {
		return nil, err
	}
	d := t.Connector.Describe()
	out := api.GetConnection200JSONResponse{
		Connection: t.Name, Vendor: t.Vendor,
		Operations:   operationSupport(t, d),
		UserFields:   fieldSupport(d.UserFields, userOccasions()),
		GroupFields:  fieldSupport(d.GroupFields, groupOccasions()),
		Filters:      filterSupport(t, "listUsers", userAttributes(), d.UserFields, d.PushDown),
		GroupFilters: filterSupport(t, "listGroups", groupAttributes(), d.GroupFields, nil),
		Paging:       api.Paging{Scheme: d.Paging.Scheme, Max: optional(d.Paging.Max)}, Facts: []api.WireFact{},
	}
	if t.Can("createUser") {
		out.NativeID = optional(string(d.NativeID))
	}
	if t.Can("createGroup") {
		out.GroupNativeID = optional(string(d.GroupNativeID))
	}
	for _, fact := range d.Facts {
		out.Facts = append(out.Facts, api.WireFact{Fact: fact.Name, Certainty: string(fact.Certainty), Setting: optional(fact.Setting)})
	}
	return out, nil
}

func operationSupport(t target, d upstream.Description) []api.OperationSupport {
	var out []api.OperationSupport
	for _, op := range upstream.Operations() {
		support := api.OperationSupport{Operation: op.ID, Support: "unsupported"}
		if op.Supported(t.Connector) {
			remark := d.Operations[op.ID]
			support.Support, support.Remark = "native", optional(remark.Text)
			if remark.Emulated {
				support.Support = "emulated"
			}
			if len(remark.Identifiers) > 0 {
				support.IdentifierKinds = &remark.Identifiers
			}
		}
		out = append(out, support)
	}
	return out
}

func fieldSupport(fields upstream.Fields, o occasions) []api.FieldSupport {
	out := []api.FieldSupport{}
	for _, f := range fields {
		support := api.FieldSupport{
			Field: f.Name, Remark: optional(f.Remark), Clearable: optional(f.Clearable),
			Read:  operationsWhen(f.When, o.reads),
			Write: operationsWhen(f.When, o.writes),
		}
		if required := operationsWhen(f.Required, o.writes); len(required) > 0 {
			support.Required = &required
		}
		if f.Power != 0 {
			support.Scope = new(administratorScope)
		}
		out = append(out, support)
	}
	return out
}

// occasions are the reads and writes of a resource by their operations.
type occasions struct{ reads, writes []occasion }

type occasion struct {
	when      upstream.When
	operation string
}

func userOccasions() occasions {
	return occasions{
		reads:  []occasion{{upstream.InList, "listUsers"}, {upstream.InItem, "getUser"}},
		writes: []occasion{{upstream.OnCreate, "createUser"}, {upstream.OnPut, "putUser"}, {upstream.OnPatch, "updateUser"}},
	}
}

func groupOccasions() occasions {
	return occasions{
		reads:  []occasion{{upstream.InList, "listGroups"}, {upstream.InItem, "getGroup"}},
		writes: []occasion{{upstream.OnCreate, "createGroup"}, {upstream.OnPut, "putGroup"}},
	}
}

func operationsWhen(when upstream.When, occasions []occasion) []string {
	out := []string{}
	for _, o := range occasions {
		if when&o.when != 0 {
			out = append(out, o.operation)
		}
	}
	return out
}

// filterSupport lists the attributes that a filter on a list of this connection
// may name.
func filterSupport(t target, list string, attributes map[string]attributeType, fields upstream.Fields, pushed []string) []api.FilterSupport {
	out := []api.FilterSupport{}
	if !t.Can(list) {
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if name != "id" && !fields.Have(name, upstream.InList) {
			continue
		}
		support := api.FilterSupport{Attribute: name, Evaluated: "gateway"}
		if slices.Contains(pushed, name) {
			support.Evaluated = "vendor"
		}
		out = append(out, support)
	}
	return out
}
