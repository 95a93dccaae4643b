package sim_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// call is one of the vendor's operations with a request that succeeds.
type call struct {
	request
	writes bool
}

// calls returns every operation, in the sheet's order and under its number.
func (b *bench) calls(t *testing.T) map[string]call {
	t.Helper()
	user, group, nested := b.World.People()[0], b.World.Groups()[0].ID, b.World.Groups()[1].ID
	upn := url.PathEscape(*user.UserName)
	b.World.Credentials.Put(simkit.IntegrationCredential{ID: "4", UserID: user.ID, Username: "a@b", Password: "c"})
	picture, form := pictureForm(t, b.World.Icons.All()[0].Content)
	api := func(verb, path, body string) request {
		return request{verb: verb, path: "/acme/" + path, auth: b.apiHeader(), body: body, contentType: jsonIf(body)}
	}
	sync := func(verb, path, body string) request {
		return request{verb: verb, path: "/acme/ActiveDirectorySyncAPI/" + path, auth: b.syncHeader(), body: body, contentType: "application/json"}
	}
	upload := sync("PUT", "Users/"+user.ID+"/ProfilePicture", picture)
	upload.contentType = form
	return map[string]call{
		"1":  {api("POST", "api/activities", `{"User":{"Upn":"`+*user.UserName+`"},"Title":"t"}`), true},
		"2":  {api("POST", "api/activities-batch", `{"Scope":{"Kind":0},"Data":{"Title":"t"}}`), true},
		"3":  {api("GET", "api/users/"+upn+"/apps", ""), false},
		"4":  {api("POST", "api/announcements", `{"Title":"t"}`), true},
		"5":  {api("GET", "api/appicons/environment", ""), false},
		"6":  {api("GET", "api/appicons/global/36", ""), false},
		"7":  {api("GET", "api/appicons/global/36/content", ""), false},
		"8":  {api("POST", "IntegrationCredentialsApi/User/"+upn+"/", `{"username":"a@b.example","password":"p"}`), true},
		"9":  {api("PUT", "IntegrationCredentialsApi/4/", `{"username":"a@b.example","password":"p"}`), true},
		"10": {sync("PUT", "Users/a1/", sarah), true},
		"11": {sync("DELETE", "Users/"+user.ID+"/", ""), true},
		"12": {sync("PUT", "Groups/g1/", `{"Name":"Finance","Description":"Everyone from Finance"}`), true},
		"13": {sync("DELETE", "Groups/"+group+"/", ""), true},
		"14": {sync("PUT", "Groups/"+b.World.Groups()[3].ID+"/Users/"+user.ID+"/", ""), true},
		"15": {sync("DELETE", "Groups/"+group+"/Users/"+user.ID+"/", ""), true},
		"16": {sync("PUT", nested+"/Groups/"+group+"/", ""), true},
		"17": {sync("DELETE", group+"/Groups/"+nested, ""), true},
		"18": {upload, true},
		"19": {sync("DELETE", "Users/"+user.ID+"/ProfilePicture", ""), true},
		// The form of 16 and 17 that the text may have meant.
		"16 with the expected segment": {sync("PUT", "Groups/"+nested+"/Groups/"+group+"/", ""), true},
		"17 with the expected segment": {sync("DELETE", "Groups/"+group+"/Groups/"+nested, ""), true},
	}
}

// jsonIf announces a body where there is one.
func jsonIf(body string) string {
	if body == "" {
		return ""
	}
	return "application/json"
}

// eachCall runs check with every operation on a simulator of its own.
func eachCall(t *testing.T, check func(*testing.T, *bench, call)) {
	t.Helper()
	for name := range newBench(t).calls(t) {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			check(t, b, b.calls(t)[name])
		})
	}
}

func TestEveryOperationIsThereAndTellsWhetherItWrites(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		if got := b.do(t, c.request); got.status != 200 {
			t.Errorf("answer is %+v, want 200", got)
		}
		log := b.Log.All()
		if len(log) != 1 || log[0].Stray() || log[0].Write != c.writes {
			t.Errorf("the log has %+v, want one entry with Write %v", log, c.writes)
		}
	})
}

