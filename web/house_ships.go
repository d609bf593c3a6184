package web

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"plimsoll/geo"
	"plimsoll/house"
	"plimsoll/network"
	"plimsoll/voyage"
	"plimsoll/web/chart"
)

// keys gives each track the id of its page: the IMO number it first gave, or
// the track's own where it gave none or another track has taken it.
func (h fromHouse) keys(ctx context.Context) (map[string]string, error) {
	_, found, err := h.lastRun(ctx)
	if err != nil || found == nil {
		return nil, err
	}
	return trackKeys(found.Tracks), nil
}

func trackKeys(tracks []voyage.Track) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	for i := range tracks {
		t := &tracks[i]
		key := t.ID
		for _, id := range t.Idents {
			if id.IMO != "" && !taken[id.IMO] {
				key = id.IMO
				break
			}
		}
		taken[key] = true
		out[t.ID] = key
	}
	return out
}

// sea is what one watch found, ready for the pages about ships.
type sea struct {
	fromHouse
	feed  string
	found *house.Result
	keys  map[string]string
	fleet *house.Fleet
	reg   *house.Register
	named map[string]string // entity id of parties of published findings, to the finding
}

func (h fromHouse) sea(ctx context.Context) (*sea, error) {
	w, found, err := h.lastRun(ctx)
	if err != nil || found == nil {
		return nil, err
	}
	reg, err := h.Register(ctx)
	if err != nil {
		return nil, err
	}
	s := &sea{
		fromHouse: h, feed: w.Feed, found: found, keys: trackKeys(found.Tracks), fleet: house.NewFleet(reg.Snapshots, time.Time{}), reg: reg,
		named: map[string]string{},
	}
	for _, r := range h.ReportedParties() {
		s.named[r.Entity.ID] = r.Finding.ID
	}
	return s, nil
}

// status is the legal status of a hull, by any identity it ever gave.
func (s *sea) status(t *voyage.Track) (Verdict, string) {
	otherwise, party := Verdict{Status: "nothing known", Text: "on no list, in no finding"}, ""
	for _, id := range t.Idents {
		if e, ok := s.fleet.Vessel(id.IMO, id.MMSI); ok {
			v := s.verdict(e, s.reg)
			if v.Status == string(network.StatusListed) {
				return v, e.ID
			}
			otherwise, party = v, e.ID
		}
	}
	for _, id := range t.Idents {
		entity := "IMO" + id.IMO
		if f, ok := s.named[entity]; ok && id.IMO != "" {
			return Verdict{Status: string(network.StatusReported), Text: "in finding " + f + "; on no list"}, entity
		}
	}
	return otherwise, party
}

func (s *sea) ship(t *voyage.Track) chart.Ship {
	first := t.Idents[0]
	v, _ := s.status(t)
	return chart.Ship{
		Name: first.Label(), IMO: first.IMO, MMSI: first.MMSI, Kind: shipType(first.ShipType), Flag: first.Flag,
		Status: v.Status, Href: ShipHref(s.keys[t.ID]),
	}
}

// shipType is the first digit of the type of ITU-R M.1371 in words.
func shipType(t uint8) string {
	switch {
	case t == 0:
		return ""
	case t == 30:
		return "fishing"
	case t == 31 || t == 32 || t == 52:
		return "tug"
	case t >= 60 && t < 70:
		return "passenger ship"
	case t >= 70 && t < 80:
		return "cargo ship"
	case t >= 80 && t < 90:
		return "tanker"
	}
	return fmt.Sprintf("type %d", t)
}

// maxFixes bounds a track on the chart; more points than this cannot be told
// apart on a screen.
const maxFixes = 1500

func (s *sea) track(t *voyage.Track) chart.Track {
	out := chart.Track{ID: t.ID, Ship: s.ship(t)}
	step := len(t.Fixes)/maxFixes + 1
	for i := 0; i < len(t.Fixes); i += step {
		f := t.Fixes[i]
		course := f.Heading
		if math.IsNaN(course) {
			course = f.COG
		}
		out.Fixes = append(out.Fixes, chart.Fix{Time: f.Time, Point: f.Point, Course: course, Speed: f.SOG, Line: f.Line})
	}
	return out
}

