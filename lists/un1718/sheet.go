package un1718

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// Columns of the table that others keep of the list. Those of the measures are
// headed as the list prints them.
const (
	colVessel  = "vessel_name"
	colIMO     = "imo_number"
	colDated   = "date_of_designation"
	colMMSI    = "mmsi"
	colFlag    = "flag"
	colCall    = "call_sign"
	colType    = "type"
	colOther   = "other_information"
	colOwner   = "designated_owner"
	colPicture = "image_url"
	colNumber  = "#"
)

func sniffSheet(_ string, head []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("\n"))
	for _, want := range []string{colVessel, colIMO, colDated} {
		if !bytes.Contains(line, []byte(want)) {
			return ""
		}
	}
	return lists.OnePart
}

// sheet reads the table row by row. A ship designated twice may have two rows.
type sheet struct {
	*reader
	t        *table.Reader
	measures [5]int // columns
	cur      *entry
	unknown  map[int]bool // columns that were warned of; false for those that were not
}

func parseSheet(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	s := &sheet{reader: newReader(ctx, in, emit), t: table.New(in.Files[0], table.Options{}), unknown: map[int]bool{}}
	if err := s.header(); err != nil {
		return nil, err
	}
	for {
		row, err := s.t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := s.row(row); err != nil {
			return nil, err
		}
	}
	if s.cur == nil {
		return nil, refusal(in.Files[0], 1, 0, "the list has no rows below its header")
	}
	if err := s.entry(s.cur); err != nil {
		return nil, err
	}
	return s.Done()
}

// header finds the columns.
func (s *sheet) header() error {
	columns, err := s.t.Header()
	if err != nil {
		return err
	}
	for i := range s.measures {
		s.measures[i] = -1
	}
	known := []string{colVessel, colIMO, colDated, colMMSI, colFlag, colCall, colType, colOther, colOwner, colPicture, colNumber}
	for i, c := range columns {
		if m := measureOf(c); m >= 0 {
			s.measures[m] = i
			continue
		}
		if !isOneOf(c, known) {
			s.unknown[i] = false
		}
	}
	for _, want := range []string{colVessel, colIMO, colDated} {
		if !s.t.Has(want) {
			return s.t.Fail("", "the table lacks the column %s", want)
		}
	}
	for i, m := range measures() {
		if s.measures[i] < 0 {
			return s.t.Fail("", "the table lacks the column %q", m.column)
		}
	}
	return nil
}

func isOneOf(s string, list []string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func (s *sheet) row(row *table.Row) error {
	e := &entry{here: row.Here(), line: s.t.Line(), number: row.Value(colNumber)}
	e.names = history(row.Value(colVessel))
	e.imo, e.mmsi = splitNumbers(said(row.Value(colIMO)))
	e.mmsi = append(e.mmsi, history(row.Value(colMMSI))...)
	e.flags, e.calls = history(row.Value(colFlag)), history(row.Value(colCall))
	e.kind, e.other = said(row.Value(colType)), said(row.Value(colOther))
	e.owner, e.picture = said(row.Value(colOwner)), said(row.Value(colPicture))
	a := act{date: row.Value(colDated)}
	for i, c := range s.measures {
		a.measures[i] = row.At(c)
	}
	e.acts = []act{a}
	for i, column := range s.t.Columns() {
		if warned, isUnknown := s.unknown[i]; isUnknown && !warned && !row.At(i).Empty() {
			s.unknown[i] = true
			s.Warn(row.At(i).Place, "unknown column %s left out", column)
		}
	}
	if s.cur != nil && s.cur.sameShip(e) {
		s.cur.acts = append(s.cur.acts, a)
		return nil
	}
	if s.cur != nil {
		if err := s.entry(s.cur); err != nil {
			return err
		}
	}
	s.cur = e
	return nil
}

// sameShip reports whether the row after goes on about the same ship.
func (e *entry) sameShip(next *entry) bool {
	if e.number.Text != next.number.Text || e.imo.Text != next.imo.Text || len(e.names) != len(next.names) {
		return false
	}
	for i := range e.names {
		if !strings.EqualFold(e.names[i].Text, next.names[i].Text) {
			return false
		}
	}
	return e.acts[len(e.acts)-1].date.Text != next.acts[0].date.Text
}
