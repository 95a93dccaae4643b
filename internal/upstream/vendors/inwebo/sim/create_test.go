package sim_test

import (
	"net/http"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

func TestCreateAnswersTheSampleOfTheSource(t *testing.T) {
	b := newBench(t, 0)
	r := b.request(t, http.MethodPost, accounts, `{
  "login" : "inWeboLogin", "email" : "email@example.com", "language" : "fr", "active" : true,
  "role" : { "id" : "0" },
  "memberships" : [ { "group" : { "id" : "1" }, "role" : { "id" : "0" } } ]
}`)
	expect(t, r, 201, `{"login":"inWeboLogin","email":"email@example.com","language":"fr","active":true,`+
		`"role":{"id":"0","name":"User"},`+
		`"memberships":[{"group":{"id":"1","name":"group1"},"role":{"id":"0","name":"User"}}],`+
		`"createdDate":"2026-03-09T09:11:12.987Z","provisioningId":0}`)

	created := time.Date(2026, 3, 9, 9, 11, 12, 987e6, time.UTC)
	want := simkit.Person{
		ID: "inWeboLogin", UserName: new("inWeboLogin"), Email: new("email@example.com"), Language: new("fr"),
		Active: new(true), Roles: []string{"0"}, Memberships: []simkit.Membership{{GroupID: "1", RoleID: "0"}},
		CreatedAt: &created, Extensions: map[string]any{"provisioningId": 0},
	}
	if got, _ := b.World.Person("inWeboLogin"); !reflect.DeepEqual(got, want) {
		t.Errorf("world has %+v, want %+v", got, want)
	}
}

func TestCreateAnswers(t *testing.T) {
	const date = `"createdDate":"2026-03-09T09:11:12.987Z","provisioningId":0}`
	for _, c := range []struct{ name, body, want string }{
		{"login alone takes the defaults", `{"login":"solo"}`,
			`{"login":"solo","active":true,"role":{"id":"0","name":"User"},"memberships":[],` + date},
		{"inactive stays inactive", `{"login":"off","active":false,"memberships":[]}`,
			`{"login":"off","active":false,"role":{"id":"0","name":"User"},"memberships":[],` + date},
		{"login of special characters", `{"login":"a@b c/ø|%41","role":{"id":"1"}}`,
			`{"login":"a@b c/ø|%41","active":true,"role":{"id":"1","name":"Manager"},"memberships":[],` + date},
		{"two groups with different roles",
			`{"login":"two","role":{"id":"2"},"memberships":[{"group":{"id":"12"},"role":{"id":"1"}},{"group":{"id":"7"},"role":{"id":"0"}}]}`,
			`{"login":"two","active":true,"role":{"id":"2","name":"Administrator"},"memberships":[` +
				`{"group":{"id":"12","name":"Équipe de nuit"},"role":{"id":"1","name":"Manager"}},` +
				`{"group":{"id":"7","name":"Sales"},"role":{"id":"0","name":"User"}}],` + date},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, newBench(t, 0).request(t, http.MethodPost, accounts, c.body), 201, c.want)
		})
	}
}

func TestCreateThenListShowsNoMemberships(t *testing.T) {
	b := newBench(t, 0)
	send(t, b.request(t, http.MethodPost, accounts,
		`{"login":"x","email":"x@example.net","memberships":[{"group":{"id":"7"},"role":{"id":"0"}}]}`))
	expect(t, b.request(t, http.MethodGet, accounts, ""), 200,
		`{"page":0,"size":1,"limit":50,"hasMore":false,"content":[{"login":"x","email":"x@example.net","active":true,`+
			`"role":{"id":"0","name":"User"},"createdDate":"2026-03-09T09:11:12.987Z"}]}`)
}

func TestCreateOfATakenLoginConflicts(t *testing.T) {
	b := newBench(t, 20)
	before := b.World.People()
	expect(t, b.request(t, http.MethodPost, accounts, `{"login":"ops/night","active":false}`), 409,
		`{"status":409,"error":"CONFLICT","message":"login already exists"}`)
	if !reflect.DeepEqual(b.World.People(), before) {
		t.Error("the refused create changed the world")
	}
	if status, body := send(t, b.request(t, http.MethodPost, accounts, `{"login":"OPS/night"}`)); status != 201 {
		t.Errorf("other capitals are another login: answer %d %s", status, body)
	}
}

func TestCreateAtOnceMakesALoginOnce(t *testing.T) {
	b := newBench(t, 0)
	statuses := make([]int, 8)
	var group sync.WaitGroup
	for i := range statuses {
		r := b.request(t, http.MethodPost, accounts, `{"login":"same"}`)
		group.Go(func() {
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
			statuses[i] = answer.StatusCode
		})
	}
	group.Wait()
	slices.Sort(statuses)
	if want := []int{201, 409, 409, 409, 409, 409, 409, 409}; !slices.Equal(statuses, want) {
		t.Errorf("statuses %v, want %v", statuses, want)
	}
}
