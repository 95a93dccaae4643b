package sim_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sampleBatch is the vendor's own sample with the comma that it lacks.
const sampleBatch = `{ "Scope": {
"Kind": 0 }, "Data": { "Title": "test", "Url": "https://workspace365instance.url",
"Tag": "Proposals", "Icon": { "Name": "Phone" }, "Color": { "Kind": 1, "Value": "#00ff00" },
"Actions": [
{
"Kind": 1,
"Title": "Accept Proposal",
"Url": "https://workspace365instance.url/proposal/accept" }
] }
}`

func TestTheVendorsSampleIsAnActivityOfEverybody(t *testing.T) {
	b := newBench(t)
	got := b.post(t, "activities-batch", sampleBatch)
	var items []string
	kept := b.World.Activities.All()
	people := b.World.People()
	if len(kept) != len(people) {
		t.Fatalf("%d activities, want %d", len(kept), len(people))
	}
	for i, p := range people {
		items = append(items, fmt.Sprintf(`{"id":%d,"user":{"id":%d,"upn":%q}}`, 916+i, 1001+i, *p.UserName))
		wanted := simkit.Activity{
			ID: fmt.Sprint(916 + i), UserID: p.ID, Title: "test",
			URL: new("https://workspace365instance.url"), Tag: new("Proposals"), Icon: new("Phone"),
			Color:   &simkit.Color{Kind: "custom", Value: "#00ff00"},
			Actions: []simkit.Action{{Kind: "check", Title: "Accept Proposal", URL: "https://workspace365instance.url/proposal/accept"}},
		}
		if !reflect.DeepEqual(kept[i], wanted) {
			t.Errorf("the world has %+v, want %+v", kept[i], wanted)
		}
	}
	want(t, got, answer{200, jsonType, "[" + strings.Join(items, ",") + "]"})
}

// reached posts a batch and returns the integer ids of whom it reached.
func (b *bench) reached(t *testing.T, scope string) []int {
	t.Helper()
	got := b.post(t, "activities-batch", `{"Scope":`+scope+`,"Data":{"Title":"t"}}`)
	var items []struct{ User struct{ ID int } }
	if err := json.Unmarshal([]byte(got.body), &items); err != nil || got.status != 200 || items == nil {
		t.Fatalf("%v in %+v", err, got)
	}
	ids := []int{}
	for _, item := range items {
		ids = append(ids, item.User.ID)
	}
	return ids
}

func TestAScopeReachesEachOfItsUsersOnce(t *testing.T) {
	b := newBench(t)
	third := *b.World.People()[2].UserName
	for name, c := range map[string]struct {
		scope string
		users []int
	}{
		"listed users":              {`{"Kind":1,"Users":[{"Id":1005},{"Upn":"` + third + `"}]}`, []int{1005, 1003}},
		"one listed twice":          {`{"Kind":"1","Users":[{"Id":1003},{"upn":"` + third + `"},{"id":"1003"}]}`, []int{1003}},
		"a group":                   {`{"Kind":2,"Groups":[{"Name":"Audit"}]}`, []int{1001, 1005, 1009, 1013}},
		"a group by number":         {`{"kind":"2","groups":[{"id":"22"}]}`, []int{1001, 1005, 1009, 1013}},
		"both, of which the Id":     {`{"Kind":2,"Groups":[{"Id":22,"Name":"Søknad & Co"}]}`, []int{1001, 1005, 1009, 1013}},
		"a group and its nested":    {`{"Kind":2,"Groups":[{"Name":"Finance"}]}`, []int{1001, 1004, 1005, 1007, 1009, 1010, 1013}},
		"a nested group doubly":     {`{"Kind":2,"Groups":[{"Id":21},{"Id":22},{"Name":"Finance"}]}`, []int{1001, 1004, 1005, 1007, 1009, 1010, 1013}},
		"two groups that overlap":   {`{"Kind":2,"Groups":[{"Id":22},{"Id":23}]}`, []int{1001, 1002, 1005, 1008, 1009, 1011, 1013, 1014}},
		"a group of nobody":         {`{"Kind":2,"Groups":[{"Name":"Nobody yet"}]}`, []int{}},
		"everybody and empty lists": {`{"Kind":"0","Users":[],"Groups":[]}`, []int{1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(b.World.Activities.All())
			if got := b.reached(t, c.scope); !reflect.DeepEqual(got, c.users) {
				t.Errorf("reached %v, want %v", got, c.users)
			}
			if n := len(b.World.Activities.All()) - before; n != len(c.users) {
				t.Errorf("%d activities, want %d", n, len(c.users))
			}
		})
	}
}

func TestGroupsThatAreNestedInACircleReachEachUserOnce(t *testing.T) {
	b := newBench(t)
	groups := b.World.Groups()
	b.sync(t, "PUT", groups[1].ID+"/Groups/"+groups[2].ID+"/")
	b.sync(t, "PUT", groups[2].ID+"/Groups/"+groups[0].ID+"/")
	all := b.reached(t, `{"Kind":2,"Groups":[{"Id":22}]}`)
	if again := b.reached(t, `{"Kind":2,"Groups":[{"Id":21}]}`); !reflect.DeepEqual(all, again) || len(all) != 11 {
		t.Errorf("reached %v and %v, want the same 11", all, again)
	}
}

