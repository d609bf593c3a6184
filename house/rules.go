package house

import (
	"fmt"
	"time"

	"plimsoll/casework"
	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/regime"
)

// rules lets casework ask the regime which paragraphs an act concerns.
type rules struct{ r *regime.Regime }

// Measures implements casework.Rules.
func (x rules) Measures(act regime.Act) []casework.Measure {
	var out []casework.Measure
	for _, p := range x.r.Check(act).Paragraphs {
		out = append(out, casework.Measure{ID: p.ID, Text: p.Says})
	}
	return out
}

// Rules is what leads are held against.
func (h *House) Rules() casework.Rules { return rules{h.Regime} }

// Fleet finds listed ships by their numbers. An IMO number belongs to a hull
// for life and decides; an MMSI can be borrowed and counts only for a ship
// that gives no IMO number.
type Fleet struct {
	byIMO, byMMSI map[string]*ftm.Entity
	since         map[*ftm.Entity]time.Time
}

// NewFleet gathers the ships that snapshots list on a day: a listing that had
// ended by then counts no more. On the zero day every listing counts.
func NewFleet(snapshots []*lists.Snapshot, day time.Time) *Fleet {
	f := &Fleet{map[string]*ftm.Entity{}, map[string]*ftm.Entity{}, map[*ftm.Entity]time.Time{}}
	for _, s := range snapshots {
		ended := lists.EndedBefore(day, s.Entities)
		since := listedSince(s.Entities)
		for _, e := range s.Entities {
			if e.Schema != "Vessel" || !e.Listed() || ended.Party(e) {
				continue
			}
			f.since[e] = since[e.ID]
			for _, imo := range e.Values("imoNumber") {
				if _, have := f.byIMO[imo]; !have {
					f.byIMO[imo] = e
				}
			}
			for _, m := range e.Values("mmsi") {
				if _, have := f.byMMSI[m]; !have {
					f.byMMSI[m] = e
				}
			}
		}
	}
	return f
}

// listedSince is, by party, the last day on which the first of its listings can
// have begun: a month or a year counts to its end.
func listedSince(entities []*ftm.Entity) map[string]time.Time {
	out := map[string]time.Time{}
	for _, e := range entities {
		if e.Schema != "Sanction" {
			continue
		}
		for _, prop := range []string{"listingDate", "startDate"} {
			for _, v := range e.Values(prop) {
				day, ok := lastDay(v)
				if !ok {
					continue
				}
				for _, party := range e.Values("entity") {
					if have, ok := out[party]; !ok || day.Before(have) {
						out[party] = day
					}
				}
			}
		}
	}
	return out
}

func lastDay(date string) (time.Time, bool) {
	for _, form := range []struct {
		layout        string
		years, months int
	}{{time.DateOnly, 0, 0}, {"2006-01", 0, 1}, {"2006", 1, 0}} {
		if t, err := time.Parse(form.layout, date[:min(len(date), 10)]); err == nil {
			if form.years+form.months > 0 {
				t = t.AddDate(form.years, form.months, -1)
			}
			return t, true
		}
	}
	return time.Time{}, false
}

// Since implements casework.Listing.
func (f *Fleet) Since(e *ftm.Entity) time.Time { return f.since[e] }

// Vessel implements casework.Listing.
func (f *Fleet) Vessel(imo string, mmsi uint32) (*ftm.Entity, bool) {
	if imo != "" {
		e, ok := f.byIMO[imo]
		return e, ok
	}
	e, ok := f.byMMSI[fmt.Sprintf("%09d", mmsi)]
	return e, ok
}
