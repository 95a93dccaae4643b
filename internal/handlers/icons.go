package handlers

import (
	"bytes"
	"context"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// ListIcons answers GET /icons.
func (s *server) ListIcons(ctx context.Context, r api.ListIconsRequestObject) (api.ListIconsResponseObject, error) {
	t, err := s.chosen(ctx, r.Params.Connection)
	if err != nil {
		return nil, err
	}
	source := upstream.IconSource(value(r.Params.Source))
	l := newListing(ctx, r.Params.Limit, r.Params.Cursor)
	l.connection = t.Name
	l.narrow("source", string(source))
	query := func(at string, limit int) upstream.IconQuery {
		return upstream.IconQuery{Source: source, Limit: limit, At: at}
	}
	ask := alone(l, sourceOf(s, t.Name, upstream.IconLister.ListIcons, query, iconHoldable), func(i upstream.Icon) string { return i.NativeID })
	p, err := page(ctx, s, l, ask)
	if err != nil {
		return nil, err
	}
	body := api.IconPage{Items: each(p, toIcon), Sources: p.sources, NextCursor: optional(p.cursor)}
	return api.ListIcons200JSONResponse{Body: body, Headers: api.ListIcons200ResponseHeaders{Link: l.link(p.cursor)}}, nil
}

// GetIcon answers GET /icons/{iconId}.
func (s *server) GetIcon(ctx context.Context, r api.GetIconRequestObject) (api.GetIconResponseObject, error) {
	t, native, err := s.item(ctx, "iconId", r.IconID)
	if err != nil {
		return nil, err
	}
	icon, err := call(ctx, s, t, upstream.IconGetter.GetIcon, upstream.IconRef{ID: native})
	if err != nil {
		return nil, err
	}
	if !iconHoldable(&icon) {
		return nil, unpassable(t)
	}
	return api.GetIcon200JSONResponse(toIcon(t.Name, icon)), nil
}

// iconPolicy lets an icon be seen and nothing else: an SVG may hold scripts and
// references to anywhere.
const iconPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// iconKeeping lets a caller keep an icon and ask whether it is still the same.
const iconKeeping = "private, no-cache"

// GetIconContent answers GET /icons/{iconId}/content.
func (s *server) GetIconContent(ctx context.Context, r api.GetIconContentRequestObject) (api.GetIconContentResponseObject, error) {
	t, native, err := s.item(ctx, "iconId", r.IconID)
	if err != nil {
		return nil, err
	}
	image, status, err := s.iconImage(ctx, t, native)
	if err != nil {
		return nil, err
	}
	keeping := new(iconKeeping)
	if matchesTag(value(r.Params.IfNoneMatch), image.Tag) {
		return api.GetIconContent304Response{Headers: api.GetIconContent304ResponseHeaders{ETag: &image.Tag, CacheControl: keeping, CacheStatus: status}}, nil
	}
	headers := api.GetIconContent200ResponseHeaders{ETag: &image.Tag, CacheControl: keeping, CacheStatus: status, ContentSecurityPolicy: new(iconPolicy)}
	size := int64(len(image.Content))
	if image.ContentType == "image/png" {
		return api.GetIconContent200ImagePngResponse{Body: bytes.NewReader(image.Content), ContentLength: size, Headers: headers}, nil
	}
	return api.GetIconContent200ImageSvgXMLResponse{Body: bytes.NewReader(image.Content), ContentLength: size, Headers: headers}, nil
}
