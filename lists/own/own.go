// Package own reads a list of your own, a CSV file of FollowTheMoney entities:
//
//	# title: Ships our board refuses
//	# published: 2026-03-01
//	# dataset: board_list
//	id,schema,name,imoNumber,owner,asset
//	V1,Vessel,ORRIN TALE,0990011,,
//	C1,Company,Brackenfold Tidewater Lines;BTL Marine,,,
//	O1,Ownership,,,C1,V1
//
// The header names id, schema and any FollowTheMoney properties. A cell holds
// several values divided by ";"; "\;" is a semicolon inside a value and "\\" a
// backslash. A property that a row's schema lacks must be empty in it.
//
// Lines before the header that begin with "#" say what holds for the whole
// file: title, published (a day), dataset, source (an address). "# topics:"
// is given to every row that is a thing and no Address; "# authority:" and "# program:" are given to every
// Sanction row that has none, and a party without a Sanction row of its own
// gets one.
//
// The place of a statement is the row, counted as a spreadsheet does, and the
// name of the column.
package own

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"plimsoll/lists"
)

// Authority describes lists of one's own.
func Authority() lists.Authority {
	return lists.Authority{
		ID: "own", Title: "List of your own (CSV: id,schema,name and FollowTheMoney properties)",
		Publisher: "whoever keeps it", Licence: "the keeper's own", Cadence: "when it is imported",
		Sniff: sniff, Parse: Parse,
	}
}

// sniff takes a CSV whose header has one of the two columns that no such list
// can lack; Parse then says what is wrong with the other.
func sniff(_ string, head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	for line := range bytes.Lines(head) {
		if line[0] == '#' || len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if strings.ContainsRune("<{[%", rune(line[0])) {
			return false
		}
		cells := strings.FieldsFunc(string(line), func(r rune) bool { return strings.ContainsRune(",;\t\r\n\" ", r) })
		return slices.Contains(cells, "id") || slices.Contains(cells, "schema")
	}
	return false
}

// Parse reads the file to its end.
func Parse(ctx context.Context, in lists.Input) (*lists.Parsed, error) {
	p := &parser{in: in, out: &lists.Parsed{Counts: map[string]int{}}, rows: map[string]int{}}
	br := bufio.NewReaderSize(in.Reader, 1<<16)
	if err := p.preamble(br); err != nil {
		return nil, err
	}
	p.csv = csv.NewReader(br)
	p.csv.FieldsPerRecord = -1 // counted here, for the message
	if err := p.header(); err != nil {
		return nil, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", in.Name, err)
		}
		cells, err := p.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := p.entity(cells); err != nil {
			return nil, err
		}
	}
	if len(p.out.Entities) == 0 {
		return nil, p.fail("", "the list has no rows below its header")
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	p.out.Warnings = p.warnings.List()
	return p.out, nil
}

type parser struct {
	in       lists.Input
	out      *lists.Parsed
	csv      *csv.Reader
	meta     map[string]meta
	columns  []string
	rows     map[string]int // entity id to its row
	refs     []reference
	warnings lists.Warnings

	before  int64 // bytes before the CSV begins
	skipped int   // lines before the CSV begins
	row     int   // of the record just read, as a spreadsheet counts
	line    int   // on which it begins
	end     int   // line on which the record before ended
}

// meta is what a "#" line says.
type meta struct {
	value string
	line  int
}

// reference is a value that names another entity.
type reference struct{ id, place string }

var metaKeys = []string{"authority", "dataset", "program", "published", "source", "title", "topics"}

// preamble reads the "#" lines before the header.
func (p *parser) preamble(br *bufio.Reader) error {
	p.meta = map[string]meta{}
	if bom, _ := br.Peek(3); string(bom) == "\ufeff" {
		n, _ := br.Discard(3)
		p.before += int64(n)
	}
	for {
		first, _ := br.Peek(2)
		if !bytes.HasPrefix(first, []byte("#")) && !bytes.HasPrefix(first, []byte(`"#`)) {
			break // the header, or an empty file, which is the header's business
		}
		text, err := br.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading %s: %w", p.in.Name, err)
		}
		p.before += int64(len(text))
		p.skipped++
		if !utf8.ValidString(text) {
			return p.failAt(p.skipped, "", "the line is not UTF-8: save the file as UTF-8")
		}
		// A spreadsheet fills the line up with commas and may quote it.
		text = strings.Trim(strings.TrimRight(text, ", \r\n"), `"`)
		key, value, found := strings.Cut(strings.TrimLeft(text, "# "), ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), lists.Clean(strings.ReplaceAll(value, `""`, `"`))
		if !found {
			continue // a remark
		}
		if !slices.Contains(metaKeys, key) {
			if near := lists.Nearest(key, metaKeys); near != "" {
				return p.failAt(p.skipped, "", "unknown line %q: did you mean %q?", "# "+key, "# "+near)
			}
			p.warnings.Add(fmt.Sprintf("unknown line %q left out", "# "+key), fmt.Sprintf("line %d", p.skipped))
			continue
		}
		p.meta[key] = meta{value, p.skipped}
	}
	return p.applyMeta()
}

