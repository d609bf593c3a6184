// Package positions keeps what ships said at rest: position reports in
// immutable Parquet files, one or more for each UTC day and sea cell, and what
// they said of themselves in files by day. docs/positions.md describes layout,
// columns and units for readers with other tools.
//
// Reports come in any order. A [Writer] gathers them, and what its Flush has
// returned for is on disk, whatever happens to the process afterwards. Late
// data adds a part to its day and cell; [Archive.Compact] makes one of several.
// A part is never changed. Equal reports are kept once: within a part when it
// is written, across parts when they are read or compacted. Reading goes by
// MMSI, IMO number, box and time, and holds a few thousand rows a part in
// memory.
//
// Numbers are the raw ones of ITU-R M.1371, as package ais has them, so that
// nothing is rounded on the way; exports are in degrees and knots.
package positions

import (
	"cmp"
	"time"

	"plimsoll/ais"
)

// Position is one position report. Numbers are raw, with the "not available"
// values of package ais.
type Position struct {
	Time     int64 // unix seconds
	Line     int64 // of the feed, from 1; 0 when unknown
	Source   string
	Station  string // that heard it; "" when unknown
	MMSI     uint32
	Lat, Lon int32 // 1/10000 minute
	SOG, COG uint16
	Heading  uint16
	Status   uint8
	Type     uint8 // of the message: 1, 2, 3, 9, 18, 19 or 27
}

// Static is what a ship said of itself. Fields that the kind of message does
// not carry are zero.
type Static struct {
	Time        int64
	Line        int64
	Source      string
	Station     string
	Name        string
	CallSign    string
	Destination string
	MMSI        uint32
	IMO         uint32
	A, B, C, D  uint16 // metres to bow, stern, port and starboard
	ShipType    uint8
	Draught     uint8 // 1/10 metre
	Type        uint8 // of the message: 5, 19 or 24
	Part        uint8 // of type 24: 0 for A, 1 for B
}

const (
	unitsPerDegree = 600_000
	maxLat         = 90 * unitsPerDegree
	maxLon         = 180 * unitsPerDegree
	maxMMSI        = 1<<30 - 1
	maxTime        = 1<<32 - 1 // the year 2106: clocks that say more are broken
)

// FromMessage makes a Position of a message heard at a time in a feed; ok is
// false when the message says no place of a ship.
func FromMessage(m *ais.Message, at time.Time, source string) (p Position, ok bool) {
	if !m.IsPosition() || !m.HasPosition {
		return Position{}, false
	}
	return Position{
		Time: at.Unix(), Line: int64(m.Line), Source: source, Station: m.Source, MMSI: m.MMSI,
		Lat: m.Lat, Lon: m.Lon, SOG: m.SOG, COG: m.COG, Heading: m.Heading, Status: m.Status, Type: m.Type,
	}, true
}

// StaticFromMessage makes a Static of a message; ok is false when the message
// says nothing of who the ship is.
func StaticFromMessage(m *ais.Message, at time.Time, source string) (s Static, ok bool) {
	if !m.IsStatic() {
		return Static{}, false
	}
	return Static{
		Time: at.Unix(), Line: int64(m.Line), Source: source, Station: m.Source, MMSI: m.MMSI, IMO: m.IMO,
		Name: m.Name, CallSign: m.CallSign, Destination: m.Destination, ShipType: m.ShipType,
		A: m.A, B: m.B, C: m.C, D: m.D, Draught: m.Draught, Type: m.Type, Part: m.Part,
	}, true
}

// comparePositions is the order of rows in a part, total so that the same
// reports make the same file in whatever order they came.
func comparePositions(a, b *Position) int {
	if a.MMSI != b.MMSI {
		return cmp.Compare(a.MMSI, b.MMSI)
	}
	if a.Time != b.Time {
		return cmp.Compare(a.Time, b.Time)
	}
	if c := compareReports(a, b); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Station, b.Station))
}

// positionKey orders as comparePositions does, as far as it goes.
func positionKey(p *Position) uint64 { return uint64(p.MMSI)<<32 | uint64(p.Time) }

func compareReports(a, b *Position) int {
	return cmp.Or(cmp.Compare(a.Lat, b.Lat), cmp.Compare(a.Lon, b.Lon), cmp.Compare(a.SOG, b.SOG), cmp.Compare(a.COG, b.COG),
		cmp.Compare(a.Heading, b.Heading), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Type, b.Type))
}

// samePosition says whether two reports are one: equal in all that the ship
// said, at the same second. Who heard it, and in which line, may differ.
func samePosition(a, b *Position) bool {
	return a.MMSI == b.MMSI && a.Time == b.Time && compareReports(a, b) == 0
}

// compareStatics puts what repeats behind each other: one kind of message of
// one ship, by time.
func compareStatics(a, b *Static) int {
	return cmp.Or(cmp.Compare(a.MMSI, b.MMSI), cmp.Compare(a.kind(), b.kind()), cmp.Compare(a.Time, b.Time), compareSaid(a, b),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Station, b.Station))
}

func staticKey(s *Static) uint64 { return uint64(s.MMSI)<<16 | uint64(s.kind()) }

func (s *Static) kind() int { return int(s.Type)<<8 | int(s.Part) }

func compareSaid(a, b *Static) int {
	return cmp.Or(cmp.Compare(a.IMO, b.IMO), cmp.Compare(a.Name, b.Name), cmp.Compare(a.CallSign, b.CallSign),
		cmp.Compare(a.Destination, b.Destination), cmp.Compare(a.ShipType, b.ShipType), cmp.Compare(a.Draught, b.Draught),
		cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.C, b.C), cmp.Compare(a.D, b.D))
}

// sameStatic says whether b repeats a, which was said before it on the same day.
func sameStatic(a, b *Static) bool {
	return a.MMSI == b.MMSI && a.kind() == b.kind() && dayOf(a.Time) == dayOf(b.Time) && compareSaid(a, b) == 0
}
