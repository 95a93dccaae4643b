package handlers

import (
	"context"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/cache"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

const (
	// imageLife is how long an icon's image is served without asking whether it is
	// still the same.
	imageLife = 10 * time.Minute
	// imageStale is how long after that it stands in while the vendor is out.
	imageStale = 24 * time.Hour
	// absenceLife is how long an icon that is not there is not asked for again.
	absenceLife = 5 * time.Second
)

// iconImage is an icon's image as it is remembered, or that there is none.
type iconImage struct {
	Missing     bool
	ContentType string
	Content     []byte
	Tag         string
}

func iconImages() cache.Kind[iconImage] {
	return cache.Kind[iconImage]{
		Name: "icon", Fallback: vendorIsOut,
		Fresh: func(i iconImage) time.Duration {
			if i.Missing {
				return absenceLife
			}
			return imageLife
		},
		Stale: func(i iconImage) time.Duration {
			if i.Missing {
				return 0
			}
			return imageStale
		},
	}
}

// iconImage returns an icon's image, which may be remembered.
func (s *server) iconImage(ctx context.Context, t target, native string) (iconImage, *string, error) {
	image, status, err := cached(ctx, s, t, iconImages(), cache.Subject{Parts: []string{native}}, func(ctx context.Context) (iconImage, error) {
		icon, err := call(ctx, s, t, upstream.IconContentGetter.GetIconContent, upstream.IconRef{ID: native})
		switch {
		case upstream.IsKind(err, upstream.NotFound):
			return iconImage{Missing: true}, nil
		case err != nil:
			return iconImage{}, err
		}
		return iconImage{ContentType: icon.ContentType, Content: icon.Content, Tag: entityTag(icon.Content)}, nil
	})
	if err == nil && image.Missing {
		f := vendorFailure(t.Name, &upstream.Error{Kind: upstream.NotFound})
		f.header.Set(cacheStatusHeader, value(status))
		err = f
	}
	return image, status, err
}
