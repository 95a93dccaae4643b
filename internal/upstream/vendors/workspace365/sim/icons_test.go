package sim_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream/simkit"
	"github.com/dragoman-gateway/dragoman/internal/upstream/vendors/workspace365/sim"
)

func TestGlobalIconsComeAsOneBareList(t *testing.T) {
	b := newBench(t)
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/global", auth: b.apiHeader()})
	want(t, got, answer{200, jsonType,
		`[{"id":1,"kind":0,"name":"Box"},{"id":14,"kind":1,"name":"Phone"},{"id":36,"kind":2,"name":"Computer Desktop"}]`})
}

func TestEnvironmentIconsAreItsOwn(t *testing.T) {
	b := newBench(t)
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/environment", auth: b.apiHeader()})
	var icons []struct {
		ID, Kind int
		Name     string
	}
	if err := json.Unmarshal([]byte(got.body), &icons); err != nil {
		t.Fatalf("%v in %s", err, got.body)
	}
	if len(icons) != 3 || icons[0].Name != "Frühstück & Café" {
		t.Fatalf("icons are %+v, want three", icons)
	}
	for _, i := range icons {
		if i.ID < 1000 || i.Kind < 0 || i.Kind > 2 {
			t.Errorf("icon %+v is out of range", i)
		}
	}
}

func TestAnEnvironmentWithoutIconsHasAnEmptyList(t *testing.T) {
	b := &bench{Sim: sim.New(simkit.Options{Seed: 7})}
	server := httptest.NewServer(b.Sim)
	defer server.Close()
	b.url = server.URL
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/environment", auth: b.apiHeader()})
	want(t, got, answer{200, jsonType, `[]`})
}

func TestAnIconIsReadAloneWithAndWithoutItsContent(t *testing.T) {
	b := newBench(t)
	for i, info := range []string{
		`{"id":1,"kind":0,"name":"Box"}`, `{"id":14,"kind":1,"name":"Phone"}`, `{"id":36,"kind":2,"name":"Computer Desktop"}`,
	} {
		icon := b.World.Icons.All()[i]
		path := "/acme/api/appicons/" + strings.Replace(icon.ID, ".", "/", 1)
		want(t, b.do(t, request{verb: "GET", path: path, auth: b.apiHeader()}), answer{200, jsonType, info})
		contentType := map[string]string{"png": "image/png", "svg": "image/svg+xml"}[icon.Format]
		want(t, b.do(t, request{verb: "GET", path: path + "/content", auth: b.apiHeader()}), answer{200, contentType, string(icon.Content)})
	}
}

func TestEveryIconsContentIsWhatItSays(t *testing.T) {
	for seed := range uint64(20) {
		for _, icon := range sim.New(simkit.Options{People: 3, Seed: seed}).World.Icons.All() {
			switch icon.Format {
			case "png":
				if _, err := png.Decode(bytes.NewReader(icon.Content)); err != nil {
					t.Errorf("%s: %v", icon.ID, err)
				}
			case "svg":
				if err := xml.Unmarshal(icon.Content, new(struct {
					XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
				})); err != nil {
					t.Errorf("%s: %v", icon.ID, err)
				}
			default:
				t.Errorf("%s has the format %q", icon.ID, icon.Format)
			}
		}
	}
}

func TestAnIconThatIsNotFoundIs400AndNot404(t *testing.T) {
	b := newBench(t)
	own := strings.TrimPrefix(b.World.Icons.All()[3].ID, "environment.")
	for name, path := range map[string]string{
		"an unknown number":     "global/2",
		"another source's icon": "global/" + own,
		"an unknown source":     "local/1",
		"a source in capitals":  "Global/1",
		"a name":                "global/Phone",
		"a number with a zero":  "global/036",
		"our own id":            "global/global.36",
		"a fraction":            "global/36.0",
	} {
		t.Run(name, func(t *testing.T) {
			for _, end := range []string{"", "/content"} {
				got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/" + path + end, auth: b.apiHeader()})
				want(t, got, globalError("The requested icon does not exist."))
			}
		})
	}
}

func TestIconsComeFromTheWorld(t *testing.T) {
	b := newBench(t)
	b.World.Icons.Put(simkit.Icon{ID: "global.99", Name: "New", Format: "svg", Content: []byte("<svg/>")})
	got := b.do(t, request{verb: "GET", path: "/acme/api/appicons/global", auth: b.apiHeader()})
	if !strings.HasSuffix(got.body, `,{"id":99,"kind":1,"name":"New"}]`) {
		t.Errorf("answer is %+v", got)
	}
}

func TestWhatIconsRefuse(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		request
		message string
	}{
		"an unknown source is 400 and not 404": {request{path: "/acme/api/appicons/local"}, "The requested icon does not exist."},
		"a source in capitals":                 {request{path: "/acme/api/appicons/Global"}, "The requested icon does not exist."},
		"a query":                              {request{path: "/acme/api/appicons/global?page=2"}, "The request has a query that this call does not know."},
		"a body":                               {request{path: "/acme/api/appicons/global", body: "{}"}, "This call takes no body."},
	} {
		t.Run(name, func(t *testing.T) {
			c.verb, c.auth = "GET", b.apiHeader()
			want(t, b.do(t, c.request), globalError(c.message))
		})
	}
}
