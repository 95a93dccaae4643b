package workspace365

import (
	"context"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// app is one app as the vendor lists it.
type app struct {
	ID    *uint64   `json:"appId"`
	Type  *int      `json:"type"`
	Icon  *appIcon  `json:"icon"`
	Name  *string   `json:"appName"`
	URL   *string   `json:"url"`
	Color *appColor `json:"color"`
}

type appIcon struct {
	Name *string `json:"name"`
}

type appColor struct {
	Kind  *int    `json:"kind"`
	Value *string `json:"value"`
}

// appTypes are the types that the vendor documents. quirk: its own sample has one
// that is not among them, and the word for 1 is lost (sheet §4.4).
var appTypes = map[int]string{
	0: "shortcut", 2: "document", 15: "citrix", 20: "azure", 35: "local", 36: "windows-virtual-desktop",
}

// ListUserApps cuts its pages out of the whole list, as the vendor has no other.
func (p *portal) ListUserApps(ctx context.Context, q upstream.UserAppQuery) (upstream.Page[upstream.App], error) {
	var none upstream.Page[upstream.App]
	if wrong := needUPN(inPath("userId", q.UserID)); wrong != nil {
		return none, wrong
	}
	answer, err := p.do(ctx, "listUserApps", rest.Call{Params: []string{q.UserID}})
	if err != nil {
		return none, err
	}
	found, err := rest.JSONFolded[[]app](answer)
	if err != nil {
		return none, err
	}
	apps := make([]upstream.App, len(found))
	for i, one := range found {
		if apps[i], err = one.app(answer); err != nil {
			return none, err
		}
	}
	return upstream.Cut(apps, q.Limit, q.At)
}

func (a app) app(answer *rest.Answer) (upstream.App, error) {
	id, err := decimal(answer, a.ID)
	if err != nil {
		return upstream.App{}, err
	}
	if a.Type == nil {
		return upstream.App{}, answer.Malformed("an app without a type")
	}
	out := upstream.App{NativeID: id, Type: appTypes[*a.Type], Name: rest.Text(a.Name), URL: rest.Text(a.URL), Color: a.Color.color()}
	if out.Type == "" {
		out.Type = strconv.Itoa(*a.Type)
	}
	if a.Icon != nil {
		out.Icon = rest.Text(a.Icon.Name)
	}
	return out, nil
}

// color returns the color by its kind, which is an open set as the types are. Of
// what has no kind the vendor did not say what it looks like.
func (c *appColor) color() *upstream.Color {
	if c == nil || c.Kind == nil {
		return nil
	}
	color := &upstream.Color{Kind: upstream.ColorKind(strconv.Itoa(*c.Kind))}
	for kind, number := range colorKinds {
		if number == *c.Kind {
			color.Kind = kind
		}
	}
	if color.Kind == upstream.ColorCustom {
		color.Value = rest.Text(c.Value)
	}
	return color
}
