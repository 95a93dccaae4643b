package upstreamtest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// activityDraft returns an activity with everything that there is. Drafts of
// eighteen numbers have every action between them, each in both places.
func activityDraft(audience upstream.Audience, number int) upstream.ActivityDraft {
	kinds := actionKinds()
	action := func(n int) upstream.Action {
		kind := kinds[n%len(kinds)]
		// As long as it may be, in characters and not in bytes.
		title := fmt.Sprintf("%.32s", string(kind)+" & "+strings.Repeat("ü", 32))
		return upstream.Action{Kind: kind, Title: title, URL: "https://suite.example/?a=1&b=" + string(kind)}
	}
	return upstream.ActivityDraft{
		Title: fmt.Sprintf("Quote %d waits & <waits>", number), Audience: audience,
		URL: new("https://suite.example/q/42?x=1&y=2"), Tag: new("Quotes"), Icon: new("Phone"),
		Color: new(colors()[number%len(colors())]), Actions: []upstream.Action{action(number), action(number + 1)},
	}
}

func actionKinds() []upstream.ActionKind {
	return []upstream.ActionKind{
		upstream.ActionCheck, upstream.ActionCancel, upstream.ActionAdd, upstream.ActionOpen, upstream.ActionEdit,
		upstream.ActionManage, upstream.ActionDelete, upstream.ActionForward, upstream.ActionBackward,
	}
}

func colors() []upstream.Color {
	return []upstream.Color{
		{Kind: upstream.ColorCustom, Value: new("#0088cc")}, {Kind: upstream.ColorPrimary}, {Kind: upstream.ColorHeader},
	}
}

// announcementDraft returns one of four announcements: the booleans both ways,
// with an image, a video and neither, a category by id and by name, and dates.
func announcementDraft(number int) upstream.AnnouncementDraft {
	d := upstream.AnnouncementDraft{
		Title: fmt.Sprintf("News %d & <more>", number),
		Popup: number%2 == 1, AllowComments: number/2%2 == 1,
	}
	// A vendor may know no seconds.
	starts := time.Date(2031, 3, 4, 5, 6, 0, 0, time.UTC)
	switch number % 4 {
	case 0:
		d.Description = new("<p>Read <b>on</b> & on</p>")
		d.Image = &upstream.AnnouncementImage{Filename: "poster.png", Picture: newPicture()}
		d.StartAt, d.EndAt = &starts, new(starts.Add(36*time.Hour))
	case 1:
		d.VideoEmbedCode = new(`<iframe src="https://video.example/1?a=1&b=2"></iframe>`)
		d.Category = &upstream.CategoryName{ID: "7"}
	case 2:
		d.Category = &upstream.CategoryName{Name: "Café & Küche"}
		d.StartAt = &starts
	}
	return d
}

// tinyPNG is a grey picture of two by three pixels.
const tinyPNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAACcgYFdAAAAFUlEQVR4nGJiYGBiOMHAwAAIAAD//wNHAM2DIsjWAAAAAElFTkSuQmCC"

// newPicture is the picture of every draft that can have one; otherPicture is of
// the other type.
func newPicture() upstream.Picture {
	// What is constant decodes, and what is written to a buffer is written.
	content, _ := base64.StdEncoding.DecodeString(tinyPNG)
	return upstream.Picture{ContentType: "image/png", Content: content}
}

func otherPicture() upstream.Picture {
	var content bytes.Buffer
	_ = jpeg.Encode(&content, image.NewGray(image.Rect(0, 0, 3, 2)), nil)
	return upstream.Picture{ContentType: "image/jpeg", Content: content.Bytes()}
}
