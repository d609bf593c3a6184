package voyage

import (
	"encoding/json"
	"math"
	"time"

	"plimsoll/geo"
)

// Fix is what one position report says of where a ship was. NaN stands for
// what was not available; in JSON that is null.
type Fix struct {
	MMSI    uint32    `json:"mmsi"`
	Time    time.Time `json:"time"`
	Point   geo.Point `json:"point"`
	SOG     float64   `json:"sog"`     // knots
	COG     float64   `json:"cog"`     // degrees
	Heading float64   `json:"heading"` // degrees
	Status  uint8     `json:"status"`  // navigational status of ITU-R M.1371, 15 when not defined
	Line    int       `json:"line"`
}

type fixJSON struct {
	MMSI    uint32    `json:"mmsi"`
	Time    time.Time `json:"time"`
	Lat     float64   `json:"lat"`
	Lon     float64   `json:"lon"`
	SOG     *float64  `json:"sog"`
	COG     *float64  `json:"cog"`
	Heading *float64  `json:"heading"`
	Status  uint8     `json:"status"`
	Line    int       `json:"line"`
}

// MarshalJSON writes null where a value was not available.
func (f Fix) MarshalJSON() ([]byte, error) {
	return json.Marshal(fixJSON{
		f.MMSI, f.Time, f.Point.Lat, f.Point.Lon, known(f.SOG), known(f.COG), known(f.Heading), f.Status, f.Line,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Fix) UnmarshalJSON(data []byte) error {
	var j fixJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*f = Fix{
		j.MMSI, j.Time, geo.Point{Lat: j.Lat, Lon: j.Lon}, unknown(j.SOG), unknown(j.COG), unknown(j.Heading), j.Status, j.Line,
	}
	return nil
}

func known(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

func unknown(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// HullIdent is one identity that a track gave, and when.
type HullIdent struct {
	MMSI      uint32    `json:"mmsi"`
	IMO       string    `json:"imo,omitempty"` // seven digits
	IMOValid  bool      `json:"imo_valid"`     // its check digit is right
	Name      string    `json:"name,omitempty"`
	CallSign  string    `json:"callsign,omitempty"`
	Flag      string    `json:"flag,omitempty"` // country of the MMSI's first digits, "unassigned" where ITU gave them to none
	ShipType  uint8     `json:"ship_type"`
	A         uint16    `json:"a"`
	B         uint16    `json:"b"`
	C         uint16    `json:"c"`
	D         uint16    `json:"d"`
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	FirstLine int       `json:"first_line"`
	LastLine  int       `json:"last_line"`
	Messages  int       `json:"messages"`
}

// Label is what to call the hull: its name, or its MMSI where it gave none.
func (h HullIdent) Label() string { return label(h.Name, h.MMSI) }

// Draught is a static draught from the time it was first sent.
type Draught struct {
	Time   time.Time `json:"time"`
	Metres float64   `json:"metres"`
	Line   int       `json:"line"`
}

// Link says why two stretches of positions are one hull (a join), or why
// positions under one MMSI are two hulls (a split).
type Link struct {
	Kind    string    `json:"kind"` // "join" or "split"
	Time    time.Time `json:"time"`
	From    uint32    `json:"from"` // MMSI
	To      uint32    `json:"to"`   // MMSI; the same as From for a split
	Minutes float64   `json:"minutes"`
	Metres  float64   `json:"metres"`
	Reason  string    `json:"reason"`
	Other   string    `json:"other,omitempty"` // split: the other track
}

// Track is the positions that one hull can have made.
type Track struct {
	ID       string      `json:"id"`
	Idents   []HullIdent `json:"idents"` // in the order of time
	Links    []Link      `json:"links,omitempty"`
	Draughts []Draught   `json:"draughts,omitempty"` // changes
	First    time.Time   `json:"first"`
	Last     time.Time   `json:"last"`
	Reports  int         `json:"reports"` // positions received; Fixes may hold fewer
	Fixes    []Fix       `json:"fixes"`   // thinned, see Parameters.Tracks
}

// Ident names the track by what it said last.
func (t *Track) Ident() Ident { return t.IdentAt(t.Last) }

// IdentAt names the track by what it said at a time, or nearest to it.
func (t *Track) IdentAt(at time.Time) Ident {
	id := Ident{Track: t.ID}
	var best time.Duration = -1
	for _, h := range t.Idents {
		d := max(h.First.Sub(at), at.Sub(h.Last), 0)
		if best < 0 || d < best {
			best = d
			id.MMSI, id.IMO, id.Name = h.MMSI, h.IMO, h.Name
		}
	}
	return id
}

// DraughtAt is the draught last sent at or before a time, 0 when there is none.
func (t *Track) DraughtAt(at time.Time) float64 {
	var m float64
	for _, d := range t.Draughts {
		if d.Time.After(at) {
			break
		}
		m = d.Metres
	}
	return m
}
