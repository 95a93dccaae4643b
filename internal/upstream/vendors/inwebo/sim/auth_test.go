package sim_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	unauthorized = `{"status":401,"error":"UNAUTHORIZED","message":"missing or invalid API token"}`
	expired      = `{"status":401,"error":"UNAUTHORIZED","message":"the API token is expired"}`
)

func TestOnlyTheBearerTokenOpens(t *testing.T) {
	for _, c := range []struct {
		name   string
		header func(token string) []string
	}{
		{"no header", func(string) []string { return nil }},
		{"empty header", func(string) []string { return []string{""} }},
		{"other scheme", func(k string) []string { return []string{"Basic " + k} }},
		{"scheme in other capitals", func(k string) []string { return []string{"bearer " + k} }},
		{"no scheme", func(k string) []string { return []string{k} }},
		{"two spaces", func(k string) []string { return []string{"Bearer  " + k} }},
		{"other token", func(k string) []string { return []string{"Bearer x" + k} }},
		{"token cut short", func(k string) []string { return []string{"Bearer " + k[:len(k)-1]} }},
		{"token that an event holds", func(string) []string { return []string{"Bearer " + eventToken(t)} }},
		{"header given twice", func(k string) []string { return []string{"Bearer " + k, "Bearer " + k} }},
	} {
		for _, operation := range []string{"GET " + accounts, "POST " + accounts, "GET " + online, "GET " + archive} {
			t.Run(operation+" with "+c.name, func(t *testing.T) {
				b := newBench(t, 1)
				verb, target, _ := strings.Cut(operation, " ")
				r := b.request(t, verb, target, `{"login":"new"}`)
				r.Header["Authorization"] = c.header(b.token())
				expect(t, r, 401, unauthorized)
				if n := len(b.World.People()); n != 1 {
					t.Errorf("%d accounts, want 1", n)
				}
			})
		}
	}
}

func TestTokenIsRefusedBeforeAnythingElse(t *testing.T) {
	b := newBench(t, 1)
	r := b.request(t, http.MethodPost, accounts+"?filter=x", "not JSON")
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Del("Authorization")
	expect(t, r, 401, unauthorized)
}

func TestTokenEndsAtItsExp(t *testing.T) {
	b := newBench(t, 0)
	end := claimsOf(t, b.token()).end()
	const empty = `{"page":0,"size":0,"limit":50,"hasMore":false,"content":[]}`

	b.clock.Store(new(end.Add(-time.Nanosecond)))
	expect(t, b.request(t, http.MethodGet, accounts, ""), 200, empty)
	b.clock.Store(&end)
	for _, target := range []string{accounts, online, archive} {
		expect(t, b.request(t, http.MethodGet, target, ""), 401, expired)
	}
}

func TestTokenIsAJWTOfTheServiceForThirteenMonths(t *testing.T) {
	b := newBench(t, 0)
	token := b.token()
	if !strings.HasPrefix(token, "eyJ") || len(strings.Split(token, ".")) != 3 {
		t.Fatalf("token %q is not a JWT", token)
	}
	c := claimsOf(t, token)
	if !regexp.MustCompile(`^\d+/[^/]+$`).MatchString(c.Sub) {
		t.Errorf("sub %q, want {serviceId}/{user}", c.Sub)
	}
	want := b.clock.Load().UTC().AddDate(0, 13, 0).Truncate(time.Second)
	if !c.end().Equal(want) {
		t.Errorf("exp %v, want %v", c.end(), want)
	}
}

type claims struct {
	Sub string
	Exp int64
}

func (c claims) end() time.Time { return time.Unix(c.Exp, 0).UTC() }

func claimsOf(t *testing.T, token string) claims {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var c claims
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}
