package rest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/dragoman-gateway/dragoman/internal/upstream/rest"
)

func TestTimeReadsEveryFormThatVendorsWrite(t *testing.T) {
	want := time.Date(2024, 2, 3, 4, 5, 0, 0, time.UTC)
	for _, form := range []string{
		`"2024-02-03T04:05:00.000Z"`, `"2024-02-03T05:05:00+01:00"`, `"2024-02-03T04:05Z"`,
		`{"$date":"2024-02-03T04:05:00Z"}`, `{"$date":1706933100000}`, `{"$date":{"$numberLong":"1706933100000"}}`,
	} {
		var got rest.Time
		if err := json.Unmarshal([]byte(form), &got); err != nil || got.UTC() == nil || !got.UTC().Equal(want) || got.UTC().Location() != time.UTC {
			t.Errorf("%s: got %v, %v; want %v", form, got.UTC(), err, want)
		}
	}
}

func TestTimeLeavesTheUnsaidUnsaid(t *testing.T) {
	for _, form := range []string{`null`, `""`, `"yesterday"`, `{"$date":null}`, `{"$date":""}`,
		`"9999-12-31T23:59:59-05:00"`, `"0000-01-01T00:00:00+01:00"`, `{"$date":999999999999999}`} {
		var got rest.Time
		if err := json.Unmarshal([]byte(form), &got); err != nil || got.UTC() != nil {
			t.Errorf("%s: got %v, %v; want no date and no error", form, got.UTC(), err)
		}
	}
}

func TestTimeRefusesWhatIsNoDateAtAll(t *testing.T) {
	for _, form := range []string{`12`, `true`, `[]`, `{}`, `{"$date":true}`, `{"$date":{}}`, `{"$date":1.5}`} {
		var got rest.Time
		if err := json.Unmarshal([]byte(form), &got); err == nil {
			t.Errorf("%s: got %v, want an error", form, got.UTC())
		}
	}
}
