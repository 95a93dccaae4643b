package sim

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime"
	"strings"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// The kinds of media.
const (
	mediaNone = iota
	mediaImage
	mediaVideo
)

// media is what stands beside the text of an announcement.
type media struct {
	kind  *int
	image *upload
	video *string
}

func (m *media) read(at string, value json.RawMessage, wrong fieldErrors) {
	before := len(wrong)
	form{
		"MediaKind":      one(&m.kind, number),
		"Image":          part(&m.image, (*upload).read),
		"VideoEmbedCode": one(&m.video, text),
	}.object(at, value, wrong)
	if len(wrong) > before {
		return
	}
	kind := mediaNone
	if m.kind != nil {
		kind = *m.kind
	}
	if kind < mediaNone || kind > mediaVideo {
		wrong.add(at+".MediaKind", fmt.Sprintf("The %s.MediaKind field must be 0, 1 or 2.", at))
		return
	}
	only(at+".Image", kind == mediaImage, m.image != nil, wrong)
	only(at+".VideoEmbedCode", kind == mediaVideo, m.video != nil, wrong)
	if kind == mediaVideo {
		wrong.require(at+".VideoEmbedCode", m.video)
	}
}

// only demands that a field is there exactly where its kind of media is: the
// tables say "to be provided only if" (source).
func only(at string, wanted, there bool, wrong fieldErrors) {
	switch {
	case wanted && !there:
		wrong.add(at, fmt.Sprintf("The %s field is required.", at))
	case there && !wanted:
		wrong.add(at, fmt.Sprintf("The %s field is for another MediaKind.", at))
	}
}

// upload is an image that comes as a data URI.
type upload struct {
	filename, uri *string
	contentType   string
	content       []byte
}

func (u *upload) read(at string, value json.RawMessage, wrong fieldErrors) {
	form{"Filename": one(&u.filename, text), "Uri": one(&u.uri, text)}.object(at, value, wrong)
	if wrong.has(at) {
		return
	}
	wrong.require(at+".Filename", u.filename)
	wrong.require(at+".Uri", u.uri)
	if u.uri == nil {
		return
	}
	var ok bool
	if u.contentType, u.content, ok = dataURI(*u.uri); !ok {
		wrong.add(at+".Uri", fmt.Sprintf("The %s.Uri field must be an image as a base64 data URI.", at))
	}
}

func (u *upload) kept() *simkit.AnnouncementImage {
	if u == nil {
		return nil
	}
	return &simkit.AnnouncementImage{Filename: *u.filename, ContentType: u.contentType, Content: u.content}
}

// dataURI returns what an image's base64 data URI holds.
func dataURI(uri string) (contentType string, content []byte, ok bool) {
	head, data, _ := strings.Cut(uri, ",")
	head, isData := strings.CutPrefix(head, "data:")
	head, isBase64 := strings.CutSuffix(head, ";base64")
	contentType, _, err := mime.ParseMediaType(head)
	if !isData || !isBase64 || err != nil || !strings.HasPrefix(contentType, "image/") {
		return "", nil, false
	}
	content, err = base64.StdEncoding.DecodeString(data)
	return contentType, content, err == nil && len(content) > 0
}
