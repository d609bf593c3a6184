package chart

import (
	"math"
	"strconv"
	"strings"
)

// sheet places points on paper in Mercator's projection: a straight line is a
// constant course, as on the charts that ships carry.
type sheet struct {
	box           Box
	width, height float64
	left, top     float64 // of the drawing inside the neatline
	scale         float64 // px a radian
	x0, y0        float64 // Mercator of the north-west corner
}

const frame = 26 // px of border that holds the scale of degrees

type xy struct{ X, Y float64 }

func mercator(lat float64) float64 {
	lat = max(-85, min(85, lat)) * math.Pi / 180
	return math.Log(math.Tan(math.Pi/4 + lat/2))
}

func unmercator(y float64) float64 { return (2*math.Atan(math.Exp(y)) - math.Pi/2) * 180 / math.Pi }

// newSheet widens the box so that it fills a sheet of the given size and has
// sea around what it shows.
func newSheet(b Box, width, height float64) *sheet {
	s := &sheet{width: width, height: height, left: frame, top: frame}
	w, h := width-2*frame, height-2*frame
	x1, x2 := b.West*math.Pi/180, b.East*math.Pi/180
	y1, y2 := mercator(b.South), mercator(b.North)
	const least = 0.035 // about two degrees: a ship at anchor still gets a sea
	dx, dy := max(x2-x1, least)*1.16, max(y2-y1, least)*1.16
	s.scale = min(w/dx, h/dy)
	dx, dy = w/s.scale, h/s.scale
	s.x0, s.y0 = (x1+x2)/2-dx/2, (y1+y2)/2+dy/2
	s.box = Box{
		South: unmercator(s.y0 - dy), North: unmercator(s.y0),
		West: s.x0 * 180 / math.Pi, East: (s.x0 + dx) * 180 / math.Pi,
	}
	return s
}

func (s *sheet) at(p Point) xy {
	return xy{
		X: s.left + (p.Lon*math.Pi/180-s.x0)*s.scale,
		Y: s.top + (s.y0-mercator(p.Lat))*s.scale,
	}
}

// path writes an SVG path of one decimal, leaving out points that do not move
// the line by as much as the tolerance.
func path(line []xy, tolerance float64, closed bool) string {
	line = simplify(line, tolerance)
	if len(line) < 2 {
		return ""
	}
	var b strings.Builder
	for i, p := range line {
		switch i {
		case 0:
			b.WriteByte('M')
		case 1:
			b.WriteByte('L')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(number(p.X))
		b.WriteByte(',')
		b.WriteString(number(p.Y))
	}
	if closed {
		b.WriteByte('Z')
	}
	return b.String()
}

func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// simplify is Douglas and Peucker's, on a stack of its own so that a long
// track cannot exhaust the call stack.
func simplify(line []xy, tolerance float64) []xy {
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	stack := [][2]int{{0, len(line) - 1}}
	for len(stack) > 0 {
		a, b := stack[len(stack)-1][0], stack[len(stack)-1][1]
		stack = stack[:len(stack)-1]
		far, at := tolerance, -1
		for i := a + 1; i < b; i++ {
			if d := distance(line[i], line[a], line[b]); d > far {
				far, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			stack = append(stack, [2]int{a, at}, [2]int{at, b})
		}
	}
	out := line[:0:0]
	for i, p := range line {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// distance is from p to the stretch between a and b.
func distance(p, a, b xy) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if dx == 0 && dy == 0 {
		return math.Hypot(p.X-a.X, p.Y-a.Y)
	}
	t := ((p.X-a.X)*dx + (p.Y-a.Y)*dy) / (dx*dx + dy*dy)
	t = max(0, min(1, t))
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}

// clip cuts a ring to the sheet and a margin around it (Sutherland and
// Hodgman), so that a continent does not travel with a bay.
func clip(ring []xy, s *sheet) []xy {
	const margin = 24
	x1, y1, x2, y2 := s.left-margin, s.top-margin, s.width-s.left+margin, s.height-s.top+margin
	ring = cut(ring, func(p xy) float64 { return p.X - x1 })
	ring = cut(ring, func(p xy) float64 { return x2 - p.X })
	ring = cut(ring, func(p xy) float64 { return p.Y - y1 })
	return cut(ring, func(p xy) float64 { return y2 - p.Y })
}

func cut(ring []xy, inside func(xy) float64) []xy {
	out := make([]xy, 0, len(ring))
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		dp, dq := inside(p), inside(q)
		if dp >= 0 {
			out = append(out, p)
		}
		if (dp >= 0) != (dq >= 0) {
			t := dp / (dp - dq)
			out = append(out, xy{p.X + t*(q.X-p.X), p.Y + t*(q.Y-p.Y)})
		}
	}
	return out
}
