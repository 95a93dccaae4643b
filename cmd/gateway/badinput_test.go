package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// refusal is the problem that a bad request is answered with. The place is the
// pointer or the parameter of its error, and what its code; both may be empty.
type refusal struct {
	status            int
	code, place, what string
}

// expectRefused demands a refusal that the gateway alone has made: of no use to
// send again, not sent where it is a write, and unheard by every vendor.
func (w *whole) expectRefused(t testing.TB, what string, write bool, got answer, want refusal) {
	t.Helper()
	problem := got.json(t)
	place, fault := "", ""
	if list, _ := problem["errors"].([]any); len(list) > 0 {
		first := list[0].(map[string]any)
		fault, _ = first["code"].(string)
		if place, _ = first["pointer"].(string); place == "" {
			place, _ = first["parameter"].(string)
		}
	}
	if is := (refusal{got.status, got.code(), place, fault}); is != want {
		t.Errorf("%s: got %+v, want %+v\n%.500s", what, is, want, got.body)
	}
	outcome, _ := problem["outcome"].(string)
	if problem["retryable"] != false || write != (outcome == "not_sent") {
		t.Errorf("%s: got retryable %v and the outcome %q", what, problem["retryable"], outcome)
	}
	w.unheard(t, what)
}

func TestABodyThatIsNotAsTheSpecificationSaysIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	deep := strings.Repeat(`[`, 100_000)
	for _, c := range []struct{ name, body, place, what string }{
		{"nothing", ``, "", "syntax"},
		{"no JSON", `userName=u`, "", "syntax"},
		{"half of it", `{"userName":"u"`, "", "syntax"},
		{"a comment", `{"userName":"u"/**/}`, "", "syntax"},
		{"NaN", `{"active":NaN}`, "", "syntax"},
		{"a byte order mark", "\ufeff" + `{"userName":"u"}`, "", "syntax"},
		{"two values", `{"userName":"u"} {}`, "", "trailing-data"},
		{"something behind it", `{"userName":"u"}x`, "", "trailing-data"},
		{"no UTF-8", "{\"userName\":\"\xff\"}", "", "encoding"},
		{"no UTF-8 in a name", "{\"\xc0\xae\":1}", "", "encoding"},
		{"an unknown member", `{"userName":"u","nickname":"n"}`, "/nickname", "unknown-member"},
		{"a member in another case", `{"UserName":"u"}`, "/UserName", "unknown-member"},
		{"a name to escape", `{"a/b~c":1}`, "/a~1b~0c", "unknown-member"},
		{"an unknown member within", `{"userName":"u","groups":[{"id":"inwebo:1","name":"n"}]}`, "/groups/0/name", "unknown-member"},
		{"a vendor that is none", `{"userName":"u","extensions":{"elsewhere":{}}}`, "/extensions/elsewhere", "unknown-member"},
		{"an extension that is none", `{"userName":"u","extensions":{"3djuump":{"root":true}}}`, "/extensions/3djuump/root", "unknown-member"},
		{"a member twice", `{"userName":"u","userName":"v"}`, "/userName", "duplicate-member"},
		{"a member twice in disguise", `{"userName":"u","user\u004eame":"v"}`, "/userName", "duplicate-member"},
		{"a member twice within", `{"extensions":{"3djuump":{"frontendaccess":false,"frontendaccess":true}}}`, "/extensions/3djuump/frontendaccess", "duplicate-member"},
		{"a bomb of lists", deep, strings.Repeat("/0", 64), "depth"},
		{"a bomb of objects", strings.Repeat(`{"a":`, 100_000), strings.Repeat("/a", 64), "depth"},
		{"a list", `[]`, "", "type"},
		{"null", `null`, "", "nullable"},
		{"a number for a text", `{"userName":1}`, "/userName", "type"},
		{"a text for a boolean", `{"active":"true"}`, "/active", "type"},
		{"a number for a boolean", `{"active":1}`, "/active", "type"},
		{"an object for a list", `{"roles":{}}`, "/roles", "type"},
		{"a null on create", `{"userName":null}`, "/userName", "nullable"},
		{"an empty name", `{"userName":""}`, "/userName", "minLength"},
		{"a long name", `{"userName":"` + strings.Repeat("u", 257) + `"}`, "/userName", "maxLength"},
		{"no e-mail", `{"userName":"u","email":"nobody"}`, "/email", "format"},
		{"a group without an id", `{"userName":"u","groups":[{}]}`, "/groups/0/id", "required"},
		{"a group's id that is none", `{"userName":"u","groups":[{"id":"nothing"}]}`, "/groups/0/id", "pattern"},
		{"a group's id that leads elsewhere", `{"userName":"u","groups":[{"id":"inwebo:.."}]}`, "/groups/0/id", "id"},
		{"a native id that leads elsewhere", `{"nativeId":".."}`, "/nativeId", "id"},
		{"a native id with a line break", `{"nativeId":"a\r\nb"}`, "/nativeId", "id"},
	} {
		got := w.post("admin", "/v1/users?connection=inwebo", c.body)
		w.expectRefused(t, c.name, true, got, refusal{400, "invalid-request", c.place, c.what})
	}
	w.expectRefused(t, "an empty patch", true, w.patch("admin", "/v1/users/juump:u", `{}`), refusal{400, "invalid-request", "", "minProperties"})
}

