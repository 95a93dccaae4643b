package sim_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// filePart is one part of a form; a name of "" makes it a plain field.
type filePart struct {
	field, name string
	content     []byte
}

func (p filePart) open(form *multipart.Writer) (io.Writer, error) {
	if p.name == "" {
		return form.CreateFormField(p.field)
	}
	return form.CreateFormFile(p.field, p.name)
}

// formOf returns a multipart form and its content type.
func formOf(t *testing.T, parts ...filePart) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, p := range parts {
		w, err := p.open(form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(p.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), form.FormDataContentType()
}

func pictureForm(t *testing.T, content []byte) (body, contentType string) {
	t.Helper()
	return formOf(t, filePart{"file", "me.png", content})
}

func aJPEG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (b *bench) upload(t *testing.T, id, body, contentType string) answer {
	t.Helper()
	return b.do(t, request{
		verb: "PUT", path: syncFamily + "Users/" + id + "/ProfilePicture", auth: b.syncHeader(), contentType: contentType, body: body,
	})
}

func TestAPictureIsSetReplacedAndTakenAway(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[5]
	png := b.World.Icons.All()[0].Content
	for _, p := range []simkit.Picture{{ContentType: "image/png", Content: png}, {ContentType: "image/jpeg", Content: aJPEG(t)}} {
		body, form := pictureForm(t, p.Content)
		want(t, b.upload(t, user.ID, body, form), done)
		wanted := user
		wanted.Picture = &p
		if got := b.person(t, user.ID); !reflect.DeepEqual(got, wanted) {
			t.Errorf("the world has %+v, want %+v", got, wanted)
		}
	}
	for range 2 {
		want(t, b.sync(t, "DELETE", "Users/"+user.ID+"/ProfilePicture"), done)
		if got := b.person(t, user.ID); !reflect.DeepEqual(got, user) {
			t.Errorf("the world has %+v, want %+v", got, user)
		}
	}
}

func TestAnUnknownUsersPictureIs400(t *testing.T) {
	b := newBench(t)
	body, form := pictureForm(t, b.World.Icons.All()[0].Content)
	want(t, b.upload(t, "x", body, form), globalError("The user does not exist."))
	want(t, b.sync(t, "DELETE", "Users/x/ProfilePicture"), globalError("The user does not exist."))
}

func TestAPictureOfAnotherContentTypeIs415(t *testing.T) {
	b := newBench(t)
	body, _ := pictureForm(t, b.World.Icons.All()[0].Content)
	wanted := globalError("The Content-Type must be multipart/form-data.")
	wanted.status = 415
	for _, contentType := range []string{"", "image/png", "application/json", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded"} {
		want(t, b.upload(t, b.World.People()[0].ID, body, contentType), wanted)
	}
}

func TestWhatAPictureRefuses(t *testing.T) {
	b := newBench(t)
	png := b.World.Icons.All()[0].Content
	file := filePart{"file", "me.png", png}
	for name, c := range map[string]struct {
		parts []filePart
		field string
	}{
		"no part":                 {nil, ""},
		"another name":            {[]filePart{{"picture", "me.png", png}}, ""},
		"a name in capitals":      {[]filePart{{"File", "me.png", png}}, ""},
		"a field and no file":     {[]filePart{{"file", "", png}}, ""},
		"two files":               {[]filePart{file, file}, ""},
		"a field after the file":  {[]filePart{file, {"note", "", []byte("x")}}, ""},
		"a field before the file": {[]filePart{{"note", "", []byte("x")}, file}, ""},
		"a GIF":                   {[]filePart{{"file", "me.png", []byte("GIF89a\x01\x00\x01\x00")}}, "file"},
		"an SVG":                  {[]filePart{{"file", "me.svg", b.World.Icons.All()[1].Content}}, "file"},
		"an empty file":           {[]filePart{{"file", "me.png", nil}}, "file"},
		"text":                    {[]filePart{{"file", "me.png", []byte("a picture")}}, "file"},
	} {
		t.Run(name, func(t *testing.T) {
			before := b.whole()
			body, form := formOf(t, c.parts...)
			got := b.upload(t, b.World.People()[0].ID, body, form)
			if c.field == "" {
				wantGlobalError(t, got)
			} else {
				want(t, got, fieldError(c.field, fmt.Sprintf("The %s field must be a PNG or a JPEG image.", c.field)))
			}
			if !reflect.DeepEqual(before, b.whole()) {
				t.Error("a refused call changed the world")
			}
		})
	}
}

func TestAPictureWithoutAnEndOrALengthIsRefused(t *testing.T) {
	b := newBench(t)
	id := b.World.People()[0].ID
	body, form := pictureForm(t, b.World.Icons.All()[0].Content)
	wantGlobalError(t, b.upload(t, id, body[:len(body)-20], form))
	wantGlobalError(t, b.upload(t, id, body, "multipart/form-data"))
	wantGlobalError(t, b.upload(t, id, body, strings.Replace(form, "boundary=", "boundary=x", 1)))
	wantGlobalError(t, b.do(t, request{
		verb: "PUT", path: syncFamily + "Users/" + id + "/ProfilePicture", auth: b.syncHeader(), contentType: form, body: body, chunked: true,
	}))
	if got := b.person(t, id).Picture; got != nil {
		t.Errorf("the picture is %+v, want none", got)
	}
}
