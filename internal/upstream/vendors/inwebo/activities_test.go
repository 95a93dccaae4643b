package inwebo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

// today is the clock of these tests; the archive is then asked for what is
// before the sixth of April.
func today() time.Time { return time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC) }

// log opens a connector on a vendor that answers these steps.
func log(t *testing.T, steps ...script.Step) (*connector, *script.Server) {
	t.Helper()
	c, s := play(t, steps...)
	c.now = today
	return c, s
}

// export is a page of events that have these ids and nothing else.
func export(more bool, next string, ids ...string) script.Step {
	content := make([]string, len(ids))
	for i, id := range ids {
		content[i] = `{"id":"` + id + `"}`
	}
	return says(200, fmt.Sprintf(`{"hasMore":%t,"nextPage":%q,"size":%d,"content":[%s]}`, more, next, len(ids), strings.Join(content, ",")))
}

// moment is a time as a query has it.
func moment(text string) *time.Time {
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return &parsed
}

func eventIDs(events []upstream.AuditEvent) string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = e.NativeID
	}
	return strings.Join(all, " ")
}

// walk follows a list to its end and returns the ids and the positions.
func walk(t *testing.T, c *connector, q upstream.AuditQuery) (pages, positions []string) {
	t.Helper()
	for range 20 {
		page, err := c.ListActivities(t.Context(), q)
		if err != nil {
			t.Fatalf("at %q: %v", q.At, err)
		}
		pages = append(pages, eventIDs(page.Items))
		if page.Next == "" {
			return pages, positions
		}
		positions, q.At = append(positions, page.Next), page.Next
	}
	t.Fatal("no end after twenty pages")
	return nil, nil
}

// archive is what the vendor tells of the archive's next page.
const archive = "/audit/v2/customer/export/archive"

func TestWithoutSinceTheOnlineExportIsReadFromItsBeginning(t *testing.T) {
	c, s := log(t, shows(200, "answers/export.json"))
	got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "events/export.json", got)
	script.Golden(t, "requests/export.http", s.Text())
}

func TestAWalkGoesThroughTheArchiveAndOnOnline(t *testing.T) {
	c, s := log(t,
		export(true, archive+"?limit=2&month=2024-02&fromId=2024020000000000000", "2024010203040500000", "2024011500000000001"),
		export(false, "", "2024040100000000009", "2024040100000000002"),
		// The weeks in both: the first two were given.
		export(true, "", "2024040100000000002", "2024040100000000009"),
		export(false, "", "2024040100000000010", "2024050500000000000"))
	pages, positions := walk(t, c, upstream.AuditQuery{Since: moment("2024-01-02T04:04:05+01:00"), Limit: 2})
	if want := []string{
		"2024010203040500000 2024011500000000001", "2024040100000000009 2024040100000000002", "", "2024040100000000010 2024050500000000000",
	}; !slices.Equal(pages, want) {
		t.Errorf("got %q, want %q", pages, want)
	}
	if want := []string{
		"archive:2024011500000000001:fromId=2024020000000000000&limit=2&month=2024-02", "online:2024040100000000009:0", "online:2024040100000000009:1",
	}; !slices.Equal(positions, want) {
		t.Errorf("positions %q, want %q", positions, want)
	}
	script.Golden(t, "requests/export_walk.http", s.Text())
}

func TestWhatIsNotOlderThanThirtyDaysIsReadOnline(t *testing.T) {
	for since, want := range map[string]string{
		"2024-04-06T00:00:00Z":           "online?fromId=2024040600000000000&limit=2&page=0",
		"2024-04-05T23:59:59.999999999Z": "archive?fromId=2024040523595900000&limit=2",
		// The online export may have lost the first of these days by now.
		"2024-04-01T00:00:00Z":         "archive?fromId=2024040100000000000&limit=2",
		"2024-05-05T23:30:00.75-01:00": "online?fromId=2024050600300000000&limit=2&page=0",
		"2030-01-01T00:00:00Z":         "online?fromId=2030010100000000000&limit=2&page=0",
		"0000-01-01T00:00:00Z":         "archive?fromId=0000010100000000000&limit=2",
	} {
		c, s := log(t, export(false, ""))
		_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment(since), Limit: 2})
		if asked := s.Lines()[0]; err != nil || asked != "GET /kiwi/audit/v2/customer/export/"+want {
			t.Errorf("%s: asked %s, %v", since, asked, err)
		}
	}
}

