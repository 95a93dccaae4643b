package sim_test

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

const people = "/api/people"

func TestACreatedPersonGetsAnIDOfTheVendors(t *testing.T) {
	b := newBench(t, 2)
	b.wants(t, "POST", people, "login=n%2Bvale+%26+co&mail=nora%40vale.example&first=Nora&last=%C3%98&state=off", 201,
		`{"id":"p-1002","login":"n+vale & co","mail":"nora@vale.example","first":"Nora","last":"Ø","state":"off","since":"2026-03-09T09:11:12Z","groups":[]}`)
	b.wants(t, "POST", people, "login=least&first=", 201,
		`{"id":"p-1003","login":"least","mail":null,"first":null,"last":null,"state":"on","since":"2026-03-09T09:11:12Z","groups":[]}`)
	want := simkit.Person{
		ID: "p-1003", UserName: new("least"), Active: new(true), Memberships: []simkit.Membership{},
		CreatedAt: new(time.Date(2026, 3, 9, 9, 11, 12, 0, time.UTC)),
	}
	if got, _ := b.World.Person("p-1003"); !reflect.DeepEqual(got, want) {
		t.Errorf("the world has %+v", got)
	}
}

func TestAnIDIsNeverGivenAgain(t *testing.T) {
	b := newBench(t, 2)
	b.wants(t, "DELETE", people+"/p-1001", "", 204, "")
	if _, body := b.ask(t, "POST", people, "login=new"); body[:15] != `{"id":"p-1002",` {
		t.Errorf("got %s", body)
	}
}

func TestALoginIsTakenOnceHoweverManyWantIt(t *testing.T) {
	b := newBench(t, 0)
	const logins = 50
	var made atomic.Int32
	var group sync.WaitGroup
	for i := range 8 * logins {
		r := b.request(t, http.MethodPost, people, "login=same"+strconv.Itoa(i/8))
		group.Go(func() {
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
			if answer.StatusCode == http.StatusCreated {
				made.Add(1)
			}
		})
	}
	group.Wait()
	if n := len(b.World.People()); made.Load() != logins || n != logins {
		t.Errorf("%d are made and %d kept, want %d", made.Load(), n, logins)
	}
}

func TestAChangeIsOfWhatTheFormNames(t *testing.T) {
	b := newBench(t, 1)
	b.ask(t, "POST", people, "login=nvale&mail=nora%40vale.example&first=Nora&last=Vale")
	const id = people + "/p-1001"
	const since = `"since":"2026-03-09T09:11:12Z","groups":[]}`
	for _, step := range []struct{ form, want string }{
		{"", `{"id":"p-1001","login":"nvale","mail":"nora@vale.example","first":"Nora","last":"Vale","state":"on",` + since},
		{"state=off", `{"id":"p-1001","login":"nvale","mail":"nora@vale.example","first":"Nora","last":"Vale","state":"off",` + since},
		{"mail=&first=", `{"id":"p-1001","login":"nvale","mail":null,"first":null,"last":"Vale","state":"off",` + since},
		{"login=nvale&last=%C3%98&mail=n%40v", `{"id":"p-1001","login":"nvale","mail":"n@v","first":null,"last":"Ø","state":"off",` + since},
	} {
		b.wants(t, "POST", id, step.form, 200, step.want)
		b.wants(t, "GET", id, "", 200, step.want)
	}
}

