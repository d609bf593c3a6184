package un1718

import (
	"cmp"
	"context"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"plimsoll/lists"
	"plimsoll/lists/un1718/pdf"
)

// parsePDF reads the list as the Council prints it. The word processor cuts
// the text of every cell out to the cell's rectangle; rectangles side by side
// make a row. The columns are not in the same place on all pages, so they are
// taken from each ship's first row, which has all of them.
func parsePDF(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	doc, err := pdf.Open(in.Files[0])
	if err != nil {
		return nil, err
	}
	g := newGrid(newReader(ctx, in, emit))
	g.Published = titleDate(doc.Info("Title"))
	p := &printed{grid: g}
	for i := range doc.Pages() {
		p.page = i + 1
		pieces, err := doc.Page(i)
		if err != nil {
			return nil, err
		}
		for _, row := range p.rows(pieces) {
			if err := p.place(row); err != nil {
				return nil, err
			}
		}
	}
	return g.done()
}

// titleDay finds the day in "1718 Designated Vessels List 4 June 2020.docx".
var titleDay = regexp.MustCompile(`\b(\d{1,2} [A-Z][a-z]+ \d{4})\b`)

func titleDate(title string) time.Time {
	if m := titleDay.FindString(title); m != "" {
		if day, err := time.Parse("2 January 2006", m); err == nil {
			return day
		}
	}
	return time.Time{}
}

// box is a cell on its page.
type box struct {
	pdf.Rect
	lines  strings.Builder
	y      float64 // of the last line
	x0, y0 float64 // where its text begins
	offset int64
}

// printed sorts the text of pages into rows.
type printed struct {
	*grid
	page  int
	edges []float64 // left edges of the columns, and the right edge of the last
}

// near reports whether two edges are one: cells overlap their borders.
func near(a, b float64) bool { return math.Abs(a-b) <= 4 }

// rows makes cells of the pieces, and rows of the cells that begin at one
// height. What is cut out to no cell is text around the table.
func (p *printed) rows(pieces []pdf.Piece) [][]*box {
	byRect := map[pdf.Rect]*box{}
	var all []*box
	for _, piece := range pieces {
		if math.IsInf(piece.Clip.X0, 0) || math.IsInf(piece.Clip.Y1, 0) {
			p.outside(piece.Text, p.at(piece.X, piece.Y, piece.Offset))
			continue
		}
		b := byRect[piece.Clip]
		if b == nil {
			b = &box{Rect: piece.Clip, y: piece.Y, x0: piece.X, y0: piece.Y, offset: piece.Offset}
			byRect[piece.Clip] = b
			all = append(all, b)
		}
		if math.Abs(piece.Y-b.y) > 2 {
			b.lines.WriteByte('\n')
			b.y = piece.Y
		}
		b.lines.WriteString(piece.Text)
	}
	slices.SortStableFunc(all, func(a, b *box) int { return cmp.Compare(b.Y1, a.Y1) })
	var rows [][]*box
	for _, b := range all {
		if n := len(rows); n == 0 || !near(b.Y1, rows[n-1][0].Y1) {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], b)
	}
	for _, row := range rows {
		slices.SortStableFunc(row, func(a, b *box) int { return cmp.Compare(a.X0, b.X0) })
	}
	return rows
}

// place finds the column of each cell of a row and hands the row on.
func (p *printed) place(row []*box) error {
	cells := make([]cell, 0, len(row))
	switch {
	case len(row) == gridColumns-1 && sideBySide(row): // the names stretch over two columns
		p.edges = p.edges[:0]
		for _, b := range row {
			p.edges = append(p.edges, b.X0)
		}
		p.edges = append(p.edges, row[len(row)-1].X1)
		for i, b := range row {
			cells = append(cells, p.cell(b, []int{gridNumber, gridLabel, gridIMO, gridDate, 5, 6, 7, 8, 9}[i], 1+boolInt(i == gridLabel)))
		}
	case p.edges == nil || isHeader(row):
		for i, b := range row {
			cells = append(cells, p.headerCell(b, i, len(row)))
		}
	default:
		for _, b := range row {
			if c, ok := p.column(b); ok {
				cells = append(cells, c)
			}
		}
	}
	return p.row(0, cells)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sideBySide reports whether each cell begins where the one before ends.
func sideBySide(row []*box) bool {
	for i := 1; i < len(row); i++ {
		if !near(row[i].X0, row[i-1].X1) {
			return false
		}
	}
	return true
}

// isHeader knows the two rows of the header, which may come again.
func isHeader(row []*box) bool {
	measures := 0
	for _, b := range row {
		s := b.lines.String()
		if squeeze(s) == "vesselname" {
			return true
		}
		if measureOf(s) >= 0 {
			measures++
		}
	}
	return measures == 5
}

// headerCell finds the column of a heading from what it says: the header has a
// row of five headings and one of the five measures.
func (p *printed) headerCell(b *box, i, n int) cell {
	c := p.cell(b, -1, 1)
	if measureOf(c.Text) >= 0 {
		c.col = gridMeasures + i - max(0, n-5)
		return c
	}
	switch squeeze(c.Text) {
	case "vesselname":
		c.col, c.span = gridLabel, 2
	case "imonumber":
		c.col = gridIMO
	case "dateofdesignation":
		c.col = gridDate
	}
	return c
}

// column finds the column of a cell below a ship's first row.
func (p *printed) column(b *box) (cell, bool) {
	for i := range len(p.edges) - 1 {
		left, right := near(b.X0, p.edges[i]), near(b.X1, p.edges[i+1])
		switch {
		case i == gridLabel && left && right:
			return p.cell(b, gridLabel, 2), true
		case i == gridLabel && left:
			return p.cell(b, gridLabel, 1), true
		case i == gridLabel && right:
			return p.cell(b, gridValue, 1), true
		case left && right && i == gridNumber:
			return p.cell(b, gridNumber, 1), true
		case left && right:
			return p.cell(b, i+1, 1), true
		}
	}
	p.outside(b.lines.String(), p.at(b.x0, b.y0, b.offset))
	return cell{}, false
}

func (p *printed) cell(b *box, col, span int) cell {
	raw := b.lines.String()
	v := lists.Value{Text: lists.Clean(raw), Raw: raw, Exhibit: p.file.Exhibit, Place: p.at(b.x0, b.y0, b.offset)}
	if v.Text == "" {
		v = lists.Value{}
	}
	return cell{Value: v, col: col, span: span}
}

// at is the place of a cell: the page, where on it the text begins, and the
// byte at which the page's contents begin.
func (p *printed) at(x, y float64, offset int64) string {
	return "page " + strconv.Itoa(p.page) + ", " + strconv.Itoa(int(x)) + " pt right, " + strconv.Itoa(int(y)) +
		" pt up @" + strconv.FormatInt(offset, 10)
}

// outside warns of text around the table, other than the number of the page.
func (p *printed) outside(s, place string) {
	s = lists.Clean(s)
	if s != "" && strings.Trim(s, "0123456789") != "" {
		p.Warn(place, "text outside the table left out")
	}
}
