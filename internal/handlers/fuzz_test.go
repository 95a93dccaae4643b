package handlers

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// FuzzCursor: only what was sealed opens, in just the letters that it was sealed
// in and only for its binding.
func FuzzCursor(f *testing.F) {
	c := sealer(f, "ab")
	genuine := sealed(f, c, binding("hr"))
	for _, seed := range []string{"", "A", genuine, genuine[1:], genuine + "A", "====", "\xff", strings.Repeat("A", 200)} {
		f.Add(seed, "hr")
	}
	f.Add(genuine, "it")
	f.Fuzz(func(t *testing.T, cursor, tenant string) {
		// Another process of the fuzzer has another genuine cursor of the same walk.
		if w, ok := c.open(cursor, binding(tenant)); ok && (tenant != "hr" || len(cursor) != len(genuine) || !cmp.Equal(w, someWalk())) {
			t.Errorf("%q opened for %q", cursor, tenant)
		}
		mine := sealed(t, c, binding(tenant))
		if w, ok := c.open(mine, binding(tenant)); !ok || !cmp.Equal(w, someWalk()) {
			t.Errorf("what was sealed for %q opens to %+v, %v", tenant, w, ok)
		}
	})
}

// FuzzID: what is an id is written as it was read and can stand in a path.
func FuzzID(f *testing.F) {
	for _, seed := range []string{"", ":", "iw:", "iw:a", "iw:a:b", "iw:..", "iw:.", "juump:auth0|5c", "w365:a%2Fb", "iw:\x00", "iw:\u0085", "iw:\xff", "iw:雪/🛠"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		i, ok := parseID(text)
		if !ok {
			return
		}
		if i.String() != text {
			t.Errorf("%q is written as %q", text, i)
		}
		if strings.Contains(i.connection, ":") || i.connection == "" || i.native == "" || i.native == "." || i.native == ".." || len(i.native) > upstream.MaxID {
			t.Errorf("%q is taken for %+v", text, i)
		}
		if strings.ContainsFunc(i.native, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			t.Errorf("%q holds a control character", i.native)
		}
	})
}

// FuzzFilter: a filter that can be read can be evaluated, of users who say all
// and of users who say nothing, and its negation is its opposite.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		`userName eq "a"`, `not (email pr) and active eq true or id ne null`, `createdAt ge "2024-05-01T12:00:00Z"`,
		`((id pr))`, `email[type eq "x"]`, `a.b pr`, `urn:x:id pr`, `displayName co "\"\\\u00E9"`, `active eq -1.5e+3`, `id pr and`, `"`, "\xff pr",
	} {
		f.Add(seed)
	}
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	users := []*upstream.User{{NativeID: "a"}, {
		NativeID: "b", UserName: new("a"), Email: new(""), DisplayName: new("é"), GivenName: new("g"), FamilyName: new("f"),
		Active: new(true), CreatedAt: &at, ModifiedAt: &at, LastLoginAt: &at,
	}}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		tree, err := parseFilter(text, userAttributes())
		if err != nil {
			if asFailure(err).code != codeInvalidFilter {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		for _, u := range users {
			get := attributesOf("iw", u)
			if upstream.Matches(tree, get) == upstream.Matches(upstream.Not{Filter: tree}, get) {
				t.Errorf("%q and its negation agree", text)
			}
		}
		for _, name := range upstream.AttributesOf(tree) {
			if _, known := userAttributes()[name]; !known {
				t.Errorf("%q names the attribute %q", text, name)
			}
			_, _ = upstream.Implied(tree, name)
		}
	})
}

