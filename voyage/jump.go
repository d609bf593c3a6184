package voyage

import (
	"fmt"
	"math"
	"slices"

	"plimsoll/geo"
)

// JumpEvidence is about positions that no ship can have sailed between.
type JumpEvidence struct {
	DistanceKM float64 `json:"distance_km"`
	Minutes    float64 `json:"minutes"`
	Knots      float64 `json:"knots"`  // that it would have taken, 0 for none that is finite
	Others     int     `json:"others"` // ships that came to the same place at about the same time
	Back       bool    `json:"back"`   // it was heard at the old place again
}

// jumped is a jump that was told, kept for a while: others to the same place
// mean that something plays with everybody's satellite receivers.
type jumped struct {
	at    int64
	place geo.Point
	mmsi  uint32
	event *Event
}

// appeared says that a hull came up by a move that no ship can have made, and
// not long before: where it says it is, it may not be.
func (w *Watcher) appeared(h *hull, t int64) bool {
	o := h.origin
	return o != nil && o.from.reports > 0 && float64(o.dt) <= w.p.Jump.MaxHours*secondsPerHour && float64(t-h.first.t) < w.p.Jump.DoubtHours*secondsPerHour
}

// watchJump has a look at a hull that came up under a number whose other hull
// was heard somewhere else: if that one stays away, it is one ship that says it
// is where it cannot be.
func (w *Watcher) watchJump(h *hull) {
	o := h.origin
	if o == nil || int(h.reports) != w.p.Tracks.ConfirmFixes || o.dt > int64(w.p.Jump.MaxHours*secondsPerHour) {
		return
	}
	w.timers.add(timer{t: h.first.t + int64(w.p.Jump.SettleHours*secondsPerHour), task: taskJump, hull: h})
}

// jump tells of an impossible move, unless two hulls share the number.
func (w *Watcher) jump(h *hull) {
	o := h.origin
	if o == nil || !w.real(h) || !w.real(o.from) {
		return
	}
	back := o.from.last.t > h.first.t
	if back && int(min(o.from.returned, h.returned)) >= w.p.Identity.MinReturns {
		return // both are there: see shared
	}
	place := h.first.point()
	v := &JumpEvidence{DistanceKM: round(o.metres/1000, 1), Minutes: round(float64(o.dt)/60, 1), Back: back}
	if o.dt > 0 {
		v.Knots = round(o.metres/float64(o.dt)/geo.Knot, 0)
	}
	e := Event{
		Kind: Jump, Start: o.at.time(), End: h.first.time(), Ships: []Ident{w.identAt(o.from, o.at.time())}, Place: place,
		Confidence: Moderate, Evidence: Evidence{Jump: v, Where: w.where(place)},
		Positions:  []Position{w.positionOf(o.from, &o.at), w.positionOf(h, &h.first)},
		Parameters: w.p.Jump.numbers(),
		Refutes: []string{
			"a second ship that uses the number: a track of it before or elsewhere",
			"an error of the receiver that wrote down the position, shown by another that heard the same report",
		},
	}
	e.ID = eventID(e.Kind, e.Start, e.End, e.Ships)
	e.Tags = tagUnassigned([]string{w.zone(e.Evidence.Where)}, e.Ships)
	if w.land.OnLand(place) && w.land.DistanceToShore(place) > w.p.Jump.InlandKM*1000 {
		e.Tags = append(e.Tags, TagOnLand)
		e.Confidence = High
	}
	w.withOthers(&e, v, h.first.t, place, h.mmsi)
	w.emit(e)
}

// withOthers counts the ships that jumped to the same place, and tells the
// first of them again.
func (w *Watcher) withOthers(e *Event, v *JumpEvidence, at int64, place geo.Point, mmsi uint32) {
	window := int64(w.p.Jump.TogetherHours * secondsPerHour)
	w.jumps = slices.DeleteFunc(w.jumps, func(j jumped) bool { return j.at < at-4*window })
	others := map[uint32]bool{}
	var same []jumped
	for _, j := range w.jumps {
		if j.at >= at-window && j.at <= at+window && geo.Distance(j.place, place) <= w.p.Jump.TogetherKM*1000 && j.mmsi != mmsi {
			others[j.mmsi] = true
			same = append(same, j)
		}
	}
	w.jumps = append(w.jumps, jumped{at, place, mmsi, e})
	v.Others = len(others)
	if v.Others+1 >= w.p.Jump.Together {
		e.Tags = append(e.Tags, TagJamming)
	}
	e.Reason = jumpReason(e, v)
	for _, j := range same {
		again := *j.event
		x := *again.Evidence.Jump
		x.Others = max(x.Others, v.Others)
		again.Evidence.Jump = &x
		if x.Others+1 >= w.p.Jump.Together && !slices.Contains(again.Tags, TagJamming) {
			again.Tags = append(slices.Clone(again.Tags), TagJamming)
		}
		again.Reason = jumpReason(&again, &x)
		*j.event = again
		w.emit(again)
	}
}

func jumpReason(e *Event, v *JumpEvidence) string {
	text := fmt.Sprintf("%s was said to be %.0f km away from one report to the next, %s later, at %v: ",
		called(e.Ships[0]), v.DistanceKM, minutesText(int64(math.Round(v.Minutes*60))), e.Place)
	if v.Knots > 0 {
		text += fmt.Sprintf("that would take %.0f kn.", v.Knots)
	} else {
		text += "no ship is at two places at once."
	}
	if v.Others > 0 {
		text += fmt.Sprintf(" %s came to the same place at about the same time: something disturbs satellite navigation there.", others(v.Others))
	}
	return text
}

func others(n int) string {
	if n == 1 {
		return "One other ship"
	}
	return fmt.Sprintf("%d other ships", n)
}
