package main

import (
	"net/http"
	"testing"
)

func TestACursorIsNoUseToATenantWithTheSameConnections(t *testing.T) {
	w := start(t, setup{})
	cursor := w.get("admin", "/v1/users?limit=3").json(t)["nextCursor"].(string)
	if got := w.get("twin", "/v1/users?limit=3&cursor="+cursor); got.status != http.StatusBadRequest || got.code() != "invalid-cursor" {
		t.Errorf("the other tenant: got %d %s, want 400 invalid-cursor", got.status, got.code())
	}
	if got := w.get("reader", "/v1/users?limit=3&cursor="+cursor); got.status != http.StatusOK {
		t.Errorf("another key of the same tenant: got %d %s, want 200", got.status, got.code())
	}
}
