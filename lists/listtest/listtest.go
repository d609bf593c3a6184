// Package listtest is the kit that the tests of the list parsers share. No
// other code uses it. It says once what every parser must hold: what it reads
// is what its golden file says, every place leads back to bytes, and a damaged
// file is refused whole.
package listtest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// A flag may be registered once in a program, and the tests of each package
// are a program of their own.
var update = flag.Bool("update", false, "write the golden files anew")

// Fixture returns a file of testdata.
func Fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Input is a list of one file. Its exhibit is e0.
func Input(name string, data []byte) lists.Input {
	return lists.Input{Files: []lists.File{lists.Bytes(name, lists.OnePart, "e0", data)}}
}

// Parse reads a list of one file.
func Parse(f lists.Format, name string, data []byte) (*lists.Parsed, []*ftm.Entity, error) {
	return lists.ReadAll(context.Background(), f, Input(name, data))
}

// MustParse reads a list of one file that is sound.
func MustParse(t testing.TB, f lists.Format, name string, data []byte) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	p, entities, err := Parse(f, name, data)
	if err != nil {
		t.Fatal(err)
	}
	return p, entities
}

// FormatOf is the one format of an authority that knows a file.
func FormatOf(t testing.TB, a lists.Authority, name string, data []byte) lists.Format {
	t.Helper()
	var found []lists.Format
	for _, f := range a.Formats {
		if f.Sniff(name, data[:min(len(data), lists.HeadSize)]) != "" {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%s is known to %d formats, want 1", name, len(found))
	}
	return found[0]
}

// Check checks what holds for every list: all is FollowTheMoney, and an id
// stands for one entity.
func Check(t testing.TB, entities []*ftm.Entity) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range entities {
		if err := ftm.Default().Check(e); err != nil {
			t.Error(err)
		}
		if seen[e.ID] {
			t.Errorf("two entities have the id %s", e.ID)
		}
		seen[e.ID] = true
	}
}

// Golden compares the entities and warnings of a list with a golden file, and
// checks them. The heading is what else the file has, in its first line.
func Golden(t *testing.T, path string, p *lists.Parsed, entities []*ftm.Entity, heading ...string) {
	t.Helper()
	var got bytes.Buffer
	for _, line := range heading {
		fmt.Fprintln(&got, line)
	}
	if err := ftm.WriteLines(&got, entities); err != nil {
		t.Fatal(err)
	}
	for _, w := range p.Warnings {
		fmt.Fprintln(&got, "warning:", w)
	}
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("not what %s says (-want +got), run with -update if it should be:\n%s", path, diff)
	}
	Check(t, entities)
}

