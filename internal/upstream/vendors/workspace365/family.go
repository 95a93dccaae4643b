package workspace365

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// family is a set of paths that share a credential. quirk: each token opens its
// own family and no other (sheet §7.3).
type family struct {
	client   *rest.Client
	routes   rest.Routes
	statuses rest.Statuses
	auth     rest.Auth
}

// with returns the family with its credential.
func (f family) with(auth rest.Auth) family {
	f.auth = auth
	return f
}

// do sends a call of this route with the family's credential and translates a
// refusal.
func (f family) do(ctx context.Context, route string, call rest.Call) (*rest.Answer, error) {
	call.Route, call.Auth = f.routes.At(route), f.auth
	answer, err := f.client.Do(ctx, call)
	if err != nil {
		return nil, err
	}
	if refusal := f.translate(answer); refusal != nil {
		return nil, refusal
	}
	return answer, nil
}

// write sends a call that answers nothing. quirk: a success is an empty body
// under a JSON content type, so there is nothing to decode (sheet §7.12). A page
// in its place is a proxy's: the vendor may never have seen the call.
func (f family) write(ctx context.Context, route string, call rest.Call) (*rest.Answer, error) {
	answer, err := f.do(ctx, route, call)
	if err != nil {
		return nil, err
	}
	if page := bytes.TrimSpace(answer.Body); len(page) > 0 && !json.Valid(page) {
		return nil, answer.Malformed("a page where nothing is due")
	}
	return answer, nil
}

// bare sends a call of the directory without a body. quirk: the vendor's samples
// announce JSON all the same (source, operations 11 and 13 to 17).
func (d *directory) bare(ctx context.Context, route string, params ...string) (*rest.Answer, error) {
	return d.write(ctx, route, rest.Call{Params: params, Header: http.Header{"Content-Type": {"application/json"}}})
}

// portal is the family that the API token opens: what people see and have. It
// knows a user by UPN or by an integer.
type portal struct{ family }

// directory is the family that the sync token opens: users and groups by their
// ObjectId, which can be written and not read.
type directory struct {
	family
	booleans    booleans
	required    []string
	picturePart string
}

// introspector is the portal's paths with a token that a caller presents, and no
// credential of the gateway's.
type introspector struct{ family }
