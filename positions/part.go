package positions

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"

	"plimsoll/packed"
)

// DamagedError says that a part cannot be read.
type DamagedError struct {
	Path string
	Err  error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the file %s is damaged or not one of ours: %v; take it away (or put it back from a copy) "+
		"and import the feeds of that day again: what is there already is not doubled", e.Path, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// part is an open file.
type part struct {
	path   string
	f      *os.File
	file   *parquet.File
	groups []parquet.RowGroup
}

// guard turns a panic of the Parquet library, which it has for damaged files,
// into an error, and names the file.
func (p *part) guard(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%v", r)
	}
	if *err != nil && !errors.Is(*err, os.ErrNotExist) {
		*err = &DamagedError{p.path, *err}
	}
}

func openPart(path, kind string, columns *parquet.Schema) (*part, error) {
	p := &part{path: path}
	if err := p.open(kind, columns); err != nil {
		if p.f != nil {
			_ = p.f.Close()
		}
		return nil, err
	}
	return p, nil
}

func (p *part) open(kind string, columns *parquet.Schema) (err error) {
	defer p.guard(&err)
	if p.f, err = os.Open(p.path); err != nil {
		return err
	}
	info, err := p.f.Stat()
	if err != nil {
		return err
	}
	if p.file, err = packed.Parquet(p.f, info.Size()); err != nil {
		return err
	}
	if said, _ := p.file.Lookup(formatKey); said != formatVersion+" "+kind {
		return fmt.Errorf("its mark %s is %q, not %q", formatKey, said, formatVersion+" "+kind)
	}
	if err := sameColumns(p.file.Schema(), columns); err != nil {
		return err
	}
	p.groups = p.file.RowGroups()
	for _, g := range p.groups {
		if n := g.NumRows(); n < 0 || n > groupRows {
			return fmt.Errorf("a row group of %d rows", n)
		}
	}
	return nil
}

func (p *part) Close() error { return p.f.Close() }

func sameColumns(have, want *parquet.Schema) error {
	a, b := have.Columns(), want.Columns()
	if len(a) != len(b) {
		return fmt.Errorf("it has %d columns, not %d", len(a), len(b))
	}
	for i := range a {
		if strings.Join(a[i], ".") != strings.Join(b[i], ".") {
			return fmt.Errorf("column %d is %s, not %s", i+1, strings.Join(a[i], "."), strings.Join(b[i], "."))
		}
		x, _ := have.Lookup(a[i]...)
		y, _ := want.Lookup(b[i]...)
		if x.Node.Type().Kind() != y.Node.Type().Kind() || !x.Node.Required() {
			return fmt.Errorf("column %s is of another type", b[i][0])
		}
	}
	return nil
}
