package main

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// disguises returns the forms in which a secret could come out, the last of them
// its beginning.
func disguises(secret string) []string {
	raw := []byte(secret)
	plain := strings.ReplaceAll(secret, `"`, `\"`)
	return []string{
		secret, base64.StdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.RawURLEncoding.EncodeToString(raw), url.QueryEscape(secret), url.PathEscape(secret),
		// In JSON, and in a text that holds JSON.
		inJSON(secret), inJSON(inJSON(secret)), plain, inJSON(plain), secret[:min(12, len(secret))],
	}
}

// inJSON is a text as it stands in JSON.
func inJSON(text string) string {
	out, _ := json.Marshal(text) // a text always marshals
	return string(out[1 : len(out)-1])
}

// credentials returns every configured credential, by the name of its variable.
func (w *whole) credentials() map[string]string {
	all := maps.Clone(w.env)
	pair, _ := base64.StdEncoding.DecodeString(w.env["SANDBOX_JUUMP_APIKEY"])
	_, password, _ := strings.Cut(string(pair), ":")
	all["what the key of juump is made of"] = password
	return all
}

// The secrets of callers, each in one place of a request. The image's begins at a
// multiple of three bytes, so that it stands by itself in base64.
const (
	callersPassword   = "A-caller's-own-1"
	callersCredential = `A-<kept>-&-"secret"-1`
	callersPicture    = "the-face-of-a-person-nobody-logs"
	callersImage      = "what-an-announcement-shows-1"
	iconsContent      = "what-an-icon-shows-to-everybody"
)

func TestNoCredentialEverComesOut(t *testing.T) {
	g := &gossip{}
	w := start(t, setup{people: 3}).again(anew{timeout: "100ms", before: g.before})
	operations := samples(t)
	sink := &sink{next: w.client.Transport}
	w.client.Transport = sink
	w.sims["w365"].World.Icons.Put(simkit.Icon{ID: "global.7", Name: "Canary", Format: "svg", Content: []byte("<svg><desc>" + iconsContent + "</desc></svg>")})
	secrets := w.credentials()
	maps.Copy(secrets, w.kept())

	w.tour(operations)
	for _, status := range []int{200, 302, 400, 401, 406, 409, 500} {
		g.echoWith(status)
		w.tour(operations)
	}
	g.echoWith(0)
	spill := strings.Join(slices.Collect(maps.Values(w.credentials())), `","`)
	for _, fault := range []simkit.Fault{
		{Status: 502, Body: "<html>" + spill}, {Status: 200, Body: "<html>" + spill}, {Status: 200, Body: `{"result":["` + spill + `"],"data":"`},
		{Status: 200, Body: `["` + spill + strings.Repeat(" ", 8<<10) + `"]`, Truncate: true}, {Reset: true}, {Hang: true},
	} {
		for _, sim := range w.sims {
			sim.Faults.Schedule(fault)
		}
		w.tour(operations)
		for _, sim := range w.sims {
			sim.Faults.Clear()
		}
	}

	for i, token := range slices.Concat(g.tokens(), sink.minted) {
		secrets[fmt.Sprint("bearer ", i)] = token
		if signature := token[strings.LastIndex(token, ".")+1:]; len(signature) > 12 { // the specification's sample has none
			secrets[fmt.Sprint("signature ", i)] = signature
		}
	}
	maps.Copy(secrets, w.kept()) // those that came in the meantime
	maps.Copy(secrets, w.keys)
	maps.Copy(secrets, map[string]string{
		"a user's password": callersPassword, "a credential's password": callersCredential,
	})
	expectNone(t, secrets, map[string]string{"log": w.log.String(), "answers": sink.seen.String()})
	images := map[string]string{"a picture": callersPicture, "an image": callersImage, "an icon": iconsContent}
	expectNone(t, images, map[string]string{"log": w.log.String()})
	w.expectLooked(t, g, sink)
}

// kept returns the secrets that the vendors keep of their users.
func (w *whole) kept() map[string]string {
	secrets := map[string]string{}
	for connection, sim := range w.sims {
		for _, p := range sim.World.People() {
			for name, secret := range p.Secrets {
				secrets[fmt.Sprint(connection, " ", p.ID, " ", name, " ", secret[:6])] = secret
			}
		}
	}
	return secrets
}

// tour goes through every operation at every connection, all at once.
func (w *whole) tour(operations []sample) {
	w.t.Helper()
	var wait sync.WaitGroup
	for connection := range w.sims {
		wait.Go(func() {
			w.personalTour(connection) // before the samples switch people off
			for _, s := range operations {
				a := s.at(connection)
				if s.template == "/users/{userId}" && s.method != http.MethodDelete {
					a.path = "/v1/users/" + w.someone(connection)
				}
				w.sendSample(a, "demo", nil)
			}
			w.get("demo", "/v1/users?include=raw&connection="+connection)
			w.send("demo", "DELETE", "/v1/users/"+url.PathEscape(connection+":x")+"?dryRun=true", "", "")
			w.post("demo", "/v1/users?connection="+connection, `{"nativeId":"x","userName":"u","email":"u@x.example","password":"`+callersPassword+`"}`)
			w.post("demo", "/v1/users?connection="+connection, `{"email":"u@x.example","password":"`+callersPassword+`"}`)
			w.send("demo", "PUT", "/v1/users/w365:n", plainJSON, `{"userName":"u","givenName":"U","familyName":"V","email":"u@x.example","active":true}`)
		})
	}
	wait.Wait()
}

