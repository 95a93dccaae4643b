package main

import (
	"net/http"
	"testing"
)

func TestUsersOfThreeVendorsComeInOneList(t *testing.T) {
	w := start(t, setup{})
	got := w.get("admin", "/v1/users?limit=6")
	if got.status != http.StatusOK {
		t.Fatalf("got %d\n%s", got.status, got.body)
	}
	w.heard("iw", "GET /admin/users")
	w.heard("juump", "POST /api/manage/users")
	w.heard("inwebo", "GET /auth/v1/customer/services/accounts")
	seen := map[any]bool{}
	for _, item := range got.json(t)["items"].([]any) {
		seen[item.(map[string]any)["connection"]] = true
	}
	for _, connection := range []string{"iw", "juump", "inwebo"} {
		if !seen[connection] {
			t.Errorf("no user of %s in the list", connection)
		}
	}
}
