package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// mark stands in everything that a hostile vendor says. No answer may hold it.
const mark = "VENDORTEXT"

// readable are the connections whose users can be read.
func readable() []string { return []string{"iw", "juump", "inwebo"} }

// afterLogin picks the requests that do the work, not those that mint a bearer for
// the gateway itself.
func afterLogin(e simkit.Entry) bool {
	return e.Write || !strings.HasSuffix(e.Pattern, "GET /v3/security/token/access")
}

// someone returns the escaped id of a user of a connection.
func (w *whole) someone(connection string) string {
	return url.PathEscape(connection + ":" + w.sims[connection].World.People()[0].ID)
}

// page is the answer to a list with these items, at every vendor at once.
func page(items, more string) string {
	return fmt.Sprintf(`{"result":%[1]s,"data":%[1]s,"content":%[1]s,"hasMore":false,"count":0,"note":%q%s}`, items, mark, more)
}

// zipped returns a text as a gzip file.
func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text)) // memory takes everything
	_ = z.Close()
	return b.String()
}

// expectVendorProblem demands a problem that blames the vendor, with its status
// where it gave one, and shows nothing that it said.
func expectVendorProblem(t testing.TB, what string, got answer, code string, status int) {
	t.Helper()
	want := map[string]int{"vendor-malformed": 502, "vendor-failed": 502, "vendor-throttled": 503, "vendor-timeout": 504}[code]
	vendor, _ := got.json(t)["vendor"].(map[string]any)
	told, _ := vendor["status"].(float64)
	if got.status != want || got.code() != code || int(told) != status {
		t.Errorf("%s: got %d with the vendor's status %v, want %s with %d\n%.500s", what, got.status, told, code, status, got.body)
	}
	var header bytes.Buffer
	_ = got.header.Write(&header)
	if strings.Contains(string(got.body)+header.String(), mark) {
		t.Errorf("%s: the vendor's own words come through: %s", what, got.body)
	}
}

func TestAnAnswerThatIsNotTheVendorsOwnFormatIsAProblem(t *testing.T) {
	w := start(t, setup{people: 2})
	reads := map[string][]string{
		"iw":     {"/users?connection=iw", "/users/{id.0}"},
		"juump":  {"/users?connection=juump", "/users/{id.0}", "/groups", "/groups/{group.0}", "/groups/{group.0}/members", "/users/{id.0}/groups"},
		"inwebo": {"/users?connection=inwebo", "/users/{id.0}", "/activities"},
	}
	const malformed, failed = "vendor-malformed", "vendor-failed"
	const large = 17 << 20 // a mebibyte more than is read
	text := http.Header{"Content-Type": {"text/html"}, "X-Vendor": {mark}}
	padded := page("[]", strings.Repeat(" ", 8<<10)) // half of it is more than any buffer holds back
	deep := page("[]", `,"x":`+strings.Repeat("[", 10_000)+strings.Repeat("]", 10_000))
	for name, c := range map[string]struct {
		fault  simkit.Fault
		code   string
		status int
	}{
		"a page of HTML":           {simkit.Fault{Status: 200, Header: text, Body: "<html>" + mark}, malformed, 200},
		"half an answer":           {simkit.Fault{Status: 200, Body: padded, Truncate: true}, malformed, 200},
		"half a document":          {simkit.Fault{Status: 200, Body: strings.TrimSuffix(page("[]", ""), "}")}, malformed, 200},
		"two documents":            {simkit.Fault{Status: 200, Body: page("[]", "") + page("[]", "")}, malformed, 200},
		"seventeen megabytes":      {simkit.Fault{Status: 200, Body: page("[]", "") + strings.Repeat(" ", large)}, malformed, 200},
		"a text for a list":        {simkit.Fault{Status: 200, Body: page(`"`+mark+`"`, "")}, malformed, 200},
		"a number for a user":      {simkit.Fault{Status: 200, Body: page(`[1]`, "")}, malformed, 200},
		"a user without an id":     {simkit.Fault{Status: 200, Body: page(`[{}]`, "")}, malformed, 200},
		"a member twice":           {simkit.Fault{Status: 200, Body: page("[]", `,"result":[],"data":[],"content":[]`)}, malformed, 200},
		"ten thousand levels":      {simkit.Fault{Status: 200, Body: deep}, malformed, 200},
		"NaN":                      {simkit.Fault{Status: 200, Body: page("NaN", "")}, malformed, 200},
		"null":                     {simkit.Fault{Status: 200, Body: "null"}, malformed, 200},
		"a list":                   {simkit.Fault{Status: 200, Body: "[]"}, malformed, 200},
		"nothing":                  {simkit.Fault{Status: 200}, malformed, 200},
		"no content":               {simkit.Fault{Status: 204}, malformed, 204},
		"a bomb":                   {simkit.Fault{Status: 200, Header: http.Header{"Content-Encoding": {"gzip"}}, Body: zipped(page("[]", "") + strings.Repeat(" ", large))}, malformed, 200},
		"a zip that is none":       {simkit.Fault{Status: 200, Header: http.Header{"Content-Encoding": {"gzip"}}, Body: mark + mark + mark}, malformed, 200},
		"a failure with a page":    {simkit.Fault{Status: 500, Header: text, Body: "<html>" + mark}, failed, 500},
		"a gateway's failure":      {simkit.Fault{Status: 502, Header: text, Body: mark}, failed, 502},
		"a status that is none":    {simkit.Fault{Status: 599, Body: `{"iw_code":"a ` + mark + `","code":"a ` + mark + `"}`}, failed, 599},
		"a reset":                  {simkit.Fault{Reset: true}, failed, 0},
		"too many requests":        {simkit.Fault{Status: 429, Header: http.Header{"Retry-After": {mark}}, Body: mark}, "vendor-throttled", 429},
		"a gateway's own time-out": {simkit.Fault{Status: 504, Body: mark}, "vendor-timeout", 504},
	} {
		for connection, paths := range reads {
			sim := w.sims[connection]
			c.fault.When = afterLogin
			sim.Faults.Schedule(c.fault)
			for i, path := range paths {
				if i == 0 || name != "seventeen megabytes" && name != "a bomb" { // once is enough of these
					path = "/v1" + w.path(connection, path)
					expectVendorProblem(t, name+", "+path, w.get("admin", path), c.code, c.status)
				}
			}
			sim.Faults.Clear()
		}
	}
}

