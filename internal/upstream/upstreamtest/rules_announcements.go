package upstreamtest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func checkAnnouncement(ctx context.Context, b *Bench) error {
	for number := range 4 {
		if err := b.announced(ctx, announcementDraft(number)); err != nil {
			return fmt.Errorf("announcement %d: %w", number, err)
		}
	}
	return nil
}

// announced makes an announcement and demands that it is as the draft says, and
// nothing else changed.
func (b *Bench) announced(ctx context.Context, d upstream.AnnouncementDraft) error {
	before := b.snapshot()
	made, err := b.Connector.(upstream.AnnouncementCreator).CreateAnnouncement(ctx, d)
	if err != nil {
		return err
	}
	came, err := b.came(before, "announcement")
	if err != nil {
		return err
	}
	is, _ := b.Sim.World.Announcements.Find(func(a simkit.Announcement) bool { return a.ID == came.id })
	return errors.Join(b.unchanged(before, came), sameAnnouncement(is, d),
		demand(made.NativeID == is.ID, fmt.Sprintf("the id is %q, want %q", made.NativeID, is.ID)))
}

func sameAnnouncement(is simkit.Announcement, d upstream.AnnouncementDraft) error {
	want := simkit.Announcement{
		ID: is.ID, Title: d.Title, Description: d.Description, VideoEmbed: d.VideoEmbedCode,
		Popup: d.Popup, AllowComments: d.AllowComments, StartAt: d.StartAt, EndAt: d.EndAt,
	}
	if d.Image != nil {
		want.Image = &simkit.AnnouncementImage{Filename: d.Image.Filename, ContentType: d.Image.ContentType, Content: d.Image.Content}
	}
	if d.Category != nil {
		want.CategoryID, want.CategoryName = told(&d.Category.ID), told(&d.Category.Name)
	}
	for _, at := range []**time.Time{&is.StartAt, &is.EndAt} {
		*at = utc(*at)
	}
	if !reflect.DeepEqual(is, want) {
		return fmt.Errorf("it is %s, want %s", mustJSON(is), mustJSON(want))
	}
	return nil
}