// personalTour sends what belongs to people: their logins, tokens and pictures.
func (w *whole) personalTour(connection string) {
	switch connection {
	case "iw":
		people := w.sims["iw"].World.People()
		login := w.body("iw", `{"grantType":"password","username":"{name.0}","password":"{password.0}"}`)
		refresh := `{"refreshToken":"` + people[1].Secrets["refresh_token"] + `"}`
		token := func(got answer) string {
			var told struct{ AccessToken string }
			_ = json.Unmarshal(got.body, &told)
			return cmp.Or(told.AccessToken, "a-token.of-the.caller-in-need")
		}
		subject, spent := token(w.post("demo", "/v1/tokens", login)), token(w.post("demo", "/v1/tokens/refresh", refresh))
		w.post("demo", "/v1/tokens/introspect?connection=iw", `{"token":"`+subject+`"}`)
		w.post("demo", "/v1/tokens/authorize", `{"entityType":"domain","action":"read","entityId":"x","token":"`+subject+`"}`)
		w.post("demo", "/v1/tokens/revoke", `{"token":"`+spent+`"}`)
		w.post("demo", "/v1/tokens/rotate", refresh)
	case "w365":
		image := tinyPNG + strings.Repeat("-", 3-len(tinyPNG)%3) + callersImage
		body, _ := json.Marshal(map[string]any{"title": "t", "media": map[string]any{"image": map[string]any{"filename": "f", "content": []byte(image)}}})
		login, _ := json.Marshal(map[string]string{"username": "u@x.example", "password": callersCredential})
		w.do("demo", "PUT", "/v1"+w.path("w365", "/users/{id.0}/picture"), tinyPNG+callersPicture)
		w.do("demo", "POST", "/v1/announcements", string(body))
		w.do("demo", "POST", "/v1"+w.path("w365", "/users/{upn.0}/credentials"), string(login))
		w.do("demo", "PUT", "/v1/credentials/w365:8", string(login))
		w.get("demo", "/v1/icons/w365:global.7/content")
	}
}

// expectNone demands that none of the texts holds a secret in any disguise.
func expectNone(t *testing.T, secrets, texts map[string]string) {
	t.Helper()
	for name, secret := range secrets {
		for i, form := range disguises(secret) {
			if len(form) < 6 || strings.HasPrefix(name, "bearer") && i == len(disguises(secret))-1 {
				continue // every JWT begins like this; its signature is looked for too
			}
			for where, text := range texts {
				if at := strings.Index(text, form); at >= 0 {
					t.Errorf("%s stands in the %s, in form %d: …%.200q", name, where, i, text[max(0, at-100):at])
				}
			}
		}
	}
}

// expectLooked demands the proof that the search could have found something: each
// credential was sent, in the form in which its vendor takes it, the vendors said
// secrets themselves, and the callers' keys went no further.
func (w *whole) expectLooked(t *testing.T, g *gossip, s *sink) {
	t.Helper()
	if len(s.minted) < 3 || !strings.Contains(s.seen.String(), iconsContent) {
		t.Errorf("only %d tokens were minted for callers, or no icon was shown", len(s.minted))
	}
	for _, secret := range []string{callersPassword, callersCredential, callersPicture, callersImage} {
		forms := disguises(secret)
		if !slices.ContainsFunc(forms[:len(forms)-1], func(form string) bool { return strings.Contains(g.bodies.String(), form) }) {
			t.Errorf("no vendor was sent %q", secret)
		}
	}
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	iw := w.sims["iw"]
	for header, values := range map[string][]string{
		"Authorization": {
			"Basic " + w.env["SANDBOX_IW_REFRESHTOKEN"], basic(fmt.Sprint(iw.Settings["username"], ":", w.env["SANDBOX_IW_PASSWORD"])),
			"Basic " + w.env["SANDBOX_JUUMP_APIKEY"], "Bearer " + w.env["SANDBOX_INWEBO_APITOKEN"],
			"Workspace365 " + w.env["SANDBOX_W365_APITOKEN"], basic(w.env["SANDBOX_W365_SYNCTOKEN"] + ":"),
		},
		"X-Infinite-Apikey": {w.env["SANDBOX_JUUMP_APIKEY"]},
	} {
		for _, value := range values {
			if !g.received(header, value) {
				t.Errorf("no vendor was sent the %s %q", header, value)
			}
		}
	}
	// The vendors' six and the key for cursors, which no vendor is sent.
	if len(g.tokens()) == 0 || len(w.env) != 7 {
		t.Errorf("%d bearers and %d credentials: there should be some of the first and 7 of the other", len(g.tokens()), len(w.env))
	}
	if !strings.Contains(g.spoken.String(), iw.World.People()[0].Secrets["refresh_token"]) {
		t.Error("Infoworks never showed a user's own token: there was nothing to hold back")
	}
	for id, key := range w.keys {
		if g.received("Authorization", "Bearer "+key) {
			t.Errorf("a vendor was sent the caller's key %s", id)
		}
	}
	for _, want := range []string{`"level":"WARN"`, `"status":502`, `"status":200`} {
		if !strings.Contains(w.log.String(), want) {
			t.Errorf("the log holds no %s: nothing went wrong, or it was not told", want)
		}
	}
}
