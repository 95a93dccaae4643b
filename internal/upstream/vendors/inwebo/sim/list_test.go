package sim_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestListShowsAnAccountAsDocumented(t *testing.T) {
	b := newBench(t, 0)
	at := time.Date(2022, 5, 1, 10, 0, 0, 0, time.FixedZone("CEST", 7200))
	b.World.Add(simkit.Person{
		ID: "avermeer", Email: new("a.vermeer@example.net"), Language: new("en"), Active: new(true),
		Roles: []string{"0"}, Memberships: []simkit.Membership{{GroupID: "7", RoleID: "0"}},
		CreatedAt: &at, ModifiedAt: new(at.Add(time.Millisecond)), LastLoginAt: new(at.Add(120 * time.Millisecond)),
		Extensions: map[string]any{"provisioningId": 1},
	})
	expect(t, b.request(t, http.MethodGet, accounts+"?page=0&limit=50", ""), 200,
		`{"page":0,"size":1,"limit":50,"hasMore":false,"content":[`+
			`{"login":"avermeer","email":"a.vermeer@example.net","language":"en","active":true,`+
			`"role":{"id":"0","name":"User"},"createdDate":"2022-05-01T08:00:00.000Z",`+
			`"modifiedDate":"2022-05-01T08:00:00.001Z","lastAuthenticatedDate":"2022-05-01T08:00:00.120Z"}]}`)
}

func TestListLeavesOutWhatAnAccountLacks(t *testing.T) {
	b := newBench(t, 0)
	at := time.Date(2022, 5, 1, 8, 0, 0, 0, time.UTC)
	b.World.Add(simkit.Person{ID: "left|right & <co>", Active: new(false), Roles: []string{"2"}, CreatedAt: &at})
	expect(t, b.request(t, http.MethodGet, accounts, ""), 200,
		`{"page":0,"size":1,"limit":50,"hasMore":false,"content":[{"login":"left|right & <co>","active":false,`+
			`"role":{"id":"2","name":"Administrator"},"createdDate":"2022-05-01T08:00:00.000Z"}]}`)
}

func TestListPages(t *testing.T) {
	for _, c := range []struct {
		name                      string
		people                    int
		query                     string
		page, size, limit, offset int
		more                      bool
	}{
		{"no parameters take the first fifty", 120, "", 0, 50, 50, 0, true},
		{"page zero is the first", 120, "?page=0&limit=10", 0, 10, 10, 0, true},
		{"page one follows it", 120, "?page=1&limit=10", 1, 10, 10, 10, true},
		{"last page is short", 120, "?page=1&limit=100", 1, 20, 100, 100, false},
		{"last page is full", 100, "?page=1&limit=50", 1, 50, 50, 50, false},
		{"page past the end is empty", 20, "?page=2&limit=10", 2, 0, 10, 20, false},
		{"largest page there can be", 20, "?page=2147483647&limit=100", 2147483647, 0, 100, 20, false},
		{"limit of one", 2, "?limit=1", 0, 1, 1, 0, true},
		{"limit of a hundred", 120, "?limit=100", 0, 100, 100, 0, true},
		{"limit above a hundred is clamped and echoed", 120, "?limit=101", 0, 100, 100, 0, true},
		{"clamped limit also moves the page", 120, "?page=1&limit=500", 1, 20, 100, 100, false},
		{"empty service", 0, "", 0, 0, 50, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, c.people)
			status, body := send(t, b.request(t, http.MethodGet, accounts+c.query, ""))
			var got struct {
				Page, Size, Limit int
				HasMore           bool
				Content           []struct{ Login string }
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 {
				t.Fatalf("answer %d %s", status, body)
			}
			if got.Page != c.page || got.Size != c.size || got.Limit != c.limit || got.HasMore != c.more {
				t.Errorf("page %+v, want %+v", got, c)
			}
			if got.Content == nil || len(got.Content) != c.size {
				t.Fatalf("content of %d, want %d and never null", len(got.Content), c.size)
			}
			for i, a := range got.Content {
				if want := b.World.People()[c.offset+i].ID; a.Login != want {
					t.Fatalf("account %d is %q, want %q", i, a.Login, want)
				}
			}
		})
	}
}

func TestListRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, c := range []struct{ name, query, message string }{
		{"negative page", "?page=-1", "page is invalid"},
		{"page is a word", "?page=first", "page is invalid"},
		{"page is a fraction", "?page=1.0", "page is invalid"},
		{"page is empty", "?page=", "page is invalid"},
		{"page beyond an int", "?page=2147483648", "page is invalid"},
		{"limit zero", "?limit=0", "limit is invalid"},
		{"negative limit", "?limit=-5", "limit is invalid"},
		{"limit is a word", "?limit=all", "limit is invalid"},
		{"page given twice", "?page=0&page=1", "page is given more than once"},
		{"filter that the vendor does not have", "?login=avermeer", "unknown query parameter"},
		{"parameter in other capitals", "?Page=1", "unknown query parameter"},
		{"malformed query", "?page=%zz", "malformed query"},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, newBench(t, 1).request(t, http.MethodGet, accounts+c.query, ""), 400, badRequest(c.message))
		})
	}
}
