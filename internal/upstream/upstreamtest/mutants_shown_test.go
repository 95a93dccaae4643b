package upstreamtest_test

import (
	"context"
	"slices"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func activityMutants() []mutant {
	const (
		shown    = "an activity is shown as asked"
		once     = "an activity is made once for everybody whom it is for"
		announce = "an announcement is made as asked"
	)
	making := func(spoil func(*upstream.ActivityDraft)) func(*wide) {
		return func(w *wide) { w.createActivity = asking(w.Fake.CreateActivity, spoil) }
	}
	announcing := func(spoil func(*upstream.AnnouncementDraft)) func(*wide) {
		return func(w *wide) { w.announce = asking(w.Fake.CreateAnnouncement, spoil) }
	}
	return []mutant{
		{"shows one action of two", shown, bentWide(making(func(d *upstream.ActivityDraft) { d.Actions = d.Actions[:min(1, len(d.Actions))] }))},
		{"takes one action for another", shown, bentWide(making(func(d *upstream.ActivityDraft) {
			d.Actions = slices.Clone(d.Actions)
			for i := range d.Actions {
				if d.Actions[i].Kind == upstream.ActionBackward {
					d.Actions[i].Kind = upstream.ActionForward
				}
			}
		}))},
		{"counts bytes in an action's title", shown, bentWide(making(func(d *upstream.ActivityDraft) {
			d.Actions = slices.Clone(d.Actions)
			for i := range d.Actions {
				d.Actions[i].Title = strings.ToValidUTF8(d.Actions[i].Title[:min(32, len(d.Actions[i].Title))], "")
			}
		}))},
		{"gives every color a value", shown, bentWide(making(func(d *upstream.ActivityDraft) {
			if d.Color != nil {
				d.Color = &upstream.Color{Kind: d.Color.Kind, Value: new("#000000")}
			}
		}))},
		{"makes an empty tag of none", shown, bentWide(making(func(d *upstream.ActivityDraft) {
			if d.Tag == nil {
				d.Tag = new("")
			}
		}))},
		{"does not tell of the last activity", once, bentWide(func(w *wide) {
			w.createActivity = saying(w.Fake.CreateActivity, func(a *[]upstream.Activity) { *a = (*a)[1:] })
		})},
		{"shows an activity twice to who is named twice", once, bentWide(func(w *wide) {
			w.createActivity = func(ctx context.Context, d upstream.ActivityDraft) ([]upstream.Activity, error) {
				users := d.Audience.Users
				if len(users) == 0 {
					return w.Fake.CreateActivity(ctx, d)
				}
				var all []upstream.Activity
				for _, id := range users {
					d.Audience = upstream.Audience{User: &id}
					made, err := w.Fake.CreateActivity(ctx, d)
					if all = append(all, made...); err != nil {
						return nil, err
					}
				}
				return all, nil
			}
		})},
		{"knows groups by id only", once, bentWide(making(func(d *upstream.ActivityDraft) {
			d.Audience.Groups = slices.DeleteFunc(slices.Clone(d.Audience.Groups), func(g upstream.GroupName) bool { return g.ID == "" })
		}))},
		{"pops every announcement up", announce, bentWide(announcing(func(d *upstream.AnnouncementDraft) { d.Popup = true }))},
		{"forgets to let people comment", announce, bentWide(announcing(func(d *upstream.AnnouncementDraft) { d.AllowComments = false }))},
		{"forgets when an announcement ends", announce, bentWide(announcing(func(d *upstream.AnnouncementDraft) { d.EndAt = nil }))},
		{"cuts the image of an announcement", announce, bentWide(announcing(func(d *upstream.AnnouncementDraft) {
			if d.Image != nil {
				d.Image = &upstream.AnnouncementImage{Filename: d.Image.Filename, Picture: d.Image.Picture}
				d.Image.Content = d.Image.Content[:10]
			}
		}))},
		{"takes a category's name for its id", announce, bentWide(announcing(func(d *upstream.AnnouncementDraft) {
			if d.Category != nil {
				d.Category = &upstream.CategoryName{ID: d.Category.ID + d.Category.Name}
			}
		}))},
	}
}

func iconMutants() []mutant {
	const (
		complete = "the walk over a list has everything once, whatever the limit"
		listed   = "a listed icon says what the vendor has"
		read     = "an icon that is read says what the vendor has"
		image    = "an icon's image is the vendor's, byte for byte"
		none     = "what is no icon's id is not found"
	)
	return []mutant{
		{"takes the icons of one source for all", complete, bentWide(func(w *wide) {
			w.listIcons = asking(w.Fake.ListIcons, func(q *upstream.IconQuery) { q.Source = upstream.GlobalIcons })
		})},
		{"does not know the format of listed icons", listed, bentWide(func(w *wide) {
			w.listIcons = saying(w.Fake.ListIcons, func(p *upstream.Page[upstream.Icon]) {
				for i := range p.Items {
					p.Items[i].Format = upstream.IconUnknown
				}
			})
		})},
		{"forgets the name of an icon", read, bentWide(func(w *wide) {
			w.getIcon = saying(w.Fake.GetIcon, func(i *upstream.Icon) { i.Name = nil })
		})},
		{"says that every image is a PNG", image, bentWide(func(w *wide) {
			w.iconContent = saying(w.Fake.GetIconContent, func(c *upstream.IconContent) { c.ContentType = "image/png" })
		})},
		{"trims the image of an icon", image, bentWide(func(w *wide) {
			w.iconContent = saying(w.Fake.GetIconContent, func(c *upstream.IconContent) {
				c.Content = []byte(strings.TrimSpace(string(c.Content)))
			})
		})},
		{"takes an icon without a source for a global one", none, bentWide(func(w *wide) {
			w.getIcon = asking(w.Fake.GetIcon, func(r *upstream.IconRef) {
				if !strings.Contains(r.ID, ".") {
					r.ID = "global." + r.ID
				}
			})
		})},
	}
}
