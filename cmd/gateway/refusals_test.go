package main

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// bad is a request that is refused before any vendor hears of it. Its path and
// its body have blanks that the World of its connection fills in.
type bad struct {
	connection, method, path, body string
	want                           refusal
}

// expectAllRefused sends each and demands its refusal.
func (w *whole) expectAllRefused(t *testing.T, rows []bad) {
	t.Helper()
	reads := []string{"/tokens/introspect", "/tokens/authorize", "/users/lookup"}
	for _, r := range rows {
		path, _, _ := strings.Cut(r.path, "?")
		write := r.method != "GET" && !slices.Contains(reads, path)
		got := w.do("admin", r.method, "/v1"+w.path(r.connection, r.path), w.body(r.connection, r.body))
		w.expectRefused(t, r.method+" "+r.path+" "+clipped(r.body), write, got, r.want)
	}
}

func clipped(text string) string { return text[:min(len(text), 200)] }

// wrong is a refusal for what the specification says.
func wrong(place, code string) refusal { return refusal{400, "invalid-request", place, code} }

func TestAnActivityThatIsNotAsTheSpecificationSaysIsRefused(t *testing.T) {
	w := start(t, setup{})
	const to, button = `"audience":{"everyone":true}`, `{"kind":"open","title":"x","url":"https://x.example"}`
	activity := func(more string, want refusal) bad {
		return bad{"w365", "POST", "/activities", `{"title":"t",` + more + `}`, want}
	}
	titled := func(title string) string { return `"actions":[` + strings.Replace(button, `"x"`, title, 1) + `],` + to }
	w.expectAllRefused(t, []bad{
		{"w365", "POST", "/activities", `{` + to + `}`, wrong("/title", "required")},
		{"w365", "POST", "/activities", `{"title":"",` + to + `}`, wrong("/title", "minLength")},
		activity(`"actions":[`+button+`,`+button+`,`+button+`],`+to, wrong("/actions", "maxItems")),
		activity(titled(`"`+strings.Repeat("a", 33)+`"`), wrong("/actions/0/title", "maxLength")),
		activity(titled(`"`+strings.Repeat("🦊", 33)+`"`), wrong("/actions/0/title", "maxLength")),
		activity(titled(`""`), wrong("/actions/0/title", "minLength")),
		activity(strings.Replace(titled(`"x"`), "open", "burn", 1), wrong("/actions/0/kind", "enum")),
		activity(`"actions":[{"kind":"open","title":"x"}],`+to, wrong("/actions/0/url", "required")),
		activity(`"actions":[{"kind":"open","title":"x","url":"https://x.example","style":"red"}],`+to, wrong("/actions/0/style", "unknown-member")),
		activity(`"color":{"kind":"custom"},`+to, wrong("/color/value", "required")),
		activity(`"color":{"kind":"primary","value":"#0088cc"},`+to, wrong("/color/value", "contradiction")),
		activity(`"color":{"kind":"header","value":"#0088cc"},`+to, wrong("/color/value", "contradiction")),
		activity(`"color":{"value":"#0088cc"},`+to, wrong("/color/kind", "required")),
		activity(`"color":{"kind":"custom","value":"red"},`+to, wrong("/color/value", "pattern")),
		activity(`"color":{"kind":"custom","value":"#0088CG"},`+to, wrong("/color/value", "pattern")),
		activity(`"color":{"kind":"custom","value":"#008cc\n"},`+to, wrong("/color/value", "pattern")),
		activity(`"color":{"kind":"rainbow"},`+to, wrong("/color/kind", "enum")),
		activity(`"icon":{"name":"Phone"},`+to, wrong("/icon", "type")),
		activity(`"tag":"t"`, wrong("/audience", "required")),
		activity(`"audience":{}`, wrong("/audience", "minProperties")),
		activity(`"audience":{"user":"{upn.1}","everyone":true}`, wrong("/audience", "maxProperties")),
		activity(`"audience":{"user":"{upn.1}","users":["{upn.2}"]}`, wrong("/audience", "maxProperties")),
		activity(`"audience":{"users":[]}`, wrong("/audience/users", "minItems")),
		activity(`"audience":{"users":["{upn.1}","{upn.1}"]}`, wrong("/audience/users", "uniqueItems")),
		activity(`"audience":{"users":"{upn.1}"}`, wrong("/audience/users", "type")),
		activity(`"audience":{"groups":[]}`, wrong("/audience/groups", "minItems")),
		activity(`"audience":{"groups":[{}]}`, wrong("/audience/groups/0", "minProperties")),
		activity(`"audience":{"groups":[{"id":"{groupNumber.0}","name":"Finance"}]}`, wrong("/audience/groups/0", "maxProperties")),
		activity(`"audience":{"groups":["Finance"]}`, wrong("/audience/groups/0", "type")),
		activity(`"audience":{"everyone":false}`, wrong("/audience/everyone", "enum")),
		activity(`"audience":{"everyone":"true"}`, wrong("/audience/everyone", "enum")),
		activity(`"audience":{"all":true}`, wrong("/audience/all", "unknown-member")),
		activity(`"audience":{"user":"nothing"}`, wrong("/audience/user", "pattern")),
		activity(`"audience":{"user":"w365:.."}`, wrong("/audience/user", "id")),
		activity(`"audience":{"users":["{upn.1}","w365:a\u0000"]}`, wrong("/audience/users/1", "id")),
	})
}

