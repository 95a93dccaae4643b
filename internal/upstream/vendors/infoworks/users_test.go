package infoworks

import (
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

const listing = "GET /v3/admin/users"

func list(t *testing.T, c upstream.Connector, q upstream.UserQuery) (upstream.Page[upstream.User], error) {
	t.Helper()
	return c.(upstream.UserLister).ListUsers(t.Context(), q)
}

func TestAListIsAskedByLimitAndOffsetAndMappedWhole(t *testing.T) {
	s := serve(t, script.Routes{listing: {shows(200, "users-first.json")}})
	page, err := list(t, connect(t, s, nil), upstream.UserQuery{Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, listing+"?limit=3&offset=0\nAuthorization: Bearer <bearer>")
	script.GoldenJSON(t, "users-first.golden.json", page)
}

func TestRawIsTheVendorsObjectWithoutItsTokens(t *testing.T) {
	s := serve(t, script.Routes{listing: {shows(200, "users-first.json")}, reading: {shows(200, "user.json")}})
	c := connect(t, s, nil)
	page, err := list(t, c, upstream.UserQuery{Limit: 3, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	one, err := c.(upstream.UserGetter).GetUser(t.Context(), upstream.UserRef{ID: nora, Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	script.GoldenJSON(t, "raw.golden.json", []any{page.Items[0].Raw, page.Items[1].Raw, page.Items[2].Raw, one.Raw})
	if strings.Contains(script.File(t, "raw.golden.json"), "SecretOfNora") {
		t.Error("the golden itself shows a token")
	}
}

func TestAListEndsWhereItsCountOrAnEmptyPageSays(t *testing.T) {
	tests := map[string]struct {
		file, at, next string
		items          int
	}{
		"more to come":             {"users-first.json", "", "3", 3},
		"in the middle":            {"users-first.json", "7", "10", 3},
		"the last of all":          {"users-last.json", "22", "", 1},
		"no count, so go on":       {"users-uncounted.json", "", "1", 1},
		"no count, and none there": {"users-empty.json", "23", "", 0},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{listing: {shows(200, test.file)}})
			page, err := list(t, connect(t, s, nil), upstream.UserQuery{Limit: 3, At: test.at})
			if err != nil {
				t.Fatal(err)
			}
			if page.Next != test.next || len(page.Items) != test.items {
				t.Errorf("got %d items and next %q, want %d and %q", len(page.Items), page.Next, test.items, test.next)
			}
			offset := test.at
			if offset == "" {
				offset = "0"
			}
			wantRequests(t, s, listing+"?limit=3&offset="+offset+"\nAuthorization: Bearer <bearer>")
		})
	}
}

func TestAPositionThatIsNoOffsetIsRefused(t *testing.T) {
	s := serve(t, nil)
	for _, at := range []string{"0", "-1", "x", "1.5", "05", "+5", "9223372036854775807", "99999999999999999999"} {
		_, err := list(t, connect(t, s, nil), upstream.UserQuery{Limit: 3, At: at})
		wantError(t, err, upstream.BadPosition, "")
	}
}

func TestAFilterGoesDownOnlyWhereTheVendorIgnoresCase(t *testing.T) {
	named := upstream.Compare{Attribute: "userName", Op: upstream.Equal, Value: "a#b&c@corp.example"}
	mailed := upstream.Compare{Attribute: "email", Op: upstream.Equal, Value: "nora@corp.example"}
	other := upstream.Compare{Attribute: "displayName", Op: upstream.Equal, Value: "Nora"}
	const escaped = "filter=%7B%22profile.email%22%3A%22a%23b%5Cu0026c%40corp.example%22%7D&"
	tests := map[string]struct {
		ignoresCase bool
		filter      upstream.Filter
		want        string
	}{
		"by userName, unsure of case":  {false, named, ""},
		"by userName":                  {true, named, escaped},
		"by userName and more":         {true, upstream.And{Left: other, Right: named}, escaped},
		"by email":                     {true, mailed, "filter=%7B%22profile.email%22%3A%22nora%40corp.example%22%7D&"},
		"by userName or another thing": {true, upstream.Or{Left: other, Right: named}, ""},
		"by a name":                    {true, other, ""},
		"without a filter":             {true, nil, ""},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			s := serve(t, script.Routes{listing: {shows(200, "users-empty.json")}})
			c := connect(t, s, func(s *settings) { s.FilterIgnoresCase = test.ignoresCase })
			if _, err := list(t, c, upstream.UserQuery{Limit: 3, Filter: test.filter}); err != nil {
				t.Fatal(err)
			}
			wantRequests(t, s, listing+"?"+test.want+"limit=3&offset=0\nAuthorization: Bearer <bearer>")
		})
	}
}

func TestASingleReadIsMappedWhole(t *testing.T) {
	s := serve(t, script.Routes{reading: {shows(200, "user.json")}})
	got, err := get(t, connect(t, s, nil))
	if err != nil {
		t.Fatal(err)
	}
	wantRequests(t, s, gets)
	script.GoldenJSON(t, "user.golden.json", got)
}

func TestAnIDIsOneEscapedSegment(t *testing.T) {
	s := serve(t, script.Routes{"GET /v3/admin/users/a%2Fb%20c%23%2B%7C": {says(200, `{"result":{"id":"a/b c#+|"}}`)}})
	got, err := connect(t, s, nil).(upstream.UserGetter).GetUser(t.Context(), upstream.UserRef{ID: "a/b c#+|"})
	if err != nil || got.NativeID != "a/b c#+|" {
		t.Errorf("got %q, %v", got.NativeID, err)
	}
}

func TestAnAnswerThatIsNoListIsMalformed(t *testing.T) {
	answers := hostile()
	answers["no users where it counts some"] = `{"total_count":23,"result":[]}`
	answers["no result"] = `{"total_count":0,"message":""}`
	answers["a result of null"] = `{"total_count":0,"result":null}`
	answers["a user of null"] = `{"result":[null]}`
	answers["a user without an id"] = `{"result":[{"profile":{"email":"x@corp.example"}}]}`
	answers["an id that is a number"] = `{"result":[{"id":7}]}`
	answers["more users than asked"] = `{"result":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"}]}`
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			_, err := list(t, connect(t, serve(t, script.Routes{listing: {says(200, body)}}), nil), upstream.UserQuery{Limit: 3})
			wantError(t, err, upstream.Malformed, "")
		})
	}
}

