package voyage

import (
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

// heardEntry is the first position of a ship in an hour and a cell, in 8 bytes:
// from the highest bits on, the MMSI (30), the hour (9), the minute (6), the place
// within the cell in 32 parts of it each way (5 and 5), the receiver (9).
type heardEntry uint64

const (
	heardHours  = 1 << 9 // an hour is known by its last digits: no list goes back so far
	otherSource = 1<<9 - 1
)

func entryOf(mmsi uint32, hour int64, f *fix, x, y uint8) heardEntry {
	minute := (f.t - hour*secondsPerHour) / secondsPerMinute
	return heardEntry(uint64(mmsi)<<34 | uint64(hour%heardHours)<<25 | uint64(minute)<<19 | //nolint:gosec // times are after 1970
		uint64(x>>3)<<14 | uint64(y>>3)<<9 | uint64(min(f.source, otherSource)))
}

func (e heardEntry) mmsi() uint32   { return uint32(e >> 34) }         //nolint:gosec // 30 bits
func (e heardEntry) second() int64  { return int64(e>>19&63) * 60 }    //nolint:gosec // of the hour, at the full minute
func (e heardEntry) source() uint16 { return uint16(e & otherSource) } //nolint:gosec // 9 bits
func (e heardEntry) place() (x, y uint8) {
	return uint8(e>>14&31)<<3 | 4, uint8(e>>9&31)<<3 | 4 //nolint:gosec // 5 bits
}

// hourOf is the hour of an entry of this list.
func (l *heardLog) hourOf(e heardEntry) int64 {
	return l.hour - (l.hour-int64(e>>25&(heardHours-1))+heardHours)%heardHours //nolint:gosec // 9 bits
}

// first is where the entries of an hour, or of those after it, begin.
func (l *heardLog) first(hour int64) int {
	return sort.Search(len(l.list), func(i int) bool { return l.hourOf(l.list[i]) >= hour })
}

// mostHeard is how many ships are remembered of an hour and a cell: where so
// many were heard, more say nothing more.
const mostHeard = 24

// noted is where a ship was noted as heard last, and before: two places, for
// ships that lie on an edge. Hour 0 is none.
type noted struct {
	cells [2]geo.Cell
	hours [2]uint32
}

func (n *noted) has(cell geo.Cell, hour uint32) bool {
	return n.hours[0] == hour && n.cells[0] == cell || n.hours[1] == hour && n.cells[1] == cell
}

func (n *noted) add(cell geo.Cell, hour uint32) {
	n.cells, n.hours = [2]geo.Cell{cell, n.cells[0]}, [2]uint32{hour, n.hours[0]}
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
	if h.noted.has(cell, uint32(hour)) { //nolint:gosec // hours of seconds in 32 bits
		return
	}
	h.noted.add(cell, uint32(hour)) //nolint:gosec // the same
	log := g.logs[cell]
	if log == nil {
		log = &heardLog{hour: hour}
		g.logs[cell] = log
	}
	if hour != log.hour {
		g.forget(log, hour)
		log.hour, log.count = hour, 0
	}
	if log.count++; log.count > mostHeard || hour < g.began {
		return
	}
	if n := len(log.list); n == cap(log.list) {
		log.list = append(make([]heardEntry, 0, n+n/4+4), log.list...) // by less than append would: there are many lists
	}
	log.list = append(log.list, entryOf(h.mmsi, hour, f, x, y))
}

// forget drops of a cell what is too long ago, when that is much, or when an
// hour to come could not be told from it.
func (g *heardGrid) forget(log *heardLog, hour int64) {
	n := log.first(g.now - g.keep)
	if n > 0 && (4*n > len(log.list) || hour-log.hourOf(log.list[0]) >= heardHours) {
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
				t, mmsi := hour*secondsPerHour+e.second(), e.mmsi()
				if mmsi == self || t <= off.t || t+secondsPerMinute > on.t {
					continue
				}
				x, y := e.place()
				if geo.Distance(g.cells.At(c, x, y), off.at(&on, t)) > g.radius {
					continue
				}
				any = true
				seen[mmsi] = true
				if e.source() == off.source {
					same[mmsi] = true
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
	return log.list[log.first(hour):log.first(hour+1)]
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
	undone         bool    // the position that ended it was an error
	elsewhere      float64 // the share of its hours in which another hull of the number was heard
}

// noteHole keeps a silence that ends with f.
func (w *Watcher) noteHole(h *hull, f fix) {
	x := w.holeOf(h, h.last, f, h.mmsi, h.mmsi)
	if old := h.back; old != nil && old.undone && old.off.t == x.off.t { // what was known when it seemed to end
		x.receivedBefore, x.hoursBefore, x.asLongBefore = old.receivedBefore, old.hoursBefore, old.asLongBefore
		x.destination, x.draughtOn, x.destOn = old.destination, old.draughtOn, old.destOn
	}
	x.elsewhere = w.elsewhere(h, x.off.t, f.t)
	h.back = &x
	if e := h.early; e != nil && e.since == h.last.t {
		x.destination = e.destination
		x.noteReturn(e.first)
	}
	h.early = nil
	w.timers.add(timer{t: f.t + int64(draughtSent.Seconds()), task: taskGap, hull: h, hole: &x})
	if n := len(h.kept); int64(h.kept[n-1].t) != h.last.t {
		w.keepFix(h, &h.last)
	}
}

// elsewhere is in which share of the hours of a silence, of the last day at most,
// the number was heard from another place than this hull's.
func (w *Watcher) elsewhere(h *hull, from, to int64) float64 {
	share := 0.0
	for _, o := range w.ships[h.mmsi].hulls {
		if o != h && w.firm(o) && o.last.t > from {
			heard, of := o.rate.hours(from, to)
			share = max(share, float64(heard)/float64(of))
		}
	}
	return share
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
