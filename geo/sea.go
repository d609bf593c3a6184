package geo

import (
	"math"
	"sync"
	"sync/atomic"
)

// Sea finds ways over water. It lays a grid over the land: a cell can be sailed
// when some part of it is sea or a channel leads through it, so that straits and
// rivers' mouths stay open. That a ship may draw too much for a way, or that ice
// or a law closes it, it does not know.
//
// It is safe for use by several goroutines, and its answers do not depend on
// what was asked before.
type Sea struct {
	land     *Land
	cells    []atomic.Uint32 // a byte a cell, see below, found when first asked
	ways     []atomic.Uint32 // by cell: what is known of the moves out of it
	cost     [][seaMoves]float32
	channels []Channel
	dug      map[int32]Point // cells that a channel leads through, and where
	grid     quests
	lat, lon [][2]float64 // sine and cosine of the middle of rows and columns
}

const (
	seaCell    = 0.125 // degrees
	seaRows    = int(180 / seaCell)
	seaColumns = int(360 / seaCell)
	// What is known of a cell: nothing, that it is closed, or which place in it
	// is at sea: its centre, one in a channel, or the sample counted from cellSample.
	cellUnknown = 0
	cellClosed  = 1
	cellCentre  = 2
	cellDug     = 3
	cellSample  = 4
	seaSamples  = 4 // a side: a cell is looked at in so many places squared
	// Ways over a grid with sixteen directions are 0 to 2.7 % longer than
	// straight ones: half of that is taken off.
	gridStretch = 1.0137
)

var embeddedSea = sync.OnceValues(func() (*Sea, error) {
	land, err := LoadLand()
	if err != nil {
		return nil, err
	}
	channels, err := embeddedChannels()
	if err != nil {
		return nil, err
	}
	return NewSea(land, channels...), nil
})

// LoadSea returns the sea around the embedded land, with the embedded channels.
func LoadSea() (*Sea, error) { return embeddedSea() }

// NewSea returns the sea around land. Channels are passed where there is land.
func NewSea(land *Land, channels ...Channel) *Sea {
	s := &Sea{
		land: land, cells: make([]atomic.Uint32, seaRows*seaColumns/4), ways: make([]atomic.Uint32, seaRows*seaColumns), channels: channels,
		cost: make([][seaMoves]float32, seaRows), dug: map[int32]Point{},
	}
	for row := range s.cost {
		for m, move := range moves {
			from := seaAt{row, 0}
			s.cost[row][m] = float32(Distance(from.centre(), from.step(move[0], move[1]).centre()) / gridStretch)
		}
	}
	for row := range seaRows {
		sin, cos := math.Sincos(seaAt{row, 0}.centre().Lat * radian)
		s.lat = append(s.lat, [2]float64{sin, cos})
	}
	for col := range seaColumns {
		sin, cos := math.Sincos(seaAt{0, col}.centre().Lon * radian)
		s.lon = append(s.lon, [2]float64{sin, cos})
	}
	for i := range channels {
		channels[i].along(seaCell/8, func(p Point) {
			at := seaOf(p).node()
			if q, ok := s.dug[at]; !ok || Distance(p, atNode(at).centre()) < Distance(q, atNode(at).centre()) {
				s.dug[at] = p
			}
		})
	}
	return s
}

// seaAt is a cell of the grid.
type seaAt struct{ row, col int }

func seaOf(p Point) seaAt {
	return seaAt{
		min(max(int((p.Lat+90)/seaCell), 0), seaRows-1),
		(int(math.Floor((p.Lon+180)/seaCell))%seaColumns + seaColumns) % seaColumns,
	}
}

func atNode(n int32) seaAt { return seaAt{int(n) / seaColumns, int(n) % seaColumns} }

func (c seaAt) node() int32 { return int32(c.row*seaColumns + c.col) }

func (c seaAt) centre() Point {
	return Point{-90 + (float64(c.row)+0.5)*seaCell, -180 + (float64(c.col)+0.5)*seaCell}
}

func (c seaAt) step(dr, dc int) seaAt {
	c.row, c.col = c.row+dr, c.col+dc
	if c.col < 0 {
		c.col += seaColumns
	} else if c.col >= seaColumns {
		c.col -= seaColumns
	}
	return c
}

// sailed says whether a cell can be sailed.
func (s *Sea) sailed(c seaAt) bool {
	return c.row >= 0 && c.row < seaRows && s.kind(c.node()) != cellClosed
}

func (s *Sea) kind(node int32) uint8 {
	word, shift := &s.cells[node/4], node%4*8
	known := word.Load() >> shift & 0xff
	if known == cellUnknown {
		known = uint32(s.look(node))
		word.Or(known << shift)
	}
	return uint8(known)
}

// look finds the place of a cell that is at sea, as near its centre as may be.
func (s *Sea) look(node int32) uint8 {
	centre := atNode(node).centre()
	if !s.land.OnLand(centre) {
		return cellCentre
	}
	kind, best := uint8(cellClosed), math.Inf(1)
	for i := range uint8(seaSamples * seaSamples) {
		p := sampleOf(centre, i)
		if d := Distance(p, centre); d < best && !s.land.OnLand(p) {
			kind, best = cellSample+i, d
		}
	}
	if _, dug := s.dug[node]; dug && kind == cellClosed {
		return cellDug
	}
	return kind
}

func sampleOf(centre Point, i uint8) Point {
	row, col := float64(i/seaSamples), float64(i%seaSamples)
	return Point{centre.Lat + ((row+0.5)/seaSamples-0.5)*seaCell, centre.Lon + ((col+0.5)/seaSamples-0.5)*seaCell}
}

