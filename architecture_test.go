package plimsoll_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The table of packages in docs/architecture.md is the rule; this test reads
// it and holds the code against it.

// floor is a package's place in the house: "3", or "3b" for one that stands
// beside the floors and joins those below.
type floor struct {
	number int
	letter string
}

func (f floor) above(g floor) bool {
	return f.number > g.number || f.number == g.number && f.letter > g.letter
}

func (f floor) String() string { return fmt.Sprintf("%d%s", f.number, f.letter) }

func readFloors(t *testing.T) (floors map[string]floor, pure map[string]bool) {
	t.Helper()
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	floors, pure = map[string]floor{}, map[string]bool{}
	row := regexp.MustCompile("(?m)^\\| (\\d)([a-z]?) \\| (`[^|]+`) \\|([^|]*)\\|")
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		n, _ := strconv.Atoi(m[1])
		for _, name := range strings.Split(m[3], ",") {
			name = strings.Trim(strings.TrimSpace(name), "`")
			floors[name] = floor{n, m[2]}
			pure[name] = strings.Contains(m[4], "pure")
		}
	}
	if len(floors) < 20 {
		t.Fatalf("only %d packages found in the table of docs/architecture.md", len(floors))
	}
	return floors, pure
}

type goFile struct {
	path string // from the root
	top  string // the house's name for its package: the first folder, or cmd/plimsoll
	test bool
	ast  *ast.File
}

func readCode(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "tools" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || !strings.Contains(path, "/") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{path, top(filepath.ToSlash(filepath.Dir(path))), strings.HasSuffix(path, "_test.go"), f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func top(dir string) string {
	if strings.HasPrefix(dir, "cmd/") {
		return strings.Join(strings.SplitN(dir, "/", 3)[:2], "/")
	}
	first, _, _ := strings.Cut(dir, "/")
	return first
}

func TestImportsOnlyRunDownwards(t *testing.T) {
	floors, _ := readFloors(t)
	seen := map[string]bool{}
	for _, f := range readCode(t) {
		from, known := floors[f.top]
		if !known {
			t.Errorf("%s: package %s is not in the table of docs/architecture.md", f.path, f.top)
			continue
		}
		seen[f.top] = true
		if f.test { // a test may stand on anything
			continue
		}
		for _, imp := range f.ast.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			rel, ours := strings.CutPrefix(path, "plimsoll/")
			if !ours || top(rel) == f.top {
				continue
			}
			to, known := floors[top(rel)]
			if !known || !from.above(to) {
				t.Errorf("%s (floor %s) imports %s (floor %s): imports only run downwards", f.path, from, path, to)
			}
		}
	}
	for name := range floors {
		if !seen[name] {
			t.Errorf("docs/architecture.md names package %s, which has no code", name)
		}
	}
}

func TestPurePackagesTouchNothingOutside(t *testing.T) {
	_, pure := readFloors(t)
	forbidden := map[string]bool{
		"os": true, "os/exec": true, "net": true, "net/http": true, "database/sql": true, "syscall": true,
		"path/filepath": true, "math/rand": true, "crypto/rand": true,
	}
	n := 0
	for _, f := range readCode(t) {
		if f.test || !pure[f.top] {
			continue
		}
		n++
		for _, imp := range f.ast.Imports {
			if path, _ := strconv.Unquote(imp.Path.Value); forbidden[path] {
				t.Errorf("%s imports %s; package %s is to be pure", f.path, path, f.top)
			}
		}
	}
	if n == 0 {
		t.Error("no pure package found")
	}
}

// A clock may be asked where the program meets the world, and nowhere else:
// what is computed must not depend on when.
func TestNoClockReachesAResult(t *testing.T) {
	allowed := map[string]string{
		"cmd/plimsoll": "the clock is passed in from here, and progress is shown by it",
		"publog":       "waiting for witnesses has a limit",
	}
	for _, f := range readCode(t) {
		if _, ok := allowed[f.top]; ok || f.test {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since") {
				t.Errorf("%s uses time.%s", f.path, sel.Sel.Name)
			}
			return true
		})
	}
}

func TestNoPackageIsCalledAfterNothing(t *testing.T) {
	for _, f := range readCode(t) {
		switch name := filepath.Base(filepath.Dir(f.path)); name {
		case "util", "utils", "common", "helpers", "helper", "manager", "misc", "shared":
			t.Errorf("%s: a package is named for what it holds, not %q", f.path, name)
		}
	}
}
