package upstreamtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func iconRules() []Rule {
	return []Rule{
		{Name: "a listed icon says what the vendor has", Needs: has[upstream.IconLister], Check: checkIconsListed},
		{Name: "an icon that is read says what the vendor has", Needs: has[upstream.IconGetter], Check: checkIconRead},
		{Name: "an icon's image is the vendor's, byte for byte", Needs: has[upstream.IconContentGetter], Check: checkIconContent},
		{Name: "what is no icon's id is not found", Needs: readsIcons, Check: checkNoIcon},
	}
}

func readsIcons(c upstream.Connector) bool {
	return has[upstream.IconGetter](c) || has[upstream.IconContentGetter](c)
}

func sameIcon(got upstream.Icon, kept simkit.Icon) error {
	if got.NativeID != kept.ID || text(got.Name) != kept.Name || string(got.Format) != kept.Format {
		return fmt.Errorf("icon %q is %s", kept.ID, mustJSON(got))
	}
	return nil
}

func checkIconsListed(ctx context.Context, b *Bench) error {
	var faults []error
	for _, source := range []upstream.IconSource{upstream.AllIcons, upstream.GlobalIcons, upstream.EnvironmentIcons} {
		page, err := b.Connector.(upstream.IconLister).ListIcons(ctx, upstream.IconQuery{Source: source, Limit: 100})
		faults = append(faults, err)
		for _, icon := range page.Items {
			kept, ok := b.Sim.World.Icons.Find(func(i simkit.Icon) bool { return i.ID == icon.NativeID })
			if !ok {
				return fmt.Errorf("the vendor has no icon %q", icon.NativeID)
			}
			faults = append(faults, sameIcon(icon, kept))
		}
	}
	return errors.Join(faults...)
}

func checkIconRead(ctx context.Context, b *Bench) error {
	var faults []error
	for _, kept := range b.Sim.World.Icons.All() {
		icon, err := b.Connector.(upstream.IconGetter).GetIcon(ctx, upstream.IconRef{ID: kept.ID})
		if err == nil {
			err = sameIcon(icon, kept)
		}
		faults = append(faults, about(kept.ID, err))
	}
	return errors.Join(faults...)
}

func checkIconContent(ctx context.Context, b *Bench) error {
	var faults []error
	for _, kept := range b.Sim.World.Icons.All() {
		image, err := b.Connector.(upstream.IconContentGetter).GetIconContent(ctx, upstream.IconRef{ID: kept.ID})
		faults = append(faults, about(kept.ID, errors.Join(err,
			demand(bytes.Equal(image.Content, kept.Content), "the image is another one"),
			demand(image.ContentType == iconType(kept.Format), fmt.Sprintf("its type is %q", image.ContentType)))))
	}
	return errors.Join(faults...)
}

// iconType returns the type of the images of a format.
func iconType(format string) string {
	return map[string]string{"svg": "image/svg+xml", "png": "image/png"}[format]
}

func checkNoIcon(ctx context.Context, b *Bench) error {
	var faults []error
	for _, id := range []string{"36", "global", "global.", ".36", "global.x", "global.-1", "global.036", "elsewhere.36", "global.36.36", "global.36 "} {
		for _, o := range b.operations() {
			if o.id == "getIcon" || o.id == "getIconContent" {
				_, err := o.call(ctx, b, []string{id})
				faults = append(faults, during(fmt.Sprintf("%s of %q", o.id, id), isKind(err, upstream.NotFound)))
			}
		}
	}
	return errors.Join(faults...)
}
