package chart

import (
	"fmt"
	"math"
)

// roseRoom is how high the compass rose stands over the lower edge.
const roseRoom = 124

// graticule draws meridians and parallels, and the neatline whose bars
// alternate by degree.
func graticule(p *plate, s *sheet) {
	step := gridStep(s.box.North - s.box.South)
	left, right, top, bottom := s.left, s.width-s.left, s.top, s.height-s.top
	for lat := math.Ceil(s.box.South/step) * step; lat <= s.box.North; lat += step {
		y := s.at(Point{Lat: lat}).Y
		p.Grid = append(p.Grid, stroke{left, y, right, y})
		if y > top+14 && y < bottom-14 {
			label := degrees(lat, "N", "S")
			p.Degrees = append(p.Degrees, text{X: left + 5, Y: y - 4, Anchor: "start", Text: label})
			if y < bottom-roseRoom { // the rose stands in the corner below
				p.Degrees = append(p.Degrees, text{X: right - 5, Y: y - 4, Anchor: "end", Text: label})
			}
		}
	}
	for lon := math.Ceil(s.box.West/step) * step; lon <= s.box.East; lon += step {
		x := s.at(Point{Lon: lon}).X
		p.Grid = append(p.Grid, stroke{x, top, x, bottom})
		if x > left+60 && x < right-60 {
			label := degrees(lon, "E", "W")
			p.Degrees = append(p.Degrees,
				text{X: x + 4, Y: top + 14, Anchor: "start", Text: label},
				text{X: x + 4, Y: bottom - 6, Anchor: "start", Text: label})
		}
	}
	border(p, s, step/2)
}

func border(p *plate, s *sheet, step float64) {
	const off = 4 // middle of the scale, outside the neatline
	left, right, top, bottom := s.left, s.width-s.left, s.top, s.height-s.top
	for i, lat := 0, math.Floor(s.box.South/step)*step; lat < s.box.North; i, lat = i+1, lat+step {
		if int(math.Round(lat/step))%2 != 0 {
			continue
		}
		y1 := min(bottom, s.at(Point{Lat: lat}).Y)
		y2 := max(top, s.at(Point{Lat: lat + step}).Y)
		if y1 > y2 {
			p.Border = append(p.Border, stroke{left - off, y1, left - off, y2}, stroke{right + off, y1, right + off, y2})
		}
	}
	for lon := math.Floor(s.box.West/step) * step; lon < s.box.East; lon += step {
		if int(math.Round(lon/step))%2 != 0 {
			continue
		}
		x1 := max(left, s.at(Point{Lon: lon}).X)
		x2 := min(right, s.at(Point{Lon: lon + step}).X)
		if x2 > x1 {
			p.Border = append(p.Border, stroke{x1, top - off, x2, top - off}, stroke{x1, bottom + off, x2, bottom + off})
		}
	}
}

func gridStep(span float64) float64 {
	for _, s := range []float64{0.1, 0.25, 0.5, 1, 2, 5, 10} {
		if span/s <= 7 {
			return s
		}
	}
	return 20
}

func degrees(v float64, pos, neg string) string {
	side := pos
	if v < 0 {
		side, v = neg, -v
	}
	deg, minute := math.Floor(v+1e-9), math.Round((v-math.Floor(v+1e-9))*60)
	if minute == 0 {
		return fmt.Sprintf("%.0f°%s", deg, side)
	}
	return fmt.Sprintf("%.0f°%02.0f′%s", deg, minute, side)
}

// bar is the scale in nautical miles: a minute of latitude at the middle.
func bar(s *sheet) scaleBar {
	mid := (s.box.North + s.box.South) / 2
	mile := s.scale / math.Cos(mid*math.Pi/180) * math.Pi / 180 / 60
	for _, n := range []float64{200, 100, 50, 20, 10, 5, 2, 1} {
		if w := n * mile; w <= 170 {
			return scaleBar{X: s.left + 62, Y: s.height - s.top - 34, W: w, Text: fmt.Sprintf("%.0f nautical miles", n)}
		}
	}
	return scaleBar{}
}