func (s *sea) chart(only string) chart.Chart {
	c := chart.Chart{Title: "Ships heard", Places: ports()}
	for i := range s.found.Tracks {
		t := &s.found.Tracks[i]
		if len(t.Idents) == 0 || only != "" && t.ID != only {
			continue
		}
		if c.From.IsZero() || t.First.Before(c.From) {
			c.From = t.First
		}
		if t.Last.After(c.To) {
			c.To = t.Last
		}
		c.Tracks = append(c.Tracks, s.track(t))
	}
	for _, e := range s.found.Events {
		if only == "" || concerns(e, only) {
			c.Marks = append(c.Marks, s.mark(e))
		}
	}
	return c
}

// ports are the known ports, for the reader to find the way; the chart writes
// those that it has room for.
func ports() []chart.Place {
	known, err := geo.LoadPorts()
	if err != nil { // embedded: its own tests read it
		return nil
	}
	var out []chart.Place
	for _, p := range known.All() {
		out = append(out, chart.Place{Name: p.Name, At: p.Point})
	}
	return out
}

func concerns(e voyage.Event, track string) bool {
	return slices.ContainsFunc(e.Ships, func(i voyage.Ident) bool { return i.Track == track })
}

func (s *sea) mark(e voyage.Event) chart.Mark {
	m := chart.Mark{ID: e.ID, Kind: e.Kind, Start: e.Start, End: e.End, At: e.Place, Label: eventLabel(e), Quiet: quiet(e)}
	for _, i := range e.Ships {
		for j := range s.found.Tracks {
			if t := &s.found.Tracks[j]; t.ID == i.Track && len(t.Idents) > 0 {
				m.Ships = append(m.Ships, s.ship(t))
			}
		}
	}
	if len(e.Ships) > 0 {
		m.Track = e.Ships[0].Track
		m.Href = ShipHref(s.keys[m.Track]) + "#" + e.ID
	}
	if g := e.Evidence.Gap; g != nil {
		m.At = chart.Point{Lat: g.Off.Lat, Lon: g.Off.Lon}
		if g.On != nil {
			m.To = &chart.Point{Lat: g.On.Lat, Lon: g.On.Lon}
		}
	}
	return m
}

// quiet says that an event is nothing to warn of: reception explains the
// silence, a ship lay in a port or waited, or the two lay in a port, at anchor, or one of them serves ships.
func quiet(e voyage.Event) bool {
	if e.Evidence.Gap != nil {
		return !e.Evidence.Gap.Dark
	}
	if l := e.Evidence.Lying; l != nil {
		return !slices.Contains(e.Tags, voyage.TagOneSided) && l.PortCountry != "KP"
	}
	return e.Evidence.Encounter != nil && slices.ContainsFunc(e.Tags, func(tag string) bool {
		return tag == voyage.TagPort || tag == voyage.TagAnchored || tag == voyage.TagService
	})
}

func eventLabel(e voyage.Event) string {
	var names []string
	for _, i := range e.Ships {
		names = append(names, i.Label())
	}
	who := strings.Join(names, " and ")
	switch {
	case e.Evidence.Gap != nil && e.Evidence.Gap.Dark:
		return fmt.Sprintf("%s dark for %.1f h", who, e.Evidence.Gap.Hours)
	case e.Evidence.Gap != nil:
		return fmt.Sprintf("%s not heard for %.1f h", who, e.Evidence.Gap.Hours)
	case e.Evidence.Encounter != nil:
		return fmt.Sprintf("%s together for %.1f h", who, e.Evidence.Encounter.Hours)
	case e.Kind == voyage.PortCall:
		return fmt.Sprintf("%s at %s for %.0f h", who, e.Evidence.Lying.PortName, e.Evidence.Lying.StillHours)
	case e.Kind == voyage.Loitering && slices.Contains(e.Tags, voyage.TagOneSided):
		return fmt.Sprintf("%s as if alongside nobody for %.1f h", who, e.Evidence.Lying.Hours)
	case e.Kind == voyage.Loitering:
		return fmt.Sprintf("%s made no way for %.1f h", who, e.Evidence.Lying.Hours)
	case e.Kind == voyage.Jump:
		return fmt.Sprintf("%s: positions %.0f km apart", who, e.Evidence.Jump.DistanceKM)
	case e.Kind == voyage.Spoof:
		return who + ": positions of a form that no ship sails"
	case e.Evidence.Identity != nil && slices.Contains(e.Tags, voyage.TagIMOShared):
		return who + ": one IMO number, two ships"
	case e.Evidence.Identity != nil && slices.Contains(e.Tags, voyage.TagMMSIShared):
		return who + ": one number, two ships"
	}
	return who + ": another identity"
}