// Entity is the one of an id.
func Entity(t testing.TB, entities []*ftm.Entity, id string) *ftm.Entity {
	t.Helper()
	for _, e := range entities {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no entity %s", id)
	return nil
}

// Says compares some properties of an entity.
func Says(t testing.TB, e *ftm.Entity, want map[string][]string) {
	t.Helper()
	for prop, values := range want {
		if diff := cmp.Diff(values, e.Values(prop)); diff != "" {
			t.Errorf("%s of %s, %s (-want +got):\n%s", prop, e.ID, e.First("name"), diff)
		}
	}
}

// Statement is the one that gives a property a value.
func Statement(t testing.TB, e *ftm.Entity, prop, value string) ftm.Statement {
	t.Helper()
	for _, s := range e.About(prop) {
		if s.Value == value {
			return s
		}
	}
	t.Fatalf("%s has no %s %q", e.ID, prop, value)
	return ftm.Statement{}
}

// Place takes a place apart: "/LIST/ENTRY[3] @1234" is a path and a byte.
func Place(t testing.TB, place string) (path string, at int) {
	t.Helper()
	path, offset, ok := strings.Cut(place, " @")
	if _, err := fmt.Sscan(offset, &at); !ok || err != nil {
		t.Fatalf("place %q has no offset", place)
	}
	return path, at
}

// Cell is the text from a byte of a CSV on, with its quotation marks undone.
// It goes on behind the cell, so compare its beginning.
func Cell(data []byte, at int) string {
	cell := string(data[at:])
	if quoted, is := strings.CutPrefix(cell, `"`); is {
		return strings.ReplaceAll(quoted, `""`, `"`)
	}
	return cell
}

// ElementsLeadBack checks that the place of every statement about an XML file
// is the byte at which the element, or the attribute, begins, and that there
// are at least so many statements.
func ElementsLeadBack(t testing.TB, data []byte, entities []*ftm.Entity, least int) {
	t.Helper()
	n := 0
	for _, e := range entities {
		for _, s := range e.Statements {
			path, at := Place(t, s.Place)
			element, _, _ := strings.Cut(path[strings.LastIndex(path, "/")+1:], "[")
			want := "<" + element
			if attribute, is := strings.CutPrefix(element, "@"); is {
				want = attribute + "="
			}
			if !bytes.HasPrefix(data[at:], []byte(want)) {
				t.Errorf("%s of %s leads to %.20q", s.Place, s.Prop, data[at:])
			}
			n++
		}
	}
	if n < least {
		t.Errorf("only %d statements", n)
	}
}

// Replace damages a fixture in one place, which it must have.
func Replace(t testing.TB, in, old, with string) string {
	t.Helper()
	if !strings.Contains(in, old) {
		t.Fatalf("the fixture has no %q", old)
	}
	return strings.Replace(in, old, with, 1)
}

// Refused checks that a parser refused a list whole and said why.
func Refused(t testing.TB, p *lists.Parsed, err error, reason string) *lists.ParseError {
	t.Helper()
	var bad *lists.ParseError
	if p != nil || !errors.As(err, &bad) {
		t.Fatalf("not refused with a ParseError: %v", err)
	}
	if !strings.Contains(err.Error(), reason) {
		t.Errorf("the reason is %q, want it to say %q", err, reason)
	}
	return bad
}

// Damaged checks that a file is refused whole, for a reason and with a place.
func Damaged(t testing.TB, f lists.Format, name, data, reason string) *lists.ParseError {
	t.Helper()
	p, _, err := Parse(f, name, []byte(data))
	bad := Refused(t, p, err, reason)
	if bad.File != name || bad.Line < 1 || bad.Offset < 0 {
		t.Errorf("the place is %q line %d byte %d", bad.File, bad.Line, bad.Offset)
	}
	return bad
}

// Sound holds whatever the bytes were: either a ParseError, or entities that
// pass Check.
func Sound(t testing.TB, entities []*ftm.Entity, err error) {
	t.Helper()
	var bad *lists.ParseError
	switch {
	case err == nil:
		Check(t, entities)
	case !errors.As(err, &bad):
		t.Fatalf("not a ParseError: %v", err)
	}
}

// Fuzz is the body of a fuzz target. It returns whether the list was read.
func Fuzz(t testing.TB, f lists.Format, name string, data []byte) (entities []*ftm.Entity, read bool) {
	t.Helper()
	p, entities, err := Parse(f, name, data)
	Sound(t, entities, err)
	if err != nil && p != nil {
		t.Fatalf("refused, and yet there is a list: %v", err)
	}
	return entities, err == nil
}

type brokenDisk struct{}

func (brokenDisk) ReadAt([]byte, int64) (int, error) { return 0, errors.New("disk on fire") }

// ReaderTrouble checks that what goes wrong with reading is not blamed on the
// file.
func ReaderTrouble(t testing.TB, f lists.Format) {
	t.Helper()
	in := lists.Input{Files: []lists.File{{Name: "x", Part: lists.OnePart, Size: 100, ReaderAt: brokenDisk{}}}}
	_, _, err := lists.ReadAll(context.Background(), f, in)
	var bad *lists.ParseError
	if err == nil || errors.As(err, &bad) || !strings.Contains(err.Error(), "disk on fire") {
		t.Errorf("%s: got %v", f.Name, err)
	}
}

// Bench measures the reading of a list of one file.
func Bench(b *testing.B, f lists.Format, data []byte) {
	b.Helper()
	in := Input("generated", data)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Parse(context.Background(), in, func(*ftm.Entity) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
