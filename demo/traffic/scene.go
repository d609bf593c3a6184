package traffic

import (
	"time"

	"plimsoll/geo"
)

// Begin and End bound the week of the scene.
var (
	Begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	End   = Begin.AddDate(0, 0, 7)
)

// at is a waypoint: where a hull is, so many hours after Begin. Between two of
// them it sails straight at an even speed.
type at struct {
	h        float64
	lat, lon float64
}

func (a at) point() geo.Point { return geo.Point{Lat: a.lat, Lon: a.lon} }

// from is an identity sent from an hour on.
type from struct {
	h        float64
	mmsi     uint32
	imo      uint32
	name     string
	callSign string
}

// draught is what the crew typed in, from an hour on, in tenths of a metre.
type draught struct {
	h  float64
	dm uint8
}

// span is a stretch of hours.
type span struct{ from, to float64 }

func (s span) holds(h float64) bool { return h >= s.from && h < s.to }

// What a ship that lies says of itself: navigational status of ITU-R M.1371.
const (
	atAnchor = 1
	moored   = 5
)

// hull is one ship: its way, and what its transponder says.
type hull struct {
	shipType    uint8
	a, b, c, d  uint16 // metres from the antenna to bow, stern, port, starboard
	destination string
	idents      []from
	way         []at
	draughts    []draught
	silent      []span  // transponder off
	lying       []span  // still, and its status says so
	status      uint8   // while it lies: atAnchor or moored
	heading     float64 // while it drifts or lies, degrees
	abeam       float64 // metres to the right of its way: two hulls side by side share a way
}

// station hears what is within its range, at all hours.
type station struct {
	name  string
	mmsi  uint32
	place geo.Point
	km    float64
}

func stations() []station {
	return []station{
		{"demo-shore-1", 2990001, geo.Point{Lat: 35.08, Lon: 129.02}, 70},
	}
}

// deaf is a part of the sea in which no satellite hears anybody.
var deaf = struct {
	centre geo.Point
	km     float64
}{geo.Point{Lat: 27.0, Lon: 133.0}, 110}

// Where the story happens. The terminal is invented and lies in the open sea.
var (
	terminal = at{0, 28.5, 128.2}
	meeting  = at{0, 31.2, 124.9}
)

func here(h float64, p at) at { return at{h, p.lat, p.lon} }

// scene is the cast. Every number in it is one that no real ship can have:
// MMSIs of countries that do not exist, IMO numbers that begin with 0.
func scene() []hull {
	return append(story(), passersBy()...)
}

func story() []hull {
	drift := at{0, 31.17, 124.945} // where the two have drifted to when they part
	return []hull{
		{ // the foreign tanker: loads, goes dark, meets the listed tanker, leaves lighter
			shipType: 80, a: 95, b: 24, c: 9, d: 9, destination: "FOR ORDERS", heading: 60,
			idents:   []from{{0, 298000201, 990035, "MERROWBANE", "Q8MB1"}},
			way:      []at{here(0, terminal), here(60, terminal), {73, 30.1, 126.4}, {82, 31.0, 125.1}, here(85.5, meeting), here(86.8, meeting), here(91.4, drift), {108, 29.2, 127.1}, {168, 25.5, 130.5}},
			draughts: []draught{{0, 42}, {20, 78}, {90, 49}}, silent: []span{{73, 82}}, lying: []span{{0, 60}}, status: moored,
		},
		{ // the listed tanker: comes from the north-west and returns there deeper
			shipType: 82, a: 82, b: 22, c: 8, d: 8, destination: "FISHING GROUNDS", heading: 240, abeam: 48,
			idents:   []from{{0, 299000101, 990011, "ORRIN TALE", "Q9OT1"}},
			way:      []at{{0, 37.6, 123.1}, here(86.8, meeting), here(91.4, drift), {150, 35.5, 123.2}, {168, 36.6, 123.0}},
			draughts: []draught{{0, 31}, {90.5, 60}},
		},
		{ // the listed cargo ship that takes another's number on its way
			shipType: 70, a: 68, b: 20, c: 7, d: 6, destination: "FOR ORDERS", heading: 310,
			idents: []from{{0, 299000102, 990023, "QUILL MARROW", "Q9QM2"}, {56.55, 298000305, 990061, "PELLUCID OWL", "Q8PO5"}},
			way:    []at{{0, 31.2, 128.9}, {66, 33.32, 123.36}, {90, 34.8, 123.2}, {110, 36.3, 124.0}, {168, 36.31, 124.01}},
			// Silent between two passes of a satellite: one that began within
			// the silence would make the change look an hour long and more.
			draughts: []draught{{0, 55}}, silent: []span{{56.25, 56.55}}, lying: []span{{110, 168}}, status: atAnchor,
		},
		{ // the rightful holder of that number, far away all week
			shipType: 70, a: 72, b: 20, c: 7, d: 7, destination: "DEMO BAY", heading: 90,
			idents:   []from{{0, 298000305, 990061, "PELLUCID OWL", "Q8PO5"}},
			way:      []at{{0, 31.8, 133.6}, {30, 29.9, 135.6}, {60, 31.8, 133.6}, {90, 30.0, 135.9}, {120, 31.8, 133.9}, {168, 29.2, 136.4}},
			draughts: []draught{{0, 48}},
		},
	}
}

