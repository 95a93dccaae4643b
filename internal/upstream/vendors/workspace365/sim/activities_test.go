package sim_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sampleActivity is the vendor's own sample with a user of this environment.
const sampleActivity = `{ "User": { "Upn": "USER" }, "Icon": { "Name": "Phone" }, "Title": "Test activity", "Url": "https://workspace365instance.url",
"Tag": "Proposals", "Color": { "Kind": "1", "Value": "#00ff00"
},
"Actions": [
{
"Kind": "1",
"Title": "Accept proposal",
"Url": "https://workspace365instance.url/proposal/accept" }
]
}`

// post sends JSON to an operation of the api family.
func (b *bench) post(t *testing.T, operation, body string) answer {
	t.Helper()
	return b.do(t, request{
		verb: "POST", path: "/acme/api/" + operation, auth: b.apiHeader(), contentType: "application/json", body: body,
	})
}

func TestTheVendorsSampleIsAnActivityOfTheUser(t *testing.T) {
	b := newBench(t)
	user := b.World.People()[3]
	got := b.post(t, "activities", strings.Replace(sampleActivity, "USER", *user.UserName, 1))
	want(t, got, answer{200, jsonType, fmt.Sprintf(`{"id":916,"user":{"id":1004,"upn":%q}}`, *user.UserName)})

	wanted := []simkit.Activity{{
		ID: "916", UserID: user.ID, Title: "Test activity",
		URL: new("https://workspace365instance.url"), Tag: new("Proposals"), Icon: new("Phone"),
		Color:   &simkit.Color{Kind: "custom", Value: "#00ff00"},
		Actions: []simkit.Action{{Kind: "check", Title: "Accept proposal", URL: "https://workspace365instance.url/proposal/accept"}},
	}}
	if kept := b.World.Activities.All(); !reflect.DeepEqual(kept, wanted) {
		t.Errorf("the world has %+v, want %+v", kept, wanted)
	}
}

func TestAnActivityNeedsAUserAndATitleAlone(t *testing.T) {
	b := newBench(t)
	b.post(t, "activities", `{"User":{"Id":1001},"Title":"a"}`)
	want(t, b.post(t, "activities", `{"User":{"Id":1002},"Title":"b"}`),
		answer{200, jsonType, fmt.Sprintf(`{"id":917,"user":{"id":1002,"upn":%q}}`, *b.World.People()[1].UserName)})
	wanted := simkit.Activity{ID: "917", UserID: b.World.People()[1].ID, Title: "b", Actions: []simkit.Action{}}
	if kept := b.World.Activities.All()[1]; !reflect.DeepEqual(kept, wanted) {
		t.Errorf("the world has %+v, want %+v", kept, wanted)
	}
}