// FuzzStrictJSON: what the strict decoder takes, encoding/json takes too and
// finds the same; and it survives being written again.
func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `"a"`, `1`, `{"a":[1,{"b":null}]}`, `{"a":1,"a":2}`, `{"a":1}{}`, `[1,]`, `{"a":1,}`, `[1}`, `{"a" 1}`,
		`"\ud800"`, `1e400`, `-0`, "\xff", "\ufeff{}", strings.Repeat("[", 100), `{"\u0061":1,"a":1}`, ` `, `01`, `{1:1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, fault := decodeStrict(body)
		if fault != nil {
			if fault.Code == "" {
				t.Error("a fault without a code")
			}
			return
		}
		var loose any
		if err := json.Unmarshal(body, &loose); err != nil || !cmp.Equal(got, loose) {
			t.Errorf("%q: got %v; encoding/json has %v, %v", body, got, loose, err)
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if again, fault := decodeStrict(text); fault != nil || !cmp.Equal(got, again) {
			t.Errorf("%q: written again it is %v, %+v", body, again, fault)
		}
	})
}

// FuzzBearer: nothing but the key and the token that were given out is anybody's,
// in just the letters that they were given out in.
func FuzzBearer(f *testing.F) {
	l := newLogin(f, "a")
	const key = "dgm_k1_" + keySecret
	issuers := l.issuers(f)
	s := &server{Config: Config{Keys: NewKeys([]Key{keyOf(key, Caller{Tenant: "hr", Key: "k1"})}), Issuers: issuers}}
	genuine := l.token("a")
	parts := strings.Split(genuine, ".")
	for _, seed := range []string{
		"", ".", "..", key, genuine, genuine + ".", genuine[1:], parts[0] + "." + parts[1] + ".", parts[1] + "." + parts[1] + "." + parts[2],
		l.token("b"), `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
		"eyJhbGciOiJub25lIiwia2lkIjoiYSJ9." + parts[1] + "." + parts[2], "eyJhbGciOiJIUzI1NiIsImtpZCI6ImEifQ." + parts[1] + "." + parts[2],
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, credential string) {
		r := &http.Request{Header: http.Header{"Authorization": {"Bearer " + credential}}}
		caller, err := s.find(r, credential)
		if err != nil {
			t.Errorf("%q: %v", credential, err)
		}
		if (caller != nil) != (credential == key || credential == genuine) {
			t.Errorf("%q is taken for %+v", credential, caller)
		}
	})
}

// FuzzForm: a form that is taken is one that another reader takes for the same.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{"", "token=a", "token=a&token=b", "token=%ff", "token=a;b=c", "%zz=1", "token=a&Token=b", "=1", "token", "token=a%00b", "+=%2b"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, fault := decodeForm(body)
		if fault != nil {
			if fault.Code == "" {
				t.Error("a fault without a code")
			}
			return
		}
		form, err := url.ParseQuery(string(body))
		if err != nil || len(form) != len(got.(map[string]any)) {
			t.Errorf("%q: got %v; url.ParseQuery has %v, %v", body, got, form, err)
		}
		for name, text := range got.(map[string]any) {
			if len(form[name]) != 1 || form.Get(name) != text {
				t.Errorf("%q: %q is %q, and %q", body, name, text, form[name])
			}
		}
		if again, fault := decodeForm([]byte(form.Encode())); fault != nil || !cmp.Equal(got, again) {
			t.Errorf("%q: written again it is %v, %+v", body, again, fault)
		}
	})
}

// FuzzIdempotencyKey: a key that is taken is short and can be seen, and it is the
// same key when it is quoted.
func FuzzIdempotencyKey(f *testing.F) {
	for _, seed := range []string{"k", `"k"`, `"a b"`, `"\""`, `"\\"`, `"\x"`, `"`, `""`, "a b", "\x00", "é", strings.Repeat("k", 256), ` k `, `"a" "b"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		key, ok := parseIdempotencyKey([]string{line})
		if !ok {
			return
		}
		if key == "" || len(key) > maxIdempotencyKey || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q is taken for %q", line, key)
		}
		quoted := `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(key) + `"`
		if again, ok := parseIdempotencyKey([]string{quoted}); !ok || again != key {
			t.Errorf("%q: quoted it is %q, %v", key, again, ok)
		}
		if _, ok := parseIdempotencyKey([]string{line, line}); ok {
			t.Errorf("%q is taken twice", line)
		}
	})
}
