package voyage

import (
	"slices"

	"plimsoll/geo"
)

// heardGrid remembers which ships were heard where in each clock hour: the
// evidence that a silent ship could have been heard.
type heardGrid struct {
	cells  geo.Cells
	radius float64 // metres
	keep   int64   // hours
	hours  map[int64]map[geo.Cell][]heardEntry
	oldest int64 // hour from which on everything is still there
}

// heardEntry is the first position of a ship in an hour and a cell.
type heardEntry struct {
	t        int64
	lat, lon int32
	mmsi     uint32
	source   uint16
}

type heardKey struct {
	hour int64
	cell geo.Cell
}

func newHeardGrid(p GapParameters) heardGrid {
	return heardGrid{
		cells: geo.NewCells(p.NeighbourKM * 1000), radius: p.NeighbourKM * 1000, keep: p.RetentionHours,
		hours: map[int64]map[geo.Cell][]heardEntry{},
	}
}

func (g *heardGrid) add(h *hull, f *fix) {
	key := heardKey{f.t / secondsPerHour, g.cells.Of(f.point())}
	if h.hasCell && (key == h.cells[0] || key == h.cells[1]) { // two, for ships that lie on an edge
		return
	}
	if !h.hasCell {
		h.cells[0] = key
	}
	h.cells, h.hasCell = [2]heardKey{key, h.cells[0]}, true
	hour := g.hours[key.hour]
	if hour == nil {
		hour = map[geo.Cell][]heardEntry{}
		g.hours[key.hour] = hour
	}
	hour[key.cell] = append(hour[key.cell], heardEntry{f.t, f.lat, f.lon, h.mmsi, f.source})
}

// forget drops the hours that are too long ago.
func (g *heardGrid) forget(now int64) {
	oldest := now/secondsPerHour - g.keep
	if oldest <= g.oldest {
		return
	}
	g.oldest = oldest
	if len(g.hours) <= int(g.keep) {
		return
	}
	for hour := range g.hours {
		if hour < oldest {
			delete(g.hours, hour)
		}
	}
}

// neighbours is who was heard near the straight way from off to on while a
// ship was silent.
type neighbours struct {
	ships        []uint32 // MMSI, in order
	hours        int      // clock hours in which at least one was heard
	silent       int      // clock hours of the silence
	known        int      // of these, still remembered
	sameReceiver int
}

// during looks up the neighbours of a silence. Reports at its very edges count
// as well as others: the ship was still, or again, in the area.
func (g *heardGrid) during(off, on fix, self uint32) neighbours {
	var n neighbours
	seen := map[uint32]bool{}
	same := map[uint32]bool{}
	var cells []geo.Cell
	first, last := off.t/secondsPerHour, on.t/secondsPerHour
	n.silent = int(last - first + 1)
	for hour := max(first, g.oldest); hour <= last; hour++ {
		n.known++
		centre := off.at(&on, hour*secondsPerHour+secondsPerHour/2)
		any := false
		cells = g.cells.Near(centre, 2*g.radius, cells[:0])
		for _, c := range cells {
			for _, e := range g.hours[hour][c] {
				if e.mmsi == self || e.t <= off.t || e.t >= on.t {
					continue
				}
				there := geo.Point{Lat: float64(e.lat) / unitsPerDegree, Lon: float64(e.lon) / unitsPerDegree}
				if geo.Distance(there, off.at(&on, e.t)) > g.radius {
					continue
				}
				any = true
				seen[e.mmsi] = true
				if e.source == off.source {
					same[e.mmsi] = true
				}
			}
		}
		if any {
			n.hours++
		}
	}
	for m := range seen {
		n.ships = append(n.ships, m)
	}
	slices.Sort(n.ships)
	n.sameReceiver = len(same)
	return n
}

// at is where a ship would have been at a time on the straight way to a later
// position.
func (f *fix) at(next *fix, t int64) geo.Point {
	if next.t <= f.t {
		return f.point()
	}
	share := float64(t-f.t) / float64(next.t-f.t)
	return geo.Between(f.point(), next.point(), max(0, min(1, share)))
}

// hole is a silence of one hull, with what was known when it ended.
type hole struct {
	off, on        fix
	fromMMSI       uint32
	toMMSI         uint32
	receivedBefore int
	hoursBefore    float64
	near           neighbours
	destination    string // as sent before
}

// noteHole keeps a silence that ends with f.
func (w *Watcher) noteHole(h *hull, f fix) {
	w.timers.add(timer{t: f.t + int64(draughtSent.Seconds()), task: taskGap, hull: h, hole: w.holeOf(h, h.last, f, h.mmsi, h.mmsi)})
	if n := len(h.kept); h.kept[n-1].t != h.last.t {
		h.keepFix(h.last, w.p.Tracks.MaxFixes)
	}
}

// holeOf describes the silence of a hull from off to on; h is the hull that
// sent off.
func (w *Watcher) holeOf(h *hull, off, on fix, from, to uint32) hole {
	x := hole{off: off, on: on, fromMMSI: from, toMMSI: to}
	var since int64
	x.receivedBefore, since = h.rate.before(off.t, w.p.Gap.BeforeHours)
	x.hoursBefore = float64(off.t-max(since, h.first.t)) / secondsPerHour
	x.near = w.heard.during(off, on, from)
	x.destination = h.destination
	return x
}
