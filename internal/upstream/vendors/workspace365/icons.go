package workspace365

import (
	"context"
	"regexp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// icon is one icon as the vendor tells of it.
type icon struct {
	identified
	Kind *int    `json:"kind"`
	Name *string `json:"name"`
}

// iconFormats are the kinds of icon. quirk: two of them are SVG (sheet §4.4).
var iconFormats = map[int]upstream.IconFormat{0: upstream.IconPNG, 1: upstream.IconSVG, 2: upstream.IconSVG}

// ListIcons cuts its pages out of a source's whole list, as the vendor has no
// other. All icons are those of one source and then those of the other.
func (p *portal) ListIcons(ctx context.Context, q upstream.IconQuery) (upstream.Page[upstream.Icon], error) {
	var none upstream.Page[upstream.Icon]
	from, err := parseIconPosition(q)
	if err != nil {
		return none, err
	}
	answer, err := p.do(ctx, "listIcons", rest.Call{Params: []string{string(from.source)}})
	if err != nil {
		return none, err
	}
	found, err := rest.JSONFolded[[]icon](answer)
	if err != nil {
		return none, err
	}
	icons := make([]upstream.Icon, len(found))
	for i, one := range found {
		if icons[i], err = one.icon(answer, from.source); err != nil {
			return none, err
		}
	}
	page, err := upstream.Cut(icons, q.Limit, from.given)
	if err != nil {
		return none, err
	}
	page.Next = from.next(page.Next, q.Source)
	return page, nil
}

// iconID is every id that an icon can have, "<source>.<number>". quirk: the
// vendor's numbers count within a source (sheet §4.1).
var iconID = regexp.MustCompile(`^(global|environment)\.(0|[1-9][0-9]{0,9})$`)

// GetIcon returns the icon. An id that no icon can have is not sent.
func (p *portal) GetIcon(ctx context.Context, r upstream.IconRef) (upstream.Icon, error) {
	answer, params, err := p.readIcon(ctx, "getIcon", r, "")
	if err != nil {
		return upstream.Icon{}, err
	}
	one, err := rest.JSONFolded[icon](answer)
	if err != nil {
		return upstream.Icon{}, err
	}
	out, err := one.icon(answer, upstream.IconSource(params[0]))
	if err == nil && out.NativeID != r.ID {
		return upstream.Icon{}, answer.Malformed("another icon than the one that was asked for")
	}
	return out, err
}

// GetIconContent returns the image, whose type is told from itself.
func (p *portal) GetIconContent(ctx context.Context, r upstream.IconRef) (upstream.IconContent, error) {
	answer, _, err := p.readIcon(ctx, "getIconContent", r, typeSVG+", "+typePNG)
	if err != nil {
		return upstream.IconContent{}, err
	}
	contentType := imageType(answer.Body)
	if contentType == "" {
		return upstream.IconContent{}, answer.Malformed("an icon that is neither SVG nor PNG")
	}
	return upstream.IconContent{ContentType: contentType, Content: answer.Body}, nil
}

// readIcon returns the vendor's answer on one icon, with its source and number.
func (p *portal) readIcon(ctx context.Context, route string, r upstream.IconRef, accept string) (*rest.Answer, []string, error) {
	parts := iconID.FindStringSubmatch(r.ID)
	if parts == nil {
		return nil, nil, &upstream.Error{Kind: upstream.NotFound}
	}
	answer, err := p.do(ctx, route, rest.Call{Params: parts[1:], Accept: accept})
	return answer, parts[1:], err
}

func (i icon) icon(answer *rest.Answer, source upstream.IconSource) (upstream.Icon, error) {
	number, err := decimal(answer, i.ID)
	if err != nil {
		return upstream.Icon{}, err
	}
	out := upstream.Icon{NativeID: string(source) + "." + number, Name: rest.Text(i.Name), Format: upstream.IconUnknown}
	if i.Kind != nil {
		if format, known := iconFormats[*i.Kind]; known {
			out.Format = format
		}
	}
	return out, nil
}
