package chart

import (
	"math"
	"slices"
)

// Spot is where a ship is at the moment of the chart. Spots of a higher rank
// are drawn first.
type Spot struct {
	At   Point
	Rank int
}

// Crowd is ships too near to each other to be drawn one by one at this scale:
// a sheet gives their number where they are, as it gives soundings.
type Crowd struct {
	At    Point  `json:"at"` // the middle of them
	Ships int    `json:"ships"`
	Box   Box    `json:"box"` // around them
	Href  string `json:"href"`
}

const (
	cellsAcross = 20  // of a sheet: a number of ships needs so much room
	fewShips    = 160 // are drawn one by one whatever their places
)

// Thin chooses which spots in a box are drawn one by one: all of a few, and of
// many the first of a rank in each cell of the sheet, and those that have a
// cell for themselves. The others are counted where they are. What it gives is
// bounded by the sheet, not by the number of spots.
func Thin(spots []Spot, box Box) (drawn []int, crowds []Crowd) {
	var inside []int
	for i := range spots {
		if box.Holds(spots[i].At) {
			inside = append(inside, i)
		}
	}
	if len(inside) <= fewShips {
		return inside, nil
	}
	slices.SortStableFunc(inside, func(a, b int) int { return spots[b].Rank - spots[a].Rank })
	cells := map[[2]int][]int{}
	var order [][2]int
	grid := newGrid(box)
	for _, i := range inside {
		cell := grid.cell(spots[i].At)
		if cells[cell] == nil {
			order = append(order, cell)
		}
		cells[cell] = append(cells[cell], i)
	}
	for _, cell := range order {
		in := cells[cell]
		first := spots[in[0]]
		if first.Rank > 0 || len(in) == 1 {
			drawn, in = append(drawn, in[0]), in[1:]
		}
		if len(in) == 1 {
			drawn = append(drawn, in[0])
		} else if len(in) > 1 {
			c := crowdOf(spots, in, grid.middle(cell))
			if first.Rank > 0 {
				c.At = grid.beside(first.At, c.At)
			}
			crowds = append(crowds, c)
		}
	}
	return drawn, crowds
}

// Spread picks of things at places, the first ones first, one in each cell of
// the sheet.
func Spread(places []Point, box Box) []int {
	taken := map[[2]int]bool{}
	grid := newGrid(box)
	var out []int
	for i, p := range places {
		if cell := grid.cell(p); box.Holds(p) && !taken[cell] {
			taken[cell] = true
			out = append(out, i)
		}
	}
	return out
}

// crowdOf counts ships, and writes their number between them and the middle of
// their cell, so that numbers stand apart.
func crowdOf(spots []Spot, in []int, middle Point) Crowd {
	c := Crowd{Ships: len(in), Box: NoBox()}
	for _, i := range in {
		p := spots[i].At
		c.At.Lat += p.Lat / float64(len(in))
		c.At.Lon += p.Lon / float64(len(in))
		c.Box.Take(p)
	}
	c.At = Point{Lat: (c.At.Lat + middle.Lat) / 2, Lon: (c.At.Lon + middle.Lon) / 2}
	return c
}

// grid divides a box into squares of the Mercator sheet.
type grid struct{ west, south, side float64 }

func newGrid(b Box) grid {
	w, h := (b.East-b.West)*math.Pi/180, mercator(b.North)-mercator(b.South)
	return grid{b.West, mercator(b.South), max(w, h*4/3, 1e-6) / cellsAcross}
}

func (g grid) cell(p Point) [2]int {
	return [2]int{
		int(math.Floor((p.Lon - g.west) * math.Pi / 180 / g.side)),
		int(math.Floor((mercator(p.Lat) - g.south) / g.side)),
	}
}

func (g grid) middle(cell [2]int) Point {
	return Point{
		Lat: unmercator(g.south + (float64(cell[1])+0.5)*g.side),
		Lon: g.west + (float64(cell[0])+0.5)*g.side*180/math.Pi,
	}
}

// beside moves a number off a ship that is drawn in its cell.
func (g grid) beside(ship, number Point) Point {
	const room = 0.55 // of a cell
	x, y := (number.Lon-ship.Lon)*math.Pi/180/g.side, (mercator(number.Lat)-mercator(ship.Lat))/g.side
	d := math.Hypot(x, y)
	if d >= room {
		return number
	}
	if d < 1e-6 {
		x, y, d = 1, 0, 1
	}
	return Point{
		Lat: unmercator(mercator(ship.Lat) + y/d*room*g.side),
		Lon: ship.Lon + x/d*room*g.side*180/math.Pi,
	}
}