func passersBy() []hull {
	return []hull{
		plain(298000401, 990047, "FENWICK LOOM", "Q8FL1", at{0, 28.9, 125.6}, at{40, 28.6, 127.0}, at{66, 30.0, 126.8}, at{90, 30.9, 125.6}, at{168, 29.0, 124.2}),
		plain(298000402, 990059, "TAMSIN REEF", "Q8TR2", at{0, 33.5, 123.6}, at{60, 31.6, 126.6}, at{84, 30.3, 125.0}, at{168, 28.2, 126.4}),
		plain(298000403, 990073, "COPPER HERALD", "Q8CH3", at{0, 28.6, 123.8}, at{64, 29.8, 125.0}, at{88, 31.4, 126.7}, at{168, 32.9, 125.2}),
		plain(298000404, 990085, "LOWLAND MIRROR", "Q8LM4", at{0, 29.6, 128.4}, at{68, 30.9, 127.3}, at{92, 30.6, 124.2}, at{168, 32.8, 123.2}),
		{ // takes bunkers where that is done, in the anchorage of a port
			shipType: 70, a: 80, b: 25, c: 9, d: 9, destination: "DEMO BAY", heading: 20,
			idents:   []from{{0, 298000405, 990097, "OAKUM STAR", "Q8OS5"}},
			way:      []at{{0, 35.06, 129.09}, {168, 35.06, 129.0901}},
			draughts: []draught{{0, 66}}, lying: []span{{0, 168}}, status: atAnchor,
		},
		{ // the barge that brings them
			shipType: 80, a: 40, b: 12, c: 5, d: 5, destination: "DEMO BAY", heading: 20, abeam: 17,
			idents:   []from{{0, 298000406, 990102, "SABLE LANTERN", "Q8SL6"}},
			way:      []at{{0, 35.02, 129.12}, {30, 35.02, 129.12}, {30.8, 35.06, 129.09}, {36, 35.06, 129.09}, {36.8, 35.02, 129.12}, {168, 35.02, 129.1201}},
			draughts: []draught{{0, 40}}, lying: []span{{0, 30}, {30.8, 36}, {36.8, 168}}, status: atAnchor,
		},
		// sails through the part of the sea where nobody is heard: silent, and not dark
		plain(298000407, 990114, "DRIFTHOLM", "Q8DH7", at{0, 29.6, 132.3}, at{40, 29.0, 132.5}, at{64, 25.0, 133.5}, at{168, 22.6, 134.5}),
		plain(298000408, 990126, "VANE OF ARDLE", "Q8VA8", at{0, 30.9, 132.6}, at{55, 28.9, 136.0}, at{110, 30.8, 132.9}, at{168, 28.4, 136.3}),
	}
}

// plain is a cargo ship that does nothing but sail.
func plain(mmsi, imo uint32, name, callSign string, way ...at) hull {
	return hull{
		shipType: 70, a: 90, b: 30, c: 10, d: 10, destination: "DEMO BAY", heading: 90,
		idents: []from{{0, mmsi, imo, name, callSign}}, way: way, draughts: []draught{{0, 60 + uint8(mmsi%10)}},
	}
}
