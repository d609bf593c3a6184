package sighting

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"plimsoll/geo"
	"plimsoll/voyage"
)

// The ways in which a track is found to be the ship that is named, the surest
// first.
const (
	byIMO  = "by its IMO number"
	byMMSI = "by its MMSI"
	byName = "by its name"
)

func hows(how string) int {
	for i, h := range []string{byIMO, byMMSI, byName} {
		if h == how {
			return i
		}
	}
	return 9
}

// nameOf says by what a track, at any time, is the ship that is named; "" when
// it is not. Two IMO numbers that differ are two ships, whatever else agrees.
func nameOf(t *voyage.Track, said Described) string {
	how := ""
	for _, id := range t.Idents {
		switch {
		case said.IMO != "" && id.IMO == said.IMO:
			return byIMO
		case said.IMO != "" && id.IMO != "":
		case said.MMSI != 0 && id.MMSI == said.MMSI:
			how = byMMSI
		case said.Name != "" && how == "" && plain(id.Name) == plain(said.Name):
			how = byName
		}
	}
	return how
}

// plain is a name without what is written now so and now otherwise.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, name)
}

// weigh notes what of the report speaks for the identity of the track, and
// what against it.
func (c *Checker) weigh(r *Report, t *voyage.Track, said Described, j *Join) {
	support := func(format string, args ...any) { j.Supports = append(j.Supports, fmt.Sprintf(format, args...)) }
	against := func(format string, args ...any) { j.Contradicts = append(j.Contradicts, fmt.Sprintf(format, args...)) }
	if j.Basis == "heard" && j.Knots <= c.p.MaxKnots {
		support("it was heard %.1f km from there at that time", j.NearestKM)
	}
	now := identAt(t, r.Time)
	for _, x := range []struct{ field, said, sent string }{
		{"IMO number", said.IMO, now.IMO}, {"MMSI", mmsi(said.MMSI), mmsi(now.MMSI)}, {"name", said.Name, now.Name},
	} {
		switch {
		case x.said == "" || x.sent == "":
		case plain(x.said) == plain(x.sent):
			support("it sent the %s that was seen, %s", x.field, x.said)
		default:
			against("it sent the %s %s, and %s was seen", x.field, x.sent, x.said)
		}
	}
	if length := float64(now.A) + float64(now.B); said.Length > 0 && now.A > 0 && now.B > 0 {
		if math.Abs(length-said.Length) <= c.p.LengthMetres+c.p.LengthShare*said.Length {
			support("it says it is %.0f m long, and about %.0f m were seen", length, said.Length)
		} else {
			against("it says it is %.0f m long, and about %.0f m were seen", length, said.Length)
		}
	}
	if first, last, ok := shipTypes(said.Type); ok && now.ShipType != 0 {
		if now.ShipType >= first && now.ShipType <= last {
			support("it says it is of type %d, as a %s", now.ShipType, said.Type)
		} else {
			against("it says it is of type %d, and a %s was seen", now.ShipType, said.Type)
		}
	}
	c.during(r, j)
	j.Confidence = confidence(r.Grade)
	if len(j.Contradicts) > 0 && j.Confidence == voyage.High {
		j.Confidence = voyage.Moderate
	}
}

func identAt(t *voyage.Track, at time.Time) voyage.HullIdent {
	var best voyage.HullIdent
	nearest := time.Duration(-1)
	for _, h := range t.Idents {
		if d := max(h.First.Sub(at), at.Sub(h.Last), 0); nearest < 0 || d < nearest {
			best, nearest = h, d
		}
	}
	return best
}

func mmsi(n uint32) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%09d", n)
}

// during names the events of the track in whose time the sighting lies.
func (c *Checker) during(r *Report, j *Join) {
	for _, e := range c.events[j.Ship.Track] {
		if r.Time.Before(e.Start) || r.Time.After(e.End) {
			continue
		}
		j.Events = append(j.Events, e.ID)
		if g := e.Evidence.Gap; g != nil {
			j.Supports = append(j.Supports, fmt.Sprintf("it lies in the silence %s of %.0f hours, which says nothing of where the ship was", e.ID, g.Hours))
		}
	}
}

// confidence follows the grade: what a reliable source says and another
// confirms is worth most.
func confidence(grade string) string {
	switch source, says := grade[0], grade[1]; {
	case source <= 'B' && says <= '2':
		return voyage.High
	case source <= 'C' && says <= '3':
		return voyage.Moderate
	}
	return voyage.Low
}

// Kind of the event that a sighting makes.
const Kind = "sighting"

// Events are the sightings of a verdict that are joined to a track, as events
// among the others: a position with an error.
func (c *Checker) Events(v Verdict, ports *geo.Ports) []voyage.Event {
	var out []voyage.Event
	r := &v.Report
	spread := time.Duration(r.ErrorMinutes * float64(time.Minute))
	for i, s := range v.Ships {
		if s.Status != Joined {
			continue
		}
		j := s.Joins[0]
		e := voyage.Event{
			ID: fmt.Sprintf("s-%s-%d", r.Exhibit[:12], i+1), Kind: Kind, Start: r.Time.Add(-spread), End: r.Time.Add(spread), Ships: []voyage.Ident{j.Ship},
			Place: r.Point(), Tags: []string{}, Confidence: j.Confidence,
			Reason: fmt.Sprintf("%s was seen at %v, give or take %.0f km and %.0f minutes (%s, source graded %s). %s.",
				s.Said.Label(), r.Point(), r.ErrorKM, r.ErrorMinutes, r.Kind, r.Grade, s.Reason),
			Refutes: append([]string{
				"the picture or report being of another day, place or ship: compare shadows, marks on the hull, other pictures",
			}, j.Contradicts...),
			Parameters: map[string]float64{"max_knots": c.p.MaxKnots, "time_error_minutes": r.ErrorMinutes, "place_error_km": r.ErrorKM},
			Positions:  []voyage.Position{},
		}
		e.Evidence.Where.ShoreKM = math.Round(c.land.DistanceToShore(r.Point())/100) / 10
		if p, metres, ok := ports.NearestPort(r.Point()); ok {
			e.Evidence.Where.Port, e.Evidence.Where.PortName, e.Evidence.Where.PortKM = p.Code, p.Name, math.Round(metres/100)/10
			if metres <= (c.p.PortKM+r.ErrorKM)*1000 {
				e.Tags = append(e.Tags, voyage.TagPort)
				if p.Country == "KP" {
					e.Tags = append(e.Tags, voyage.TagDPRK)
				}
			}
		}
		if len(j.Contradicts) > 0 {
			e.Tags = append(e.Tags, "identity-contradicted")
		}
		out = append(out, e)
	}
	return out
}