func (h fromHouse) event(e voyage.Event, feed string, keys map[string]string) Event {
	v := Event{ID: e.ID, Kind: e.Kind, Start: e.Start, End: e.End, At: e.Place, Reason: e.Reason, Refutes: e.Refutes, Quiet: quiet(e)}
	for _, i := range e.Ships {
		link := Link{Text: i.Label()}
		if key := keys[i.Track]; key != "" {
			link.Href = ShipHref(key)
		}
		v.Ships = append(v.Ships, link)
	}
	v.Facts = facts(e)
	var lines []int
	for _, p := range e.Positions {
		lines = append(lines, p.Line)
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	for i, n := range lines { // the first, the middle and the last few are enough to follow
		if i < 2 || i >= len(lines)-2 || i == len(lines)/2 {
			v.Refs = append(v.Refs, h.ref(feed, fmt.Sprintf("line %d", n)))
		}
	}
	return v
}

// lyingFacts are those of a port call, a loitering, a jump and made-up positions.
func lyingFacts(e voyage.Event) (out []Fact) {
	if l := e.Evidence.Lying; l != nil {
		out = append(out, Fact{"At rest", fmt.Sprintf("%.1f of %.1f h, within %.1f km", l.StillHours, l.Hours, l.RadiusKM)})
		if l.Port != "" {
			out = append(out, Fact{"Port", fmt.Sprintf("%s (%s), %.1f km", l.PortName, l.PortCountry, l.PortKM)})
		}
		if l.DraughtBefore > 0 && l.DraughtAfter > 0 {
			out = append(out, Fact{"Draught", fmt.Sprintf("%.1f → %.1f m", l.DraughtBefore, l.DraughtAfter)})
		}
	}
	if j := e.Evidence.Jump; j != nil {
		out = append(out, Fact{"Distance", fmt.Sprintf("%.0f km in %.0f minutes", j.DistanceKM, j.Minutes)})
	}
	if g := e.Evidence.Gap; g != nil && len(g.Reach) > 0 {
		var ports []string
		for _, r := range g.Reach {
			ports = append(ports, fmt.Sprintf("%s (%s, %.0f h left)", r.Port.Name, r.Port.Country, r.HoursLeft))
		}
		out = append(out, Fact{fmt.Sprintf("Within reach at %.0f kn", g.ReachKnots), strings.Join(ports, ", ")})
	}
	return out
}

func facts(e voyage.Event) []Fact {
	out := []Fact{{"Confidence", e.Confidence}}
	if len(e.Tags) > 0 {
		out = append(out, Fact{"Tags", strings.Join(e.Tags, ", ")})
	}
	if g := e.Evidence.Gap; g != nil {
		out = append(out, Fact{"Silent", fmt.Sprintf("%.1f h over %.0f km", g.Hours, g.DistanceKM)})
	}
	if r := e.Evidence.Reception; r != nil {
		out = append(out, Fact{"Others heard", fmt.Sprintf("%d ships within %.0f km", r.Neighbours, r.NeighbourKM)})
	}
	if m := e.Evidence.Encounter; m != nil {
		out = append(out, Fact{"Between antennas", fmt.Sprintf("%.0f m median, %.0f m least", m.AntennaMedianM, m.AntennaMinM)})
		for i, s := range m.Ships {
			if s.DraughtBefore > 0 && s.DraughtAfter > 0 && i < len(e.Ships) {
				out = append(out, Fact{"Draught of " + e.Ships[i].Name, fmt.Sprintf("%.1f → %.1f m", s.DraughtBefore, s.DraughtAfter)})
			}
		}
	}
	out = append(out, lyingFacts(e)...)
	if i := e.Evidence.Identity; i != nil {
		for _, c := range i.Changes {
			out = append(out, Fact{c.Field, c.From + " → " + c.To})
		}
		out = append(out, Fact{"Distance", fmt.Sprintf("%.1f km", i.DistanceKM)})
	}
	return out
}

func (s *sea) row(t *voyage.Track) ShipRow {
	ship := s.ship(t)
	v, _ := s.status(t)
	r := ShipRow{
		Name: ship.Name, IMO: ship.IMO, MMSI: fmt.Sprintf("%09d", ship.MMSI), Flag: ship.Flag, Kind: ship.Kind,
		Verdict: v, Fixes: t.Reports, Href: ship.Href,
	}
	for _, e := range s.found.Events {
		if concerns(e, t.ID) {
			r.Events++
		}
	}
	return r
}

func (h fromHouse) Ships(ctx context.Context) (Ships, error) {
	s, err := h.sea(ctx)
	if err != nil || s == nil {
		return Ships{}, err
	}
	var out Ships
	for i := range s.found.Tracks {
		if t := &s.found.Tracks[i]; len(t.Idents) > 0 {
			out.Rows = append(out.Rows, s.row(t))
		}
	}
	slices.SortStableFunc(out.Rows, func(a, b ShipRow) int {
		return cmp.Or(-cmp.Compare(a.Events, b.Events), cmp.Compare(a.Name, b.Name))
	})
	for _, e := range s.found.Events {
		out.Events = append(out.Events, h.event(e, s.feed, s.keys))
	}
	return out, nil
}

func (h fromHouse) Ship(ctx context.Context, key string) (Ship, error) {
	s, err := h.sea(ctx)
	if err != nil {
		return Ship{}, err
	}
	if s != nil {
		if t := trackOf(s.found.Tracks, s.keys, key); t != nil {
			return s.page(t), nil
		}
	}
	return Ship{}, fmt.Errorf("ship %s: %w", key, ErrNotFound)
}

// trackOf is the track whose page has the key, or nil.
func trackOf(tracks []voyage.Track, keys map[string]string, key string) *voyage.Track {
	for i := range tracks {
		if t := &tracks[i]; key != "" && keys[t.ID] == key && len(t.Idents) > 0 {
			return t
		}
	}
	return nil
}

// shipPage is the address of the page of a hull with the IMO number, or "".
func (h fromHouse) shipPage(ctx context.Context, imo string) (string, error) {
	_, found, err := h.lastRun(ctx)
	if err != nil || found == nil || trackOf(found.Tracks, trackKeys(found.Tracks), imo) == nil {
		return "", err
	}
	return ShipHref(imo), nil
}

func (s *sea) page(t *voyage.Track) Ship {
	first := t.Idents[0]
	out := Ship{ShipRow: s.row(t), CallSign: first.CallSign, Chart: s.chart(t.ID)}
	if l, b := int(first.A)+int(first.B), int(first.C)+int(first.D); l > 0 {
		out.Size = fmt.Sprintf("%d × %d m", l, b)
	}
	var ds []string
	for _, d := range t.Draughts {
		ds = append(ds, fmt.Sprintf("%.1f", d.Metres))
	}
	if len(ds) > 0 {
		out.Draught = strings.Join(ds, " → ") + " m"
	}
	_, out.Party = s.status(t)
	for _, id := range t.Idents {
		ref := s.ref(s.feed, fmt.Sprintf("line %d", id.FirstLine))
		v := Identity{From: id.First, To: id.Last, Name: id.Label(), IMO: id.IMO, MMSI: fmt.Sprintf("%09d", id.MMSI), CallSign: id.CallSign, Ref: &ref}
		for _, l := range t.Links {
			if l.To == id.MMSI && l.Kind == "join" {
				v.Note = l.Reason
			}
		}
		out.Identities = append(out.Identities, v)
	}
	for _, e := range s.found.Events {
		if concerns(e, t.ID) {
			out.Log = append(out.Log, s.event(e, s.feed, s.keys))
		}
	}
	if out.Party != "" {
		out.Findings = s.findingsOf(out.Party)
	}
	return out
}
