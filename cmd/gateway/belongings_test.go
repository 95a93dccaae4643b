package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// listed walks a list to its end and returns its items.
func (w *whole) listed(path string) []any {
	w.t.Helper()
	items := []any{}
	for path != "" {
		page := w.get("admin", path)
		items = append(items, page.want(w.t, http.StatusOK, "")["items"].([]any)...)
		path = w.users("admin", path).next
	}
	return items
}

// shown is an app as callers are to see it. The words are those of the types that
// the vendor documents.
func shown(a simkit.App) map[string]any {
	words := map[int]string{0: "shortcut", 2: "document", 15: "citrix", 20: "azure", 21: "21", 35: "local", 36: "windows-virtual-desktop"}
	out := map[string]any{"id": "w365:" + a.ID, "type": words[a.Type], "name": a.Name}
	if a.URL != nil {
		out["url"] = *a.URL
	}
	if a.Icon != nil && *a.Icon != "" {
		out["icon"] = *a.Icon
	}
	if a.Color != nil {
		color := map[string]any{"kind": a.Color.Kind}
		if a.Color.Value != "" {
			color["value"] = a.Color.Value
		}
		out["color"] = color
	}
	return out
}

func TestTheAppsOfAUserAreThoseThatTheVendorHas(t *testing.T) {
	w := start(t, setup{})
	seen := map[int]bool{}
	for _, p := range w.sims["w365"].World.People() {
		want := []any{}
		for _, a := range p.Apps {
			want = append(want, shown(a))
			seen[a.Type] = true
		}
		for _, limit := range []string{"", "?limit=1", "?limit=2"} {
			path := "/v1/users/" + url.PathEscape("w365:"+*p.UserName) + "/apps" + limit
			if diff := cmp.Diff(want, w.listed(path)); diff != "" {
				t.Errorf("%s%s: want (-), got (+):\n%s", p.ID, limit, diff)
			}
		}
	}
	if len(seen) != 7 {
		t.Errorf("the people have the types %v only", seen)
	}
	w.heard("w365", "GET /api/users/{UPN}/apps")
	w.get("admin", "/v1/users/w365:nobody@acme.example/apps").want(t, http.StatusNotFound, "not-found")
}

func TestACursorOfOneUsersAppsOpensNoOthers(t *testing.T) {
	w := start(t, setup{})
	path := func(user string) string { return "/v1" + w.path("w365", "/users/"+user+"/apps") }
	cursor := "?cursor=" + w.users("admin", path("{upn.2}")+"?limit=1").NextCursor
	for name, c := range map[string]struct{ key, path string }{
		"another user's":        {"admin", path("{upn.5}") + cursor},
		"another tenant's":      {"twin", path("{upn.2}") + cursor},
		"icons":                 {"admin", "/v1/icons" + cursor},
		"with a character more": {"admin", path("{upn.2}") + cursor + "A"},
	} {
		if got := w.get(c.key, c.path); got.status != http.StatusBadRequest || got.code() != "invalid-cursor" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	w.get("admin", path("{upn.2}")+cursor+"&limit=2").want(t, http.StatusBadRequest, "invalid-request")
	w.get("admin", path("{upn.2}")+cursor).want(t, http.StatusOK, "")
}

// tinyJPEG is an image of one pixel.
func tinyJPEG() string {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1)), nil) // memory takes everything
	return b.String()
}