func TestAUserIsNamedByIntegerOrByUserPrincipalName(t *testing.T) {
	b := newBench(t)
	people := b.World.People()
	guest := *people[1].UserName
	for name, c := range map[string]struct {
		lookup string
		user   int
	}{
		"a number":                        {`{"Id":1003}`, 2},
		"a number as a string":            {`{"Id":"1003"}`, 2},
		"small letters":                   {`{"id":1003}`, 2},
		"the name":                        {`{"Upn":"` + *people[2].UserName + `"}`, 2},
		"the name in capitals":            {`{"UPN":"` + strings.ToUpper(*people[2].UserName) + `"}`, 2},
		"a guest":                         {`{"upn":"` + guest + `"}`, 1},
		"both, of which the Id wins":      {`{"Upn":"` + guest + `","Id":1003}`, 2},
		"an Id and a name of nobody":      {`{"Id":1003,"Upn":"nobody@acme.example"}`, 2},
		"an Id and an empty name":         {`{"Id":1003,"Upn":""}`, 2},
		"the name of the same, and an Id": {`{"Id":1003,"Upn":"` + *people[2].UserName + `"}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(t, "activities", `{"User":`+c.lookup+`,"Title":"t"}`); got.status != 200 {
				t.Fatalf("answer is %+v", got)
			}
			all := b.World.Activities.All()
			if got := all[len(all)-1].UserID; got != people[c.user].ID {
				t.Errorf("the activity is that of %s, want %s", got, people[c.user].ID)
			}
		})
	}
}

func TestALookupThatNamesNobodyIsAnErrorOfItsField(t *testing.T) {
	b := newBench(t)
	b.World.Add(simkit.Person{ID: "numberless"})
	for name, c := range map[string]struct{ lookup, field, message string }{
		"an unknown Id":                  {`{"Id":1}`, "User", "The user does not exist."},
		"an Id of 0":                     {`{"Id":0}`, "User", "The user does not exist."},
		"an unknown name":                {`{"Upn":"nobody@acme.example"}`, "User", "The user does not exist."},
		"an ObjectId as a name":          {`{"Upn":"` + b.World.People()[0].ID + `"}`, "User", "The user does not exist."},
		"a group's Id":                   {`{"Id":21}`, "User", "The user does not exist."},
		"an unknown Id with a good name": {`{"Id":1,"Upn":"` + *b.World.People()[0].UserName + `"}`, "User", "The user does not exist."},
		"neither":                        {`{}`, "User", "The User field names nobody."},
		"an empty name":                  {`{"Upn":""}`, "User", "The User field names nobody."},
		"no object":                      {`"1001"`, "User", "The User field must be an object."},
		"null":                           {`null`, "User", "The User field must be an object."},
		"a fraction":                     {`{"Id":1001.5}`, "User.Id", "The User.Id field must be an integer."},
		"an ObjectId as an Id":           {`{"Id":"` + b.World.People()[0].ID + `"}`, "User.Id", "The User.Id field must be an integer."},
		"an ObjectId":                    {`{"ObjectId":"x","Id":1001}`, "User.ObjectId", "The User.ObjectId field is not known."},
		"a number for a name":            {`{"Upn":1001}`, "User.Upn", "The User.Upn field must be a string."},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.post(t, "activities", `{"Title":"t","User":`+c.lookup+`}`), fieldError(c.field, c.message))
			if n := len(b.World.Activities.All()); n != 0 {
				t.Errorf("%d activities, want none", n)
			}
		})
	}
}

func TestWhatActivitiesRefuseOfAField(t *testing.T) {
	b := newBench(t)
	const good = `{"Kind":1,"Title":"t","Url":"u"}`
	for name, c := range map[string]struct{ member, field, message string }{
		"no user":                  {``, "User", "The User field is required."},
		"a number for a tag":       {`"Tag":1`, "Tag", "The Tag field must be a string."},
		"a null url":               {`"Url":null`, "Url", "The Url field must be a string."},
		"an icon that is a name":   {`"Icon":"Phone"`, "Icon", "The Icon field must be an object."},
		"an icon's number":         {`"Icon":{"Id":14}`, "Icon.Id", "The Icon.Id field is not known."},
		"a scope":                  {`"Scope":{"Kind":0}`, "Scope", "The Scope field is not known."},
		"a color without a kind":   {`"Color":{"Value":"#00ff00"}`, "Color.Kind", "The Color.Kind field must be 1, 2 or 3."},
		"a color of kind 0":        {`"Color":{"Kind":0}`, "Color.Kind", "The Color.Kind field must be 1, 2 or 3."},
		"a color of kind 4":        {`"Color":{"Kind":"4"}`, "Color.Kind", "The Color.Kind field must be 1, 2 or 3."},
		"a color's word":           {`"Color":{"Kind":"custom"}`, "Color.Kind", "The Color.Kind field must be an integer."},
		"a custom color's absence": {`"Color":{"Kind":1}`, "Color.Value", "The Color.Value field is required."},
		"an empty custom color":    {`"Color":{"kind":"1","value":""}`, "Color.Value", "The Color.Value field is required."},
		"a value of the primary":   {`"Color":{"Kind":2,"Value":""}`, "Color.Value", "The Color.Value field is for the Kind 1 only."},
		"a value of the header":    {`"Color":{"Kind":3,"Value":"#fff"}`, "Color.Value", "The Color.Value field is for the Kind 1 only."},
		"actions as an object":     {`"Actions":` + good, "Actions", "The Actions field must be a list."},
		"actions as null":          {`"Actions":null`, "Actions", "The Actions field must be a list."},
		"an action as a string":    {`"Actions":["check"]`, "Actions[0]", "The Actions[0] field must be an object."},
		"three actions":            {`"Actions":[` + good + `,` + good + `,` + good + `]`, "Actions", "The Actions field has more than 2 items."},
		"an action without a kind": {`"Actions":[{"Title":"t","Url":"u"}]`, "Actions[0].Kind", "The Actions[0].Kind field must be one of 1 to 9."},
		"an action of kind 0":      {`"Actions":[{"Kind":0,"Title":"t","Url":"u"}]`, "Actions[0].Kind", "The Actions[0].Kind field must be one of 1 to 9."},
		"an action of kind 10":     {`"Actions":[` + good + `,{"Kind":10,"Title":"t","Url":"u"}]`, "Actions[1].Kind", "The Actions[1].Kind field must be one of 1 to 9."},
		"an action without words":  {`"Actions":[` + good + `,{"Kind":1,"Url":"u"}]`, "Actions[1].Title", "The Actions[1].Title field is required."},
		"an empty action's title":  {`"Actions":[{"Kind":1,"Title":"","Url":"u"}]`, "Actions[0].Title", "The Actions[0].Title field is required."},
		"an action without a url":  {`"Actions":[{"Kind":1,"Title":"t"}]`, "Actions[0].Url", "The Actions[0].Url field is required."},
		"an action's color":        {`"Actions":[{"Kind":1,"Title":"t","Url":"u","Color":{}}]`, "Actions[0].Color", "The Actions[0].Color field is not known."},
		"an action's kind twice":   {`"Actions":[{"Kind":1,"kind":2,"Title":"t","Url":"u"}]`, "Actions[0].Kind", "The Actions[0].Kind field is given more than once."},
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"User":{"Id":1001},"Title":"t",` + c.member + `}`
			if c.member == "" {
				body = `{"Title":"t"}`
			}
			want(t, b.post(t, "activities", body), fieldError(c.field, c.message))
			if n := len(b.World.Activities.All()); n != 0 {
				t.Errorf("%d activities, want none", n)
			}
		})
	}
	want(t, b.post(t, "activities", `{"User":{"Id":1001}}`), fieldError("Title", "The Title field is required."))
	want(t, b.post(t, "activities", `{"User":{"Id":1001},"Title":""}`), fieldError("Title", "The Title field is required."))
}

