package handlers

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

func TestAWriteWhoseAnswerPanicsIsAuditedAsUnknown(t *testing.T) {
	var log bytes.Buffer
	s := &server{Config: Config{Log: slog.New(slog.NewJSONHandler(&log, nil)), AuditKey: []byte("key")}}
	c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/v1/users", nil), httptest.NewRecorder())
	set(c, operationKey{}, &operation{id: "createUser", write: true})
	recordOf(c).caller = &Caller{Tenant: "t", Key: "k"}
	func() {
		defer func() { _ = recover() }()
		_ = s.audit(func(echo.Context) error { panic("while answering") })(c)
	}()
	if strings.Count(log.String(), `"msg":"audit"`) != 1 || !strings.Contains(log.String(), `"outcome":"unknown"`) {
		t.Errorf("the log is %s", log.String())
	}
}

func TestWhatBecameOfSeveralChangesIsOneOutcome(t *testing.T) {
	const no, sent, perhaps = upstream.Refused, upstream.NotSent, upstream.Unknown
	for _, row := range []struct {
		of   []upstream.Outcome
		want upstream.Outcome
	}{
		{nil, applied},
		{[]upstream.Outcome{applied, applied}, applied},
		{[]upstream.Outcome{applied, no}, partial},
		{[]upstream.Outcome{perhaps, applied}, partial},
		{[]upstream.Outcome{no, perhaps, no}, perhaps},
		{[]upstream.Outcome{perhaps, sent}, perhaps},
		{[]upstream.Outcome{no, sent}, no},
		{[]upstream.Outcome{sent, sent}, sent},
	} {
		if got := summed(row.of); got != row.want {
			t.Errorf("%v is %s, want %s", row.of, got, row.want)
		}
	}
}
