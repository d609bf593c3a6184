package petroleum

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	suppliersFile = "suppliers.csv"
	factorsFile   = "factors.csv"
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

// LoadFS reads the five files of a book from the root of a file system. The
// first fault ends the reading and is named by file, line and column.
func LoadFS(fsys fs.FS) (*Book, error) {
	b := new(Book)
	readLines := func(name string, data []byte) error { return b.readReported(name, data, "") }
	for _, part := range []struct {
		name  string
		parse func(string, []byte) error
	}{{suppliersFile, b.readSuppliers}, {factorsFile, b.readFactors}, {reportedFile, readLines}, {estimatesFile, b.readEstimates}, {capsFile, b.readCaps}} {
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

// Import returns a book with the reported lines of a file added to it; the
// file has the columns of reported.csv, and its lines take their ids from the
// name. One bad row refuses the file, by its line and the reason, and the book
// stays as it was. No line may be of a day after today.
func (b *Book) Import(name string, data []byte, today Day) (*Book, error) {
	if !today.valid() {
		return nil, fmt.Errorf("reading the petroleum file %s: %q is not a day to hold its dates against", name, today)
	}
	out := *b
	out.lines = slices.Clone(b.lines)
	if err := out.readReported(name, data, today); err != nil {
		return nil, err
	}
	return &out, nil
}

func (b *Book) readEstimates(name string, data []byte) error {
	columns := []string{
		"period_start", "period_end", "author", "deliveries", "barrels_one_third", "barrels_half", "barrels_90pct",
		"barrels_other", "other_laden", "qualifier", "verified", "note", "source",
	}
	laden := map[string]string{"barrels_one_third": Third, "barrels_half": Half, "barrels_90pct": Ninety, "barrels_other": AsStated}
	return each(name, data, columns, func(r row) error {
		e := Estimate{ID: r.id(), Author: r.get("author"), Qualifier: r.get("qualifier"), Note: r.get("note")}
		var err error
		if e.Start, e.End, err = r.period("period_start", "period_end"); err != nil {
			return err
		}
		if e.Start.Year() != e.End.Year() {
			return r.fault("period_end", "an estimate stays within one calendar year")
		}
		if e.Author == "" || e.single() {
			return r.fault("author", "is empty or this program's: an estimate is somebody's")
		}
		if e.Deliveries, err = r.count("deliveries"); err != nil {
			return err
		}
		for _, c := range columns[4:8] {
			v, err := r.amount(c)
			if err != nil {
				return err
			}
			if v != nil {
				e.Scenarios = append(e.Scenarios, Scenario{Laden: laden[c], Barrels: *v})
			}
		}
		if e.Deliveries == 0 && len(e.Scenarios) == 0 {
			return r.fault("deliveries", "an estimate needs deliveries or barrels")
		}
		full, err := r.fullLoad(&e)
		if err != nil {
			return err
		}
		e.readCapacity(full)
		if e.Verified, err = r.yes("verified"); err != nil {
			return err
		}
		e.Sources, err = r.sources()
		b.estimates = append(b.estimates, e)
		return err
	})
}

// fullLoad is the capacity that follows from barrels_other and the laden share
// it was stated for; nil if none was stated.
func (r row) fullLoad(e *Estimate) (*Decimal, error) {
	share, err := r.amount("other_laden")
	if err != nil || share == nil {
		return nil, err
	}
	s, ok := e.Scenario(AsStated)
	if !ok || share.IsZero() || share.Cmp(Whole(1)) > 0 {
		return nil, r.fault("other_laden", "is a share above 0 and at most 1, of a figure in barrels_other")
	}
	c := s.Barrels.Quo(*share)
	e.Method = append(e.Method, fmt.Sprintf("capacity: %s barrels stated for a laden share of %s = %s barrels", s.Barrels, *share, c.Fixed(2)))
	return &c, nil
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
	if !Day(r.get(column)).valid() {
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

// amount reads a number, or nil from an empty cell.
func (r row) amount(column string) (*Decimal, error) {
	if r.get(column) == "" {
		return nil, nil
	}
	d, err := ParseDecimal(r.get(column))
	if err != nil {
		return nil, r.fault(column, err.Error())
	}
	return &d, nil
}

// count reads a whole number, or 0 from an empty cell.
func (r row) count(column string) (int64, error) {
	if r.get(column) == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(r.get(column), 10, 31)
	if err != nil {
		return 0, r.fault(column, fmt.Sprintf("%q is not a whole number such as 89", r.get(column)))
	}
	return int64(n), nil
}

func (r row) yes(column string) (bool, error) {
	v, err := strconv.ParseBool(r.get(column))
	if err != nil {
		return false, r.fault(column, fmt.Sprintf("%q is neither true nor false", r.get(column)))
	}
	return v, nil
}

func (d Day) valid() bool {
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && t.Year() >= 1000
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
