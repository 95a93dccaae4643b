package sim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// export is what an export answers, and which of its members were there.
type export struct {
	Content  []map[string]any
	Size     int
	HasMore  bool
	NextPage *string
	members  int
}

func (b *bench) export(t *testing.T, target string) export {
	t.Helper()
	status, body := send(t, b.request(t, http.MethodGet, target, ""))
	var got export
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 || got.Content == nil {
		t.Fatalf("%s: answer %d %s", target, status, body)
	}
	if err := json.Unmarshal([]byte(body), &members); err != nil || got.Size != len(got.Content) {
		t.Fatalf("%s: size %d of %d, %v", target, got.Size, len(got.Content), err)
	}
	got.members = len(members)
	return got
}

func (x export) ids() []string {
	out := []string{}
	for _, e := range x.Content {
		out = append(out, e["id"].(string))
	}
	return out
}

// split returns the ids of the seed, ascending, the archived ones first.
func (b *bench) split() (archived, recent []string) {
	line := b.clock.Load().AddDate(0, 0, -35)
	for _, e := range b.World.Events.All() {
		if e.At.Before(line) {
			archived = append(archived, e.ID)
		} else {
			recent = append(recent, e.ID)
		}
	}
	return archived, recent
}

// event is one of this age, with a number that tells it apart.
func (b *bench) event(age time.Duration, number int) simkit.Event {
	at := b.clock.Load().Add(-age)
	return simkit.Event{ID: fmt.Sprintf("%s%05d", at.UTC().Format("20060102150405"), number), At: at}
}

func TestAnEventHasAnIDAndItsFieldsAndNoDate(t *testing.T) {
	b := newBench(t, 0)
	e := b.event(time.Minute, 7)
	e.Fields = map[string]any{"action": "LOGIN_OK", "ip": "192.0.2.1", "device": map[string]any{"name": "<a & b>"}, "id": "hidden"}
	b.World.Events.Put(e)
	expect(t, b.request(t, http.MethodGet, online+"?fromId="+e.ID, ""), 200,
		`{"content":[{"action":"LOGIN_OK","device":{"name":"<a & b>"},"id":"2026030909101200007","ip":"192.0.2.1"}],"size":1,"hasMore":false}`)
}

func TestExportsPartAtThirtyFiveDays(t *testing.T) {
	b := newBench(t, 3)
	const day = 24 * time.Hour
	now := *b.clock.Load()
	months := now.Sub(now.UTC().AddDate(0, -13, 0))
	for _, c := range []struct {
		name             string
		age              time.Duration
		online, archived bool
	}{
		{"now", 0, true, false},
		{"still to come", -time.Second, false, false},
		{"thirty-five days old", 35 * day, true, false},
		{"older by a second", 35*day + time.Second, false, true},
		{"thirteen months old", months, false, true},
		{"still older", months + time.Second, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := b.event(c.age, 99999)
			b.World.Events.Put(e)
			if got := slices.Contains(b.export(t, online).ids(), e.ID); got != c.online {
				t.Errorf("online: %t", got)
			}
			if got := slices.Contains(b.export(t, archive).ids(), e.ID); got != c.archived {
				t.Errorf("in the archive: %t", got)
			}
		})
	}
}

func TestAnEventGoesFromOnlineToTheArchiveWithTheClock(t *testing.T) {
	b := newBench(t, 3)
	archived, recent := b.split()
	b.clock.Store(new(b.clock.Load().AddDate(0, 0, 36)))
	if got := b.export(t, online); len(got.Content) != 0 || got.HasMore {
		t.Errorf("online: %v", got.ids())
	}
	if got := b.export(t, archive).ids(); !slices.Equal(got, append(archived, recent...)) {
		t.Errorf("archive: %v", got)
	}
}

func TestOnlinePages(t *testing.T) {
	b := newBench(t, 3)
	_, all := b.split()
	for name, c := range map[string]struct {
		query string
		want  []string
		more  bool
	}{
		"all at once":                 {"", all, false},
		"the first page is zero":      {"?limit=7&page=0", all[:7], true},
		"without a page, the first":   {"?limit=7", all[:7], true},
		"page one follows":            {"?limit=7&page=1", all[7:14], true},
		"the last page is short":      {"?limit=7&page=5", all[35:], false},
		"the last page is full":       {"?limit=8&page=4", all[32:], false},
		"past the end":                {"?limit=8&page=5", nil, false},
		"the largest page there is":   {"?limit=10000&page=2147483647", nil, false},
		"from an id, itself included": {"?limit=5&fromId=" + all[10], all[10:15], true},
		"from an id, page one":        {"?limit=5&page=1&fromId=" + all[10], all[15:20], true},
		"from after an id":            {"?limit=1&fromId=" + all[10][:14] + "99999", all[slices.IndexFunc(all, func(id string) bool { return id > all[10][:14]+"99999" }):][:1], true},
		"from an id of the archive":   {"?fromId=2025120100000000000", all, false},
		"from an id to come":          {"?fromId=9999999999999999999", nil, false},
		"the largest limit":           {"?limit=10000", all, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.export(t, online+c.query)
			if !slices.Equal(got.ids(), c.want) || got.HasMore != c.more || got.members != 3 {
				t.Errorf("more %t, %d members, %v\nwant %t, %v", got.HasMore, got.members, got.ids(), c.more, c.want)
			}
		})
	}
}

