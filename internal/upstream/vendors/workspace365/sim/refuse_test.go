package sim_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhatPutRefusesOfAField(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct{ body, field, message string }{
		"no first name":         {`{"LastName":"B","UserPrincipalName":"u"}`, "FirstName", "The FirstName field is required."},
		"an empty first name":   {`{"FirstName":"","LastName":"B","UserPrincipalName":"u"}`, "FirstName", "The FirstName field is required."},
		"no last name":          {`{"FirstName":"A","UserPrincipalName":"u"}`, "LastName", "The LastName field is required."},
		"an empty last name":    {`{"firstname":"A","lastname":"","UserPrincipalName":"u"}`, "LastName", "The LastName field is required."},
		"no user name":          {`{"FirstName":"A","LastName":"B"}`, "UserPrincipalName", "The UserPrincipalName field is required."},
		"a null first name":     {`{"FirstName":null,"LastName":"B","UserPrincipalName":"u"}`, "FirstName", "The FirstName field must be a string."},
		"a number for a name":   {`{"FirstName":"A","LastName":5,"UserPrincipalName":"u"}`, "LastName", "The LastName field must be a string."},
		"a null e-mail":         {with(`"Email":null`), "Email", "The Email field must be a string."},
		"a list of e-mails":     {with(`"SecondaryEmail":["x"]`), "SecondaryEmail", "The SecondaryEmail field must be a string."},
		"a number for a phone":  {with(`"MobilePhone":31205550000`), "MobilePhone", "The MobilePhone field must be a string."},
		"an object for a title": {with(`"JobTitle":{}`), "JobTitle", "The JobTitle field must be a string."},
		"a boolean as 1":        {with(`"IsActive":1`), "IsActive", "The IsActive field must be a boolean."},
		"a boolean as yes":      {with(`"IsAdmin":"yes"`), "IsAdmin", "The IsAdmin field must be a boolean."},
		"an empty boolean":      {with(`"IsAdmin":""`), "IsAdmin", "The IsAdmin field must be a boolean."},
		"a null boolean":        {with(`"IsActive":null`), "IsActive", "The IsActive field must be a boolean."},
		"an unknown member":     {with(`"displayName":"A B"`), "displayName", "The displayName field is not known."},
		"the id in the body":    {with(`"ObjectId":"a1"`), "ObjectId", "The ObjectId field is not known."},
		"a member twice":        {with(`"Email":"x","email":"y"`), "Email", "The Email field is given more than once."},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, b.put(t, "a1", c.body), fieldError(c.field, c.message))
			if _, ok := b.World.Person("a1"); ok {
				t.Error("the refused user is in the world")
			}
		})
	}
}

func TestPutNamesEveryWrongFieldAtOnce(t *testing.T) {
	b := newBench(t)
	got := b.put(t, "a1", `{"LastName":7,"IsActive":"maybe","Nickname":"x"}`)
	var body struct{ FieldErrors map[string]any }
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"FirstName", "LastName", "UserPrincipalName", "IsActive", "Nickname"} {
		if _, ok := body.FieldErrors[field]; !ok {
			t.Errorf("no complaint about %s in %s", field, got.body)
		}
	}
	if len(body.FieldErrors) != 5 {
		t.Errorf("%d complaints, want 5: %s", len(body.FieldErrors), got.body)
	}
}

func TestWhatPutRefusesOfTheWholeRequest(t *testing.T) {
	b := newBench(t)
	body := with(`"Email":"x"`)
	for name, q := range map[string]request{
		"no body":                 {},
		"a list":                  {body: "[" + body + "]"},
		"null":                    {body: "null"},
		"half an object":          {body: body[:len(body)-1]},
		"a comma too many":        {body: with(`"Email":"x",`)},
		"two objects":             {body: body + body},
		"bytes that are no UTF-8": {body: with("\"Email\":\"\xff\"")},
		"no content type":         {body: body, contentType: "-"},
		"a form":                  {body: body, contentType: "application/x-www-form-urlencoded"},
		"plain text":              {body: body, contentType: "text/plain"},
		"another charset":         {body: body, contentType: "application/json; charset=iso-8859-1"},
		"a chunked body":          {body: body, chunked: true},
		"a query":                 {body: body, path: userPath("a1") + "?force=true"},
		"a slash in the ObjectId": {body: body, path: userPath("a%2F1")},
	} {
		t.Run(name, func(t *testing.T) {
			q.verb, q.auth = "PUT", b.syncHeader()
			if q.path == "" {
				q.path = userPath("a1")
			}
			switch q.contentType {
			case "":
				q.contentType = "application/json"
			case "-":
				q.contentType = ""
			}
			wantGlobalError(t, b.do(t, q))
			if n := len(b.World.People()); n != 14 {
				t.Errorf("%d people, want 14", n)
			}
		})
	}
}

func TestPutTakesAContentTypeWithCharset(t *testing.T) {
	b := newBench(t)
	want(t, b.do(t, request{
		verb: "PUT", path: userPath("a1"), auth: b.syncHeader(), contentType: "Application/JSON; charset=UTF-8", body: sarah,
	}), answer{200, jsonType, ""})
}

func TestNoTwoUsersHaveOneUserPrincipalName(t *testing.T) {
	b := newBench(t)
	other := b.World.People()[1]
	taken := fieldError("UserPrincipalName", "The UserPrincipalName is already in use.")
	for name, upn := range map[string]string{
		"the same":          *other.UserName,
		"in other capitals": strings.ToUpper(*other.UserName),
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"FirstName":"A","LastName":"B","UserPrincipalName":"` + upn + `"}`
			want(t, b.put(t, "a1", body), taken)
			want(t, b.put(t, b.World.People()[0].ID, body), taken)
			want(t, b.put(t, other.ID, body), answer{200, jsonType, ""})
		})
	}
	if *b.World.People()[0].GivenName == "A" {
		t.Error("the refused update is in the world")
	}
}

func wantGlobalError(t *testing.T, got answer) {
	t.Helper()
	var body struct {
		GlobalError struct{ Message string } `json:"globalError"`
		FieldErrors json.RawMessage          `json:"fieldErrors"`
	}
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatalf("%v in %+v", err, got)
	}
	if got.status != 400 || got.contentType != jsonType || body.GlobalError.Message == "" || string(body.FieldErrors) != "null" {
		t.Errorf("answer is %+v, want 400 with a globalError alone", got)
	}
}
