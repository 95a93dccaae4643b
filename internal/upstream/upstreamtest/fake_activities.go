package upstreamtest

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// CreateActivity shows an activity to everybody of the audience, once. Ids count
// from one.
func (f *Fake) CreateActivity(ctx context.Context, d upstream.ActivityDraft) ([]upstream.Activity, error) {
	if done, err := f.enterWrite(ctx, "createActivity", http.MethodPost, "/activities", []string{"title", "audience"}); done {
		return nil, err
	}
	people, err := f.audience(d.Audience)
	if err != nil {
		return nil, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	var made []upstream.Activity
	for _, id := range people {
		a := simkit.Activity{
			ID: strconv.Itoa(len(f.world.Activities.All()) + 1), UserID: id,
			Title: d.Title, URL: d.URL, Tag: d.Tag, Icon: d.Icon, Color: keptColor(d.Color),
		}
		for _, action := range d.Actions {
			a.Actions = append(a.Actions, simkit.Action{Kind: string(action.Kind), Title: action.Title, URL: action.URL})
		}
		f.world.Activities.Put(a)
		made = append(made, upstream.Activity{NativeID: a.ID, UserID: id})
	}
	return made, nil
}

func keptColor(c *upstream.Color) *simkit.Color {
	if c == nil {
		return nil
	}
	return &simkit.Color{Kind: string(c.Kind), Value: text(c.Value)}
}

// audience returns the ids of all who are meant, each once.
func (f *Fake) audience(a upstream.Audience) ([]string, error) {
	var ids []string
	if a.User != nil {
		ids = append(ids, *a.User)
	}
	ids = append(ids, a.Users...)
	for _, g := range f.world.Groups() {
		if slices.ContainsFunc(a.Groups, func(n upstream.GroupName) bool { return n.ID == g.ID || n.Name != "" && n.Name == text(g.DisplayName) }) {
			ids = append(ids, idsOf(f.members(g.ID), idOf)...)
		}
	}
	if a.Everyone {
		ids = idsOf(f.world.People(), idOf)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		if _, ok := f.world.Person(id); !ok {
			return nil, upstream.Reject(upstream.FieldError{Pointer: "/audience", Code: "unknown-user"})
		}
	}
	return ids, nil
}

func idOf(p simkit.Person) string { return p.ID }

// CreateAnnouncement keeps an announcement. Ids count from one.
func (f *Fake) CreateAnnouncement(ctx context.Context, d upstream.AnnouncementDraft) (upstream.Announcement, error) {
	if done, err := f.enterWrite(ctx, "createAnnouncement", http.MethodPost, "/announcements", []string{"title"}); done {
		return upstream.Announcement{}, err
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	a := simkit.Announcement{
		ID: strconv.Itoa(len(f.world.Announcements.All()) + 1), Title: d.Title, Description: d.Description,
		VideoEmbed: d.VideoEmbedCode, Popup: d.Popup, AllowComments: d.AllowComments, StartAt: d.StartAt, EndAt: d.EndAt,
	}
	if d.Image != nil {
		a.Image = &simkit.AnnouncementImage{Filename: d.Image.Filename, ContentType: d.Image.ContentType, Content: d.Image.Content}
	}
	if d.Category != nil {
		a.CategoryID, a.CategoryName = told(&d.Category.ID), told(&d.Category.Name)
	}
	f.world.Announcements.Put(a)
	return upstream.Announcement{NativeID: a.ID}, nil
}
