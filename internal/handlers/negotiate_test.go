package handlers

import "testing"

func TestWhatACallerWantsIsWeighedByItsNarrowestName(t *testing.T) {
	for _, row := range []struct {
		lines []string
		want  float64
	}{
		{nil, 0},
		{[]string{""}, 0},
		{[]string{"gzip"}, 1},
		{[]string{"br, GZIP;Q=0.5"}, 0.5},
		{[]string{"br ; q=1", "gzip ; q=0.25"}, 0.25},
		{[]string{"gzip;level=1;q=0.125"}, 0.125},
		{[]string{"*;q=0.5"}, 0.5},
		{[]string{"*;q=0.5, gzip;q=0"}, 0},
		{[]string{"gzip;q=0, *"}, 0},
		{[]string{"br, identity"}, 0},
		{[]string{"xgzip, gzipx"}, 0},
		{[]string{"gzip;q=2"}, 0},
		{[]string{"gzip;q=-1"}, 0},
		{[]string{"gzip;q=NaN"}, 0},
		{[]string{"gzip;q=much"}, 0},
		{[]string{"gzip;q="}, 0},
	} {
		if got := weight(row.lines, "gzip", "*"); got != row.want {
			t.Errorf("%q: got %g, want %g", row.lines, got, row.want)
		}
	}
}
