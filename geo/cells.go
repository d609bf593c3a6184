package geo

import "math"

// Cells cut the globe into rows of equal height and, within each row, columns
// of about equal width, so that whatever lies within one cell size of a point
// is in a handful of cells. It serves to find neighbours without comparing
// all with all. The columns close on themselves at the 180th meridian.
type Cells struct {
	metres float64
	step   float64 // degrees of latitude a row
	rows   int
	cols   []int32 // by row, where there are not too many
}

// Cell names a cell: row in the upper half, column in the lower.
type Cell uint64

// NewCells makes cells of about the given size, at least one metre.
func NewCells(metres float64) Cells {
	metres = math.Max(metres, 1)
	rows := max(int(180*metresPerDeg/metres), 1)
	c := Cells{metres: metres, step: 180 / float64(rows), rows: rows}
	if rows <= 1<<14 {
		cols := make([]int32, rows)
		for row := range rows {
			cols[row] = int32(c.columns(row)) //nolint:gosec // at most two of a row's
		}
		c.cols = cols
	}
	return c
}

// Of returns the cell a point is in.
func (c Cells) Of(p Point) Cell {
	row := c.row(p.Lat)
	return c.cell(row, c.column(row, p.Lon))
}

func (c Cells) row(lat float64) int {
	return min(max(int((lat+90)/c.step), 0), c.rows-1)
}

// columns is how many cells a row has; the parallel nearest the equator
// decides, so that cells are never narrower than the size asked for.
func (c Cells) columns(row int) int {
	if c.cols != nil {
		return int(c.cols[row])
	}
	south := -90 + float64(row)*c.step
	wide := math.Min(math.Abs(south), math.Abs(south+c.step))
	if south < 0 && south+c.step > 0 {
		wide = 0
	}
	return max(int(360*metresPerDeg*math.Cos(wide*radian)/c.metres), 1)
}

func (c Cells) column(row int, lon float64) int {
	n := c.columns(row)
	return min(max(int((lon+180)/360*float64(n)), 0), n-1)
}

func (c Cells) cell(row, col int) Cell { return Cell(uint64(row)<<32 | uint64(uint32(col))) }

// Near appends to into the cells that can hold points within so many metres of
// p, each once, and returns it.
func (c Cells) Near(p Point, metres float64, into []Cell) []Cell {
	reach := metres / metresPerDeg // degrees of latitude
	for row := c.row(math.Max(p.Lat-reach, -90)); row <= c.row(math.Min(p.Lat+reach, 90)); row++ {
		n := c.columns(row)
		// The widest span in longitude of a circle of this radius.
		cos := math.Cos(math.Min(math.Abs(p.Lat)+reach, 90) * radian)
		span := 180.0
		if s := math.Sin(math.Min(reach, 90) * radian); cos > s {
			span = math.Asin(s/cos) / radian
		}
		first, count := c.span(n, p.Lon, span)
		for k := range count {
			into = append(into, c.cell(row, (first+k)%n))
		}
	}
	return into
}

// span is the first column and the number of columns of lon +- deg in a row of
// n columns.
func (c Cells) span(n int, lon, deg float64) (first, count int) {
	width := 360 / float64(n)
	lo := int(math.Floor((lon - deg + 180) / width))
	hi := int(math.Floor((lon + deg + 180) / width))
	return ((lo % n) + n) % n, min(hi-lo+1, n)
}

// Within returns the cell a point is in, and where in it: in parts of 256 of
// its width and of its height.
func (c Cells) Within(p Point) (cell Cell, x, y uint8) {
	row := c.row(p.Lat)
	n := c.columns(row)
	col := min(max(int((p.Lon+180)/360*float64(n)), 0), n-1)
	part := func(v float64) uint8 { return uint8(min(max(v*256, 0), 255)) }
	return c.cell(row, col), part((p.Lon+180)/360*float64(n) - float64(col)), part((p.Lat+90)/c.step - float64(row))
}

// At is the place that [Cells.Within] told, good to a 512th of the cell.
func (c Cells) At(cell Cell, x, y uint8) Point {
	row, col := int(cell>>32), int(uint32(cell)) //nolint:gosec // as made by cell
	return Point{
		Lat: -90 + (float64(row)+(float64(y)+0.5)/256)*c.step,
		Lon: NormLon(-180 + (float64(col)+(float64(x)+0.5)/256)*360/float64(c.columns(row))),
	}
}
