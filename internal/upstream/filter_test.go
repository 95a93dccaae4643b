package upstream_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// resource is a resource by its attributes; what it lacks is absent.
type resource map[string]any

func (r resource) get(name string) any { return r[name] }

// operators are all comparisons in the order of the columns below.
func operators() []upstream.Comparison {
	return []upstream.Comparison{
		upstream.Equal, upstream.NotEqual, upstream.Contains, upstream.StartsWith, upstream.EndsWith,
		upstream.Greater, upstream.GreaterOrEqual, upstream.Less, upstream.LessOrEqual,
	}
}

func TestEveryOperatorHoldsForJustTheValuesThatItMeans(t *testing.T) {
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	paris := time.FixedZone("", 2*60*60)
	tests := []struct {
		name      string
		got, want any
		holding   string
	}{
		{"the same text", "nora", "nora", "eq co sw ew ge le"},
		{"the same text in another case", "NORA", "nora", "eq co sw ew ge le"},
		{"text in another case beyond ASCII", "ÉLISE ØRSTED", "élise ørsted", "eq co sw ew ge le"},
		{"a beginning", "Nora Vale", "nora", "ne co sw gt ge"},
		{"an end", "Nora Vale", "VALE", "ne co ew lt le"},
		{"a middle", "Nora Vale", "a v", "ne co gt ge"},
		{"text that comes before", "adam", "nora", "ne lt le"},
		{"longer than the text", "no", "nora", "ne lt le"},
		{"the empty text in any", "nora", "", "ne co sw ew gt ge"},
		{"empty text", "", "", "eq co sw ew ge le"},
		{"true of true", true, true, "eq"},
		{"false of false", false, false, "eq"},
		{"false of true", false, true, "ne"},
		{"the same time", noon, noon, "eq ge le"},
		{"the same time in another zone", noon.In(paris), noon, "eq ge le"},
		{"a later time", noon.Add(time.Nanosecond), noon, "ne gt ge"},
		{"an earlier time", noon.Add(-time.Hour), noon, "ne lt le"},
		{"absent text", nil, "nora", "ne"},
		{"absent truth", nil, true, "ne"},
		{"absent truth is not false", nil, false, "ne"},
		{"an absent time", nil, noon, "ne"},
		{"absent of null", nil, nil, "eq"},
		{"text of null", "nora", nil, "ne"},
		{"false of null", false, nil, "ne"},
		{"text where a truth is wanted", "true", true, ""},
		{"a truth where text is wanted", true, "true", ""},
		{"text where a time is wanted", "2024-05-01T12:00:00Z", noon, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var holding []string
			for _, op := range operators() {
				f := upstream.Compare{Attribute: "a", Op: op, Value: test.want}
				if upstream.Matches(f, resource{"a": test.got}.get) {
					holding = append(holding, string(op))
				}
			}
			if got := strings.Join(holding, " "); got != test.holding {
				t.Errorf("%v against %v: %q hold, want %q", test.got, test.want, got, test.holding)
			}
		})
	}
}

func TestIdsCompareExactly(t *testing.T) {
	id := resource{"id": "inwebo:JDoe"}
	for value, want := range map[string]bool{"inwebo:JDoe": true, "inwebo:jdoe": false, "INWEBO:JDOE": false} {
		if got := upstream.Matches(upstream.Compare{Attribute: "id", Op: upstream.Equal, Value: value}, id.get); got != want {
			t.Errorf("id eq %q: got %v, want %v", value, got, want)
		}
	}
}

