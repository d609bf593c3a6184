// Package sheet reads the rows of XLSX workbooks, with the place of every cell:
//
//	sheet "Consolidated" cell B7
//
// A workbook is a ZIP of XML files. It is verified before it is opened: its
// size and how far it unpacks, the checksum of each part, that each XML part
// ends where it should, and that every string a cell points to is there. The
// library that then reads it would otherwise pass over such damage and deliver
// half a list, which looks like a mass delisting.
//
// Text comes without the phonetic guides (rPh) that Japanese workbooks carry
// beside a string, and escapes such as _x000D_ are resolved. Numbers come as
// they are stored: a day is a count of days, see [Date].
//
// All of a workbook lies in memory while it is read: one of a megabyte, which
// unpacks to ten, takes some 80 MB. The limits keep the worst below a gigabyte.
package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"plimsoll/lists"
)

// maxColumns is far more than a list has; a cell in column XFD would make a
// row of sixteen thousand empty ones.
const maxColumns = 256

// Sniff reports whether a file is a ZIP and its name fits one of the patterns
// of [path.Match], case left aside. All workbooks begin alike, so that only
// the name tells one list from another; the parser then looks at the header.
func Sniff(name string, head []byte, patterns ...string) bool {
	if !strings.HasPrefix(string(head[:min(len(head), 4)]), zipMark) {
		return false
	}
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	for _, p := range patterns {
		if ok, err := path.Match(p, name); ok && err == nil {
			return true
		}
	}
	return false
}

// Book is an open workbook.
type Book struct {
	file lists.File
	x    *excelize.File
}

// Open verifies a workbook and opens it. One that is damaged, encrypted, far
// too large or no workbook at all is refused with a [*lists.ParseError].
func Open(ctx context.Context, file lists.File) (*Book, error) {
	if file.ReaderAt == nil {
		return nil, refuse(file, "there is no file")
	}
	src := &source{ReaderAt: file.ReaderAt}
	file.ReaderAt = src
	b, err := open(ctx, file)
	if err != nil && src.err != nil {
		return nil, fmt.Errorf("reading %s: %w", file.Name, src.err)
	}
	return b, err
}

func open(ctx context.Context, file lists.File) (*Book, error) {
	if err := verify(ctx, file); err != nil {
		return nil, err
	}
	// With both limits alike nothing is unpacked to files on disk.
	x, err := excelize.OpenReader(file.Reader(), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return nil, refuse(file, "the workbook cannot be opened: %v", err)
	}
	b := &Book{file: file, x: x}
	if props, err := x.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		return nil, errors.Join(refuse(file, "the workbook counts days from 1904, as no published list does: its dates would be four years off"), b.Close())
	}
	if len(b.Sheets()) == 0 {
		return nil, errors.Join(refuse(file, "the workbook has no sheets"), b.Close())
	}
	return b, nil
}

// source remembers trouble of the reader, which must not be blamed on the file.
type source struct {
	io.ReaderAt
	err error
}

func (s *source) ReadAt(b []byte, at int64) (int, error) {
	n, err := s.ReaderAt.ReadAt(b, at)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// Close lets go of what the workbook holds.
func (b *Book) Close() error { return b.x.Close() }

// Sheets names the sheets in their order.
func (b *Book) Sheets() []string { return b.x.GetSheetList() }

// Saved is when the workbook says it was last saved, or zero.
func (b *Book) Saved() time.Time {
	props, err := b.x.GetDocProps()
	if err != nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, props.Modified)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Refuse refuses the workbook as a whole.
func (b *Book) Refuse(format string, args ...any) error { return refuse(b.file, format, args...) }

func refuse(file lists.File, format string, args ...any) error {
	return &lists.ParseError{File: file.Name, Offset: -1, Reason: fmt.Sprintf(format, args...)}
}

// Each visits the rows of a sheet that are not empty. A row holds for good. If
// visit returns [ErrStop], the rest of the sheet is left out.
func (b *Book) Each(ctx context.Context, sheet string, visit func(*Row) error) error {
	rows, err := b.x.Rows(sheet)
	if err != nil {
		return b.Refuse("the sheet %q cannot be read: %v", sheet, err)
	}
	defer func() { _ = rows.Close() }() // it closes a file on disk, and there is none
	for n := 1; rows.Next(); n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return fmt.Errorf("reading %s: %w", b.file.Name, ctx.Err())
		}
		cells, err := rows.Columns()
		if err != nil {
			return b.Refuse("sheet %q row %d cannot be read: %v", sheet, n, err)
		}
		if len(cells) > maxColumns {
			return b.Refuse("sheet %q row %d has %d columns: no list has so many", sheet, n, len(cells))
		}
		row := NewRow(b.file, sheet, n, cells)
		if row.Blank() {
			continue
		}
		if err := visit(row); errors.Is(err, ErrStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil && !errors.Is(err, io.EOF) {
		return b.Refuse("the sheet %q cannot be read: %v", sheet, err)
	}
	return nil
}

// ErrStop ends a visit of rows.
var ErrStop = errors.New("no more rows are wanted")
