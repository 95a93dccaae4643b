package sim_test

import (
	"encoding/base64"
	"reflect"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestTheVendorsSampleIsAnAnnouncement(t *testing.T) {
	b := newBench(t)
	png := b.World.Icons.All()[0].Content
	want(t, b.post(t, "announcements", `{
"Title": "My announcement",
"Description": "This is my <b>announcement</b>",
"Media":
{
"MediaKind": 1,
"Image":
{
"Filename": "Minions.jpg",
"Uri": "data:image/png;base64,`+base64.StdEncoding.EncodeToString(png)+`"
}
},
"Category":
{
"Id": 2
},
"ShowPopupDirectlyToUser": true,
"AllowComments": true,
"StartTime": "2021-04-15T00:00Z",
"EndTime": "2021-04-18T00:00Z"
}`), answer{200, jsonType, `{"id":916}`})
	wanted := []simkit.Announcement{{
		ID: "916", Title: "My announcement", Description: new("This is my <b>announcement</b>"),
		Image:      &simkit.AnnouncementImage{Filename: "Minions.jpg", ContentType: "image/png", Content: png},
		CategoryID: new("2"), Popup: true, AllowComments: true,
		StartAt: new(time.Date(2021, 4, 15, 0, 0, 0, 0, time.UTC)), EndAt: new(time.Date(2021, 4, 18, 0, 0, 0, 0, time.UTC)),
	}}
	if kept := b.World.Announcements.All(); !reflect.DeepEqual(kept, wanted) {
		t.Errorf("the world has %+v, want %+v", kept, wanted)
	}
}

// announced posts an announcement with a title and more, and returns what the
// world then has.
func (b *bench) announced(t *testing.T, member string) simkit.Announcement {
	t.Helper()
	if got := b.post(t, "announcements", `{"Title":"t"`+member+`}`); got.status != 200 {
		t.Fatalf("answer is %+v", got)
	}
	all := b.World.Announcements.All()
	return all[len(all)-1]
}

func TestATitleAloneIsAnAnnouncementWithTheDefaults(t *testing.T) {
	b := newBench(t)
	wanted := simkit.Announcement{ID: "916", Title: "t", Popup: false, AllowComments: true}
	if got := b.announced(t, ""); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
	if got := b.announced(t, `,"allowcomments":"False","showPopupDirectlyToUser":"TRUE"`); got.AllowComments || !got.Popup || got.ID != "917" {
		t.Errorf("the world has %+v", got)
	}
}

func TestMediaAreNoneAnImageOrAVideo(t *testing.T) {
	b := newBench(t)
	for _, none := range []string{`{}`, `{"MediaKind":0}`, `{"mediakind":"0"}`} {
		if got := b.announced(t, `,"Media":`+none); got.Image != nil || got.VideoEmbed != nil {
			t.Errorf("%s is %+v", none, got)
		}
	}
	const frame = `<iframe width=\"424\" src=\"https://video.example/x\"></iframe>`
	if got := b.announced(t, `,"Media":{"MediaKind":"2","VideoEmbedCode":"`+frame+`"}`); got.Image != nil ||
		*got.VideoEmbed != `<iframe width="424" src="https://video.example/x"></iframe>` {
		t.Errorf("the world has %+v", got)
	}
	got := b.announced(t, `,"media":{"mediaKind":1,"image":{"filename":"ø.jpg","uri":"data:image/jpeg;base64,/9j/"}}`)
	if wanted := (simkit.AnnouncementImage{Filename: "ø.jpg", ContentType: "image/jpeg", Content: []byte{0xff, 0xd8, 0xff}}); !reflect.DeepEqual(*got.Image, wanted) {
		t.Errorf("the image is %+v, want %+v", *got.Image, wanted)
	}
}

func TestACategoryIsAnIdOrAName(t *testing.T) {
	b := newBench(t)
	for member, wanted := range map[string][2]*string{
		`{"Id":"2"}`:         {new("2"), nil},
		`{"name":"Company"}`: {nil, new("Company")},
		`{}`:                 {nil, nil},
		`{"Name":""}`:        {nil, nil},
	} {
		got := b.announced(t, `,"Category":`+member)
		if !reflect.DeepEqual([2]*string{got.CategoryID, got.CategoryName}, wanted) {
			t.Errorf("%s is %v and %v", member, got.CategoryID, got.CategoryName)
		}
	}
}

func TestTimesComeWithAndWithoutSeconds(t *testing.T) {
	b := newBench(t)
	wanted := time.Date(2021, 4, 15, 6, 30, 0, 0, time.UTC)
	for text, at := range map[string]time.Time{
		"2021-04-15T06:30Z":             wanted,
		"2021-04-15T06:30:00Z":          wanted,
		"2021-04-15T08:30+02:00":        wanted,
		"2021-04-15T08:30:00+02:00":     wanted,
		"2021-04-15T01:00:00.250-05:30": wanted.Add(250 * time.Millisecond),
	} {
		if got := b.announced(t, `,"StartTime":"`+text+`"`); !reflect.DeepEqual(*got.StartAt, at) || got.EndAt != nil {
			t.Errorf("%s is %v, want %v", text, got.StartAt, at)
		}
	}
	if got := b.announced(t, `,"EndTime":"2021-04-15T06:30Z","StartTime":"2021-04-15T08:30+02:00"`); !got.EndAt.Equal(*got.StartAt) {
		t.Errorf("the world has %+v", got)
	}
}

func TestWhatAnnouncementsRefuseOfAField(t *testing.T) {
	b := newBench(t)
	const noImage = "The Media.Image.Uri field must be an image as a base64 data URI."
	const noTime = "The EndTime field must be a date and time with an offset."
	image := func(uri string) string {
		return `"Media":{"MediaKind":1,"Image":{"Filename":"f","Uri":"` + uri + `"}}`
	}
	for name, c := range map[string]struct{ member, field, message string }{
		"a number for a description": {`"Description":1`, "Description", "The Description field must be a string."},
		"a boolean as yes":           {`"AllowComments":"yes"`, "AllowComments", "The AllowComments field must be a boolean."},
		"the audience":               {`"Scope":{}`, "Scope", "The Scope field is not known."},
		"media that are an image":    {`"Media":"x"`, "Media", "The Media field must be an object."},
		"a fourth kind":              {`"Media":{"MediaKind":3}`, "Media.MediaKind", "The Media.MediaKind field must be 0, 1 or 2."},
		"a kind below 0":             {`"Media":{"MediaKind":-1}`, "Media.MediaKind", "The Media.MediaKind field must be 0, 1 or 2."},
		"an image kind without one":  {`"Media":{"MediaKind":1}`, "Media.Image", "The Media.Image field is required."},
		"an image without its kind":  {`"Media":{"Image":{"Filename":"f","Uri":"data:image/png;base64,AAAA"}}`, "Media.Image", "The Media.Image field is for another MediaKind."},
		"a video kind without one":   {`"Media":{"MediaKind":2}`, "Media.VideoEmbedCode", "The Media.VideoEmbedCode field is required."},
		"an empty video":             {`"Media":{"MediaKind":"2","VideoEmbedCode":""}`, "Media.VideoEmbedCode", "The Media.VideoEmbedCode field is required."},
		"a video of no kind":         {`"Media":{"MediaKind":0,"VideoEmbedCode":"v"}`, "Media.VideoEmbedCode", "The Media.VideoEmbedCode field is for another MediaKind."},
		"an image without a name":    {`"Media":{"MediaKind":1,"Image":{"Uri":"data:image/png;base64,AAAA"}}`, "Media.Image.Filename", "The Media.Image.Filename field is required."},
		"an image without an image":  {`"Media":{"MediaKind":1,"Image":{"Filename":"f"}}`, "Media.Image.Uri", "The Media.Image.Uri field is required."},
		"an image that is null":      {`"Media":{"MediaKind":1,"Image":null}`, "Media.Image", "The Media.Image field must be an object."},
		"bare base64":                {image("AAAA"), "Media.Image.Uri", noImage},
		"an address":                 {image("https://x.example/i.png"), "Media.Image.Uri", noImage},
		"the vendor's placeholder":   {image("--base 64 image data here --"), "Media.Image.Uri", noImage},
		"base64 that is none":        {image("data:image/png;base64,A"), "Media.Image.Uri", noImage},
		"base64 without padding":     {image("data:image/png;base64,AA"), "Media.Image.Uri", noImage},
		"base64 of no kind":          {image("data:image/png,AAAA"), "Media.Image.Uri", noImage},
		"no data URI":                {image("image/png;base64,AAAA"), "Media.Image.Uri", noImage},
		"no bytes":                   {image("data:image/png;base64,"), "Media.Image.Uri", noImage},
		"another encoding":           {image("data:image/svg+xml,%3Csvg/%3E"), "Media.Image.Uri", noImage},
		"no type":                    {image("data:;base64,AAAA"), "Media.Image.Uri", noImage},
		"another type":               {image("data:text/html;base64,AAAA"), "Media.Image.Uri", noImage},
		"an Id and a Name":           {`"Category":{"Id":1,"Name":"x"}`, "Category", "The Category field may have an Id or a Name, not both."},
		"a category's fraction":      {`"Category":{"Id":1.5}`, "Category.Id", "The Category.Id field must be an integer."},
		"an end before the start":    {`"StartTime":"2021-04-15T00:00Z","EndTime":"2021-04-15T00:30+01:00"`, "EndTime", "The EndTime field is before the StartTime."},
		"a time without an offset":   {`"EndTime":"2021-04-15T00:00"`, "EndTime", noTime},
		"a day":                      {`"EndTime":"2021-04-15"`, "EndTime", noTime},
		"seconds since 1970":         {`"EndTime":1618444800`, "EndTime", noTime},
		"an empty time":              {`"EndTime":""`, "EndTime", noTime},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.post(t, "announcements", `{"Title":"t",`+c.member+`}`), fieldError(c.field, c.message))
		})
	}
	want(t, b.post(t, "announcements", `{}`), fieldError("Title", "The Title field is required."))
	want(t, b.post(t, "announcements", `{"title":""}`), fieldError("Title", "The Title field is required."))
	if n := len(b.World.Announcements.All()); n != 0 {
		t.Errorf("%d announcements, want none", n)
	}
}
