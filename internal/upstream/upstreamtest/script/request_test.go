package script_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestTheTextOfARequestIsAllButWhatGoAdds(t *testing.T) {
	s := script.InOrder(t, script.Step{Status: 200}, script.Step{Status: 200})
	ask(t, s, "POST", "/a%2Fb?q=%20", `{"id":1}`)
	ask(t, s, "GET", "/", "")
	want := "POST /a%2Fb?q=%20\nX-A: 1, one\nX-B: 2\n\n{\"id\":1}\n" + "GET /\nX-A: 1, one\nX-B: 2\n\n"
	if got := s.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := s.Lines(), []string{"POST /a%2Fb?q=%20", "GET /"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAHeadHasTheNamedHeadersThatCameInTheirOrder(t *testing.T) {
	s := script.InOrder(t, script.Step{Status: 200})
	ask(t, s, "POST", "/", "four")
	got := s.Requests()[0].Head("X-B", "X-C", "Content-Length", "X-A")
	if want := "POST /\nX-B: 2\nContent-Length: 4\nX-A: 1, one\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestABodyWithoutALengthIsTold(t *testing.T) {
	s := script.InOrder(t, script.Step{Status: 200})
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.URL, struct{ io.Reader }{strings.NewReader("x")})
	if err != nil {
		t.Fatal(err)
	}
	answer(t, r)
	if got, want := s.Text(), "POST /\nTransfer-Encoding: chunked\n\nx\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWantNoneFailsWhereSomethingWasAsked(t *testing.T) {
	script.InOrder(t).WantNone()
	if got := script.InOrder(t).Text(); got != "" {
		t.Errorf("got %q of no request", got)
	}
	fails(t, `asked all the same: ["GET /a"]`, true, func(w testing.TB) {
		s := script.InOrder(w, script.Step{Status: 200})
		ask(t, s, "GET", "/a", "")
		s.WantNone()
	})
}
