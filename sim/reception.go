package sim

import (
	"fmt"
	"math"
	"sort"

	"plimsoll/geo"
)

// Reception is what of the radio is heard.
type Reception struct {
	RangeKM    float64    // of a coastal receiver
	Near       float64    // share of messages heard close to it
	SkyEvery   float64    // minutes between two passes of satellites
	SkyMinutes float64    // how long one is over the area
	SkyShare   float64    // share of class A messages heard in it; of class B two thirds of that
	Outages    float64    // of each coastal receiver, in a day
	Deaf       []Circle   // parts of the sea where nobody is heard
	Duplicates float64    // share of messages that are heard by two
	Late       float64    // share of messages that come late
	Lag        float64    // minutes, by which at most
	NoiseM     float64    // metres, deviation of positions
	Glitches   float64    // share of positions that are nonsense, of any ship
	Typos      float64    // share of static messages in which one letter of the name is another
	Skewed     float64    // share of coastal receivers whose clock is wrong by up to a minute
	receivers  []receiver //
	cells      []earshot  // by lane cell
	passes     []span     //
	cols       int        //
	box        Box        //
}

// Circle is a round part of the sea.
type Circle struct {
	Centre geo.Point
	KM     float64
}

// DefaultReception is what a provider with coastal receivers and a handful of
// satellites has.
func DefaultReception() Reception {
	return Reception{
		RangeKM: 75, Near: 0.95, SkyEvery: 35, SkyMinutes: 9, SkyShare: 0.35, Outages: 0.1,
		Deaf:       []Circle{{geo.Point{Lat: 26.6, Lon: 134.2}, 200}},
		Duplicates: 0.05, Late: 0.02, Lag: 10, NoiseM: 4, Glitches: 3e-5, Typos: 2e-4, Skewed: 0.04,
	}
}

type span struct{ from, to float64 }

type receiver struct {
	name string
	at   geo.Point
	down []span
	skew int64 // seconds
}

// earshot is who hears a cell, the best two.
type earshot struct {
	who   [2]int16
	share [2]float32
	deaf  bool
}

const skyName = "sim-sky-1"

// install puts receivers at the ports and works out who hears what.
func (r *Reception) install(s *Sim, d *dice) {
	r.box, r.cols = s.lanes.box, s.lanes.cols
	near := map[geo.Cell]bool{}
	apart := geo.NewCells(r.RangeKM * 600)
	r.receivers = []receiver{{name: skyName}}
	for _, h := range s.coast {
		c := apart.Of(h.port.Point)
		if near[c] {
			continue
		}
		near[c] = true
		x := receiver{name: fmt.Sprintf("sim-%s", h.port.Code), at: h.port.Point}
		if d.chance(r.Skewed) {
			x.skew = int64(d.between(-60, 60))
		}
		for t := 0.0; r.Outages > 0; {
			t += -math.Log(1-d.part()) / r.Outages * day
			if t >= s.seconds {
				break
			}
			x.down = append(x.down, span{t, t + d.between(1, 8)*hour})
		}
		r.receivers = append(r.receivers, x)
	}
	r.chart(s.lanes)
	for t := -d.between(0, r.SkyEvery) * 60; r.SkyEvery > 0 && t < s.seconds; t += r.SkyEvery * 60 * d.between(0.8, 1.2) {
		r.passes = append(r.passes, span{t, t + r.SkyMinutes*60*d.between(0.6, 1.2)})
	}
}

func (r *Reception) chart(l *lanes) {
	r.cells = make([]earshot, l.rows*l.cols)
	reach := r.RangeKM * 1000
	for k := 1; k < len(r.receivers); k++ {
		x := &r.receivers[k]
		rows := int(reach/metresPerDe/laneCell) + 1
		cols := int(reach/metresPerDe/laneCell/math.Cos(x.at.Lat*radian)) + 2
		r0, c0 := int((x.at.Lat-l.box.South)/laneCell), int((x.at.Lon-l.box.West)/laneCell)
		for row := r0 - rows; row <= r0+rows; row++ {
			for col := c0 - cols; col <= c0+cols; col++ {
				i, ok := l.index(row, col)
				if !ok {
					continue
				}
				far := geo.Distance(x.at, l.centre(i)) / reach
				if far >= 1 {
					continue
				}
				r.cells[i].add(int16(k), float32(r.Near*(1-far*far*far*far))) //nolint:gosec // few receivers
			}
		}
	}
	for i := range r.cells {
		for _, c := range r.Deaf {
			if geo.Distance(c.Centre, l.centre(i)) < c.KM*1000 {
				r.cells[i].deaf = true
			}
		}
	}
}

func (e *earshot) add(k int16, share float32) {
	switch {
	case share > e.share[0]:
		e.who[1], e.share[1] = e.who[0], e.share[0]
		e.who[0], e.share[0] = k, share
	case share > e.share[1]:
		e.who[1], e.share[1] = k, share
	}
}

// cell is the earshot of a place, nil outside of the area.
func (r *Reception) cell(p geo.Point) *earshot {
	row, col := int((p.Lat-r.box.South)/laneCell), int((p.Lon-r.box.West)/laneCell)
	if i := row*r.cols + col; p.Lat >= r.box.South && p.Lon >= r.box.West && col < r.cols && i < len(r.cells) {
		return &r.cells[i]
	}
	return nil
}

func (x *receiver) deafAt(t float64) bool {
	for _, o := range x.down {
		if t >= o.from && t < o.to {
			return true
		}
	}
	return false
}

// passing says whether a satellite is over the area.
func (r *Reception) passing(t float64) bool {
	i := sort.Search(len(r.passes), func(i int) bool { return r.passes[i].from > t })
	return i > 0 && t < r.passes[i-1].to
}

// hears says who hears one of n messages that a ship sends about now: the
// number of a receiver (0 is the satellite), and of a second one, or -1.
func (r *Reception) hears(d *dice, p geo.Point, t float64, n float64, classB, sky bool) (first, second int) {
	first, second = -1, -1
	e := r.cell(p)
	if e == nil || e.deaf {
		return first, second
	}
	for k := range e.who {
		if e.share[k] > 0 && !r.receivers[e.who[k]].deafAt(t) && d.chance(once(float64(e.share[k]), n)) {
			if first < 0 {
				first = int(e.who[k])
			} else {
				second = int(e.who[k])
			}
		}
	}
	if first < 0 && sky {
		share := r.SkyShare
		if classB {
			share *= 2.0 / 3
		}
		if d.chance(once(share, n)) {
			first = 0
		}
	}
	return first, second
}

// once is the chance that of n messages at least one is heard.
func once(p, n float64) float64 {
	if n <= 1 {
		return p
	}
	return 1 - math.Pow(1-p, n)
}