func TestAnArchiveThatGaveNothingIsFollowedOnlineFromSince(t *testing.T) {
	c, s := log(t, export(false, ""), export(false, "", "2024040100000000000"))
	pages, positions := walk(t, c, upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
	if want := []string{"", "2024040100000000000"}; !slices.Equal(pages, want) {
		t.Errorf("got %q", pages)
	}
	if want := []string{"online::0"}; !slices.Equal(positions, want) {
		t.Errorf("positions %q", positions)
	}
	if last := s.Lines()[1]; last != "GET /kiwi/audit/v2/customer/export/online?fromId=2024010203040500000&limit=2&page=0" {
		t.Errorf("the last was %s", last)
	}
}

func TestTheHighestIDOfTheArchiveIsRememberedOverItsPages(t *testing.T) {
	c, _ := log(t, export(true, archive+"?p=2", "2024011500000000001", "evt-7"), export(true, archive+"?p=3", "2024011600000000001", "2024011500000000001"),
		// Ids ascend: one at or below the highest was given before.
		export(false, "", "2024011400000000000", "evt-8", "1"),
		export(false, "", "2024011600000000001", "2024011500000000000", "1", "2024011600000000002"))
	pages, positions := walk(t, c, upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 4})
	if got := positions[len(positions)-1]; got != "online:2024011600000000001:0" {
		t.Errorf("positions %q", positions)
	}
	// An id that cannot be compared is not known to have been given.
	if want := []string{"2024011500000000001 evt-7", "2024011600000000001", "evt-8 1", "1 2024011600000000002"}; !slices.Equal(pages, want) {
		t.Errorf("got %q, want %q", pages, want)
	}
}