func TestAFormIsRefusedAsAWhole(t *testing.T) {
	b := newBench(t, 2)
	before := b.World.People()
	first, forty := *before[0].UserName, strings.Repeat("%C3%98", 40)
	for form, want := range map[string]string{
		"login=":                       refusal("invalid", "login", "A person has a login."),
		"login=x&mail=nowhere":         refusal("invalid", "mail", "This is no address: nowhere"),
		"login=x&last=" + forty + "x":  refusal("invalid", "last", "A name has at most 40 characters."),
		"login=x&first=" + forty + "x": refusal("invalid", "first", "A name has at most 40 characters."),
		"login=x&state=ON":             refusal("invalid", "state", "A state is on or off."),
		"login=x&state=":               refusal("invalid", "state", "A state is on or off."),
		"login=x&groups=g-1":           refusal("invalid", "groups", "There is no such thing."),
		"login=x&login=y":              refusal("invalid", "login", "It comes more than once."),
		"login=%zz":                    refusal("invalid", "", "The form is malformed."),
	} {
		b.wants(t, "POST", people, form, 400, want)
		b.wants(t, "POST", people+"/p-1001", form, 400, want)
	}
	b.wants(t, "POST", people, "first=Nora", 400, refusal("invalid", "login", "A person has a login."))
	b.wants(t, "POST", people, "login="+first, 409, refusal("taken", "login", "Somebody has the login "+first+"."))
	b.wants(t, "POST", people+"/p-1001", "login="+first, 409, refusal("taken", "login", "Somebody has the login "+first+"."))
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("a refused form changed the register")
	}
	if status, body := b.ask(t, "POST", people, "login=x&first="+forty); status != 201 {
		t.Errorf("a name of forty characters: got %d %s", status, body)
	}
}

func TestABodyThatIsNoFormIsRefused(t *testing.T) {
	b := newBench(t, 0)
	for _, kind := range []string{"", "application/json", "multipart/form-data", "form"} {
		r := b.request(t, http.MethodPost, people, "login=x")
		r.Header.Set("Content-Type", kind)
		if status, body := send(t, r); status != 400 || body != refusal("media-type", "", "The body has to be a form.") {
			t.Errorf("%q: got %d %s", kind, status, body)
		}
	}
}

func TestSomebodyUnknownIsNotFound(t *testing.T) {
	b := newBench(t, 1)
	want := refusal("not-found", "", "No such person.")
	for _, verb := range []string{"GET", "POST", "DELETE"} {
		b.wants(t, verb, people+"/p-9", "", 404, want)
	}
	b.wants(t, "PUT", "/api/groups/g-1/people/p-9", "", 404, want)
	b.wants(t, "DELETE", "/api/groups/g-1/people/p-9", "", 404, want)
	b.wants(t, "DELETE", people+"/p-1000", "", 204, "")
	b.wants(t, "DELETE", people+"/p-1000", "", 404, want)
}

func TestAGroupTakesAPersonOnceAndLetsThemGo(t *testing.T) {
	b := newBench(t, 0)
	b.World.Add(simkit.Person{ID: "p-7", Memberships: []simkit.Membership{{GroupID: "g-5"}}})
	for _, step := range []struct {
		verb, group string
		want        []simkit.Membership
	}{
		{"PUT", "g-1", []simkit.Membership{{GroupID: "g-5"}, {GroupID: "g-1"}}},
		{"PUT", "g-5", []simkit.Membership{{GroupID: "g-5"}, {GroupID: "g-1"}}},
		{"DELETE", "g-5", []simkit.Membership{{GroupID: "g-1"}}},
		{"DELETE", "g-5", []simkit.Membership{{GroupID: "g-1"}}},
	} {
		b.wants(t, step.verb, "/api/groups/"+step.group+"/people/p-7", "", 204, "")
		if p, _ := b.World.Person("p-7"); !reflect.DeepEqual(p.Memberships, step.want) {
			t.Errorf("%s %s: got %v", step.verb, step.group, p.Memberships)
		}
	}
	for _, target := range []string{"GET /api/groups/g-4", "PUT /api/groups/g-4/people/p-7", "DELETE /api/groups/g-4/people/p-7"} {
		verb, path, _ := strings.Cut(target, " ")
		b.wants(t, verb, path, "", 404, refusal("not-found", "", "No such group."))
	}
	b.wants(t, "GET", "/api/groups/g-1", "", 200, `{"id":"g-1","name":"Sales"}`)
}