func TestWhatThisVendorCannotDoIsRefusedBeforeItIsAsked(t *testing.T) {
	w := start(t, setup{people: 2})
	const rejected = "vendor-rejected"
	for _, c := range []struct {
		method, path, body string
		want               refusal
	}{
		{"POST", "?connection=inwebo", `{"userName":"u","displayName":"U"}`, refusal{422, rejected, "/displayName", "unsupported-field"}},
		{"POST", "?connection=inwebo", `{"userName":"u","nativeId":"u"}`, refusal{422, rejected, "/nativeId", "unsupported-field"}},
		{"POST", "?connection=inwebo", `{"userName":"u","language":"english"}`, refusal{422, rejected, "/language", "pattern"}},
		{"POST", "?connection=inwebo", `{"userName":"u","roles":["0","1"]}`, refusal{422, rejected, "/roles/1", "too-many"}},
		{"POST", "?connection=inwebo", `{"email":"u@x.example"}`, refusal{422, rejected, "/userName", "required"}},
		{"POST", "?connection=inwebo", `{"userName":"u","extensions":{"3djuump":{}}}`, refusal{422, rejected, "/extensions/3djuump", "unsupported-field"}},
		{"POST", "?connection=iw", `{"email":"u@x.example","language":"en"}`, refusal{422, rejected, "/language", "unsupported-field"}},
		{"POST", "?connection=iw", `{"email":"u@x.example","nativeId":"u"}`, refusal{422, rejected, "/nativeId", "unsupported-field"}},
		{"POST", "?connection=iw", `{"displayName":"U"}`, refusal{422, rejected, "/email", "required"}},
		{"POST", "?connection=iw", `{"email":"u@x.example","userName":"v@x.example"}`, refusal{422, rejected, "/userName", "contradiction"}},
		{"POST", "?connection=juump", `{"email":"u@x.example"}`, refusal{422, rejected, "/nativeId", "required"}},
		{"POST", "?connection=juump", `{"nativeId":"n","groups":[{"id":"juump:team"}]}`, refusal{422, rejected, "/groups/0/id", "pattern"}},
		{"POST", "?connection=w365", `{"nativeId":"n","userName":"u","givenName":"U","familyName":"V","roles":["owner"]}`, refusal{422, rejected, "/roles/0", "unknown-role"}},
		{"POST", "?connection=w365", `{"nativeId":"n","userName":"u","givenName":"U"}`, refusal{422, rejected, "/familyName", "required"}},
		{"POST", "?connection=w365", `{"nativeId":"u@x.example","userName":"u","givenName":"U","familyName":"V"}`, refusal{422, "wrong-identifier", "/nativeId", "wrong-identifier"}},
		{"PUT", "/juump:n", `{"active":true}`, refusal{422, rejected, "/extensions/3djuump/frontendaccess", "required"}},
		{"PUT", "/juump:n", `{"extensions":{"3djuump":{"frontendaccess":false}}}`, refusal{422, rejected, "/active", "required"}},
		{"PUT", "/w365:12", `{"userName":"u","givenName":"U","familyName":"V","active":true}`, refusal{422, "wrong-identifier", "userId", "wrong-identifier"}},
		{"PATCH", "/juump:n", `{"displayName":"U"}`, refusal{422, rejected, "/displayName", "unsupported-field"}},
		{"PATCH", "/juump:n", `{"active":null}`, refusal{422, rejected, "/active", "not-clearable"}},
		{"PATCH", "/juump:n", `{"extensions":{"3djuump":{"frontendaccess":null}}}`, refusal{422, rejected, "/extensions/3djuump/frontendaccess", "not-clearable"}},
		{"PATCH", "/juump:n", `{"extensions":{"infoworks":{}}}`, refusal{422, rejected, "/extensions/infoworks", "unsupported-field"}},
		{"PATCH", "/iw:u", `{"displayName":null}`, refusal{422, rejected, "/displayName", "not-clearable"}},
		{"PATCH", "/iw:u", `{"roles":null}`, refusal{422, rejected, "/roles", "not-clearable"}},
		{"PATCH", "/iw:u", `{"password":null}`, refusal{422, rejected, "/password", "not-clearable"}},
		{"PATCH", "/iw:u", `{"extensions":{"infoworks":{"accessibleDomains":null}}}`, refusal{422, rejected, "/extensions/infoworks/accessibleDomains", "not-clearable"}},
		{"POST", "?connection=inwebo", `{"userName":"u","groups":[{"id":"juump:ab"}]}`, refusal{422, "connection-mismatch", "/groups/0/id", "connection-mismatch"}},
		{"POST", "?connection=inwebo", `{"userName":"u","groups":[{"id":"inwebo:1"},{"id":"juump:ab"}]}`, refusal{422, "connection-mismatch", "/groups/1/id", "connection-mismatch"}},
		{"POST", "?connection=inwebo", `{"userName":"u","groups":[{"id":"x-inwebo:1"}]}`, refusal{404, "not-found", "/groups/0/id", "not-found"}},
		{"POST", "?connection=inwebo", `{"userName":"u","groups":[{"id":"juump:ab"},{"id":"nowhere:1"}]}`, refusal{404, "not-found", "/groups/1/id", "not-found"}},
		{"PUT", "/juump:n", `{"active":true,"groups":[{"id":"iw:ab"}],"extensions":{"3djuump":{"frontendaccess":false}}}`, refusal{422, "connection-mismatch", "/groups/0/id", "connection-mismatch"}},
		{"PATCH", "/inwebo:u", `{"active":false}`, refusal{405, "unsupported-operation", "", ""}},
		{"DELETE", "/inwebo:u", ``, refusal{405, "unsupported-operation", "", ""}},
	} {
		mediaType := map[string]string{"POST": plainJSON, "PUT": plainJSON, "PATCH": mergePatch}[c.method]
		got := w.send("admin", c.method, "/v1/users"+c.path, mediaType, c.body)
		w.expectRefused(t, c.method+" "+c.path+" "+c.body, true, got, c.want)
	}
}

