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
// The place of a statement is the row, counted as a spreadsheet does, the name
// of the column and the byte at which the cell begins.
package own

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// Authority describes lists of one's own.
func Authority() lists.Authority {
	return lists.Authority{
		ID: "own", Title: "List of your own (CSV: id,schema,name and FollowTheMoney properties)",
		Publisher: "whoever keeps it", Licence: "the keeper's own", Cadence: "when it is imported",
		Formats: []lists.Format{{Name: "CSV of FollowTheMoney properties", Sniff: sniff, Parse: Parse}},
	}
}

// sniff takes a CSV whose header has one of the two columns that no such list
// can lack; Parse then says what is wrong with the other.
func sniff(_ string, head []byte) string {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	for line := range bytes.Lines(head) {
		if line[0] == '#' || len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if strings.ContainsRune("<{[%", rune(line[0])) {
			return ""
		}
		cells := strings.FieldsFunc(string(line), func(r rune) bool { return strings.ContainsRune(",;\t\r\n\" ", r) })
		if slices.Contains(cells, "id") || slices.Contains(cells, "schema") {
			return lists.OnePart
		}
		return ""
	}
	return ""
}

// Parse reads the file to its end.
func Parse(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file := in.Files[0]
	p := &parser{file: file, rows: map[string]int{}, listed: map[string]bool{}}
	br := bufio.NewReaderSize(file.Reader(), 1<<16)
	if err := p.preamble(br); err != nil {
		return nil, err
	}
	dataset, err := p.dataset(in.Dataset)
	if err != nil {
		return nil, err
	}
	p.Reading = lists.NewReading(ctx, in, emit, dataset, "")
	if err := p.applyMeta(); err != nil {
		return nil, err
	}
	p.table = table.New(file, table.Options{Offset: p.before, Lines: p.skipped})
	if err := p.header(); err != nil {
		return nil, err
	}
	for {
		row, err := p.table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := p.entity(ctx, row); err != nil {
			return nil, err
		}
	}
	if len(p.rows) == 0 {
		return nil, p.table.Fail("", "the list has no rows below its header")
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.Done()
}

type parser struct {
	*lists.Reading
	file   lists.File
	table  *table.Reader
	meta   map[string]meta
	odd    []string       // "#" lines that mean nothing, with their lines
	rows   map[string]int // entity id to its row
	listed map[string]bool
	due    []due // parties that may need a listing
	refs   []reference

	before  int64 // bytes before the table begins
	skipped int   // lines before the table begins
}

// due is a party that is listed, and gets a Sanction if no row gives it one.
type due struct {
	id  string
	row int
	at  lists.Value
}

// meta is what a "#" line says.
type meta struct {
	value string
	line  int
	at    int64
}

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
			return fmt.Errorf("reading %s: %w", p.file.Name, err)
		}
		read := len(text)
		p.before += int64(read)
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
			p.odd = append(p.odd, fmt.Sprintf("line %d", p.skipped), fmt.Sprintf("unknown line %q left out", "# "+key))
			continue
		}
		p.meta[key] = meta{value, p.skipped, p.before - int64(read)}
	}
	return nil
}

// applyMeta takes what the "#" lines say of the list itself.
func (p *parser) applyMeta() error {
	for i := 0; i < len(p.odd); i += 2 {
		p.Warn(p.odd[i], p.odd[i+1])
	}
	p.Title = p.meta["title"].value
	if m := p.meta["published"]; m.value != "" {
		day, err := time.Parse(time.DateOnly, m.value)
		if err != nil {
			if day, err = time.Parse(time.RFC3339, m.value); err != nil {
				return p.failAt(m.line, "", "published is %q: write a day like 2026-03-01", m.value)
			}
		}
		p.Published = day.UTC()
	}
	return nil
}

// dataset is what the import asks for, else the file, else the file's name.
func (p *parser) dataset(asked string) (string, error) {
	id := asked
	if id == "" {
		id = p.meta["dataset"].value
	}
	if id == "" {
		base := path.Base(strings.ReplaceAll(p.file.Name, `\`, "/"))
		id = lists.DatasetID(strings.TrimSuffix(base, path.Ext(base)))
	}
	if !lists.ValidDataset(id) {
		return "", p.failAt(max(1, p.meta["dataset"].line), "",
			"%q cannot name a dataset: use small letters, digits and _ in a line \"# dataset: my_list\"", id)
	}
	return id, nil
}

// header reads the names of the columns.
func (p *parser) header() error {
	columns, err := p.table.Header()
	if err != nil {
		var bad *lists.ParseError
		if errors.As(err, &bad) && strings.Contains(bad.Reason, "ends before its header") {
			bad.Reason = "the file is empty: it needs a header id,schema,name"
			bad.Line = p.skipped + 1
		}
		return err
	}
	if len(columns) == 1 && strings.ContainsAny(columns[0], ";\t") {
		return p.table.Fail("", "columns must be divided by commas: export the file as comma separated")
	}
	known := append(propertyNames(), "id", "schema")
	for i, c := range columns {
		switch {
		case c == "":
			return p.table.Fail("", "column %d has no name", i+1)
		case slices.Contains(columns[:i], c):
			return p.table.Fail(c, "the column stands twice")
		case !slices.Contains(known, c):
			return p.table.Fail(c, "no such column%s", didYouMean(c, known))
		}
	}
	for _, want := range []string{"id", "schema"} {
		if !slices.Contains(columns, want) {
			return p.table.Fail(want, "the column is missing")
		}
	}
	return nil
}

func (p *parser) failAt(line int, column, format string, args ...any) error {
	return &lists.ParseError{File: p.file.Name, Line: line, Offset: -1, Column: column, Reason: fmt.Sprintf(format, args...)}
}