func TestAnAnswerThatIsNoUserIsMalformed(t *testing.T) {
	answers := hostile()
	answers["no users where it counts some"] = `{"total_count":23,"result":[]}`
	answers["no result"] = `{"message":""}`
	answers["a user without an id"] = `{"result":{"profile":{"email":"x@corp.example"}}}`
	answers["another user"] = `{"result":{"id":"another"}}`
	answers["a date that is a number"] = `{"result":{"id":"` + nora + `","created_at":5}}`
	answers["an extended id without a text"] = `{"result":{"id":{"$oid":5}}}`
	for situation, body := range answers {
		t.Run(situation, func(t *testing.T) {
			_, err := get(t, connect(t, serve(t, script.Routes{reading: {says(200, body)}}), nil))
			wantError(t, err, upstream.Malformed, "")
		})
	}
}

func TestAStatusDecidesAndTheBodyOnlyAddsACode(t *testing.T) {
	tests := map[string]struct {
		answer script.Step
		list   upstream.Kind
		get    upstream.Kind
		code   string
	}{
		"400 with an object of details": {shows(400, "error-400.json"), upstream.Failed, upstream.NotFound, "IW10006"},
		"403":                           {shows(403, "error-403.json"), upstream.Forbidden, upstream.Forbidden, "IW10004"},
		"500":                           {shows(500, "error-500.json"), upstream.Failed, upstream.Failed, "IW10002"},
		"500 with a list of errors":     {shows(500, "error-list.json"), upstream.Failed, upstream.Failed, "IW20001"},
		"500 with HTML":                 {says(500, "<html>oops</html>"), upstream.Failed, upstream.Failed, ""},
		"403 with a code of a number":   {says(403, `{"iw_code":10004}`), upstream.Forbidden, upstream.Forbidden, ""},
		"403 with a code of a sentence": {says(403, `{"iw_code":"nora@corp.example may not"}`), upstream.Forbidden, upstream.Forbidden, ""},
		"302":                           {says(302, ""), upstream.Malformed, upstream.Malformed, ""},
		"429":                           {says(429, "{}"), upstream.Throttled, upstream.Throttled, ""},
		"503":                           {says(503, "{}"), upstream.Throttled, upstream.Throttled, ""},
		"504":                           {says(504, "{}"), upstream.Timeout, upstream.Timeout, ""},
	}
	for situation, test := range tests {
		t.Run(situation, func(t *testing.T) {
			c := connect(t, serve(t, script.Routes{listing: {test.answer}, reading: {test.answer}}), nil)
			_, err := list(t, c, upstream.UserQuery{Limit: 3})
			listed := wantError(t, err, test.list, "")
			_, err = get(t, c)
			got := wantError(t, err, test.get, "")
			for _, e := range []*upstream.Error{listed, got} {
				if *e.Vendor != (upstream.VendorAnswer{Status: test.answer.Status, Code: test.code}) {
					t.Errorf("got %+v, want code %q and no message", *e.Vendor, test.code)
				}
			}
		})
	}
}

func TestAVendorThatIsNotThereHasFailed(t *testing.T) {
	s := serve(t, script.Routes{reading: {shows(200, "user.json")}})
	c := connect(t, s, nil)
	if _, err := get(t, c); err != nil {
		t.Fatal(err)
	}
	s.Close()
	_, err := get(t, c)
	if e := wantError(t, err, upstream.Failed, ""); e.Vendor != nil {
		t.Errorf("got an answer of a vendor that gave none: %+v", e.Vendor)
	}
}
