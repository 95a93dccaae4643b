package workspace365

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// portrait is a picture of this type.
func portrait(contentType string) upstream.UserPicture {
	return upstream.UserPicture{UserID: objectID, Picture: upstream.Picture{ContentType: contentType, Content: []byte("a picture")}}
}

func TestAPicturesNameIsThatOfItsType(t *testing.T) {
	for contentType, filename := range map[string]string{"image/png": "picture.png", "image/jpeg": "picture.jpg"} {
		c, s := play(t, says(200, ""))
		if _, err := c.PutUserPicture(t.Context(), portrait(contentType)); err != nil {
			t.Fatal(err)
		}
		want := "name=\"file\"; filename=\"" + filename + "\"\r\nContent-Type: " + contentType + "\r\n\r\na picture\r\n"
		if body := s.Requests()[0].Body; !strings.Contains(body, want) {
			t.Errorf("%s: sent %q", contentType, body)
		}
	}
}

func TestThePartOfAPictureIsNamedByTheSettings(t *testing.T) {
	s := script.InOrder(t, says(200, ""))
	named := bothTokens()
	named.PicturePart = "ProfilePicture"
	connector := dial(t, s.URL, named)
	if _, err := connector.(upstream.UserPicturePutter).PutUserPicture(t.Context(), portrait(typePNG)); err != nil {
		t.Fatal(err)
	}
	if body := s.Requests()[0].Body; !strings.Contains(body, `name="ProfilePicture"; filename="picture.png"`) {
		t.Errorf("sent %q", body)
	}
	for _, fact := range connector.Describe().Facts {
		if strings.HasPrefix(fact.Name, "a picture") && (fact.Name != "a picture is sent as the part ProfilePicture" || fact.Certainty != upstream.Configured) {
			t.Errorf("fact %v", fact)
		}
	}
}

func TestAPictureOfAnotherTypeIsNotSent(t *testing.T) {
	c, s := play(t)
	_, err := c.PutUserPicture(t.Context(), portrait("image/gif"))
	if e := script.Failure(t, err); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent {
		t.Errorf("%s, %s", e.Kind, e.Outcome)
	}
	s.WantNone()
}

func TestAPictureThatTheVendorRefusesIsRejected(t *testing.T) {
	c, _ := play(t, says(400, `{"globalError":{"message":"No image."}}`))
	_, err := c.PutUserPicture(t.Context(), portrait(typePNG))
	if e := script.Failure(t, err); e.Kind != upstream.Rejected || e.Vendor.Message != "No image." {
		t.Errorf("%s, %q", e.Kind, e.Vendor.Message)
	}
}

func TestAPicturesUserIsAnObjectId(t *testing.T) {
	c, s := play(t)
	picture := portrait(typePNG)
	picture.UserID = upn
	_, put := c.PutUserPicture(t.Context(), picture)
	_, deleted := c.DeleteUserPicture(t.Context(), upstream.UserRef{ID: upn})
	for _, err := range []error{put, deleted} {
		if e := script.Failure(t, err); e.Kind != upstream.WrongIdentifier || len(e.Fields) != 1 || e.Fields[0].Parameter != "userId" {
			t.Errorf("%s, %v", e.Kind, e.Fields)
		}
	}
	s.WantNone()
}