func TestAWriteThatNamesNoConnectionIsToldWhichThereAre(t *testing.T) {
	w := start(t, setup{people: 2})
	got := w.post("admin", "/v1/users", `{"userName":"u"}`)
	w.expectRefused(t, "createUser", true, got, refusal{400, "connection-required", "", ""})
	if detail := got.json(t)["detail"]; detail != "Name one with ?connection=: iw, juump, inwebo, w365." {
		t.Errorf("got the detail %q", detail)
	}
}

func TestAParameterThatIsNotAsTheSpecificationSaysIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	type place = [2]string
	for query, at := range map[string]place{
		"limit=0": {"limit", "minimum"}, "limit=201": {"limit", "maximum"}, "limit=-1": {"limit", "minimum"},
		"limit=abc": {"limit", "invalid"}, "limit=1.5": {"limit", "invalid"}, "limit=1e2": {"limit", "invalid"}, "limit=0x10": {"limit", "invalid"},
		"limit=99999999999999999999": {"limit", "invalid"}, "limit=": {"limit", "invalid"}, "limit=%2010": {"limit", "invalid"},
		"cursor=": {"cursor", "minLength"}, "filter=": {"filter", "minLength"}, "connection=": {"connection", "pattern"}, "partial=": {"partial", "invalid"},
		"connection=IW": {"connection", "pattern"}, "connection=iw%00": {"connection", "pattern"}, "connection=iw%0a": {"connection", "pattern"},
		"connection=" + strings.Repeat("a", 33): {"connection", "maxLength"}, "connection=../iw": {"connection", "pattern"},
		"partial=yes": {"partial", "invalid"}, "partial=TRUE": {"partial", "invalid"}, "include=everything": {"include", "enum"},
		"filter=" + strings.Repeat("a", 1001): {"filter", "maxLength"}, "cursor=" + strings.Repeat("a", 16385): {"cursor", "maxLength"},
		"limit=1&limit=2": {"limit", "duplicate-parameter"}, "limit=1&limit=1": {"limit", "duplicate-parameter"}, "connection=iw&connection=x-iw": {"connection", "duplicate-parameter"},
		"offset=1": {"offset", "unknown-parameter"}, "Limit=1": {"Limit", "unknown-parameter"}, "limit[]=1": {"limit[]", "unknown-parameter"},
		"dryRun=true": {"dryRun", "unknown-parameter"}, "access_token=x": {"access_token", "unknown-parameter"}, "=": {"", "unknown-parameter"},
		"limit=1;connection=iw": {"", "query"}, "limit=%zz": {"", "query"}, "filter=%ff": {"", "query"}, "%ff=1": {"", "query"},
	} {
		w.expectRefused(t, query, false, w.get("admin", "/v1/users?"+query), refusal{400, "invalid-request", at[0], at[1]})
	}
	for query, at := range map[string]place{
		"dryRun=": {"dryRun", "invalid"}, "dryRun=perhaps": {"dryRun", "invalid"}, "dryRun=1": {"dryRun", "invalid"},
		"dryRun=true&dryRun=false": {"dryRun", "duplicate-parameter"}, "dryrun=true": {"dryrun", "unknown-parameter"}, "include=raw": {"include", "unknown-parameter"},
	} {
		w.expectRefused(t, "DELETE "+query, true, w.send("admin", "DELETE", "/v1/users/juump:u?"+query, "", ""), refusal{400, "invalid-request", at[0], at[1]})
	}
}

func TestAFilterThatCannotBeEvaluatedIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	for filter, want := range map[string]refusal{
		`active`:                        {400, "invalid-filter", "filter", "syntax"},
		`active eq`:                     {400, "invalid-filter", "filter", "syntax"},
		`active is true`:                {400, "invalid-filter", "filter", "syntax"},
		`(active eq true`:               {400, "invalid-filter", "filter", "syntax"},
		`userName eq 'u'`:               {400, "invalid-filter", "filter", "syntax"},
		`userName eq "u" and`:           {400, "invalid-filter", "filter", "syntax"},
		`userName eq "u"; drop`:         {400, "invalid-filter", "filter", "syntax"},
		`emails[type eq "work"]`:        {400, "invalid-filter", "filter", "unsupported"},
		`nickname eq "n"`:               {400, "invalid-filter", "filter", "unknown-attribute"},
		`password pr`:                   {400, "invalid-filter", "filter", "unknown-attribute"},
		`userName.x eq "u"`:             {400, "invalid-filter", "filter", "unknown-attribute"},
		`urn:a:b:userName eq "u"`:       {400, "invalid-filter", "filter", "unknown-attribute"},
		`active eq "true"`:              {400, "invalid-filter", "filter", "type"},
		`active gt true`:                {400, "invalid-filter", "filter", "type"},
		`userName eq true`:              {400, "invalid-filter", "filter", "type"},
		`userName eq 1`:                 {400, "invalid-filter", "filter", "type"},
		`userName co null`:              {400, "invalid-filter", "filter", "type"},
		`createdAt gt "yesterday"`:      {400, "invalid-filter", "filter", "type"},
		`createdAt co "2024"`:           {400, "invalid-filter", "filter", "type"},
		`not (nickname pr)`:             {400, "invalid-filter", "filter", "unknown-attribute"},
		`givenName eq "U"`:              {400, "unsupported-filter", "filter", "unsupported-attribute"},
		`active eq true or title eq ""`: {400, "invalid-filter", "filter", "unknown-attribute"},
	} {
		got := w.get("admin", "/v1/users?connection=inwebo&filter="+url.QueryEscape(filter))
		w.expectRefused(t, filter, false, got, want)
	}
}