func TestAnAnnouncementThatIsNotAsTheSpecificationSaysIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	image := func(content string) string { return `"media":{"image":{"filename":"f","content":"` + content + `"}}` }
	base := func(content string) string { return base64.StdEncoding.EncodeToString([]byte(content)) }
	var rows []bad
	for more, want := range map[string]refusal{
		`"startAt":"2026-11-24T00:00:00Z","endAt":"2026-11-23T00:00:00Z"`:      wrong("/endAt", "order"),
		`"startAt":"2026-11-24T00:00:00Z","endAt":"2026-11-24T01:00:00+01:00"`: wrong("/endAt", "order"),
		`"startAt":"tomorrow"`:                                   wrong("/startAt", "format"),
		`"startAt":"2026-11-24"`:                                 wrong("/startAt", "format"),
		image(base("<html></html>")):                             wrong("/media/image/content", "image"),
		image(base(tinyPNG[:20])):                                wrong("/media/image/content", "image"),
		image(base("<svg xmlns='http://www.w3.org/2000/svg'/>")): wrong("/media/image/content", "image"),
		image("data:image/png;base64," + base(tinyPNG)):          wrong("/media/image/content", "format"),
		image(base(tinyPNG) + "!"):                               wrong("/media/image/content", "format"),
		image(""):                                                wrong("/media/image/content", "minLength"),
		`"media":{}`:                                             wrong("/media", "minProperties"),
		image(base(tinyPNG))[:len(image(base(tinyPNG)))-1] + `,"video":{"embedCode":"<iframe/>"}}`: wrong("/media", "maxProperties"),
		`"media":{"video":{}}`:                      wrong("/media/video/embedCode", "required"),
		`"media":{"image":{"content":"AAAA"}}`:      wrong("/media/image/filename", "required"),
		`"category":{"id":"w365:3","name":"House"}`: wrong("/category", "maxProperties"),
		`"category":"House"`:                        wrong("/category", "type"),
		`"popup":"yes"`:                             wrong("/popup", "type"),
		`"audience":{"everyone":true}`:              wrong("/audience", "unknown-member"),
		`"startAt":"2026-11-24T00:00:01Z"`:          {422, "vendor-rejected", "/startAt", "unsupported-value"},
		`"endAt":"2026-11-24T00:00:00.5Z"`:          {422, "vendor-rejected", "/endAt", "unsupported-value"},
		`"category":{"id":"w365:house"}`:            {422, "wrong-identifier", "/category/id", "wrong-identifier"},
		`"category":{"id":"juump:3"}`:               {422, "connection-mismatch", "/category/id", "connection-mismatch"},
		`"category":{"id":"x-w365:3"}`:              {404, "not-found", "/category/id", "not-found"},
	} {
		rows = append(rows, bad{"w365", "POST", "/announcements", `{"title":"t",` + more + `}`, want})
	}
	w.expectAllRefused(t, append(rows, bad{"w365", "POST", "/announcements", `{}`, wrong("/title", "required")}))
}

func TestAPictureThatIsNoneIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	path := "/v1" + w.path("w365", "/users/{id.1}/picture")
	for name, content := range map[string]string{
		"a page": "<html><body></body></html>", "an SVG": "<svg xmlns='http://www.w3.org/2000/svg'/>", "nothing": "", "half a PNG": tinyPNG[:20], "a GIF": "GIF89a\x01\x00\x01\x00\x00\x00\x00;",
		"a PNG's first bytes": "\x89PNG\r\n\x1a\n<script>", "JSON": `{"picture":"x"}`,
	} {
		got := w.send("admin", "PUT", path, "image/png", content)
		w.expectRefused(t, name, true, got, wrong("", "image"))
		errors, _ := got.json(t)["errors"].([]any)
		if pointer, there := errors[0].(map[string]any)["pointer"]; !there || pointer != "" {
			t.Errorf("%s: the pointer is %v", name, pointer)
		}
	}
	for name, media := range map[string]string{"a page": "text/html", "a form": "multipart/form-data; boundary=x", "bytes": "application/octet-stream", "nothing": ""} {
		got := w.send("admin", "PUT", path, media, tinyPNG)
		w.expectRefused(t, name, true, got, refusal{415, "unsupported-media-type", "", ""})
	}
	large := tinyPNG + strings.Repeat("\x00", 1<<20+1-len(tinyPNG))
	waiting := http.Header{"Authorization": {"Bearer " + w.keys["admin"]}, "Content-Type": {"image/png"}, "Expect": {"100-continue"}}
	w.expectRefused(t, "announced", true, w.sendHeader("PUT", path, waiting, large), refusal{413, "content-too-large", "", ""})
	w.expectRefused(t, "chunked", true, w.sendUnsized("PUT", path, "image/png", large), refusal{413, "content-too-large", "", ""})
}

func TestHalfAMediaTypeIsNone(t *testing.T) {
	w := start(t, setup{people: 2})
	for _, half := range []string{"image", "image/"} {
		got := w.send("admin", "PUT", "/v1"+w.path("w365", "/users/{id.1}/picture"), half, tinyPNG)
		w.expectRefused(t, half, true, got, refusal{415, "unsupported-media-type", "", ""})
	}
}

func TestATokenThatNoHeaderCanCarryIsRefused(t *testing.T) {
	w := start(t, setup{people: 2})
	var rows []bad
	for token, code := range map[string]string{
		strings.Repeat("t", 100<<10): "maxLength", `a\r\nb`: "pattern", `a\n`: "pattern", `a b`: "pattern", `a\u0000`: "pattern", `é`: "pattern", ``: "minLength",
	} {
		for path, c := range map[string]struct{ body, pointer string }{
			"/tokens/introspect": {`{"token":"TOKEN"}`, "/token"},
			"/tokens/revoke":     {`{"token":"TOKEN"}`, "/token"},
			"/tokens/refresh":    {`{"refreshToken":"TOKEN"}`, "/refreshToken"},
			"/tokens/rotate":     {`{"refreshToken":"TOKEN"}`, "/refreshToken"},
			"/tokens/authorize":  {`{"entityType":"domain","action":"read","entityId":"d","token":"TOKEN"}`, "/token"},
		} {
			rows = append(rows, bad{"iw", "POST", path + "?connection=iw", strings.Replace(c.body, "TOKEN", token, 1), wrong(c.pointer, code)})
		}
	}
	w.expectAllRefused(t, append(rows,
		bad{"iw", "POST", "/tokens", `{"grantType":"client_credentials","username":"u","password":"p"}`, wrong("/grantType", "enum")},
		bad{"iw", "POST", "/tokens", `{"grantType":"password","username":"u"}`, wrong("/password", "required")},
		bad{"iw", "POST", "/tokens", `{"grantType":"password","username":"u","password":"p","serviceId":"1"}`, wrong("/serviceId", "type")},
		bad{"iw", "POST", "/tokens", `{"grantType":"password","username":"u","password":"p","serviceId":-1}`, wrong("/serviceId", "minimum")},
		bad{"iw", "POST", "/tokens", `{"grantType":"password","username":"u:v","password":"p"}`, refusal{422, "vendor-rejected", "/username", "pattern"}},
		bad{"iw", "POST", "/tokens/authorize", `{"entityType":"domain","action":"read","entityId":"d"}`, wrong("/token", "required")},
	))
}

