package upstreamtest

import (
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// shownOperations are those on what a vendor shows to people, and on its record
// of what they did.
func shownOperations() []operation {
	return []operation{
		writing("createActivity", invoke(upstream.ActivityCreator.CreateActivity, func(b *Bench, _ []string) upstream.ActivityDraft {
			return activityDraft(upstream.Audience{User: new(b.userID("createActivity", b.Sim.World.People()[0]))}, 0)
		})).tells(),
		reading("listActivities", invoke(upstream.AuditEventLister.ListActivities, fixed(upstream.AuditQuery{Limit: 10}))),
		writing("createAnnouncement", invoke(upstream.AnnouncementCreator.CreateAnnouncement, given(func([]string) upstream.AnnouncementDraft {
			return announcementDraft(0)
		}))).tells(),
		reading("listIcons", invoke(upstream.IconLister.ListIcons, fixed(upstream.IconQuery{Limit: 10}))),
		reading("getIcon", invoke(upstream.IconGetter.GetIcon, given(iconRef)), someIcon),
		reading("getIconContent", invoke(upstream.IconContentGetter.GetIconContent, given(iconRef)), someIcon),
	}
}

func iconRef(texts []string) upstream.IconRef { return upstream.IconRef{ID: texts[0]} }