func TestAnActionsTitleIsCountedInCharacters(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		title string
		fits  bool
	}{
		"32 letters":                  {strings.Repeat("a", 32), true},
		"33 letters":                  {strings.Repeat("a", 33), false},
		"32 characters of two bytes":  {strings.Repeat("ø", 32), true},
		"33 characters of two bytes":  {strings.Repeat("ø", 33), false},
		"32 characters of four bytes": {strings.Repeat("🙂", 32), true},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.post(t, "activities", `{"User":{"Id":1001},"Title":"t","Actions":[{"Kind":1,"Title":"`+c.title+`","Url":"u"}]}`)
			if c.fits && got.status != 200 {
				t.Errorf("answer is %+v, want 200", got)
			}
			if !c.fits {
				want(t, got, fieldError("Actions[0].Title", "The Actions[0].Title field has more than 32 characters."))
			}
		})
	}
}

func TestEveryKindIsKeptAsItsWord(t *testing.T) {
	b := newBench(t)
	for i, word := range []string{"check", "cancel", "add", "open", "edit", "manage", "delete", "forward", "backward"} {
		body := fmt.Sprintf(`{"User":{"Id":1001},"Title":"t","Actions":[{"Kind":%d,"Title":"t","Url":"u"},{"Kind":"%d","Title":"t","Url":"u"}]}`, i+1, i+1)
		if got := b.post(t, "activities", body); got.status != 200 {
			t.Fatalf("answer is %+v", got)
		}
		all := b.World.Activities.All()
		for _, a := range all[len(all)-1].Actions {
			if a.Kind != word {
				t.Errorf("kind %d is %q, want %q", i+1, a.Kind, word)
			}
		}
	}
	for kind, color := range map[string]simkit.Color{
		`2`: {Kind: "primary"}, `"3"`: {Kind: "header"}, `"1","Value":"#a0b1c2"`: {Kind: "custom", Value: "#a0b1c2"},
	} {
		b.post(t, "activities", `{"User":{"Id":1001},"Title":"t","Color":{"Kind":`+kind+`}}`)
		all := b.World.Activities.All()
		if got := all[len(all)-1].Color; got == nil || *got != color {
			t.Errorf("kind %s is %+v, want %+v", kind, got, color)
		}
	}
}

func TestAnEmptyOrUnknownIconIsNoError(t *testing.T) {
	b := newBench(t)
	for icon, kept := range map[string]*string{
		`{}`: nil, `{"Name":""}`: nil, `{"name":"No such icon"}`: new("No such icon"),
	} {
		if got := b.post(t, "activities", `{"User":{"Id":1001},"Title":"t","Icon":`+icon+`}`); got.status != 200 {
			t.Fatalf("answer is %+v", got)
		}
		all := b.World.Activities.All()
		if got := all[len(all)-1].Icon; !reflect.DeepEqual(got, kept) {
			t.Errorf("icon %s is kept as %v, want %v", icon, got, kept)
		}
	}
}
