package sim

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// announcement is an Announcement in a request.
type announcement struct {
	title, description *string
	media              *media
	category           *category
	popup, comments    *bool
	start, end         *time.Time
}

// category says where an announcement stands; none is "Uncategorized".
type category struct {
	id   *int
	name *string
}

func (c *category) read(at string, value json.RawMessage, wrong fieldErrors) {
	form{"Id": one(&c.id, number), "Name": one(&c.name, text)}.object(at, value, wrong)
	if c.id != nil && c.name != nil {
		wrong.add(at, "The "+at+" field may have an Id or a Name, not both.")
	}
}

func decodeAnnouncement(body []byte) (announcement, *errorResponse) {
	var a announcement
	wrong := fieldErrors{}
	problem := form{
		"Title":                   one(&a.title, text),
		"Description":             one(&a.description, text),
		"Media":                   part(&a.media, (*media).read),
		"Category":                part(&a.category, (*category).read),
		"ShowPopupDirectlyToUser": one(&a.popup, flag),
		"AllowComments":           one(&a.comments, flag),
		"StartTime":               one(&a.start, moment),
		"EndTime":                 one(&a.end, moment),
	}.decode(body, wrong)
	if problem != nil {
		return a, problem
	}
	wrong.require("Title", a.title)
	if a.start != nil && a.end != nil && a.end.Before(*a.start) {
		wrong.add("EndTime", "The EndTime field is before the StartTime.")
	}
	return a, wrong.problem()
}

// kept returns the announcement as the world keeps it, with the documented
// defaults.
func (a announcement) kept(id string) simkit.Announcement {
	kept := simkit.Announcement{
		ID: id, Title: *a.title, Description: a.description,
		Popup:         a.popup != nil && *a.popup,
		AllowComments: a.comments == nil || *a.comments,
		StartAt:       a.start, EndAt: a.end,
	}
	if a.media != nil {
		kept.Image, kept.VideoEmbed = a.media.image.kept(), a.media.video
	}
	if a.category != nil && a.category.id != nil {
		kept.CategoryID = new(strconv.Itoa(*a.category.id))
	}
	if a.category != nil && a.category.name != nil && *a.category.name != "" {
		kept.CategoryName = a.category.name
	}
	return kept
}