func (p *parser) applyMeta() error {
	p.out.Title = p.meta["title"].value
	if m := p.meta["published"]; m.value != "" {
		day, err := time.Parse(time.DateOnly, m.value)
		if err != nil {
			if day, err = time.Parse(time.RFC3339, m.value); err != nil {
				return p.failAt(m.line, "", "published is %q: write a day like 2026-03-01", m.value)
			}
		}
		p.out.Published = day.UTC()
	}
	p.out.Dataset = p.in.Dataset
	if p.out.Dataset == "" {
		p.out.Dataset = p.meta["dataset"].value
	}
	if p.out.Dataset == "" {
		base := path.Base(strings.ReplaceAll(p.in.Name, `\`, "/"))
		p.out.Dataset = lists.DatasetID(strings.TrimSuffix(base, path.Ext(base)))
	}
	if !lists.ValidDataset(p.out.Dataset) {
		return p.failAt(max(1, p.meta["dataset"].line), "",
			"%q cannot name a dataset: use small letters, digits and _ in a line \"# dataset: my_list\"", p.out.Dataset)
	}
	return nil
}

// header reads the names of the columns.
func (p *parser) header() error {
	cells, err := p.read()
	if errors.Is(err, io.EOF) {
		return p.failAt(p.skipped+1, "", "the file is empty: it needs a header id,schema,name")
	}
	if err != nil {
		return err
	}
	for i, c := range cells {
		c = lists.Clean(c)
		if c == "" {
			return p.fail(fmt.Sprint(i+1), "column %d has no name", i+1)
		}
		if slices.Contains(p.columns, c) {
			return p.fail(c, "the column stands twice")
		}
		p.columns = append(p.columns, c)
	}
	if len(p.columns) == 1 && strings.ContainsAny(p.columns[0], ";\t") {
		return p.fail("", "columns must be divided by commas: export the file as comma separated")
	}
	known := append(propertyNames(), "id", "schema")
	for _, c := range p.columns {
		if !slices.Contains(known, c) {
			return p.fail(c, "no such column%s", didYouMean(c, known))
		}
	}
	for _, want := range []string{"id", "schema"} {
		if !slices.Contains(p.columns, want) {
			return p.fail(want, "the column is missing")
		}
	}
	return nil
}

// next reads a row and counts its cells.
func (p *parser) next() ([]string, error) {
	cells, err := p.read()
	if err != nil {
		return nil, err
	}
	if len(cells) != len(p.columns) {
		return nil, p.fail("", "the row has %d cells, the header %d: is a comma or a quotation mark missing or too many?", len(cells), len(p.columns))
	}
	return cells, nil
}

func (p *parser) read() ([]string, error) {
	cells, err := p.csv.Read()
	if err != nil {
		return nil, p.csvError(err)
	}
	p.line, _ = p.csv.FieldPos(0)
	p.line += p.skipped
	if p.end == 0 {
		p.end, p.row = p.skipped, p.skipped
	}
	p.row += p.line - p.end // blank lines are rows to a spreadsheet
	p.end = p.line
	for i, c := range cells {
		p.end += strings.Count(c, "\n")
		if !utf8.ValidString(c) {
			return nil, p.fail(p.column(i), "the cell is not UTF-8: save the file as UTF-8")
		}
		if strings.ContainsRune(c, 0) {
			return nil, p.fail(p.column(i), "the cell has a NUL byte: this is not a text file")
		}
	}
	return cells, nil
}

func (p *parser) csvError(err error) error {
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &bad):
		return &lists.ParseError{
			File: p.in.Name, Line: bad.Line + p.skipped, Offset: p.before + p.csv.InputOffset(),
			Reason: fmt.Sprintf("%v, at character %d of the line", bad.Err, bad.Column),
		}
	default:
		return fmt.Errorf("reading %s: %w", p.in.Name, err)
	}
}

func (p *parser) column(i int) string {
	if i < len(p.columns) {
		return p.columns[i]
	}
	return fmt.Sprint(i + 1)
}

// fail refuses the file for the row being read.
func (p *parser) fail(column, format string, args ...any) error {
	err := p.failAt(max(p.line, 1), column, format, args...)
	var pe *lists.ParseError
	if errors.As(err, &pe) && p.csv != nil {
		pe.Offset = p.before + p.csv.InputOffset()
	}
	return err
}

func (p *parser) failAt(line int, column, format string, args ...any) error {
	return &lists.ParseError{File: p.in.Name, Line: line, Offset: -1, Column: column, Reason: fmt.Sprintf(format, args...)}
}
