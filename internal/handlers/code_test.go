package handlers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/dragoman-gateway/dragoman/internal/upstream"
)

// declaredCodes reads the constants from the source, since nothing else lists
// them all.
func declaredCodes(t *testing.T) []code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "code") {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code(text))
		return true
	})
	return codes
}

func TestEveryCodeHasAStatusAndATitle(t *testing.T) {
	word := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	codes := declaredCodes(t)
	last := 0
	for _, c := range codes {
		if !word.MatchString(string(c)) || c.status() < 400 || c.status() > 599 || !strings.HasSuffix(c.title(), ".") {
			t.Errorf("%s: got status %d, title %q", c, c.status(), c.title())
		}
		if c.status() < last && c != codeInternal {
			t.Errorf("%s: status %d stands after %d", c, c.status(), last)
		}
		last = c.status()
	}
	if len(codes) == 0 || len(codes) != len(meanings()) {
		t.Errorf("%d codes are declared, %d have a meaning", len(codes), len(meanings()))
	}
}

func TestNoTwoCodesHaveOneTitle(t *testing.T) {
	seen := map[string]code{}
	for c, m := range meanings() {
		if other, taken := seen[m.title]; taken {
			t.Errorf("%s and %s are both %q", c, other, m.title)
		}
		seen[m.title] = c
	}
}

func TestEveryKindOfVendorErrorIsOneProblem(t *testing.T) {
	type problem struct {
		code    code
		status  int
		passing bool
	}
	want := map[upstream.Kind]problem{
		upstream.Failed:          {"vendor-failed", 502, true},
		upstream.Malformed:       {"vendor-malformed", 502, false},
		upstream.Timeout:         {"vendor-timeout", 504, true},
		upstream.Throttled:       {"vendor-throttled", 503, true},
		upstream.Credentials:     {"vendor-credentials", 502, false},
		upstream.Forbidden:       {"vendor-forbidden", 403, false},
		upstream.NotFound:        {"not-found", 404, false},
		upstream.Conflict:        {"conflict", 409, false},
		upstream.Rejected:        {"vendor-rejected", 422, false},
		upstream.WrongIdentifier: {"wrong-identifier", 422, false},
		upstream.Unsupported:     {"unsupported-operation", 405, false},
		upstream.InvalidGrant:    {"invalid-grant", 400, false},
		upstream.BadPosition:     {"invalid-cursor", 400, false},
		upstream.Canceled:        {"client-closed-request", 499, true},
	}
	for _, k := range upstream.Kinds() {
		c := codeOf(k)
		if got := (problem{c, c.status(), c.passing()}); got != want[k] {
			t.Errorf("%s: got %v, want %v", k, got, want[k])
		}
	}
	if got := len(upstream.Kinds()); got != len(want) {
		t.Errorf("there are %d kinds, the table has %d", got, len(want))
	}
}

func TestAKindThatIsNoneIsTheGatewaysFault(t *testing.T) {
	for _, k := range []upstream.Kind{0, -1, upstream.Canceled + 1} {
		if got := codeOf(k); got != codeInternal {
			t.Errorf("%s: got %s, want internal", k, got)
		}
	}
}
