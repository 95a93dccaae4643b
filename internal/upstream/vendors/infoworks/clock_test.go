package infoworks

import (
	"testing"
	"time"
)

func TestABearerOfAVendorWhoseClockIsBehindLastsAsLongAsItSays(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	c := &connector{now: func() time.Time { return now }}
	for situation, test := range map[string]struct {
		expires, issued *time.Time
		want            time.Time
	}{
		"the clocks agree":                {new(now.Add(10 * time.Minute)), &now, now.Add(10 * time.Minute)},
		"no time of issue":                {new(now.Add(10 * time.Minute)), nil, now.Add(10 * time.Minute)},
		"the vendor's is an hour behind":  {new(now.Add(-50 * time.Minute)), new(now.Add(-time.Hour)), now.Add(10 * time.Minute)},
		"behind, and nothing says since":  {new(now.Add(-50 * time.Minute)), nil, now.Add(lifetime)},
		"ended before it was even issued": {new(now.Add(-time.Hour)), &now, now.Add(lifetime)},
		"nothing says an end":             {nil, &now, now.Add(lifetime)},
	} {
		if got := c.lasting(test.expires, test.issued); !got.Equal(test.want) {
			t.Errorf("%s: got %v, want %v", situation, got, test.want)
		}
	}
}