func TestAGroupThatTheVendorCannotHoldIsRefused(t *testing.T) {
	w := start(t, setup{})
	rejected := func(place, code string) refusal { return refusal{422, "vendor-rejected", place, code} }
	w.expectAllRefused(t, []bad{
		{"juump", "POST", "/groups?connection=juump", `{"displayName":"Søknad & Co"}`, rejected("/displayName", "pattern")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":"` + strings.Repeat("a", 129) + `"}`, rejected("/displayName", "pattern")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":"canteen\n"}`, rejected("/displayName", "pattern")},
		{"juump", "PUT", "/groups/{group.0}", `{"displayName":"a/b"}`, rejected("/displayName", "pattern")},
		{"juump", "POST", "/groups?connection=juump", `{}`, rejected("/displayName", "required")},
		{"w365", "POST", "/groups?connection=w365", `{"description":"d"}`, rejected("/displayName", "required")},
		{"juump", "PUT", "/groups/{group.0}", `{}`, rejected("/displayName", "required")},
		{"w365", "PUT", "/groups/{group.0}", `{"description":"d"}`, rejected("/displayName", "required")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":"n","description":"d"}`, rejected("/description", "unsupported-field")},
		{"juump", "POST", "/groups?connection=juump", `{"nativeId":"team","displayName":"n"}`, rejected("/nativeId", "pattern")},
		{"juump", "PUT", "/groups/juump:team", `{"displayName":"n"}`, rejected("groupId", "pattern")},
		{"juump", "GET", "/groups/juump:team", ``, rejected("groupId", "pattern")},
		{"juump", "PUT", "/groups/juump:team/members/{id.1}", ``, rejected("groupId", "pattern")},
		{"juump", "PATCH", "/users/{id.1}/groups", `{"add":["{group.0}"],"remove":["juump:team"]}`, rejected("/remove/0", "pattern")},
		{"w365", "POST", "/groups?connection=w365", `{"displayName":"n","extensions":{"3djuump":{}}}`, rejected("/extensions/3djuump", "unsupported-field")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":""}`, wrong("/displayName", "minLength")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":null}`, wrong("/displayName", "nullable")},
		{"juump", "POST", "/groups?connection=juump", `{"name":"n"}`, wrong("/name", "unknown-member")},
		{"juump", "PUT", "/groups/{group.0}", `{"nativeId":"ab","displayName":"n"}`, wrong("/nativeId", "unknown-member")},
		{"juump", "POST", "/groups?connection=juump", `{"nativeId":"..","displayName":"n"}`, wrong("/nativeId", "id")},
		{"juump", "POST", "/groups?connection=juump", `{"displayName":"n","extensions":{"3djuump":{"accessrights":{"fly":["t"]}}}}`, wrong("/extensions/3djuump/accessrights/fly", "unknown-member")},
	})
}

func TestAChangeOfGroupsThatMakesNoSenseIsRefused(t *testing.T) {
	w := start(t, setup{})
	var rows []bad
	for _, connection := range []string{"juump", "w365"} {
		for body, want := range map[string]refusal{
			`{}`:                                wrong("", "minProperties"),
			`{"add":[]}`:                        wrong("/add", "minItems"),
			`{"add":["{group.0}"],"remove":[]}`: wrong("/remove", "minItems"),
			`{"add":["{group.0}","{group.0}"]}`: wrong("/add", "uniqueItems"),
			`{"add":["{group.0}","{group.1}"],"remove":["{group.1}"]}`: wrong("/remove/0", "contradiction"),
			`{"add":["{group.1}"],"remove":["{group.0}","{group.1}"]}`: wrong("/remove/1", "contradiction"),
			`{"set":["{group.0}"]}`:                          wrong("/set", "unknown-member"),
			`{"add":[{"id":"{group.0}"}]}`:                   wrong("/add/0", "type"),
			`{"add":["nothing"]}`:                            wrong("/add/0", "pattern"),
			`{"add":["` + connection + `:"]}`:                wrong("/add/0", "id"),
			`{"add":["{group.0}","iw:a"]}`:                   {422, "connection-mismatch", "/add/1", "connection-mismatch"},
			`{"remove":["inwebo:a","{group.0}"]}`:            {422, "connection-mismatch", "/remove/0", "connection-mismatch"},
			`{"add":["x-` + connection + `:a","{group.0}"]}`: {404, "not-found", "/add/0", "not-found"},
			`{"add":["iw:a"],"remove":["nowhere:a"]}`:        {404, "not-found", "/remove/0", "not-found"},
		} {
			rows = append(rows, bad{connection, "PATCH", "/users/{id.1}/groups", body, want})
		}
	}
	w.expectAllRefused(t, append(rows, bad{"juump", "PATCH", "/users/x-juump:a/groups", `{"add":["{group.0}"]}`, refusal{404, "not-found", "userId", "not-found"}}))
	got := w.send("admin", "PATCH", "/v1"+w.path("juump", "/users/{id.1}/groups"), mergePatch, `{"add":["juump:ab"]}`)
	w.expectRefused(t, "a merge patch", true, got, refusal{415, "unsupported-media-type", "", ""})
}

func TestTwoIDsInOneCallAreOfOneConnection(t *testing.T) {
	w := start(t, setup{})
	mismatch := func(place string) refusal { return refusal{422, "connection-mismatch", place, "connection-mismatch"} }
	foreign := func(place string) refusal { return refusal{404, "not-found", place, "not-found"} }
	var rows []bad
	for _, method := range []string{"PUT", "DELETE"} {
		rows = append(rows,
			bad{"juump", method, "/groups/{group.0}/members/iw:a", "", mismatch("userId")},
			bad{"juump", method, "/groups/w365:a/members/{id.0}", "", mismatch("userId")},
			bad{"juump", method, "/groups/{group.0}/members/x-juump:a", "", foreign("userId")},
			bad{"juump", method, "/groups/x-juump:a/members/{id.0}", "", foreign("groupId")},
			bad{"juump", method, "/groups/nowhere:a/members/x-juump:a", "", foreign("groupId")},
			bad{"w365", method, "/groups/{group.0}/subgroups/juump:ab", "", mismatch("subgroupId")},
			bad{"w365", method, "/groups/{group.0}/subgroups/x-w365:a", "", foreign("subgroupId")},
		)
	}
	activity := func(audience string, want refusal) bad {
		return bad{"w365", "POST", "/activities?connection=w365", `{"title":"t","audience":` + audience + `}`, want}
	}
	w.expectAllRefused(t, append(rows,
		activity(`{"user":"juump:a@b.example"}`, mismatch("/audience/user")),
		activity(`{"user":"x-w365:a@b.example"}`, foreign("/audience/user")),
		activity(`{"users":["{upn.1}","iw:a"]}`, mismatch("/audience/users/1")),
		activity(`{"users":["iw:a","x-iw:a"]}`, foreign("/audience/users/1")),
		activity(`{"groups":[{"name":"Finance"},{"id":"juump:ab"}]}`, mismatch("/audience/groups/1/id")),
		activity(`{"groups":[{"name":"Finance"},{"id":"nowhere:ab"}]}`, foreign("/audience/groups/1/id")),
	))
}

func TestWorkspace365WantsEachUserUnderTheRightName(t *testing.T) {
	w := start(t, setup{})
	kind := func(place string) refusal { return refusal{422, "wrong-identifier", place, "wrong-identifier"} }
	const login = `{"username":"u@x.example","password":"p"}`
	activity := func(audience string, want refusal) bad {
		return bad{"w365", "POST", "/activities", `{"title":"t","audience":` + audience + `}`, want}
	}
	w.expectAllRefused(t, []bad{
		activity(`{"user":"{id.0}"}`, kind("/audience/user")),
		activity(`{"users":["{upn.1}","{id.0}"]}`, kind("/audience/users/1")),
		activity(`{"groups":[{"name":"Finance"},{"id":"{group.0}"}]}`, kind("/audience/groups/1/id")),
		activity(`{"groups":[{"id":"w365:a@b.example"}]}`, kind("/audience/groups/0/id")),
		{"w365", "GET", "/users/{id.0}/apps", "", kind("userId")},
		{"w365", "GET", "/users/{number.0}/apps", "", kind("userId")},
		{"w365", "POST", "/users/{id.0}/credentials", login, kind("userId")},
		{"w365", "POST", "/users/{number.0}/credentials", login, kind("userId")},
		{"w365", "PUT", "/credentials/{upn.0}", login, kind("credentialId")},
		{"w365", "DELETE", "/users/{upn.0}/picture", "", kind("userId")},
		{"w365", "DELETE", "/users/{number.0}/picture", "", kind("userId")},
		{"w365", "DELETE", "/users/{upn.0}", "", kind("userId")},
		{"w365", "PATCH", "/users/{upn.0}/groups", `{"add":["{group.0}"]}`, kind("userId")},
		{"w365", "PATCH", "/users/{id.0}/groups", `{"add":["{group.0}","{groupNumber.1}"]}`, kind("/add/1")},
		{"w365", "PATCH", "/users/{id.0}/groups", `{"remove":["w365:a@b.example"]}`, kind("/remove/0")},
		{"w365", "PUT", "/groups/{groupNumber.0}", `{"displayName":"n"}`, kind("groupId")},
		{"w365", "DELETE", "/groups/{groupNumber.0}", "", kind("groupId")},
		{"w365", "POST", "/groups?connection=w365", `{"nativeId":"42","displayName":"n"}`, kind("/nativeId")},
		{"w365", "PUT", "/groups/{group.0}/members/{upn.0}", "", kind("userId")},
		{"w365", "DELETE", "/groups/{groupNumber.0}/members/{id.0}", "", kind("groupId")},
		{"w365", "PUT", "/groups/{group.0}/subgroups/{groupNumber.1}", "", kind("subgroupId")},
	})
	got := w.send("admin", "PUT", "/v1"+w.path("w365", "/users/{upn.0}/picture"), "image/png", tinyPNG)
	w.expectRefused(t, "a picture", true, got, kind("userId"))
	if detail := got.json(t)["detail"]; detail != "This operation needs an ObjectId, and this is a user principal name." {
		t.Errorf("the detail is %q", detail)
	}
}

func TestUnknownMembersAreRefusedEverywhere(t *testing.T) {
	w := start(t, setup{people: 2})
	seen := 0
	for _, s := range samples(t) {
		if _, object := s.example.(map[string]any); !object {
			continue
		}
		for connection := range w.sims {
			if !can(connection, s.id) {
				continue
			}
			seen++
			a := s.at(connection)
			a.body = strings.Replace(a.body, "{", `{"nickname~/":"n",`, 1)
			w.expectRefused(t, s.id+" at "+connection, s.write, w.sendSample(a, "admin", nil), wrong("/nickname~0~1", "unknown-member"))
		}
	}
	if seen < 25 {
		t.Errorf("only %d bodies were tried", seen)
	}
}

func TestTheVendorsFieldErrorsPointIntoOurBody(t *testing.T) {
	w := start(t, setup{})
	const activity = `{"title":"t","url":"u","icon":"i","tag":"g","color":{"kind":"custom","value":"#0088cc"},"actions":[{"kind":"open","title":"x","url":"y"},{"kind":"add","title":"x","url":"y"}],"audience":`
	image := base64.StdEncoding.EncodeToString([]byte(tinyPNG))
	for name, c := range map[string]struct {
		method, path, body string
		fields             map[string]string
	}{
		"one activity": {"POST", "/activities", activity + `{"user":"{upn.0}"}}`, map[string]string{
			"Title": "/title", "Url": "/url", "Tag": "/tag", "Icon.Name": "/icon", "Color.Value": "/color/value", "Color.Kind": "/color/kind",
			"Actions[0].Title": "/actions/0/title", "Actions[1].Kind": "/actions/1/kind", "User.Upn": "/audience/user", "actions[1].url": "/actions/1/url",
		}},
		"a batch": {"POST", "/activities", activity + `{"users":["{upn.0}","{upn.1}"]}}`, map[string]string{
			"Data.Title": "/title", "Data.Actions[1].Title": "/actions/1/title", "Scope.Users[1]": "/audience/users/1", "Scope.Users[0].Upn": "/audience/users/0",
		}},
		"a batch for groups": {"POST", "/activities", activity + `{"groups":[{"name":"Finance"},{"id":"{groupNumber.1}"}]}}`, map[string]string{
			"Scope.Groups[1].Id": "/audience/groups/1/id", "Scope.Groups[0].Name": "/audience/groups/0/name", "Scope.Groups": "/audience/groups",
		}},
		"an announcement": {"POST", "/announcements", `{"title":"t","media":{"image":{"filename":"f","content":"` + image + `"}},"category":{"name":"c"},"startAt":"2026-11-23T00:00:00Z"}`, map[string]string{
			"Title": "/title", "Media.Image.Filename": "/media/image/filename", "Media.Image.Uri": "/media/image/content", "Category.Name": "/category/name",
			"StartTime": "/startAt", "ShowPopupDirectlyToUser": "/popup", "AllowComments": "/allowComments",
		}},
		"a user":           {"PUT", "/users/{id.0}", `{"userName":"u@x.example","givenName":"U","familyName":"V","active":true}`, map[string]string{"UserPrincipalName": "/userName", "FirstName": "/givenName", "IsActive": "/active", "MobilePhone": "/phone"}},
		"a group":          {"PUT", "/groups/{group.0}", `{"displayName":"n"}`, map[string]string{"Name": "/displayName", "Description": "/description"}},
		"a credential":     {"POST", "/users/{upn.0}/credentials", `{"username":"u@x.example","password":"p-p-p-p"}`, map[string]string{"username": "/username", "Password": "/password"}},
		"a new credential": {"PUT", "/credentials/w365:8", `{"username":"u@x.example","password":"p-p-p-p"}`, map[string]string{"Username": "/username"}},
	} {
		for field, pointer := range c.fields {
			w.sims["w365"].Faults.Schedule(simkit.Fault{Times: 1, Status: 400, Body: `{"globalError":null,"fieldErrors":{"` + field + `":{"message":"It is not good: ` + field + `."}}}`})
			got := w.do("admin", c.method, "/v1"+w.path("w365", c.path), w.body("w365", c.body)).want(t, http.StatusUnprocessableEntity, "vendor-rejected")
			want := []any{map[string]any{"pointer": pointer, "code": "vendor-rejected", "detail": "It is not good: " + field + "."}}
			if diff := cmp.Diff(want, got["errors"]); diff != "" || got["outcome"] != "rejected" {
				t.Errorf("%s, %s: outcome %v, want (-), got (+):\n%s", name, field, got["outcome"], diff)
			}
		}
	}
}

func TestWhatTheVendorItselfRefusesPointsIntoOurBody(t *testing.T) {
	w := start(t, setup{})
	for body, pointer := range map[string]string{
		`{"title":"t","audience":{"users":["{upn.1}","w365:nobody@acme.example"]}}`: "/audience/users/1",
		`{"title":"t","audience":{"groups":[{"name":"Nobody's"}]}}`:                 "/audience/groups/0",
		`{"title":"t","audience":{"user":"w365:4711"}}`:                             "/audience/user",
	} {
		got := w.post("admin", "/v1/activities", w.body("w365", body)).want(t, http.StatusUnprocessableEntity, "vendor-rejected")
		errors, _ := got["errors"].([]any)
		if len(errors) != 1 || errors[0].(map[string]any)["pointer"] != pointer {
			t.Errorf("%s: got %v", body, got)
		}
	}
	if made := w.sims["w365"].World.Activities.All(); len(made) > 0 {
		t.Errorf("%d activities were made", len(made))
	}
}
