package workspace365

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

// CreateAnnouncement makes an announcement.
func (p *portal) CreateAnnouncement(ctx context.Context, d upstream.AnnouncementDraft) (upstream.Announcement, error) {
	var none upstream.Announcement
	body, wrong := announcementOf(d)
	if wrong != nil {
		return none, upstream.Unsent(wrong)
	}
	answer, err := p.do(ctx, "createAnnouncement", rest.Call{JSON: body})
	if err != nil || answer.Planned {
		return none, err
	}
	made, err := rest.JSONFolded[identified](answer)
	if err != nil {
		return none, err
	}
	id, err := decimal(answer, made.ID)
	return upstream.Announcement{NativeID: id}, err
}

// announcementOf returns the announcement as it is sent, or an error with the
// category's fault, or all others. Both booleans are always sent: the vendor's
// default of one is true.
func announcementOf(d upstream.AnnouncementDraft) (announcement, error) {
	out := announcement{Title: d.Title, Description: d.Description, Media: mediaOf(d), Popup: d.Popup, AllowComments: d.AllowComments}
	var wrong error
	if out.Category, wrong = categoryOf(d.Category); wrong != nil {
		return out, wrong
	}
	var faults, more []upstream.FieldError
	out.StartTime, faults = minuteOf(d.StartAt, "/startAt")
	out.EndTime, more = minuteOf(d.EndAt, "/endAt")
	if faults = append(faults, more...); len(faults) > 0 {
		return out, upstream.Reject(faults...)
	}
	return out, nil
}

func categoryOf(c *upstream.CategoryName) (*lookup, error) {
	switch {
	case c == nil:
		return nil, nil
	case c.ID != "":
		return &lookup{ID: json.Number(c.ID)}, need("an integer id", isNumber, inBody(c.ID, "category", "id"))
	default:
		return &lookup{Name: c.Name}, nil
	}
}

// mediaOf returns what is shown beside the text, nil where there is nothing.
func mediaOf(d upstream.AnnouncementDraft) *media {
	switch {
	case d.Image != nil:
		uri := "data:" + d.Image.ContentType + ";base64," + base64.StdEncoding.EncodeToString(d.Image.Content)
		return &media{Kind: imageMedia, Image: &image{d.Image.Filename, uri}}
	case d.VideoEmbedCode != nil:
		return &media{Kind: videoMedia, VideoEmbedCode: d.VideoEmbedCode}
	}
	return nil
}

// minuteLayout is the vendor's only form of a time. quirk: it has no seconds
// (sheet §7.8).
const minuteLayout = "2006-01-02T15:04Z07:00"

// minuteOf returns a time as it is sent, or its fault where it is not a whole
// minute: without its seconds it would be another time.
func minuteOf(at *time.Time, pointer string) (*string, []upstream.FieldError) {
	if at == nil {
		return nil, nil
	}
	utc := at.UTC()
	if utc.Second() != 0 || utc.Nanosecond() != 0 {
		return nil, []upstream.FieldError{{Pointer: pointer, Code: "unsupported-value", Detail: "This vendor takes whole minutes only."}}
	}
	return new(utc.Format(minuteLayout)), nil
}