func TestPresentMeansAValueThatIsNotEmpty(t *testing.T) {
	for _, test := range []struct {
		name  string
		value any
		want  bool
	}{
		{"absent", nil, false}, {"empty text", "", false}, {"text", "x", true},
		{"false", false, true}, {"a time", time.Time{}, true},
	} {
		if got := upstream.Matches(upstream.Present{Attribute: "a"}, resource{"a": test.value}.get); got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

func TestLogicalOperatorsAreThoseOfLogic(t *testing.T) {
	truth := map[bool]upstream.Filter{true: upstream.Present{Attribute: "yes"}, false: upstream.Present{Attribute: "no"}}
	get := resource{"yes": true}.get
	for _, a := range []bool{false, true} {
		if upstream.Matches(upstream.Not{Filter: truth[a]}, get) == a {
			t.Errorf("not %v is %v", a, a)
		}
		for _, b := range []bool{false, true} {
			if got := upstream.Matches(upstream.And{Left: truth[a], Right: truth[b]}, get); got != (a && b) {
				t.Errorf("%v and %v is %v", a, b, got)
			}
			if got := upstream.Matches(upstream.Or{Left: truth[a], Right: truth[b]}, get); got != (a || b) {
				t.Errorf("%v or %v is %v", a, b, got)
			}
		}
	}
	if !upstream.Matches(nil, get) {
		t.Error("no filter refuses somebody")
	}
}

// drawFilter draws a tree over few attributes and few values, so that equal ones
// meet.
func drawFilter(t *rapid.T, depth int) upstream.Filter {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind = max(kind, 3)
	}
	switch kind {
	case 0:
		return upstream.And{Left: drawFilter(t, depth-1), Right: drawFilter(t, depth-1)}
	case 1:
		return upstream.Or{Left: drawFilter(t, depth-1), Right: drawFilter(t, depth-1)}
	case 2:
		return upstream.Not{Filter: drawFilter(t, depth-1)}
	case 3:
		return upstream.Present{Attribute: drawAttribute(t)}
	default:
		// Mostly equality: it is what implies anything.
		op := rapid.SampledFrom(append(operators(), upstream.Equal, upstream.Equal, upstream.Equal, upstream.Equal, upstream.Equal)).Draw(t, "op")
		return upstream.Compare{Attribute: drawAttribute(t), Op: op, Value: drawValue(t)}
	}
}

func drawAttribute(t *rapid.T) string {
	return rapid.SampledFrom([]string{"id", "email"}).Draw(t, "attribute")
}

func drawValue(t *rapid.T) any {
	return rapid.SampledFrom([]any{"a", "A", "b", "ab", "", nil, true}).Draw(t, "value")
}

// resources are all that can be made of the drawn attributes and values.
func resources() []resource {
	values := []any{"a", "A", "b", "B", "ab", "", nil, true}
	var all []resource
	for _, id := range values {
		for _, email := range values {
			all = append(all, resource{"id": id, "email": email})
		}
	}
	return all
}

func TestWhatAFilterImpliesIsTrueOfEveryMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, attribute := drawFilter(t, 4), drawAttribute(t)
		implied, ok := upstream.Implied(f, attribute)
		if !ok {
			return
		}
		for _, r := range resources() {
			equal := upstream.Compare{Attribute: attribute, Op: upstream.Equal, Value: implied}
			if upstream.Matches(f, r.get) && !upstream.Matches(equal, r.get) {
				t.Fatalf("%+v matches %v and is said to imply %s eq %q", f, r, attribute, implied)
			}
		}
	})
}

func TestWhatIsPushedDownIsTheEqualityThatAFilterDemands(t *testing.T) {
	is := func(attribute string, value any) upstream.Filter {
		return upstream.Compare{Attribute: attribute, Op: upstream.Equal, Value: value}
	}
	tests := []struct {
		name string
		f    upstream.Filter
		want string
		ok   bool
	}{
		{"no filter", nil, "", false},
		{"the equality itself", is("email", "a@b"), "a@b", true},
		{"of another attribute", is("userName", "a@b"), "", false},
		{"to the left of and", upstream.And{Left: is("email", "a@b"), Right: is("active", true)}, "a@b", true},
		{"to the right of and", upstream.And{Left: is("active", true), Right: is("email", "a@b")}, "a@b", true},
		{"on one side of or", upstream.Or{Left: is("email", "a@b"), Right: is("active", true)}, "", false},
		{"the same on both sides of or", upstream.Or{Left: is("email", "a@b"), Right: is("email", "a@b")}, "a@b", true},
		{"different on the sides of or", upstream.Or{Left: is("email", "a@b"), Right: is("email", "c@d")}, "", false},
		{"denied", upstream.Not{Filter: is("email", "a@b")}, "", false},
		{"a null", is("email", nil), "", false},
		{"another operator", upstream.Compare{Attribute: "email", Op: upstream.Contains, Value: "a@b"}, "", false},
		{"presence", upstream.Present{Attribute: "email"}, "", false},
	}
	for _, test := range tests {
		if got, ok := upstream.Implied(test.f, "email"); ok != test.ok || ok && got != test.want {
			t.Errorf("%s: got %q, %v; want %q, %v", test.name, got, ok, test.want, test.ok)
		}
	}
}

func TestTheAttributesOfAFilterComeOnceAndInOrder(t *testing.T) {
	present := func(name string) upstream.Filter { return upstream.Present{Attribute: name} }
	f := upstream.And{
		Left:  upstream.Or{Left: present("b"), Right: upstream.Not{Filter: upstream.Compare{Attribute: "a"}}},
		Right: upstream.And{Left: present("b"), Right: present("c")},
	}
	if got := upstream.AttributesOf(f); !slices.Equal(got, []string{"b", "a", "c"}) {
		t.Errorf("got %v", got)
	}
	if diff := cmp.Diff([]string(nil), upstream.AttributesOf(nil)); diff != "" {
		t.Errorf("no filter has attributes: %s", diff)
	}
}