// Workspace 365 lists as bare arrays, and its creates answer with an id.
func TestAnAnswerThatWorkspace365NeverGivesIsAProblem(t *testing.T) {
	w := start(t, setup{people: 2})
	const to = `{"title":"t","audience":`
	for path, c := range map[string]struct {
		method, body string
		answers      []string
	}{
		"/users/{upn.0}/apps":        {"GET", "", []string{`{}`, `[1]`, `[{}]`, `[{"appId":-1,"type":0}]`, `[{"appId":1}]`, `null`, ``, `[`, `<html>` + mark}},
		"/icons?source=global":       {"GET", "", []string{`{}`, `[{}]`, `[{"id":"` + mark + `"}]`, `null`, ``, `[[]]`}},
		"/icons/w365:global.36":      {"GET", "", []string{`[]`, `{}`, `{"id":37,"kind":1,"name":"x"}`, ``}},
		"/activities":                {"POST", to + `{"user":"{upn.0}"}}`, []string{`{}`, `[]`, `{"id":1}`, `{"id":1.5,"user":{"id":1}}`, ``, `<html>`}},
		"/activities?":               {"POST", to + `{"users":["{upn.0}"]}}`, []string{`{}`, `[{}]`, `[{"id":1,"user":{}}]`, `null`, ``}},
		"/announcements":             {"POST", `{"title":"t"}`, []string{`{}`, `{"id":"` + mark + `"}`, `[]`, ``}},
		"/users/{upn.0}/credentials": {"POST", `{"username":"u@x.example","password":"p"}`, []string{`{}`, `{"id":null}`, `{"id":-8}`, ``}},
		"/credentials/w365:8":        {"PUT", `{"username":"u@x.example","password":"p"}`, []string{`<html>` + mark}},
	} {
		for _, said := range c.answers {
			w.sims["w365"].Faults.Schedule(simkit.Fault{Times: 1, Status: 200, Body: said})
			got := w.do("admin", c.method, "/v1"+w.path("w365", path), w.body("w365", c.body))
			expectVendorProblem(t, path+" "+said, got, "vendor-malformed", 200)
			if outcome := got.json(t)["outcome"]; c.method != "GET" && outcome != "unknown" {
				t.Errorf("%s %s: the outcome is %v", path, said, outcome)
			}
		}
	}
}

func TestAUserWhomTheSpecificationCannotHoldFailsThePage(t *testing.T) {
	w := start(t, setup{people: 2})
	long := strings.Repeat("x", 5000)
	for name, user := range map[string]string{
		"an id that leads elsewhere": `{"id":"..","oidcsub":"..","login":".."}`,
		"an id with a line break":    `{"id":"a\r\nb","oidcsub":"a\r\nb","login":"a\r\nb"}`,
		"an id of no end":            `{"id":"` + long + `","oidcsub":"` + long + `","login":"` + long + `"}`,
		"a text of no end":           `{"id":"a","oidcsub":"a","login":"a","email":"` + long + `","profile":{"name":"` + long + `"},"displayname":"` + long + `"}`,
	} {
		for _, connection := range readable() {
			w.sims[connection].Faults.Schedule(simkit.Fault{When: afterLogin, Status: 200, Body: page("["+user+"]", "")})
			expectVendorProblem(t, name+" at "+connection, w.get("admin", "/v1/users?connection="+connection), "vendor-malformed", 0)
			w.sims[connection].Faults.Clear()
		}
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	w := start(t, setup{people: 2})
	trap := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the trap received %s %s with %v", r.Method, r.URL, r.Header)
	}))
	defer trap.Close()
	somewhere := slices.DeleteFunc(samples(t), func(s sample) bool { return slices.Contains(s.parameters, "connection") || !s.elsewhere() })
	for _, status := range []int{300, 301, 302, 303, 307, 308} {
		for connection, sim := range w.sims {
			header := http.Header{"Location": {trap.URL + "/" + mark}, "Refresh": {"0; url=" + trap.URL}}
			sim.Faults.Schedule(simkit.Fault{When: afterLogin, Status: status, Header: header, Body: mark})
			for _, s := range somewhere {
				got := w.sendSample(s.at(connection), "admin", nil)
				if got.status == 502 {
					expectVendorProblem(t, s.id+" at "+connection, got, "vendor-malformed", status)
				} else if got.status != 405 && got.status != 422 {
					t.Errorf("%s at %s: got %d %s", s.id, connection, got.status, got.body)
				}
			}
			sim.Faults.Clear()
		}
	}
}