// anchor is the place that stands for a cell in a way.
func (s *Sea) anchor(node int32) Point {
	centre := atNode(node).centre()
	switch kind := s.kind(node); {
	case kind == cellDug:
		return s.dug[node]
	case kind >= cellSample:
		return sampleOf(centre, kind-cellSample)
	}
	return centre
}

// toWater is the nearest cell that can be sailed; ports lie a little inland of
// a coarse coast.
func (s *Sea) toWater(p Point) (node int32, ok bool) {
	if !p.Valid() {
		return 0, false
	}
	c := seaOf(p)
	for ring := 0; ring <= 6; ring++ {
		best, found := math.Inf(1), seaAt{}
		for dr := -ring; dr <= ring; dr++ {
			for dc := -ring; dc <= ring; dc++ {
				if max(dr, -dr) != ring && max(dc, -dc) != ring {
					continue
				}
				n := c.step(dr, dc)
				if d := Distance(p, n.centre()); d < best && s.sailed(n) {
					best, found = d, n
				}
			}
		}
		if !math.IsInf(best, 1) {
			return found.node(), true
		}
	}
	return 0, false
}

// The ways out of a cell: to the eight around it and, so that courses have
// sixteen directions, a knight's move away.
const seaMoves = 16

var moves = [seaMoves][2]int{
	{0, 1},
	{1, 1},
	{1, 0},
	{1, -1},
	{0, -1},
	{-1, -1},
	{-1, 0},
	{-1, 1},
	{1, 2},
	{2, 1},
	{2, -1},
	{1, -2},
	{-1, -2},
	{-2, -1},
	{-2, 1},
	{-1, 2},
}

// What is known of a move out of a cell, two bits each.
const (
	moveUnknown = 0
	moveFree    = 1
	moveTight   = 2 // there is water on both sides, but the map shows none between
	moveNone    = 3
	// A tight move costs so many metres more: the map has no way there, and a
	// longer one may be the real one.
	tightMetres = 25_000
)

func (s *Sea) move(c seaAt, i int) uint32 {
	word, shift := &s.ways[c.node()], i*2
	known := word.Load() >> shift & 3
	if known == moveUnknown {
		known = s.try(c, c.step(moves[i][0], moves[i][1]))
		word.Or(known << shift)
	}
	return known
}

func (s *Sea) try(c, n seaAt) uint32 {
	if !s.sailed(n) {
		return moveNone
	}
	a, b := c.node(), n.node()
	if s.kind(a) != cellDug && s.kind(b) != cellDug && s.land.Clear(s.anchor(a), s.anchor(b)) {
		return moveFree
	}
	if abs(DeltaLon(c.centre().Lon, n.centre().Lon)) > 1.5*seaCell || max(c.row-n.row, n.row-c.row) > 1 {
		return moveNone // a knight's move is for open water
	}
	_, from := s.dug[a]
	_, to := s.dug[b]
	switch {
	case from && to, s.joined(c, n):
		return moveFree
	case c.row == n.row, c.col == n.col, s.sailed(seaAt{c.row, n.col}), s.sailed(seaAt{n.row, c.col}):
		return moveTight
	}
	return moveNone
}

// joined says whether the anchors of two neighbouring cells are joined by water
// within the two, as far as their samples show.
func (s *Sea) joined(c, n seaAt) bool {
	if s.kind(c.node()) == cellDug || s.kind(n.node()) == cellDug {
		return false
	}
	const half = seaSamples * seaSamples
	var points [2*half + 2]Point
	var wet, reached [2*half + 2]bool
	for i := range uint8(half) {
		points[i], points[half+i] = sampleOf(c.centre(), i), sampleOf(n.centre(), i)
	}
	start, goal := 2*half, 2*half+1
	points[start], points[goal] = s.anchor(c.node()), s.anchor(n.node())
	for i := range points {
		wet[i] = !s.land.OnLand(points[i])
	}
	todo := []int{start}
	reached[start] = true
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for k, p := range points {
			near := abs(p.Lat-points[at].Lat)+abs(DeltaLon(p.Lon, points[at].Lon)) < 2.1*seaCell/seaSamples
			if reached[k] || !wet[k] || !near || !s.land.Clear(points[at], p) {
				continue
			}
			if k == goal {
				return true
			}
			reached[k] = true
			todo = append(todo, k)
		}
	}
	return false
}

// seaGrid is the grid as a graph.
type seaGrid struct {
	*Sea
	shut map[int32]bool // cells through which no water was found after all
}

func (g seaGrid) size() int { return seaRows * seaColumns }

func (g seaGrid) away(node int32, to [3]float64) float64 {
	lat, lon := &g.lat[int(node)/seaColumns], &g.lon[int(node)%seaColumns]
	return arcMetres(lat[1]*(lon[1]*to[0]+lon[0]*to[1]) + lat[0]*to[2])
}

func (g seaGrid) arcs(node int32, into []arc) []arc {
	c, kind := atNode(node), g.kind(node)
	for i, m := range moves {
		state := g.move(c, i)
		if state == moveNone {
			continue
		}
		to := c.step(m[0], m[1]).node()
		if len(g.shut) > 0 && g.shut[to] {
			continue
		}
		cost := g.cost[c.row][i]
		if kind != cellCentre || g.kind(to) != cellCentre {
			cost = float32(Distance(g.anchor(node), g.anchor(to)) / gridStretch)
		}
		if state == moveTight {
			cost += tightMetres
		}
		into = append(into, arc{to, cost})
	}
	return into
}
