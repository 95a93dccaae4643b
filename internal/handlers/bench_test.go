package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/api"
	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// BenchmarkValidateList is what the specification's checks cost a list.
func BenchmarkValidateList(b *testing.B) {
	op := operationNamed(b, "listUsers")
	e := echo.New()
	b.ReportAllocs()
	for b.Loop() {
		c := e.NewContext(httptest.NewRequest(http.MethodGet, `/v1/users?limit=50&connection=inwebo&filter=active+eq+true`, nil), nil)
		if errs := checkParameters(c, op); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}

// BenchmarkEncodePage is what 50 users cost from the model to JSON.
func BenchmarkEncodePage(b *testing.B) {
	users := fiftyUsers()
	open := &upstream.Open{Name: "inwebo", Vendor: "inwebo"}
	b.ReportAllocs()
	for b.Loop() {
		body := api.UserPage{Items: make([]api.User, len(users)), Sources: []api.Source{{Connection: "inwebo", Status: statusOK}}}
		for i, u := range users {
			body.Items[i] = toUser(open, u)
		}
		if text, err := json.Marshal(body); err != nil || len(text) < 10_000 {
			b.Fatalf("%d bytes, %v", len(text), err)
		}
	}
}

// BenchmarkCursor is what sealing and opening a walk over four sources costs.
func BenchmarkCursor(b *testing.B) {
	cursors, err := NewCursors(make([]byte, CursorKeySize))
	if err != nil {
		b.Fatal(err)
	}
	w := walkOf("iw", "juump", "inwebo", "w365")
	bound := binding("tenant", "listUsers", "", "")
	b.ReportAllocs()
	for b.Loop() {
		sealed, err := cursors.seal(w, bound)
		if err != nil {
			b.Fatal(err)
		}
		if _, ok := cursors.open(sealed, bound); !ok {
			b.Fatal("does not open")
		}
	}
}

// BenchmarkFindKey is what finding a caller by its key costs.
func BenchmarkFindKey(b *testing.B) {
	const text = "dgm_k1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	keys := NewKeys([]Key{keyOf(text, Caller{Key: "k1"})})
	b.ReportAllocs()
	for b.Loop() {
		if keys.Find(text) == nil {
			b.Fatal("not found")
		}
	}
}

func fiftyUsers() []upstream.User {
	at := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	var users []upstream.User
	for i := range 50 {
		login := fmt.Sprintf("avermeer%d", i)
		users = append(users, upstream.User{
			NativeID: login, UserName: &login, Email: new(login + "@corp.example"), Active: new(true), Language: new("en"),
			Roles: []string{"0"}, CreatedAt: &at, ModifiedAt: &at, LastLoginAt: &at,
		})
	}
	return users
}
