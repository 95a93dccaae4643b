package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAnOutcomeOfASyncThatDoesNotFitIsFound(t *testing.T) {
	for situation, test := range map[string]struct {
		user upstream.SyncedUser
		want bool
	}{
		"a whole one":         {upstream.SyncedUser{ID: "a", Email: "a@b.example", Detail: "No role."}, false},
		"one without an id":   {upstream.SyncedUser{Email: "a@b.example"}, false},
		"an id that is none":  {upstream.SyncedUser{ID: ".."}, true},
		"a control character": {upstream.SyncedUser{ID: "x\x00"}, true},
		"an endless email":    {upstream.SyncedUser{ID: "a", Email: strings.Repeat("a", maxText+1)}, true},
	} {
		if got := unsayable(test.user); got != test.want {
			t.Errorf("%s: got %v, want %v", situation, got, test.want)
		}
	}
}

func TestAFailureThatWouldRepeatItselfIsNotRetryable(t *testing.T) {
	for final, want := range map[bool]bool{true: false, false: true} {
		f := vendorFailure("inwebo", &upstream.Error{Kind: upstream.Failed, Final: final})
		if got := f.problem(t.Context()); got.Retryable != want || got.Status != http.StatusBadGateway {
			t.Errorf("final %v: got retryable %v and %d", final, got.Retryable, got.Status)
		}
	}
}
