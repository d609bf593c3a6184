package petroleum

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed data/*.csv
var embedded embed.FS

// The files of a book.
const (
	reportedFile  = "reported.csv"
	estimatesFile = "estimates.csv"
	capsFile      = "caps.csv"
)

// Load returns the book compiled into the program.
func Load() (*Book, error) {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, fmt.Errorf("opening the embedded petroleum book: %w", err)
	}
	return LoadFS(sub)
}

// LoadFS reads reported.csv, estimates.csv and caps.csv from the root of a
// file system. The first fault ends the reading and is named by file, line
// and column.
func LoadFS(fsys fs.FS) (*Book, error) {
	b := new(Book)
	for _, part := range []struct {
		name  string
		parse func(string, []byte) error
	}{{reportedFile, b.readReported}, {estimatesFile, b.readEstimates}, {capsFile, b.readCaps}} {
		data, err := fs.ReadFile(fsys, part.name)
		if err != nil {
			return nil, fmt.Errorf("reading the petroleum book: %w", err)
		}
		if err := part.parse(part.name, data); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *Book) readReported(name string, data []byte) error {
	columns := []string{"period_start", "period_end", "supplier", "tonnes", "barrels", "as_of", "note", "source"}
	return each(name, data, columns, func(r row) error {
		l := Line{ID: r.id(), AsOf: r.get("as_of"), Note: r.get("note")}
		var err error
		if l.Start, l.End, err = r.period("period_start", "period_end"); err != nil {
			return err
		}
		if l.Suppliers, err = r.words("supplier", "+"); err != nil {
			return err
		}
		if l.Tonnes, err = r.count("tonnes"); err != nil {
			return err
		}
		if l.Barrels, err = r.count("barrels"); err != nil {
			return err
		}
		switch {
		case l.Tonnes != nil && l.Barrels != nil:
			l.Published = InBoth
		case l.Tonnes != nil:
			l.Published = InTonnes
		case l.Barrels != nil:
			l.Published = InBarrels
		default:
			return r.fault("barrels", "a line needs tonnes or barrels")
		}
		if l.AsOf != "" && !asOfForm.MatchString(l.AsOf) {
			return r.fault("as_of", fmt.Sprintf("%q is not a month or day such as 2024-01", l.AsOf))
		}
		l.Sources, err = r.sources()
		b.lines = append(b.lines, l)
		return err
	})
}

func (b *Book) readEstimates(name string, data []byte) error {
	columns := []string{
		"period_start", "period_end", "author", "deliveries", "barrels_one_third", "barrels_half", "barrels_90pct",
		"barrels_other", "qualifier", "derived", "verified", "note", "source",
	}
	laden := map[string]string{"barrels_one_third": "1/3", "barrels_half": "1/2", "barrels_90pct": "90 %", "barrels_other": "as stated"}
	return each(name, data, columns, func(r row) error {
		e := Estimate{ID: r.id(), Author: r.get("author"), Qualifier: r.get("qualifier"), Note: r.get("note")}
		var err error
		if e.Start, e.End, err = r.period("period_start", "period_end"); err != nil {
			return err
		}
		if e.Start.Year() != e.End.Year() {
			return r.fault("period_end", "an estimate stays within one calendar year")
		}
		if e.Author == "" {
			return r.fault("author", "is empty: an estimate is somebody's")
		}
		n, err := r.count("deliveries")
		if err != nil {
			return err
		}
		if n != nil {
			e.Deliveries = *n
		}
		derived := strings.Fields(r.get("derived"))
		for _, d := range derived {
			if laden[d] == "" || r.get(d) == "" {
				return r.fault("derived", fmt.Sprintf("%q is not a column with a figure in this line", d))
			}
		}
		for _, c := range columns[4:8] {
			v, err := r.count(c)
			if err != nil {
				return err
			}
			if v != nil {
				e.Scenarios = append(e.Scenarios, Scenario{Laden: laden[c], Barrels: *v, Derived: slices.Contains(derived, c)})
			}
		}
		if e.Deliveries == 0 && len(e.Scenarios) == 0 {
			return r.fault("deliveries", "an estimate needs deliveries or barrels")
		}
		if e.Verified, err = strconv.ParseBool(r.get("verified")); err != nil {
			return r.fault("verified", fmt.Sprintf("%q is neither true nor false", r.get("verified")))
		}
		e.Sources, err = r.sources()
		b.estimates = append(b.estimates, e)
		return err
	})
}

func (b *Book) readCaps(name string, data []byte) error {
	return each(name, data, []string{"product", "from", "until", "per", "barrels", "measure", "source"}, func(r row) error {
		c := Cap{Per: r.get("per"), Measure: r.get("measure"), Source: r.get("source")}
		if p := r.get("product"); p != "refined-petroleum" {
			return r.fault("product", fmt.Sprintf("%q is not refined-petroleum, the one product this book keeps", p))
		}
		var err error
		if c.From, err = r.day("from"); err != nil {
			return err
		}
		if r.get("until") != "" {
			if c.From, c.Until, err = r.period("from", "until"); err != nil {
				return err
			}
		}
		n, err := r.count("barrels")
		if err != nil {
			return err
		}
		if n == nil || *n == 0 {
			return r.fault("barrels", "a cap needs barrels above zero")
		}
		c.Barrels = *n
		if c.Measure == "" || c.Source == "" {
			return r.fault("measure", "a cap needs the measure that sets it and a source")
		}
		for _, other := range b.caps {
			if c.From.Year() == other.From.Year() || other.Until == "" || other.Until >= c.From {
				return r.fault("from", fmt.Sprintf("the cap from %s meets that from %s in one year", c.From, other.From))
			}
		}
		b.caps = append(b.caps, c)
		return nil
	})
}

var asOfForm = regexp.MustCompile(`^\d{4}-\d\d(-\d\d)?$`)

// row is one line of a file, by column.
type row struct {
	file  string
	line  int
	cells map[string]string
}

// each reads a CSV file with exactly these columns and hands over its lines.
func each(name string, data []byte, columns []string, take func(row) error) error {
	r := csv.NewReader(bytes.NewReader(data))
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("reading the petroleum file %s: line 1: the header cannot be read: %w", name, err)
	}
	if !slices.Equal(head, columns) {
		return fmt.Errorf("reading the petroleum file %s: line 1: columns are %s, want %s", name, strings.Join(head, ","), strings.Join(columns, ","))
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the petroleum file %s: %w", name, err) // csv names line and column
		}
		line, _ := r.FieldPos(0)
		x := row{file: name, line: line, cells: map[string]string{}}
		for i, c := range columns {
			x.cells[c] = strings.TrimSpace(cells[i])
		}
		if err := take(x); err != nil {
			return err
		}
	}
}

func (r row) get(column string) string { return r.cells[column] }

func (r row) id() string { return fmt.Sprintf("%s:%d", r.file, r.line) }

func (r row) fault(column, reason string) error {
	return fmt.Errorf("reading the petroleum file %s: line %d, column %s: %s", r.file, r.line, column, reason)
}

func (r row) day(column string) (Day, error) {
	t, err := time.Parse(time.DateOnly, r.get(column))
	if err != nil || t.Year() < 1000 {
		return "", r.fault(column, fmt.Sprintf("%q is not a day such as 2018-01-31", r.get(column)))
	}
	return Day(r.get(column)), nil
}

func (r row) period(start, end string) (first, last Day, err error) {
	if first, err = r.day(start); err != nil {
		return "", "", err
	}
	if last, err = r.day(end); err != nil {
		return "", "", err
	}
	if last < first {
		return "", "", r.fault(end, fmt.Sprintf("%s is before %s", last, first))
	}
	if last.Year() > first.Year()+1 {
		return "", "", r.fault(end, "a line spans two calendar years at most")
	}
	return first, last, nil
}

// count reads a whole number without signs or separators. The bound keeps
// sums of a year from running over.
func (r row) count(column string) (*int64, error) {
	text := r.get(column)
	if text == "" {
		return nil, nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil || n > math.MaxInt32*1000 {
		return nil, r.fault(column, fmt.Sprintf("%q is not a whole number such as 1367628", text))
	}
	v := int64(n)
	return &v, nil
}

func (r row) words(column, separator string) ([]string, error) {
	words := strings.Split(r.get(column), separator)
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
		if words[i] == "" {
			return nil, r.fault(column, "is empty or has an empty part")
		}
	}
	slices.Sort(words)
	if len(slices.Compact(slices.Clone(words))) != len(words) {
		return nil, r.fault(column, "names a supplier twice")
	}
	return words, nil
}

// sources reads addresses or document symbols parted by blanks.
func (r row) sources() ([]string, error) {
	words := strings.Fields(r.get("source"))
	if len(words) == 0 {
		return nil, r.fault("source", "is empty: every figure needs a public source")
	}
	return words, nil
}