func TestACursorOpensOnlyForItsOwnList(t *testing.T) {
	w := start(t, setup{people: 6})
	list := func(key, query string) answer { return w.get(key, "/v1/users?"+query) }
	const own = "connection=inwebo&limit=2&filter=active+pr"
	cursor := list("admin", own).json(t)["nextCursor"].(string)
	foreign := list("foreign", "connection=x-inwebo&limit=2&filter=active+pr").json(t)["nextCursor"].(string)
	for _, sim := range w.sims {
		sim.Log.Reset()
	}
	refused := func(what, key, query string) {
		t.Helper()
		w.expectRefused(t, what, false, list(key, query), refusal{400, "invalid-cursor", "", ""})
	}
	refused("another tenant", "foreign", "connection=x-inwebo&filter=active+pr&cursor="+cursor)
	refused("of another tenant", "admin", "connection=inwebo&filter=active+pr&cursor="+foreign)
	refused("another connection", "admin", "connection=juump&filter=active+pr&cursor="+cursor)
	refused("every connection", "admin", "filter=active+pr&cursor="+cursor)
	refused("another filter", "admin", "connection=inwebo&filter=active+eq+true&cursor="+cursor)
	refused("no filter", "admin", "connection=inwebo&cursor="+cursor)
	refused("twice in one", "admin", "connection=inwebo&filter=active+pr&cursor="+cursor+cursor)
	refused("padded", "admin", "connection=inwebo&filter=active+pr&cursor="+cursor+"%3D")
	refused("with a line break", "admin", "connection=inwebo&filter=active+pr&cursor="+cursor+"%0A")
	got := list("admin", "connection=inwebo&filter=active+pr&limit=3&cursor="+cursor)
	w.expectRefused(t, "another limit", false, got, refusal{400, "invalid-request", "limit", "changed"})

	for name, altered := range alterations(t, cursor) {
		refused(name, "admin", "connection=inwebo&filter=active+pr&cursor="+altered)
	}
	// The cursor itself was good all the while.
	if got := list("reader", own+"&cursor="+cursor); got.status != http.StatusOK {
		t.Errorf("the cursor as it was given: got %d %s", got.status, got.body)
	}
}

