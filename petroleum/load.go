package petroleum

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed data/*.csv
var data embed.FS

// Book is all lines, estimates and caps.
type Book struct {
	reported  []Line
	estimated []Estimate
	caps      []Cap
}

// Load reads the book compiled into the program.
func Load() (*Book, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}

// LoadFS reads reported.csv, estimates.csv and caps.csv.
func LoadFS(files fs.FS) (*Book, error) {
	b := new(Book)
	for _, f := range []struct {
		name    string
		columns []string
		row     func(*record)
	}{
		{"reported.csv", []string{"period_start", "period_end", "supplier", "tonnes", "barrels", "as_of", "note", "source"}, b.addLine},
		{"estimates.csv", []string{
			"period_start", "period_end", "author", "deliveries", "barrels_one_third", "barrels_half", "barrels_90pct",
			"barrels_other", "qualifier", "derived", "verified", "note", "source",
		}, b.addEstimate},
		{"caps.csv", []string{"product", "from", "until", "per", "barrels", "measure", "source"}, b.addCap},
	} {
		r, err := files.Open(f.name)
		if err != nil {
			return nil, fmt.Errorf("reading the petroleum book: %w", err)
		}
		err = readRows(f.name, r, f.columns, f.row)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("reading the petroleum book: %w", err)
		}
	}
	return b, nil
}

// record is one row; the first fault in it is kept.
type record struct {
	file   string
	row    int
	fields map[string]string
	err    error
}

func (r *record) fail(column, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: line %d, column %s: %s", r.file, r.row, column, fmt.Sprintf(format, args...))
	}
}

func readRows(file string, in io.Reader, columns []string, add func(*record)) error {
	cr := csv.NewReader(in)
	header, err := cr.Read()
	if err != nil {
		return fmt.Errorf("%s: header: %w", file, err)
	}
	if !slices.Equal(header, columns) {
		return fmt.Errorf("%s: the header is %q and should be %q", file, strings.Join(header, ","), strings.Join(columns, ","))
	}
	for {
		cells, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		line, _ := cr.FieldPos(0)
		r := &record{file: file, row: line, fields: map[string]string{}}
		for i, c := range columns {
			r.fields[c] = strings.TrimSpace(cells[i])
		}
		add(r)
		if r.err != nil {
			return r.err
		}
	}
}

func (r *record) text(column string, need bool) string {
	v := r.fields[column]
	if v == "" && need {
		r.fail(column, "must not be empty")
	}
	return v
}

func (r *record) day(column string, need bool) string {
	v := r.text(column, need)
	if v != "" {
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			r.fail(column, "%q is no day: write YYYY-MM-DD", v)
		}
	}
	return v
}

func (r *record) number(column string) *float64 {
	v := r.fields[column]
	if v == "" {
		return nil
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || f < 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		r.fail(column, "%q is no amount", v)
		return nil
	}
	return &f
}

func (r *record) period() (from, to string) {
	from, to = r.day("period_start", true), r.day("period_end", true)
	if from > to {
		r.fail("period_end", "%s is before %s", to, from)
	}
	return from, to
}

func (b *Book) addLine(r *record) {
	from, to := r.period()
	l := Line{
		From: from, To: to, Supplier: r.text("supplier", true), Tonnes: r.number("tonnes"), Barrels: r.number("barrels"),
		AsOf: r.text("as_of", false), Note: r.text("note", false), Source: r.text("source", true), Row: r.row,
	}
	if l.Tonnes == nil && l.Barrels == nil {
		r.fail("barrels", "a line has tonnes, barrels or both")
	}
	b.reported = append(b.reported, l)
}

func (b *Book) addEstimate(r *record) {
	from, to := r.period()
	e := Estimate{
		From: from, To: to, Author: r.text("author", true), OneThird: r.number("barrels_one_third"), Half: r.number("barrels_half"),
		Ninety: r.number("barrels_90pct"), Other: r.number("barrels_other"), Qualifier: r.text("qualifier", false),
		Derived: r.text("derived", false), Note: r.text("note", false), Source: r.text("source", true), Row: r.row,
	}
	if n := r.number("deliveries"); n != nil {
		whole := int(*n)
		e.Deliveries = &whole
	}
	switch v := r.text("verified", true); v {
	case "true", "false":
		e.Verified = v == "true"
	default:
		r.fail("verified", "%q is neither true nor false", v)
	}
	b.estimated = append(b.estimated, e)
}

func (b *Book) addCap(r *record) {
	c := Cap{
		Product: r.text("product", true), From: r.day("from", true), Until: r.day("until", false), Per: r.text("per", true),
		Measure: r.text("measure", true), Source: r.text("source", true), Row: r.row,
	}
	if n := r.number("barrels"); n != nil && *n > 0 {
		c.Barrels = *n
	} else {
		r.fail("barrels", "a cap needs an amount")
	}
	b.caps = append(b.caps, c)
}
