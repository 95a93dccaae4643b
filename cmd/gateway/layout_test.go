package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/dragoman-gateway/dragoman/"
)

// arrow is what a folder may import of the project. A star is one name.
type arrow struct {
	from string
	to   []string
}

func arrows() []arrow {
	const up = "internal/upstream"
	return []arrow{
		{"api", nil},
		{"api/apitest", []string{"api"}},
		{"test/browser", nil},
		{"test/chaos", nil},
		{"test/chart", nil},
		{"deploy/image", nil},
		{"cmd/gateway", []string{"internal/handlers", up, up + "/fanout", up + "/rest", up + "/simkit", up + "/vendors", "internal/cache", "internal/ratelimit", "internal/redisconn"}},
		{"internal/handlers", []string{"api", up, up + "/fanout", "internal/cache", "internal/ratelimit"}},
		{"internal/cache", nil},
		{"internal/ratelimit", nil},
		{"internal/redisconn", nil},
		{"internal/redisconn/redistest", nil},
		{up, nil},
		{up + "/fanout", []string{up}},
		{up + "/rest", []string{up}},
		{up + "/simkit", []string{up}},
		{up + "/upstreamtest", []string{up, up + "/simkit"}},
		{up + "/upstreamtest/script", []string{up}},
		{up + "/upstreamtest/rollbook", []string{up, up + "/rest"}},
		{up + "/upstreamtest/rollbook/sim", []string{up + "/simkit"}},
		{up + "/vendors", []string{up, up + "/simkit", up + "/vendors/*", up + "/vendors/*/sim"}},
		{up + "/vendors/*", []string{up, up + "/rest"}},
		{up + "/vendors/*/sim", []string{up + "/simkit"}},
	}
}

// homes says where each library may be imported.
func homes() map[string][]string {
	return map[string][]string{
		"github.com/failsafe-go/failsafe-go":     {"internal/upstream/rest"},
		"github.com/getkin/kin-openapi":          {"api", "api/apitest", "internal/handlers"},
		"github.com/goccy/go-yaml":               {"api", "cmd/gateway", "internal/upstream/upstreamtest"},
		"github.com/go-json-experiment/json":     {"internal/handlers", "internal/upstream/rest"},
		"github.com/go-redis/redis_rate/v10":     {"internal/ratelimit"},
		"github.com/google/go-containerregistry": {"deploy/image"},
		"golang.org/x/crypto/x509roots":          {"deploy/image"},
		"github.com/google/uuid":                 {"internal/handlers", "internal/upstream/vendors/*"},
		"github.com/labstack/echo/v4":            {"api", "internal/handlers", "cmd/gateway"},
		"github.com/maypok86/otter/v2":           {"internal/cache"},
		"github.com/oapi-codegen":                {"api", "internal/handlers"},
		"github.com/prometheus/client_golang":    {"cmd/gateway"},
		"github.com/redis/go-redis/v9":           {"internal/cache", "internal/ratelimit", "internal/redisconn", "internal/redisconn/redistest"},
		"github.com/scim2/filter-parser/v2":      {"internal/handlers"},
		"github.com/swaggest/swgui":              {"internal/handlers"},
		"github.com/lestrrat-go/jwx/v3":          {"internal/handlers"},
		"golang.org/x/sync":                      {"internal/cache", "internal/handlers", "internal/upstream/rest"},
		"golang.org/x/time/rate":                 {"internal/ratelimit"},
	}
}

func TestTheHouseIsAsItIsDrawn(t *testing.T) {
	all := sources(t)
	for rule, holds := range map[string]func(*testing.T, []source){
		"every import within the project is an arrow that is drawn": arrowsAreDrawn,
		"every library is at home":                                  librariesAreAtHome,
		"only the command reads the environment":                    environmentIsTheCommands,
		"nothing runs before main":                                  nothingRunsBeforeMain,
		"what is left to do has an owner":                           workHasAnOwner,
	} {
		t.Run(rule, func(t *testing.T) { holds(t, all) })
	}
}

