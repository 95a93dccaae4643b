package inwebo

import (
	"slices"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAWindowThatOnlyEndsLongAgoIsReadFromTheArchivesBeginning(t *testing.T) {
	for until, want := range map[string]string{
		"2024-04-05T23:59:59Z": "archive?limit=2",
		"2024-04-06T00:00:00Z": "online?limit=2&page=0",
		"2024-05-05T00:00:00Z": "online?limit=2&page=0",
	} {
		c, s := log(t, export(false, ""))
		_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Until: moment(until), Limit: 2})
		if asked := s.Lines()[0]; err != nil || asked != "GET /kiwi/audit/v2/customer/export/"+want {
			t.Errorf("%s: asked %s, %v", until, asked, err)
		}
	}
	// A since that is recent knows what it wants, however old the until is.
	c, s := log(t, export(false, ""))
	_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-05-01T00:00:00Z"), Until: moment("2024-01-01T00:00:00Z"), Limit: 2})
	if want := "GET /kiwi/audit/v2/customer/export/online?fromId=2024050100000000000&limit=2&page=0"; err != nil || s.Lines()[0] != want {
		t.Errorf("asked %q, %v", s.Lines(), err)
	}
}

func TestPagesOfTheArchiveThatOverlapAreToldOnce(t *testing.T) {
	c, _ := log(t,
		export(true, archive+"?p=2", "2024011500000000001", "2024011500000000002"),
		export(true, archive+"?p=3", "2024011500000000002", "2024011500000000003"),
		export(false, "", "2024011500000000003"), export(false, ""))
	pages, _ := walk(t, c, upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
	if want := []string{"2024011500000000001 2024011500000000002", "2024011500000000003", "", ""}; !slices.Equal(pages, want) {
		t.Errorf("got %q, want %q", pages, want)
	}
}

func TestAnArchiveThatDoesNotGoOnIsMalformed(t *testing.T) {
	const at = "archive:2024011500000000002:p=2"
	for situation, ids := range map[string][]string{
		"nothing": nil, "the same again": {"2024011500000000001", "2024011500000000002"}, "what is before": {"2024011400000000000"}, "ids without an order": {"evt-7", "evt-8"},
	} {
		// Two pages that name each other would never end.
		c, _ := log(t, export(true, archive+"?p=1", ids...))
		got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2, At: at})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || len(got.Items) != 0 {
			t.Errorf("%s: got %v and %q", situation, e, eventIDs(got.Items))
		}
	}
	c, _ := log(t, export(true, archive+"?p=1"))
	_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
	if e := script.Failure(t, err); e.Kind != upstream.Malformed {
		t.Errorf("a first page of nothing: got %v", e)
	}
}

func TestASinceWithinASecondLosesNothingOfThatSecond(t *testing.T) {
	for _, since := range []string{"2024-05-06T07:08:09.000000001Z", "2024-05-06T07:08:09.5Z", "2024-05-06T09:08:09.999999999+02:00"} {
		c, _ := log(t, export(false, "", "2024050607080899999", "2024050607080900000", "2024050607080999999"))
		got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment(since), Limit: 3})
		if want := "2024050607080900000 2024050607080999999"; err != nil || eventIDs(got.Items) != want {
			t.Errorf("%s: got %s, %v, want %s", since, eventIDs(got.Items), err, want)
		}
	}
}
