package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func belongingRules() []Rule {
	return []Rule{
		{Name: "a user's app says what the vendor has", Needs: has[upstream.UserAppLister], Check: checkApps},
		{Name: "a picture that is put is kept byte for byte", Needs: has[upstream.UserPicturePutter], Check: checkPicture},
		{Name: "a picture that is deleted is gone", Needs: has[upstream.UserPictureDeleter], Check: checkNoPicture},
	}
}

func checkApps(ctx context.Context, b *Bench) error {
	words := appWords{}
	var faults []error
	for _, p := range b.Sim.World.People() {
		q := upstream.UserAppQuery{UserID: b.userID("listUserApps", p), Limit: 100}
		page, err := b.Connector.(upstream.UserAppLister).ListUserApps(ctx, q)
		if err == nil {
			err = demand(len(page.Items) == len(p.Apps), fmt.Sprintf("%d apps, want %d", len(page.Items), len(p.Apps)))
		}
		for i := range min(len(page.Items), len(p.Apps)) {
			err = errors.Join(err, sameApp(page.Items[i], p.Apps[i]), words.add(page.Items[i].Type, p.Apps[i].Type))
		}
		faults = append(faults, about(p.ID, err))
	}
	return errors.Join(faults...)
}

func sameApp(got upstream.App, kept simkit.App) error {
	want := upstream.App{
		NativeID: kept.ID, Type: got.Type, Name: told(&kept.Name), URL: told(kept.URL), Icon: told(kept.Icon), Color: colorOf(kept.Color),
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("app %q is %s, want %s", kept.ID, mustJSON(got), mustJSON(want))
	}
	return nil
}

// appWords are what a connector calls the types of apps.
type appWords map[int]string

// add demands that a type has one word, and a word one type.
func (w appWords) add(word string, kind int) error {
	for known, its := range w {
		if (known == kind) != (its == word) {
			return fmt.Errorf("apps of type %d are %q, and those of type %d %q", kind, word, known, its)
		}
	}
	w[kind] = word
	return demand(word != "", fmt.Sprintf("apps of type %d have no word", kind))
}

func colorOf(c *simkit.Color) *upstream.Color {
	if c == nil {
		return nil
	}
	return &upstream.Color{Kind: upstream.ColorKind(c.Kind), Value: told(&c.Value)}
}

// checkPicture puts two pictures of two types, one in place of the other.
func checkPicture(ctx context.Context, b *Bench) error {
	p := b.Sim.World.People()[1]
	for _, picture := range []upstream.Picture{newPicture(), otherPicture()} {
		p.Picture = &simkit.Picture{ContentType: picture.ContentType, Content: picture.Content}
		after := b.snapshot().withPerson(p)
		put := upstream.UserPicture{UserID: b.userID("putUserPicture", p), Picture: picture}
		_, err := b.Connector.(upstream.UserPicturePutter).PutUserPicture(ctx, put)
		if err := errors.Join(err, b.unchanged(after)); err != nil {
			return during(picture.ContentType, err)
		}
	}
	return nil
}

func checkNoPicture(ctx context.Context, b *Bench) error {
	for _, p := range b.Sim.World.People()[:2] {
		b.Sim.World.Change(p.ID, func(p *simkit.Person) {
			p.Picture = &simkit.Picture{ContentType: "image/png", Content: newPicture().Content}
		})
	}
	p := b.Sim.World.People()[1]
	p.Picture = nil
	after := b.snapshot().withPerson(p)
	ref := upstream.UserRef{ID: b.userID("deleteUserPicture", p)}
	_, err := b.Connector.(upstream.UserPictureDeleter).DeleteUserPicture(ctx, ref)
	return errors.Join(err, b.unchanged(after))
}