func TestAWriteThatNobodyAnswersMayHaveHappened(t *testing.T) {
	w := start(t, setup{timeout: "150ms"})
	var filled []change
	for _, c := range changes() {
		filled = append(filled, c.filled(w))
	}
	var wait sync.WaitGroup
	for connection, sim := range w.sims {
		wait.Go(func() {
			for _, c := range filled {
				for code, fault := range map[string]simkit.Fault{"vendor-timeout": {Hang: true}, "vendor-failed": {Reset: true}} {
					if c.connection != connection {
						continue
					}
					fault.When = func(e simkit.Entry) bool { return e.Write }
					sim.Faults.Schedule(fault)
					got := c.send(w, "admin", "")
					sim.Faults.Clear()
					what := c.operation + " at " + connection
					expectVendorProblem(t, what, got, code, 0)
					// What may be sent twice may be sent again.
					again := c.method == "PUT" || c.method == "DELETE"
					if problem := got.json(t); problem["outcome"] != "unknown" || problem["retryable"] != again {
						t.Errorf("%s: got the outcome %v, retryable %v", what, problem["outcome"], problem["retryable"])
					}
				}
			}
		})
	}
	wait.Wait()
}

func TestASickSourceFailsAStrictListAndIsLeftOutOfAPartialOne(t *testing.T) {
	w := start(t, setup{people: 5, timeout: "250ms"})
	for status, fault := range map[string]simkit.Fault{
		"timeout": {Hang: true}, "throttled": {Status: 429}, "failed": {Status: 200, Body: "<html>" + mark},
	} {
		for _, sick := range readable() {
			fault.When = afterLogin
			w.sims[sick].Faults.Schedule(fault)
			strict := w.get("admin", "/v1/users?limit=6")
			if got := statusesOf(t, strict); strict.status < 500 || strict.json(t)["connection"] != sick || got[sick] != status {
				t.Errorf("strict, %s %s: got %d %v", sick, status, strict.status, got)
			}
			partial := w.get("admin", "/v1/users?limit=6&partial=true")
			w.sims[sick].Faults.Clear()
			if bytes.Contains(append(strict.body, partial.body...), []byte(mark)) {
				t.Errorf("%s %s: the vendor's own words come through", sick, status)
			}
			got := statusesOf(t, partial)
			for connection, is := range got {
				want := map[string]string{sick: status, "w365": "unsupported"}[connection]
				if is != want && (want != "" || is != "ok") {
					t.Errorf("partial, %s %s: %s is %s", sick, status, connection, is)
				}
			}
			w.expectNobodyLost(t, sick, partial)
		}
	}
}

// statusesOf returns the states of an answer's sources.
func statusesOf(t testing.TB, a answer) map[string]string {
	t.Helper()
	out := map[string]string{}
	sources, _ := a.json(t)["sources"].([]any)
	for _, s := range sources {
		source := s.(map[string]any)
		out[source["connection"].(string)] = source["status"].(string)
	}
	return out
}

// expectNobodyLost walks a list on from a page without the sick source, which has
// healed, to its end: everybody came once.
func (w *whole) expectNobodyLost(t testing.TB, sick string, first answer) {
	t.Helper()
	seen := map[string]int{}
	for page, started := first, time.Now(); time.Since(started) < 10*time.Second; {
		body := page.json(t)
		for _, item := range body["items"].([]any) {
			seen[item.(map[string]any)["id"].(string)]++
		}
		cursor, more := body["nextCursor"].(string)
		if !more {
			break
		}
		page = w.get("admin", "/v1/users?partial=true&cursor="+cursor)
	}
	for _, connection := range readable() {
		for _, p := range w.sims[connection].World.People() {
			if times := seen[connection+":"+p.ID]; times != 1 {
				t.Errorf("%s was sick: %s:%s came %d times", sick, connection, p.ID, times)
			}
		}
	}
}

func TestAListOfSickSourcesOnlyIsAProblemAlsoWhenPartial(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, connection := range readable() {
		w.sims[connection].Faults.Schedule(simkit.Fault{Status: 500, Body: mark})
	}
	for _, query := range []string{"", "?partial=true"} {
		got := w.get("admin", "/v1/users"+query)
		expectVendorProblem(t, query, got, "vendor-failed", 500)
		for _, connection := range readable() {
			if is := statusesOf(t, got)[connection]; is != "failed" {
				t.Errorf("%q: %s is %s", query, connection, is)
			}
		}
	}
}