func TestOnlinePagesAreCountedAndNoneIsComparedWithAnother(t *testing.T) {
	c, s := log(t, export(false, "", "2024010300000000000"), export(true, "", "2024040100000000009"), export(true, "", "2024040100000000003"), export(false, "", "2024040100000000001"))
	pages, positions := walk(t, c, upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
	if want := []string{"2024010300000000000", "2024040100000000009", "2024040100000000003", "2024040100000000001"}; !slices.Equal(pages, want) {
		t.Errorf("got %q, want %q", pages, want)
	}
	if want := []string{"online:2024010300000000000:0", "online:2024010300000000000:1", "online:2024010300000000000:2"}; !slices.Equal(positions, want) {
		t.Errorf("positions %q, want %q", positions, want)
	}
	if last := s.Lines()[3]; !strings.HasSuffix(last, "?fromId=2024010300000000000&limit=2&page=2") {
		t.Errorf("the last was %s", last)
	}
}

func TestOnlyTheWindowIsListed(t *testing.T) {
	ids := []string{"2024050607080899999", "2024050607080900000", "2024050607080999999", "2024050607081000000", "2024050607081199999", "9999999999999999999", "evt"}
	for situation, test := range map[string]struct{ since, until, want string }{
		"from a second on":          {"2024-05-06T07:08:09Z", "", "1 2 3 4 5 6"},
		"before a second":           {"", "2024-05-06T07:08:10Z", "0 1 2 5 6"},
		"one second":                {"2024-05-06T07:08:09Z", "2024-05-06T07:08:10Z", "1 2 5 6"},
		"in another zone":           {"2024-05-06T09:08:09+02:00", "2024-05-06T09:08:10+02:00", "1 2 5 6"},
		"none":                      {"2024-05-06T07:08:09Z", "2024-05-06T07:08:09Z", "5 6"},
		"from within a second":      {"2024-05-06T07:08:09.5Z", "", "1 2 3 4 5 6"},
		"before within a second":    {"", "2024-05-06T07:08:09.5Z", "0 1 2 5 6"},
		"from before what is there": {"2024-05-01T00:00:00Z", "2024-06-01T00:00:00Z", "0 1 2 3 4 5 6"},
	} {
		c, _ := log(t, export(false, "", ids...))
		q := upstream.AuditQuery{Limit: len(ids)}
		if test.since != "" {
			q.Since = moment(test.since)
		}
		if test.until != "" {
			q.Until = moment(test.until)
		}
		got, err := c.ListActivities(t.Context(), q)
		var want []string
		for i := range strings.FieldsSeq(test.want) {
			want = append(want, ids[i[0]-'0'])
		}
		if err != nil || eventIDs(got.Items) != strings.Join(want, " ") {
			t.Errorf("%s: got %s, %v", situation, eventIDs(got.Items), err)
		}
	}
}

func TestAPageWhollyBehindTheWindowIsTheEnd(t *testing.T) {
	until := moment("2024-05-06T07:08:09Z")
	for situation, test := range map[string]struct {
		answer script.Step
		ends   bool
	}{
		"all behind":             {export(true, "", "2024050607080900000", "2024050700000000000"), true},
		"the first before":       {export(true, "", "2024050607080800000", "2024050607080900000"), false},
		"the last before":        {export(true, "", "2024050607080900000", "2024050607080800000"), false},
		"one without a time":     {export(true, "", "2024050607080900000", "evt"), false},
		"nothing at all":         {export(true, ""), false},
		"all before, and no end": {export(true, "", "2024050607080800000"), false},
	} {
		c, _ := log(t, test.answer)
		got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Until: until, Limit: 2})
		if err != nil || (got.Next == "") != test.ends {
			t.Errorf("%s: next %q, %v", situation, got.Next, err)
		}
	}
	// Nothing of the online export can be before what the archive has behind.
	c, _ := log(t, export(true, "nonsense", "2024030100000000000"))
	got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-01T00:00:00Z"), Until: moment("2024-02-01T00:00:00Z"), Limit: 2})
	if err != nil || got.Next != "" || len(got.Items) != 0 {
		t.Errorf("got %q, next %q, %v", eventIDs(got.Items), got.Next, err)
	}
}

func TestThePageSizeIsTheLimitAndBounded(t *testing.T) {
	for limit, want := range map[int]string{1: "1", 200: "200", 10000: "10000", 10001: "10000"} {
		c, s := log(t, export(true, ""), export(true, archive+"?p=2", "2024010100000000000"))
		for _, since := range []*time.Time{nil, moment("2023-01-01T00:00:00Z")} {
			if _, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: since, Limit: limit}); err != nil {
				t.Error(err)
			}
		}
		for _, line := range s.Lines() {
			if !strings.Contains(line+"&", "limit="+want+"&") {
				t.Errorf("%d: asked %s", limit, line)
			}
		}
	}
	for limit, answer := range map[int]script.Step{1: export(false, "", "a", "b"), 2: export(true, "", "a", "b", "c")} {
		c, _ := log(t, answer)
		got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Limit: limit})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || len(got.Items) != 0 {
			t.Errorf("limit %d: got %v and %d events", limit, e, len(got.Items))
		}
	}
}

