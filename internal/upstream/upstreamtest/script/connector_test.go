package script_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

type settings struct{ Key string }

// closing is a connector that tells how often it was closed.
type closing struct {
	upstream.Connector
	upstream.UserGetter
	upstream.ConnectionChecker
	closed *int
}

func (c closing) Close() error {
	*c.closed++
	return nil
}

// vendor opens a connector where its settings can be decoded.
func vendor(into any, closed *int) upstream.Vendor {
	return upstream.Vendor{Open: func(c upstream.Connection) (upstream.Connector, error) {
		if err := c.Settings(into); err != nil {
			return nil, err
		}
		return closing{closed: closed}, nil
	}}
}

func TestAConnectorIsOpenWithItsSettingsUntilTheTestEnds(t *testing.T) {
	var got settings
	var closed int
	t.Run("a test", func(t *testing.T) {
		c := script.Connection(t, "http://vendor.example/a%2Fb", settings{Key: "k"})
		opened := script.Open(t, vendor(&got, &closed), c)
		if got.Key != "k" || closed != 0 {
			t.Errorf("settings %+v, closed %d times", got, closed)
		}
		if c.BaseURL.EscapedPath() != "/a%2Fb" || c.Timeout != 5*time.Second || c.Now == nil || c.Name == "" {
			t.Errorf("got %+v", c)
		}
		if ids := script.Operations(opened); !slices.Equal(ids, []string{"getUser", "checkConnection"}) {
			t.Errorf("operations %q", ids)
		}
	})
	if closed != 1 {
		t.Errorf("closed %d times, want once", closed)
	}
}

func TestAConnectionThatCannotBeOpenedEndsTheTest(t *testing.T) {
	fails(t, "want a *script_test.settings", false, func(w testing.TB) {
		script.Open(w, vendor(&struct{}{}, nil), script.Connection(w, "http://vendor.example", settings{}))
	})
	fails(t, "parse", false, func(w testing.TB) { script.Connection(w, "http://%zz", settings{}) })
}

func TestOnlyTheContractsOwnErrorIsAFailure(t *testing.T) {
	own := &upstream.Error{Kind: upstream.Failed}
	if got := script.Failure(t, own); got != own {
		t.Errorf("got %v", got)
	}
	for _, err := range []error{nil, errors.New("x"), fmt.Errorf("x: %w", own), (*upstream.Error)(nil)} {
		fails(t, "want an *upstream.Error", false, func(w testing.TB) { script.Failure(w, err) })
	}
}

func TestFaultsAreToldByWhereTheyAre(t *testing.T) {
	a, b := &upstream.Fault{Path: "settings.b"}, &upstream.Fault{Path: "settings.a"}
	if got := script.Faults(t, errors.Join(a, fmt.Errorf("x: %w", b))); !slices.Equal(got, []string{"settings.b", "settings.a"}) {
		t.Errorf("got %q", got)
	}
	for _, err := range []error{nil, a, errors.Join(a, errors.New("x"))} {
		fails(t, "fault", false, func(w testing.TB) { script.Faults(w, err) })
	}
	fields := []upstream.FieldError{{Pointer: "/b", Code: "type", Detail: "x"}, {Pointer: "/a"}}
	if got := script.Fields(fields); !slices.Equal(got, []string{"/b type", "/a "}) {
		t.Errorf("got %q", got)
	}
}
