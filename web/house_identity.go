package web

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"plimsoll/voyage"
)

// ladder is the history of who a hull said it was: a rung for each identity,
// with what is other than on the rung before and why it is taken for the same
// hull, and a rung where one number turned out to be two hulls.
func (s *sea) ladder(x *hull) []Rung {
	var out []Rung
	used := make([]bool, len(x.Links))
	for i := range x.Idents {
		id := &x.Idents[i]
		r := Rung{
			Kind: "identity", At: id.First, To: id.Last, Name: id.Label(), IMO: id.IMO, IMOWrong: id.IMO != "" && !id.IMOValid,
			MMSI: fmt.Sprintf("%09d", id.MMSI), Flag: id.Flag, CallSign: id.CallSign, Type: shipType(id.ShipType), Messages: id.Messages,
			Refs: []Ref{s.line(id.FirstLine, id.First)},
		}
		if l, b := int(id.A)+int(id.B), int(id.C)+int(id.D); l > 0 {
			r.Size = fmt.Sprintf("%d × %d m", l, b)
		}
		if id.LastLine != id.FirstLine {
			r.Refs = append(r.Refs, s.line(id.LastLine, id.Last))
		}
		if i > 0 {
			before := &x.Idents[i-1]
			r.Changes = changes(before, id)
			if j := joined(x.Links, before.MMSI, id, used); j >= 0 {
				used[j] = true
				r.How, r.Why, r.Apart = "join", x.Links[j].Reason, apart(x.Links[j])
			}
			r.Event = s.identityEvent(x, before, id)
			if before.LastLine < id.FirstLine {
				r.Refs = append([]Ref{s.line(before.LastLine, before.Last)}, r.Refs...)
			}
		}
		out = append(out, r)
	}
	for j, l := range x.Links {
		if used[j] {
			continue
		}
		r := Rung{Kind: l.Kind, How: l.Kind, At: l.Time, MMSI: fmt.Sprintf("%09d", l.From), Why: l.Reason, Apart: apart(l)}
		if l.To != l.From {
			r.Changes = []FieldChange{{"MMSI", fmt.Sprintf("%09d", l.From), fmt.Sprintf("%09d", l.To)}}
		}
		if other := s.byTrack[l.Other]; other != nil {
			r.Other = &Link{Text: other.ship.Name, Href: ShipHref(other.key)}
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Rung) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Kind, b.Kind)) })
	return out
}

func (s *sea) line(n int, at time.Time) Ref {
	return s.radioRef(s.feed, &voyage.Position{Line: n, Time: at})
}

// joined finds the join that brought an identity to the hull.
func joined(links []voyage.Link, from uint32, id *voyage.HullIdent, used []bool) int {
	best := -1
	for j, l := range links {
		if used[j] || l.Kind != "join" || l.To != id.MMSI || l.From != from {
			continue
		}
		if best < 0 || l.Time.Sub(id.First).Abs() < links[best].Time.Sub(id.First).Abs() {
			best = j
		}
	}
	return best
}

func apart(l voyage.Link) string {
	if l.Minutes == 0 && l.Metres == 0 {
		return ""
	}
	return fmt.Sprintf("%s and %s km apart", lasting(time.Time{}, time.Time{}.Add(time.Duration(l.Minutes*float64(time.Minute)))), figure(l.Metres/1000))
}

func changes(a, b *voyage.HullIdent) []FieldChange {
	var out []FieldChange
	for _, f := range []FieldChange{
		{"name", a.Name, b.Name},
		{"IMO number", a.IMO, b.IMO},
		{"MMSI", fmt.Sprintf("%09d", a.MMSI), fmt.Sprintf("%09d", b.MMSI)},
		{"flag", a.Flag, b.Flag},
		{"call sign", a.CallSign, b.CallSign},
		{"type", shipType(a.ShipType), shipType(b.ShipType)},
		{"length", metresOf(a.A, a.B), metresOf(b.A, b.B)},
		{"beam", metresOf(a.C, a.D), metresOf(b.C, b.D)},
	} {
		if f.From != f.To {
			out = append(out, f)
		}
	}
	return out
}

func metresOf(a, b uint16) string {
	if a+b == 0 {
		return ""
	}
	return fmt.Sprintf("%d m", a+b)
}

// identityEvent is the event that tells of the change to an identity, as an
// anchor of the ship's page, or "".
func (s *sea) identityEvent(x *hull, before, id *voyage.HullIdent) string {
	for _, i := range x.events {
		e := &s.found.Events[i]
		if e.Kind != voyage.Identity || e.Evidence.Identity == nil {
			continue
		}
		if near := e.End.Sub(id.First).Abs(); near <= time.Hour || !e.Start.After(id.First) && !e.End.Before(before.Last) {
			return e.ID
		}
	}
	return ""
}