func TestTheOtherFamilysSecretOpensNothing(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		other := b.syncHeader()
		if c.auth == other {
			other = b.apiHeader()
		}
		before := b.whole()
		for _, auth := range []string{other, "", "Bearer " + b.token("apiToken")} {
			c.auth = auth
			want(t, b.do(t, c.request), answer{status: 401})
		}
		if !reflect.DeepEqual(before, b.whole()) {
			t.Error("a refused call changed the world")
		}
	})
}

func TestNoOperationIsInAnotherEnvironment(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		before := b.whole()
		c.path = strings.Replace(c.path, "/acme/", "/umbrella/", 1)
		want(t, b.do(t, c.request), answer{status: 403})
		if !reflect.DeepEqual(before, b.whole()) {
			t.Error("a refused call changed the world")
		}
	})
}

func TestFinalSlashesAreExactlyTheDocumentedOnes(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		before := b.whole()
		if path, slashed := strings.CutSuffix(c.path, "/"); slashed {
			c.path = path
		} else {
			c.path += "/"
		}
		want(t, b.do(t, c.request), answer{status: 404})
		if len(b.Log.Strays()) != 1 || !reflect.DeepEqual(before, b.whole()) {
			t.Errorf("%s is no stray, or it changed the world", c.path)
		}
	})
}

func TestNoOperationTakesAQuery(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		before := b.whole()
		c.path += "?x=1"
		want(t, b.do(t, c.request), globalError("The request has a query that this call does not know."))
		if !reflect.DeepEqual(before, b.whole()) {
			t.Error("a refused call changed the world")
		}
	})
}

func TestABodyIsRefusedWhereNoneIsDocumentedAndNeededWhereOneIs(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		before := b.whole()
		if c.body == "" {
			c.body = "{}"
			want(t, b.do(t, c.request), globalError("This call takes no body."))
		} else {
			c.body = ""
			wantGlobalError(t, b.do(t, c.request))
		}
		if !reflect.DeepEqual(before, b.whole()) {
			t.Error("a refused call changed the world")
		}
	})
}

func TestAJSONBodyIsAnnouncedAsOneOfAKnownLength(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		if !strings.HasPrefix(c.body, "{") {
			return
		}
		before := b.whole()
		chunked, form, silent := c.request, c.request, c.request
		chunked.chunked, form.contentType, silent.contentType = true, "application/x-www-form-urlencoded", ""
		want(t, b.do(t, chunked), globalError("The request has no Content-Length."))
		want(t, b.do(t, form), globalError("The Content-Type must be application/json."))
		want(t, b.do(t, silent), globalError("The Content-Type must be application/json."))
		if !reflect.DeepEqual(before, b.whole()) {
			t.Error("a refused call changed the world")
		}
	})
}

func TestASlashInAnObjectIdIs400(t *testing.T) {
	eachCall(t, func(t *testing.T, b *bench, c call) {
		path, sync := strings.CutPrefix(c.path, syncFamily)
		if !sync {
			return
		}
		before := b.whole()
		for _, id := range []string{"a1", "g1", b.World.People()[0].ID, b.World.Groups()[0].ID} {
			if !strings.Contains(path, id) {
				continue
			}
			c.path = syncFamily + strings.Replace(path, id, "a%2Fb", 1)
			got := b.do(t, c.request)
			wantGlobalError(t, got)
			if !strings.Contains(got.body, "ObjectId is not valid.") {
				t.Errorf("answer is %+v", got)
			}
		}
		if c.path == syncFamily+path || !reflect.DeepEqual(before, b.whole()) {
			t.Error("there was no id, or a refused call changed the world")
		}
	})
}

// whole is everything that a world holds.
func (b *bench) whole() []any {
	w := b.World
	return []any{w.People(), w.Groups(), w.Icons.All(), w.Credentials.All(), w.Activities.All(), w.Announcements.All()}
}
