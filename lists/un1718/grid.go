package un1718

import (
	"fmt"
	"strconv"
	"strings"

	"plimsoll/lists"
)

// The printed table has ten columns. A ship's first row has its names across
// the second and third; the rows below have a label in the second and its
// value in the third. The other cells may stretch over all rows of a ship, or
// be empty below the first; a ship designated twice has a second date.
const (
	gridNumber = iota
	gridLabel  // also of the names, which stretch over two
	gridValue
	gridIMO
	gridDate
	gridMeasures
	gridColumns = gridMeasures + 5
)

// cell is a cell of the printed table.
type cell struct {
	lists.Value     // Raw has the lines of the cell
	col, span   int // from 0
}

// grid puts entries together from the rows of the printed table.
type grid struct {
	*reader
	file     lists.File
	measures [5]int // of the columns behind gridMeasures
	headings int    // that were found
	ready    bool   // the header was read
	cur      *entry
	count    int
}

func newGrid(r *reader) *grid {
	g := &grid{reader: r, file: r.In.Files[0]}
	for i := range g.measures {
		g.measures[i] = -1
	}
	return g
}

// row takes the cells of a row, left to right. Line is that of the file.
func (g *grid) row(line int, cells []cell) error {
	if g.heading(cells) {
		return nil
	}
	for _, c := range cells {
		if c.col == gridLabel && c.span == 2 && !c.Empty() {
			if !g.ready {
				return g.header(line, c.Value)
			}
			if err := g.flush(); err != nil {
				return err
			}
			g.count++
			g.cur = &entry{here: lists.Value{Place: c.Place, Exhibit: c.Exhibit}, line: line}
		}
	}
	if g.cur == nil {
		for _, c := range cells {
			if !c.Empty() && g.ready {
				g.Warn(c.Place, "text before the first ship left out")
			}
		}
		return nil
	}
	return g.fill(cells)
}

// heading knows the rows of the header, which may come again on each page.
func (g *grid) heading(cells []cell) (is bool) {
	for _, c := range cells {
		switch m, text := measureOf(c.Text), squeeze(c.Text); {
		case m >= 0 && c.col >= gridMeasures && c.col < gridColumns:
			is = true
			if !g.ready {
				g.measures[c.col-gridMeasures] = m
			}
		case c.col == gridLabel && text == "vesselname", c.col == gridIMO && text == "imonumber", c.col == gridDate && text == "dateofdesignation":
			is = true
			g.headings++
		}
	}
	if g.headings >= 3 && !g.ready {
		seen := [5]bool{}
		g.ready = true
		for _, m := range g.measures {
			if m < 0 || seen[m] {
				g.ready = false
				break
			}
			seen[m] = true
		}
	}
	return is
}

// header passes over the title; a ship before the header is refused.
func (g *grid) header(line int, v lists.Value) error {
	if !strings.HasPrefix(v.Text, "1:") && !strings.HasPrefix(v.Text, "1.") {
		return nil
	}
	return refusal(g.file, line, offsetOf(v.Place),
		"a ship stands before a header with Vessel Name, IMO number, Date of designation and the five measures: this is another list, or another edition that this program does not know")
}

// fill gives the cells of a row to the ship it belongs to.
func (g *grid) fill(cells []cell) error {
	e := g.cur
	var label lists.Value
	a, dated := act{}, false
	for _, c := range cells {
		switch {
		case c.Empty():
		case c.col == gridNumber:
			e.number = g.once(e.number, c.Value)
		case c.col == gridLabel && c.span == 2:
			e.names = history(c.Value)
		case c.col == gridLabel:
			label = c.Value
		case c.col == gridValue:
			g.labelled(label, c.Value)
		case c.col == gridIMO:
			e.imo = g.once(e.imo, c.Value)
		case c.col == gridDate:
			a.date, dated = c.Value, true
		case c.col >= gridMeasures && c.col < gridColumns:
			a.measures[g.measures[c.col-gridMeasures]], dated = c.Value, true
		default:
			g.Warn(c.Place, "text outside the columns left out")
		}
	}
	if dated {
		if a.date.Empty() {
			return g.fail(e, a.any(), "measures without a date of designation")
		}
		e.acts = append(e.acts, a)
	}
	return nil
}

func (a act) any() lists.Value {
	for _, v := range a.measures {
		if !v.Empty() {
			return v
		}
	}
	return lists.Value{}
}

// once keeps the first of two cells where there should be one.
func (g *grid) once(have, v lists.Value) lists.Value {
	if have.Empty() {
		return v
	}
	g.cur.further = append(g.cur.further, v)
	g.Warn(v.Place, "a second cell in a column that has one a ship, kept in notes")
	return have
}

// labelled takes the value of a row with a label.
func (g *grid) labelled(label, v lists.Value) {
	e := g.cur
	switch squeeze(label.Text) {
	case "flag":
		e.flags = history(v)
	case "callsign":
		e.calls = history(v)
	case "type":
		e.kind = said(v)
	case "otherinformation":
		e.other = said(v)
	case "picturelink":
		e.picture = said(v)
	case "designatedaseconomicresourcesof":
		e.owner = said(v)
	default:
		e.further = append(e.further, v.With(label.Text+": "+v.Text))
		g.Warn(v.Place, "unknown label %q, kept in notes", label.Text)
	}
}

// flush ends a ship. Its number shows that none was lost on the way.
func (g *grid) flush() error {
	e := g.cur
	if e == nil {
		return nil
	}
	g.cur = nil
	if e.number.Text != strconv.Itoa(g.count) {
		return g.fail(e, e.number, "the ship in place %d has the number %q: rows are missing, or were not understood", g.count, e.number.Text)
	}
	e.imo, e.mmsi = splitNumbers(said(e.imo))
	return g.entry(e)
}

// done ends the list.
func (g *grid) done() (*lists.Parsed, error) {
	if err := g.flush(); err != nil {
		return nil, err
	}
	if g.count == 0 {
		return nil, refusal(g.file, 1, 0, "no table with Vessel Name, IMO number, Date of designation and the five measures has a ship: this is another list, or another edition that this program does not know")
	}
	return g.Done()
}

// refusal is the error for a file that is not taken.
func refusal(f lists.File, line int, offset int64, format string, args ...any) error {
	return &lists.ParseError{File: f.Name, Line: line, Offset: offset, Reason: fmt.Sprintf(format, args...)}
}