func arrowsAreDrawn(t *testing.T, all []source) {
	for _, s := range all {
		if !slices.ContainsFunc(arrows(), func(a arrow) bool { return matches(a.from, s.folder) }) {
			t.Errorf("%s: the folder stands in no row of the arrows", s.name)
		}
		for _, imported := range s.imports() {
			if to, ours := strings.CutPrefix(imported, module); ours && !s.test && !drawn(s.folder, to) {
				t.Errorf("%s: no arrow goes from %s to %s", s.name, s.folder, to)
			}
		}
	}
}

func TestNoArrowGoesWhereItMustNot(t *testing.T) {
	const vendors = "internal/upstream/vendors"
	for from, to := range map[string]string{
		"api":                    "internal/handlers",
		"cmd/gateway":            vendors + "/inwebo",
		"internal/handlers":      "internal/upstream/rest",
		"internal/ratelimit":     "internal/upstream",
		"internal/upstream":      "internal/upstream/rest",
		vendors + "/inwebo":      vendors + "/infoworks",
		vendors + "/3djuump":     vendors + "/3djuump/sim",
		vendors + "/inwebo/sim":  vendors + "/inwebo",
		vendors + "/3djuump/sim": "internal/upstream/rest",
	} {
		if drawn(from, to) {
			t.Errorf("%s → %s is drawn", from, to)
		}
	}
}

func librariesAreAtHome(t *testing.T, all []source) {
	for _, s := range all {
		for _, imported := range s.imports() {
			if s.test || !strings.Contains(strings.Split(imported, "/")[0], ".") || strings.HasPrefix(imported, module) {
				continue
			}
			if !slices.ContainsFunc(homeOf(imported), func(home string) bool { return matches(home, s.folder) }) {
				t.Errorf("%s: %s is at home in %v", s.name, imported, homeOf(imported))
			}
		}
	}
}

func environmentIsTheCommands(t *testing.T, all []source) {
	for _, s := range all {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok || s.test || s.folder == "cmd/gateway" {
				return true
			}
			if from, ok := call.X.(*ast.Ident); ok && from.Name == "os" && slices.Contains([]string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}, call.Sel.Name) {
				t.Errorf("%s: os.%s", s.name, call.Sel.Name)
			}
			return true
		})
	}
}

func nothingRunsBeforeMain(t *testing.T, all []source) {
	for _, s := range all {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init", s.name)
			}
		}
	}
}

func workHasAnOwner(t *testing.T, all []source) {
	// The words are looked for here; this is no such comment itself.
	open, owned := regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`), regexp.MustCompile(`\bTODO\([a-z@-]+\)`)
	for _, s := range all {
		for _, c := range s.file.Comments {
			if text := owned.ReplaceAllString(c.Text(), ""); open.MatchString(text) {
				t.Errorf("%s: %s", s.name, text)
			}
		}
	}
}

// source is one Go file and the folder that it stands in.
type source struct {
	name, folder string
	test         bool
	file         *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		short := filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator)))
		all = append(all, source{short, path.Dir(short), strings.HasSuffix(name, "_test.go"), file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (s source) imports() []string {
	var paths []string
	for _, spec := range s.file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, imported)
	}
	return paths
}

func drawn(from, to string) bool {
	return slices.ContainsFunc(arrows(), func(a arrow) bool {
		return matches(a.from, from) && slices.ContainsFunc(a.to, func(pattern string) bool { return matches(pattern, to) })
	})
}

func matches(pattern, folder string) bool {
	ok, err := path.Match(pattern, folder)
	return ok && err == nil
}

// homeOf returns where a package's library is at home, nothing for one that the
// table does not have.
func homeOf(imported string) []string {
	for library, folders := range homes() {
		if imported == library || strings.HasPrefix(imported, library+"/") {
			return folders
		}
	}
	return nil
}