func TestArchiveIsFollowedByNextPage(t *testing.T) {
	b := newBench(t, 3)
	all, _ := b.split()
	for limit := 1; limit <= len(all)+1; limit++ {
		target, got := fmt.Sprintf("%s?limit=%d", archive, limit), []string{}
		for pages := 1; target != ""; pages++ {
			page := b.export(t, target)
			got = append(got, page.ids()...)
			if page.HasMore != (page.NextPage != nil) || pages > len(all) {
				t.Fatalf("limit %d: more %t, next page %v", limit, page.HasMore, page.NextPage)
			}
			target = ""
			if page.HasMore {
				target = *page.NextPage
			}
		}
		if !slices.Equal(got, all) {
			t.Errorf("limit %d: %v\nwant %v", limit, got, all)
		}
	}
}

func TestNextPageIsAPathWithTheNextEventsIDAndTheLimit(t *testing.T) {
	b := newBench(t, 3)
	all, _ := b.split()
	got := b.export(t, archive+"?limit=4&fromId="+all[3])
	if !slices.Equal(got.ids(), all[3:7]) || *got.NextPage != archive+"?fromId="+all[7]+"&limit=4" {
		t.Errorf("got %v, then %s", got.ids(), *got.NextPage)
	}
}

func TestLimitsOfTheExports(t *testing.T) {
	b := newBench(t, 3)
	for i := range 11000 {
		b.World.Events.Put(b.event(time.Hour, i), b.event(40*24*time.Hour, i))
	}
	for query, want := range map[string]int{"": 100, "?limit=10000": 10000, "?limit=10001": 10000} {
		for _, target := range []string{online, archive} {
			if got := b.export(t, target+query); got.Size != want || !got.HasMore {
				t.Errorf("%s%s: %d, more %t", target, query, got.Size, got.HasMore)
			}
		}
	}
	if got := b.export(t, archive+"?limit=10001"); !strings.HasSuffix(*got.NextPage, "&limit=10000") {
		t.Errorf("then %s", *got.NextPage)
	}
}

func TestExportsAreInTheOrderOfTheIDs(t *testing.T) {
	b := newBench(t, 3)
	b.World.Events.Put(b.event(time.Hour, 2), b.event(time.Hour, 1), b.event(20*24*time.Hour, 0), b.event(50*24*time.Hour, 0))
	for _, target := range []string{online, archive} {
		if got := b.export(t, target).ids(); !slices.IsSorted(got) || len(slices.Compact(got)) < 16 {
			t.Errorf("%s: %v", target, got)
		}
	}
}

func TestExportsRefuseWhatTheyDoNotKnow(t *testing.T) {
	b := newBench(t, 1)
	const id = "2026030909101200007"
	for _, c := range []struct{ name, query, message string }{
		{"limit zero", "?limit=0", "limit is invalid"},
		{"negative limit", "?limit=-1", "limit is invalid"},
		{"limit is a word", "?limit=all", "limit is invalid"},
		{"id too short", "?fromId=" + id[1:], "fromId is invalid"},
		{"id too long", "?fromId=" + id + "0", "fromId is invalid"},
		{"id with a letter", "?fromId=" + id[1:] + "x", "fromId is invalid"},
		{"id with a sign", "?fromId=-" + id[1:], "fromId is invalid"},
		{"id in other digits", "?fromId=%D9%A1" + id[2:], "fromId is invalid"},
		{"empty id", "?fromId=", "fromId is invalid"},
		{"id given twice", "?fromId=" + id + "&fromId=" + id, "fromId is given more than once"},
		{"parameter in other capitals", "?fromID=" + id, "unknown query parameter"},
		{"filter", "?login=x", "unknown query parameter"},
	} {
		for _, target := range []string{online, archive} {
			t.Run(c.name, func(t *testing.T) {
				expect(t, b.request(t, http.MethodGet, target+c.query, ""), 400, badRequest(c.message))
			})
		}
	}
	for query, message := range map[string]string{"?page=-1": "page is invalid", "?page=one": "page is invalid", "?page=": "page is invalid"} {
		expect(t, b.request(t, http.MethodGet, online+query, ""), 400, badRequest(message))
	}
	expect(t, b.request(t, http.MethodGet, archive+"?page=0", ""), 400, badRequest("unknown query parameter"))
}