func TestWhatABatchRefusesOfAField(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct{ scope, data, field, message string }{
		"no scope":                   {``, `{"Title":"t"}`, "Scope", "The Scope field is required."},
		"no data":                    {`{"Kind":0}`, ``, "Data", "The Data field is required."},
		"a scope that is its kind":   {`0`, `{"Title":"t"}`, "Scope", "The Scope field must be an object."},
		"data that is null":          {`{"Kind":0}`, `null`, "Data", "The Data field must be an object."},
		"no kind":                    {`{}`, `{"Title":"t"}`, "Scope.Kind", "The Scope.Kind field must be 0, 1 or 2."},
		"a kind of 3":                {`{"Kind":3}`, `{"Title":"t"}`, "Scope.Kind", "The Scope.Kind field must be 0, 1 or 2."},
		"a kind below 0":             {`{"Kind":"-1"}`, `{"Title":"t"}`, "Scope.Kind", "The Scope.Kind field must be 0, 1 or 2."},
		"a kind that is null":        {`{"Kind":null}`, `{"Title":"t"}`, "Scope.Kind", "The Scope.Kind field must be an integer."},
		"kind 1 without users":       {`{"Kind":1}`, `{"Title":"t"}`, "Scope.Users", "The Scope.Users field is required."},
		"kind 1 with no user":        {`{"Kind":1,"Users":[]}`, `{"Title":"t"}`, "Scope.Users", "The Scope.Users field is required."},
		"kind 2 without groups":      {`{"Kind":2}`, `{"Title":"t"}`, "Scope.Groups", "The Scope.Groups field is required."},
		"kind 2 with no group":       {`{"Kind":2,"Groups":[]}`, `{"Title":"t"}`, "Scope.Groups", "The Scope.Groups field is required."},
		"kind 0 with users":          {`{"Kind":0,"Users":[{"Id":1001}]}`, `{"Title":"t"}`, "Scope.Users", "The Scope.Users field is for the Kind 1 only."},
		"kind 1 with groups":         {`{"Kind":1,"Users":[{"Id":1001}],"Groups":[{"Id":21}]}`, `{"Title":"t"}`, "Scope.Groups", "The Scope.Groups field is for the Kind 2 only."},
		"an unknown user":            {`{"Kind":1,"Users":[{"Id":1001},{"Id":5}]}`, `{"Title":"t"}`, "Scope.Users[1]", "The user does not exist."},
		"an unknown name":            {`{"Kind":1,"Users":[{"Upn":"nobody@acme.example"}]}`, `{"Title":"t"}`, "Scope.Users[0]", "The user does not exist."},
		"a user without a name":      {`{"Kind":1,"Users":[{}]}`, `{"Title":"t"}`, "Scope.Users[0]", "The Scope.Users[0] field names nobody."},
		"an unknown group":           {`{"Kind":2,"Groups":[{"Id":21},{"Name":"Sales"}]}`, `{"Title":"t"}`, "Scope.Groups[1]", "The group does not exist."},
		"a group's name in capitals": {`{"Kind":2,"Groups":[{"Name":"AUDIT"}]}`, `{"Title":"t"}`, "Scope.Groups[0]", "The group does not exist."},
		"a user's Id as a group's":   {`{"Kind":2,"Groups":[{"Id":1001}]}`, `{"Title":"t"}`, "Scope.Groups[0]", "The group does not exist."},
		"a group by Upn":             {`{"Kind":2,"Groups":[{"Upn":"x"}]}`, `{"Title":"t"}`, "Scope.Groups[0].Upn", "The Scope.Groups[0].Upn field is not known."},
		"no title":                   {`{"Kind":0}`, `{}`, "Data.Title", "The Data.Title field is required."},
		"a user in the data":         {`{"Kind":0}`, `{"Title":"t","User":{"Id":1001}}`, "Data.User", "The Data.User field is not known."},
		"a custom color's absence":   {`{"Kind":0}`, `{"Title":"t","Color":{"Kind":1}}`, "Data.Color.Value", "The Data.Color.Value field is required."},
		"an action without words": {`{"Kind":0}`, `{"Title":"t","Actions":[{"Kind":1,"Url":"u"}]}`,
			"Data.Actions[0].Title", "The Data.Actions[0].Title field is required."},
	} {
		t.Run(name, func(t *testing.T) {
			var members []string
			for field, value := range map[string]string{"Scope": c.scope, "Data": c.data} {
				if value != "" {
					members = append(members, `"`+field+`":`+value)
				}
			}
			want(t, b.post(t, "activities-batch", "{"+strings.Join(members, ",")+"}"), fieldError(c.field, c.message))
			if n := len(b.World.Activities.All()); n != 0 {
				t.Errorf("%d activities, want none", n)
			}
		})
	}
}

func TestTheVendorsBatchSampleLacksAComma(t *testing.T) {
	b := newBench(t)
	broken := strings.Replace(sampleBatch, "\"Kind\": 1,\n", "\"Kind\": 1\n", 1)
	wantGlobalError(t, b.post(t, "activities-batch", broken))
}
