package voyage

import (
	"math"
	"slices"
	"sort"

	"plimsoll/geo"
)

// heardGrid remembers which ships were heard where in each clock hour: the
// evidence that a silent ship could have been heard.
type heardGrid struct {
	cells  geo.Cells
	radius float64 // metres
	keep   int64   // hours
	logs   map[geo.Cell]*heardLog
	began  int64 // the first hour
	now    int64 // the hour of the last report
	any    bool
}

// heardLog is what was heard in a cell, by the hour.
type heardLog struct {
	list  []heardEntry
	hour  int64 // of the last entry
	count int   // entries of that hour
}

// heardEntry is the first position of a ship in an hour and a cell.
type heardEntry struct {
	mmsi   uint32
	hour   uint16 // since began
	second uint16 // of the hour
	source uint16
	x, y   uint8 // within the cell, in parts of 256
}

// mostHeard is how many ships are remembered of an hour and a cell: where so
// many were heard, more say nothing more.
const mostHeard = 24

type heardKey struct {
	hour int64
	cell geo.Cell
}

func newHeardGrid(p GapParameters, live bool) heardGrid {
	g := heardGrid{cells: geo.NewCells(p.NeighbourKM * 1000), radius: p.NeighbourKM * 1000, keep: p.RetentionHours, logs: map[geo.Cell]*heardLog{}}
	if live {
		g.keep = p.LiveRetentionHours
	}
	return g
}

func (g *heardGrid) add(h *hull, f *fix) {
	hour := f.t / secondsPerHour
	if !g.any {
		g.began, g.now, g.any = hour, hour, true
	}
	g.now = max(g.now, hour)
	cell, x, y := g.cells.Within(f.point())
	key := heardKey{hour, cell}
	if h.hasCell && (key == h.cells[0] || key == h.cells[1]) { // two, for ships that lie on an edge
		return
	}
	if !h.hasCell {
		h.cells[0] = key
	}
	h.cells, h.hasCell = [2]heardKey{key, h.cells[0]}, true
	log := g.logs[cell]
	if log == nil {
		log = &heardLog{hour: hour}
		g.logs[cell] = log
	}
	if hour != log.hour {
		log.hour, log.count = hour, 0
		g.forget(log)
	}
	if log.count++; log.count > mostHeard || hour < g.began || hour-g.began > math.MaxUint16 {
		return
	}
	log.list = append(log.list, heardEntry{
		mmsi: h.mmsi, hour: uint16(hour - g.began), second: uint16(f.t - hour*secondsPerHour), source: f.source, x: x, y: y, //nolint:gosec // just bounded
	})
}

// forget drops of a cell what is too long ago, when that is much.
func (g *heardGrid) forget(log *heardLog) {
	old := g.now - g.keep - g.began
	n := sort.Search(len(log.list), func(i int) bool { return int64(log.list[i].hour) >= old })
	if 4*n > len(log.list) {
		log.list = append(make([]heardEntry, 0, len(log.list)-n+mostHeard/4), log.list[n:]...)
	}
}

// oldest is the first hour of which everything is still known.
func (g *heardGrid) oldest() int64 { return max(g.began, g.now-g.keep) }

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
	for hour := max(first, g.oldest()); hour <= last; hour++ {
		n.known++
		centre := off.at(&on, hour*secondsPerHour+secondsPerHour/2)
		any := false
		cells = g.cells.Near(centre, 2*g.radius, cells[:0])
		for _, c := range cells {
			for _, e := range g.at(c, hour) {
				t := hour*secondsPerHour + int64(e.second)
				if e.mmsi == self || t <= off.t || t >= on.t {
					continue
				}
				if geo.Distance(g.cells.At(c, e.x, e.y), off.at(&on, t)) > g.radius {
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

// at lists what was heard in a cell in an hour.
func (g *heardGrid) at(c geo.Cell, hour int64) []heardEntry {
	log := g.logs[c]
	if log == nil || hour < g.began {
		return nil
	}
	from := sort.Search(len(log.list), func(i int) bool { return int64(log.list[i].hour) >= hour-g.began })
	to := from
	for to < len(log.list) && int64(log.list[to].hour) == hour-g.began {
		to++
	}
	return log.list[from:to]
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
	asLongBefore   int // reports in as long a time before as it lasted
	near           neighbours
	destination    string  // as sent before
	told           bool    // then it is looked at once more
	after          int64   // when as much is known of the time after it as the model wants, 0 where there is no use in that
	draughtOn      float64 // the first that was sent after it
	destOn         string  // the same
	saidMore       bool    // something of that was not known when it was told
}

// noteHole keeps a silence that ends with f.
func (w *Watcher) noteHole(h *hull, f fix) {
	x := w.holeOf(h, h.last, f, h.mmsi, h.mmsi)
	h.back = &x
	if e := h.early; e != nil && e.since == h.last.t {
		x.destination = e.destination
		x.noteReturn(e.first)
	}
	h.early = nil
	w.timers.add(timer{t: f.t + int64(draughtSent.Seconds()), task: taskGap, hull: h, hole: &x})
	if n := len(h.kept); h.kept[n-1].t != h.last.t {
		h.keepFix(h.last, w.keepFixes())
	}
}

// holeOf describes the silence of a hull from off to on; h is the hull that
// sent off.
func (w *Watcher) holeOf(h *hull, off, on fix, from, to uint32) hole {
	x := hole{off: off, on: on, fromMMSI: from, toMMSI: to}
	var since int64
	x.receivedBefore, since = h.rate.before(off.t, w.p.Gap.BeforeHours)
	x.hoursBefore = float64(off.t-max(since, h.first.t)) / secondsPerHour
	hours := float64(on.t-off.t) / secondsPerHour
	n, _ := h.rate.before(off.t, int(windowOf(hours)))
	x.asLongBefore = goneOn(n, hours)
	x.near = w.heard.during(off, on, from)
	x.destination = h.destination
	return x
}