// alterations returns the cursor with one bit of each byte flipped, with its last
// character's spare bits changed, and cut off at every place.
func alterations(t testing.TB, cursor string) map[string]string {
	t.Helper()
	box, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i := range box {
		flipped := slices.Clone(box)
		flipped[i] ^= 1 << (i % 8)
		out[fmt.Sprintf("bit %d of byte %d", i%8, i)] = base64.RawURLEncoding.EncodeToString(flipped)
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(cursor) - 1
	for _, letter := range alphabet {
		if byte(letter) != cursor[last] {
			out["last character "+string(letter)] = cursor[:last] + string(letter)
		}
	}
	for i := 1; i < len(cursor); i++ {
		out[fmt.Sprintf("%d characters", i)] = cursor[:i]
	}
	return out
}

func TestABodyOfAnotherMediaTypeIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	send := func(method, path string, header http.Header) answer {
		header.Set("Authorization", "Bearer "+w.keys["admin"])
		return w.sendHeader(method, "/v1/users"+path, header, map[string]string{"POST": `{"userName":"u"}`, "PATCH": `{"active":false}`}[method])
	}
	for name, headers := range map[string]http.Header{
		"none":             {},
		"plain text":       {"Content-Type": {"text/plain"}},
		"a form":           {"Content-Type": {"application/x-www-form-urlencoded"}},
		"any JSON":         {"Content-Type": {"application/vnd.other+json"}},
		"none that is one": {"Content-Type": {"json"}},
		"two":              {"Content-Type": {"application/json, application/merge-patch+json"}},
		"latin1":           {"Content-Type": {"application/json; charset=latin1"}},
		"latin1 patch":     {"Content-Type": {"application/merge-patch+json; charset=iso-8859-1"}},
		"gzip":             {"Content-Type": {plainJSON}, "Content-Encoding": {"gzip"}},
		"gzip patch":       {"Content-Type": {mergePatch}, "Content-Encoding": {"gzip"}},
	} {
		for method, path := range map[string]string{"POST": "?connection=inwebo", "PATCH": "/juump:u"} {
			got := send(method, path, headers.Clone())
			w.expectRefused(t, method+" "+name, true, got, refusal{415, "unsupported-media-type", "", ""})
			if accept := got.header.Get("Accept-Patch"); (accept == mergePatch) != (method == "PATCH") {
				t.Errorf("%s %s: got Accept-Patch %q", method, name, accept)
			}
		}
	}
	w.expectRefused(t, "a create as a patch", true, send("POST", "?connection=inwebo", http.Header{"Content-Type": {mergePatch}}), refusal{415, "unsupported-media-type", "", ""})
	w.expectRefused(t, "a patch as plain JSON", true, send("PATCH", "/juump:u", http.Header{"Content-Type": {plainJSON}}), refusal{415, "unsupported-media-type", "", ""})
	for _, fine := range []string{"Application/JSON", "application/json; charset=UTF-8", "application/json;charset=\"utf-8\""} {
		if got := send("POST", "?connection=inwebo&dryRun=true", http.Header{"Content-Type": {fine}}); got.status != http.StatusOK {
			t.Errorf("%s: got %d %s", fine, got.status, got.body)
		}
	}
}

// sendUnsized sends a body whose length is not announced.
func (w *whole) sendUnsized(method, path, mediaType, body string) answer {
	w.t.Helper()
	request, err := http.NewRequest(method, w.url+path, io.MultiReader(strings.NewReader(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Content-Type": {mediaType}}
	response, err := w.client.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, text}
}

func TestABodyOverOneMebibyteIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	const most = 1 << 20
	const path = "/v1/users?connection=inwebo&dryRun=true"
	body := `{"userName":"u"}`
	whole := body + strings.Repeat(" ", most-len(body))
	// The announced body is not sent: whoever waits for leave can be refused.
	waiting := http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Content-Type": {plainJSON}, "Expect": {"100-continue"}}
	w.expectRefused(t, "announced", true, w.sendHeader("POST", path, waiting, whole+" "), refusal{413, "content-too-large", "", ""})
	w.expectRefused(t, "chunked", true, w.sendUnsized("POST", path, plainJSON, whole+" "), refusal{413, "content-too-large", "", ""})
	for name, got := range map[string]answer{
		"announced": w.post("admin", path, whole), "chunked": w.sendUnsized("POST", path, plainJSON, whole),
	} {
		if got.status != http.StatusOK {
			t.Errorf("just one mebibyte, %s: got %d %.300s", name, got.status, got.body)
		}
	}
}

func TestABodyWhereNoneIsDueIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, s := range samples(t) {
		if s.mediaType != "" {
			continue
		}
		want := refusal{400, "invalid-request", "", "body"}
		w.expectRefused(t, s.id+" announced", s.write, w.send("admin", s.method, s.at("juump").path, plainJSON, `{}`), want)
		w.expectRefused(t, s.id+" chunked", s.write, w.sendUnsized(s.method, s.at("juump").path, plainJSON, `{}`), want)
	}
}