func TestAPictureIsSetAndRemoved(t *testing.T) {
	w := start(t, setup{})
	path, id := "/v1"+w.path("w365", "/users/{id.1}/picture"), w.sims["w365"].World.People()[1].ID
	large := tinyPNG + strings.Repeat("\x00", 1<<20-len(tinyPNG))
	for name, c := range map[string]struct{ media, content, kind, filename string }{
		"a PNG":                   {"image/png", tinyPNG, "image/png", "picture.png"},
		"a JPEG":                  {"image/jpeg", tinyJPEG(), "image/jpeg", "picture.jpg"},
		"a JPEG that says PNG":    {"image/png", tinyJPEG(), "image/jpeg", "picture.jpg"},
		"a PNG that says nothing": {"image/anything", tinyPNG, "image/png", "picture.png"},
		"just one mebibyte":       {"image/png", large, "image/png", "picture.png"},
	} {
		if got := w.send("admin", "PUT", path, c.media, c.content); got.status != http.StatusNoContent {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
		p := w.person("w365", id).Picture
		if p == nil || p.ContentType != c.kind || string(p.Content) != c.content {
			t.Errorf("%s: the vendor has another picture", name)
		}
		sent := w.heard("w365", "PUT /ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture")[0]
		if part := onlyPart(t, sent); part.FileName() != c.filename || part.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: sent as %q, %v", name, part.FileName(), part.Header)
		}
		w.sims["w365"].Log.Reset()
	}
	w.delete(path).want(t, http.StatusNoContent, "")
	w.heard("w365", "DELETE /ActiveDirectorySyncAPI/Users/{ObjectId}/ProfilePicture")
	if w.person("w365", id).Picture != nil {
		t.Error("the vendor still has the picture")
	}
	// The vendor has one status for a bad picture and for nobody's: its own words say which.
	refused := w.send("admin", "PUT", "/v1/users/w365:nobody/picture", "image/png", tinyPNG).want(t, http.StatusUnprocessableEntity, "vendor-rejected")
	if vendor, _ := refused["vendor"].(map[string]any); vendor["message"] != "The user does not exist." {
		t.Errorf("got %v", refused)
	}
	w.delete("/v1/users/w365:nobody/picture").want(t, http.StatusNotFound, "not-found")
}

// onlyPart is the one part of a form that a vendor received.
func onlyPart(t *testing.T, e simkit.Entry) *multipart.Part {
	t.Helper()
	_, params, err := mime.ParseMediaType(e.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(bytes.NewReader(e.Body), params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	return part
}

func TestALoginIsKeptForAUser(t *testing.T) {
	w := start(t, setup{})
	world := w.sims["w365"].World
	login := func(name, password string) string {
		body, _ := json.Marshal(map[string]string{"username": name, "password": password})
		return string(body)
	}
	const first, second = `canary "1" <&> é`, "canary-2"
	path := "/v1" + w.path("w365", "/users/{upn.1}/credentials")
	created := w.post("admin", path, login("nora@acme.example", first))
	made := created.want(t, http.StatusCreated, "")
	if want := map[string]any{"id": "w365:8", "username": "nora@acme.example"}; !cmp.Equal(want, made) || created.header.Get("Location") != "/v1/credentials/w365:8" {
		t.Errorf("got %v at %q", made, created.header.Get("Location"))
	}
	want := simkit.IntegrationCredential{ID: "8", UserID: world.People()[1].ID, Username: "nora@acme.example", Password: first}
	if diff := cmp.Diff([]simkit.IntegrationCredential{want}, world.Credentials.All()); diff != "" {
		t.Errorf("the vendor does not have it:\n%s", diff)
	}
	changed := w.put("/v1/credentials/w365:8", login("vale@acme.example", second))
	if got := changed.want(t, http.StatusOK, ""); !cmp.Equal(map[string]any{"id": "w365:8", "username": "vale@acme.example"}, got) {
		t.Errorf("got %v", got)
	}
	want.Username, want.Password = "vale@acme.example", second
	if diff := cmp.Diff([]simkit.IntegrationCredential{want}, world.Credentials.All()); diff != "" {
		t.Errorf("the vendor does not have the new one:\n%s", diff)
	}
	again := w.post("admin", path, login("nora@acme.example", first)).want(t, http.StatusCreated, "")
	if again["id"] == "w365:8" || len(world.Credentials.All()) != 2 {
		t.Errorf("made again: got %v", again)
	}
	w.heard("w365", "POST /IntegrationCredentialsApi/User/{Upn}/", "PUT /IntegrationCredentialsApi/{Id}/")
	w.put("/v1/credentials/w365:4711", login("a@acme.example", "p")).want(t, http.StatusNotFound, "not-found")
	w.post("admin", "/v1/users/w365:nobody@acme.example/credentials", login("a@acme.example", "p")).want(t, http.StatusNotFound, "not-found")
	if seen := string(slices.Concat(created.body, changed.body)); strings.Contains(seen, canary) {
		t.Errorf("a password is shown: %s", seen)
	}
}
