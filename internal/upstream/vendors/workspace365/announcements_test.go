package workspace365

import (
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAnAnnouncementIsAnsweredByItsId(t *testing.T) {
	c, _ := play(t, says(200, `{"id":916}`))
	made, err := c.CreateAnnouncement(t.Context(), sampleAnnouncement())
	if err != nil || made.NativeID != "916" {
		t.Errorf("made %v, error %v", made, err)
	}
	for _, body := range []string{"", "{}", `{"id":"916"}`, "916"} {
		c, _ := play(t, says(200, body))
		_, err := c.CreateAnnouncement(t.Context(), sampleAnnouncement())
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || e.Outcome != upstream.Unknown {
			t.Errorf("%q: %s, %s", body, e.Kind, e.Outcome)
		}
	}
}

func TestATimeThatIsNoWholeMinuteIsRefusedAndNotRounded(t *testing.T) {
	at := time.Date(2021, 4, 15, 9, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		start, end time.Time
		want       string
	}{
		"seconds":     {at.Add(time.Second), at, "/startAt unsupported-value"},
		"nanoseconds": {at, at.Add(time.Nanosecond), "/endAt unsupported-value"},
		"both":        {at.Add(59 * time.Second), at.Add(-time.Millisecond), "/startAt unsupported-value, /endAt unsupported-value"},
	} {
		connector, s := play(t)
		_, err := connector.CreateAnnouncement(t.Context(), upstream.AnnouncementDraft{Title: "x", StartAt: &c.start, EndAt: &c.end})
		e := script.Failure(t, err)
		if got := strings.Join(script.Fields(e.Fields), ", "); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent || got != c.want {
			t.Errorf("%s: %s, %s, %q", name, e.Kind, e.Outcome, got)
		}
		s.WantNone()
	}
}

func TestACategoryIsNamedByANumberOrByItsName(t *testing.T) {
	for _, id := range []string{"company", upn, "02", "-2", objectID} {
		c, s := play(t)
		_, err := c.CreateAnnouncement(t.Context(), upstream.AnnouncementDraft{Title: "x", Category: &upstream.CategoryName{ID: id}})
		e := script.Failure(t, err)
		if e.Kind != upstream.WrongIdentifier || e.Outcome != upstream.NotSent || len(e.Fields) != 1 || e.Fields[0].Pointer != "/category/id" {
			t.Errorf("%q: %s, %s, %v", id, e.Kind, e.Outcome, e.Fields)
		}
		s.WantNone()
	}
}

func TestFieldErrorsOfAnAnnouncementPointIntoTheCallersBody(t *testing.T) {
	want := map[string]string{
		"/title": "t", "/description": "d", "/media/image/filename": "f", "/media/image/content": "c", "/media/video/embedCode": "v",
		"/category/id": "k", "/popup": "p", "/allowComments": "a", "/startAt": "s", "/endAt": "e",
	}
	c, _ := play(t, shows(400, "answers/announcement_errors.json"))
	_, err := c.CreateAnnouncement(t.Context(), sampleAnnouncement())
	e := script.Failure(t, err)
	if e.Kind != upstream.Rejected || e.Outcome != upstream.Refused || len(e.Fields) != len(want) || e.Vendor.Message != "" {
		t.Errorf("%s, %s, %v, %q", e.Kind, e.Outcome, e.Fields, e.Vendor.Message)
	}
	for _, f := range e.Fields {
		if want[f.Pointer] != f.Detail {
			t.Errorf("%v", f)
		}
	}
}

func TestAnImageThatIsTooLargeIsNotSent(t *testing.T) {
	d := sampleAnnouncement()
	d.Image.Content = make([]byte, 1<<20)
	c, s := play(t)
	_, err := c.CreateAnnouncement(t.Context(), d)
	if e := script.Failure(t, err); e.Kind != upstream.Rejected || e.Outcome != upstream.NotSent {
		t.Errorf("%s, %s", e.Kind, e.Outcome)
	}
	s.WantNone()
}