func TestANextPageThatIsNotTheArchivesOwnIsMalformed(t *testing.T) {
	for situation, next := range map[string]string{
		"none": "", "another host": "https://evil.example" + archive + "?p=2", "another host, no scheme": "//evil.example" + archive + "?p=2",
		"a user": "//u@" + archive + "?p=2", "another path": "/audit/v2/customer/export/online?p=2", "a longer path": archive + "/x?p=2", "a final slash": archive + "/?p=2",
		"a path with dots": "/audit/v2/customer/export/x/../archive?p=2", "an escaped path": "/audit/v2/customer/export%2Farchive?p=2", "an escaped letter": "/audit/v2/customer/export/%61rchive?p=2",
		"no path": "?p=2", "a relative path": "archive?p=2", "no query": archive, "an empty query": archive + "?", "a fragment": archive + "?p=2#x",
		"a query that is none": archive + "?p=%zz", "a semicolon": archive + "?p=2;q=3", "too long": archive + "?p=" + strings.Repeat("x", 600),
		"a scheme": "http:" + archive + "?p=2",
	} {
		c, s := log(t, export(true, next, "2024011500000000001"))
		got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed || len(got.Items) != 0 || len(s.Lines()) != 1 {
			t.Errorf("%s: got %v, asked %q", situation, e, s.Lines())
		}
	}
	for situation, body := range map[string]string{"a number": `{"hasMore":true,"nextPage":2,"content":[{"id":"2024011500000000001"}]}`, "null": `{"hasMore":true,"nextPage":null,"content":[{"id":"2024011500000000001"}]}`, "absent": `{"hasMore":true,"content":[{"id":"2024011500000000001"}]}`} {
		c, _ := log(t, says(200, body))
		_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
		if e := script.Failure(t, err); e.Kind != upstream.Malformed {
			t.Errorf("%s: got %v", situation, e)
		}
	}
}

func TestTheArchivesPathCanBeOverridden(t *testing.T) {
	s := script.InOrder(t, export(true, "/v3/old?p=2", "2020010100000000000"), export(false, ""))
	c := dial(t, s.URL, settings{APIToken: upstream.NewSecret(apiToken), Routes: map[string]string{"exportArchive": "GET /v3/old"}})
	since := moment("2020-01-01T00:00:00Z")
	got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: since, Limit: 2})
	if err != nil || got.Next != "archive:2020010100000000000:p=2" {
		t.Fatalf("next %q, %v", got.Next, err)
	}
	if _, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: since, Limit: 2, At: got.Next}); err != nil || s.Lines()[1] != "GET /kiwi/v3/old?p=2" {
		t.Errorf("asked %q, %v", s.Lines(), err)
	}
}

func TestAPositionThatNoPageOfTheLogGaveIsRefused(t *testing.T) {
	c, s := log(t)
	for _, position := range []string{
		"1", "x", ":", "::", "online", "online:", "online::", "online::-1", "online::01", "online::+1", "online:: 1", "online::1.5", "online::1 ", "online::x", "online::1:2",
		"online::9223372036854775807", "online::99999999999999999999", "online:1:0", "online:2024011500000000001", "online:20240115000000000012:0", "online:202401150000000000x:0",
		"ONLINE::1", "offline::1", "archive", "archive:", "archive::", "archive:1:p=2", "archive::p=%zz", "archive::p=a b", "archive::q=1&p=2", "archive::p=2;q=3", "archive::p", "archive::?p=2",
		"archive::/evil?p=2", "archive::p=" + strings.Repeat("x", 600), "archive:2024011500000000001", " archive::p=2", "archive::p=2\n",
	} {
		_, err := c.ListActivities(t.Context(), upstream.AuditQuery{Limit: 2, At: position})
		if e := script.Failure(t, err); e.Kind != upstream.BadPosition {
			t.Errorf("%q: got %v, want bad-position", position, e)
		}
	}
	s.WantNone()
}

func TestAPositionHoldsNoCredentialThatTheVendorPutIntoItsNextPage(t *testing.T) {
	c, _ := log(t, export(true, archive+"?p=2&t="+apiToken, "2024011500000000001"))
	got, err := c.ListActivities(t.Context(), upstream.AuditQuery{Since: moment("2024-01-02T03:04:05Z"), Limit: 2})
	if err != nil || got.Next != "archive:2024011500000000001:p=2&t=%2A%2A%2A" {
		t.Errorf("next %q, %v", got.Next, err)
	}
}
