package house

import (
	"fmt"
	"time"

	"plimsoll/casework"
	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/regime"
)

// rules lets casework ask the regime which paragraphs a transfer concerns.
type rules struct{ r *regime.Regime }

// Transfer asks about a ship-to-ship transfer with a listed ship on a day, of
// refined petroleum where both ships are tankers, in either case taken as
// bound for the DPRK: that is what a lead suspects.
func (x rules) Transfer(day time.Time, petroleum bool) []casework.Measure {
	act := regime.Act{Kind: regime.ShipToShipTransfer, Date: day, Direction: regime.ToDPRK, PartyListed: true}
	if petroleum {
		act.Goods = regime.RefinedPetroleum
	}
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
}

// NewFleet gathers the listed ships of snapshots.
func NewFleet(snapshots []*lists.Snapshot) *Fleet {
	f := &Fleet{map[string]*ftm.Entity{}, map[string]*ftm.Entity{}}
	for _, s := range snapshots {
		for _, e := range s.Entities {
			if e.Schema != "Vessel" || !e.Listed() {
				continue
			}
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

// Vessel implements casework.Listing.
func (f *Fleet) Vessel(imo string, mmsi uint32) (*ftm.Entity, bool) {
	if imo != "" {
		e, ok := f.byIMO[imo]
		return e, ok
	}
	e, ok := f.byMMSI[fmt.Sprintf("%09d", mmsi)]
	return e, ok
}
