package script_test

import (
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/upstreamtest/script"
)

func TestAGoldenIsComparedByteForByte(t *testing.T) {
	nora := map[string]string{"id": "nora"}
	script.Golden(t, "nora.json", script.File(t, "nora.json"))
	script.GoldenJSON(t, "nora.json", nora)
	if got, want := script.JSON(t, nora), script.File(t, "nora.json"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	fails(t, "not as testdata/nora.json", true, func(w testing.TB) { script.Golden(w, "nora.json", script.File(t, "nora.json")+" ") })
	fails(t, "not as testdata/nora.json", true, func(w testing.TB) { script.GoldenJSON(w, "nora.json", map[string]string{"id": "lee"}) })
}

func TestWhatCannotBeReadOrWrittenEndsTheTest(t *testing.T) {
	for _, test := range []func(testing.TB){
		func(w testing.TB) { script.File(w, "absent.json") },
		func(w testing.TB) { script.Golden(w, "absent.json", "") },
		func(w testing.TB) { script.InOrder(w, script.Step{Status: 200, File: "absent.json"}) },
		func(w testing.TB) { script.ByRoute(w, script.Routes{"GET /": {{Status: 200, File: "absent.json"}}}) },
		func(w testing.TB) { script.InOrder(w).Always("GET /", script.Step{Status: 200, File: "absent.json"}) },
	} {
		fails(t, "absent.json", false, test)
	}
	fails(t, "unsupported type", false, func(w testing.TB) { script.JSON(w, func() {}) })
}
