package sim_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
)

// sarah is the vendor's own sample, word for word.
const sarah = `{
"FirstName": "Sarah",
"LastName": "de Vries",
"UserPrincipalName": "sarah@w365support.onmicrosoft.com",
"Email": "sarah@365support.onmicrosoft.com",
"SecondaryEmail": "anthony@w365support.onmicrosoft.com",
"IsAdmin": "false",
"IsActive": "true",
"JobTitle": "",
"MobilePhone": ""
}`

// sampleID is the vendor's own sample of an ObjectId, which is no GUID.
const sampleID = "4dcvcd74-9103-45ac-b0fe-a0aa0b1d00a"

func TestPutCreatesTheVendorsSample(t *testing.T) {
	b := newBench(t)
	want(t, b.put(t, sampleID, sarah), answer{200, jsonType, ""})
	wanted := simkit.Person{
		ID:          sampleID,
		Number:      1015,
		UserName:    new("sarah@w365support.onmicrosoft.com"),
		GivenName:   new("Sarah"),
		FamilyName:  new("de Vries"),
		Email:       new("sarah@365support.onmicrosoft.com"),
		Title:       new(""),
		Phone:       new(""),
		Active:      new(true),
		Roles:       []string{},
		Memberships: []simkit.Membership{},
		Extensions:  map[string]any{"secondaryEmail": "anthony@w365support.onmicrosoft.com"},
	}
	if got := b.person(t, sampleID); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
}

func TestPutCreatesWithRequiredFieldsAlone(t *testing.T) {
	b := newBench(t)
	want(t, b.put(t, "a1", `{"FirstName":"Zoë","LastName":"Ito","UserPrincipalName":"zoe@acme.example"}`),
		answer{200, jsonType, ""})
	wanted := simkit.Person{
		ID: "a1", Number: 1015, UserName: new("zoe@acme.example"), GivenName: new("Zoë"), FamilyName: new("Ito"),
		Roles: []string{}, Memberships: []simkit.Membership{},
	}
	if got := b.person(t, "a1"); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
}

func TestPutUpdatesWhatIsSentAndKeepsTheRest(t *testing.T) {
	b := newBench(t)
	b.put(t, sampleID, sarah)
	before := b.person(t, sampleID)
	want(t, b.put(t, sampleID, `{"FirstName":"Sara","LastName":"de Vries","UserPrincipalName":"sarah@w365support.onmicrosoft.com",
		"Email":"","IsAdmin":true,"IsActive":false,"JobTitle":"Buyer"}`), answer{200, jsonType, ""})

	wanted := before
	wanted.GivenName, wanted.Email, wanted.Title = new("Sara"), new(""), new("Buyer")
	wanted.Active, wanted.Roles = new(false), []string{"admin"}
	if got := b.person(t, sampleID); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the world has %+v, want %+v", got, wanted)
	}
	if *before.GivenName != "Sarah" {
		t.Error("a copy that was taken before changed with the world")
	}
	if n := len(b.World.People()); n != 15 {
		t.Errorf("%d people, want 15", n)
	}
}

func TestPutTakesTheAdminRoleAway(t *testing.T) {
	b := newBench(t)
	admin := b.World.People()[0]
	if !reflect.DeepEqual(admin.Roles, []string{"admin"}) {
		t.Fatalf("the first person's roles are %v", admin.Roles)
	}
	b.put(t, admin.ID, `{"FirstName":"A","LastName":"B","UserPrincipalName":"a@acme.example","IsAdmin":"false"}`)
	if got := b.person(t, admin.ID).Roles; got == nil || len(got) != 0 {
		t.Errorf("roles are %#v, want an empty list", got)
	}
}

func TestPutReadsKeysInAnyCase(t *testing.T) {
	b := newBench(t)
	want(t, b.put(t, "a1", `{"firstName":"Zoë","LASTNAME":"Ito","userprincipalname":"zoe@acme.example","mobilephone":"+31"}`),
		answer{200, jsonType, ""})
	if p := b.person(t, "a1"); *p.FamilyName != "Ito" || *p.Phone != "+31" {
		t.Errorf("the world has %+v", p)
	}
}

func TestPutReadsBooleansAndTheirSpelling(t *testing.T) {
	b := newBench(t)
	for value, active := range map[string]bool{
		`true`: true, `false`: false, `"true"`: true, `"false"`: false, `"True"`: true, `"FALSE"`: false,
	} {
		t.Run(value, func(t *testing.T) {
			want(t, b.put(t, "a1", with(`"IsActive":`+value)), answer{200, jsonType, ""})
			if got := *b.person(t, "a1").Active; got != active {
				t.Errorf("active is %v, want %v", got, active)
			}
		})
	}
}

func TestPutNormalisesNoObjectID(t *testing.T) {
	b := newBench(t)
	for i, c := range []struct{ escaped, id string }{
		{"ABCDEF01-1", "ABCDEF01-1"},
		{"abcdef01-1", "abcdef01-1"},
		{"%7Bbrace%7D", "{brace}"},
		{"with%20blank%2B", "with blank+"},
	} {
		body := fmt.Sprintf(`{"FirstName":"A","LastName":"B","UserPrincipalName":"u%d"}`, i)
		want(t, b.put(t, c.escaped, body), answer{200, jsonType, ""})
		if got := *b.person(t, c.id).UserName; got != fmt.Sprintf("u%d", i) {
			t.Errorf("%s has the name %s of another id", c.id, got)
		}
	}
}

// with is the least valid body and one more member.
func with(member string) string {
	return `{"FirstName":"A","LastName":"B","UserPrincipalName":"a.b@acme.example",` + member + `}`
}
