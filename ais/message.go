package ais

// Values that mean "not available" in a Message, in its raw units.
const (
	LatNotAvailable      int32  = 54_600_000  // 91 degrees
	LonNotAvailable      int32  = 108_600_000 // 181 degrees
	SOGNotAvailable      uint16 = 1023
	COGNotAvailable      uint16 = 3600
	HeadingNotAvailable  uint16 = 511
	StatusNotDefined     uint8  = 15
	SecondNotAvailable   uint8  = 60
	ROTNotAvailable      int8   = -128
	AltitudeNotAvailable uint16 = 4095
)

const (
	unitsPerDegree = 600_000 // 1/10000 minute
	maxLat         = 90 * unitsPerDegree
	maxLon         = 180 * unitsPerDegree
)

// ETA is the estimated time of arrival of a type 5 message, UTC, without a
// year. Month 0, day 0, hour 24 and minute 60 mean "not available".
type ETA struct {
	Month, Day, Hour, Minute uint8
}

// Message is one decoded AIS message: the union of the fields of all types that
// are read in full, as the raw integers of ITU-R M.1371. A field the type does
// not carry holds its "not available" value (see Reset), so the accessors are
// safe on any message.
//
// Types 1-5, 9, 11, 18, 19, 21, 24 and 27 are read in full, 17 with its
// position, 6 and 8 with what application they are of, every other type with its
// type, repeat indicator and MMSI. Decoder.Data gives what binary messages hold.
type Message struct {
	// Line is the number of the line that held the last sentence of the
	// message, from 1.
	Line int
	// Received is when the message was received, unix seconds: from the tag
	// block (c:), a time after or before the sentence, or a $PGHP line; 0 when
	// the feed does not say.
	Received int64
	// UTC is the time a base station reports (types 4 and 11), unix seconds;
	// 0 when not available or not a date.
	UTC int64
	// Source is the station that heard the message: tag block s:, the station
	// field of a $PGHP line or of a coast guard trailer; "" when unknown.
	Source string

	Name        string // types 5, 19, 21 and 24 part A
	CallSign    string // types 5 and 24 part B
	Destination string // type 5
	Vendor      string // type 24 part B: vendor id, three characters

	MMSI       uint32
	IMO        uint32 // type 5; 0 not available
	Radio      uint32 // communication state; with the selector flag in types 9 and 18 (20 bits), else 19 bits
	To         uint32 // type 6: whom it is for
	MotherShip uint32 // type 24 part B of an auxiliary craft (MMSI 98XXXXXXX), instead of the dimensions

	Lat, Lon int32  // 1/10000 minute, north and east positive; types of lower resolution are scaled up
	SOG      uint16 // 1/10 knot; 1022 means 102.2 or more, 1023 not available; types 9 and 27 are scaled up from whole knots
	COG      uint16 // 1/10 degree; 3600 not available, more is invalid
	Heading  uint16 // degrees; 511 not available
	Altitude uint16 // type 9: metres; 4095 not available
	A, B     uint16 // metres from the reference point to bow and stern
	C, D     uint16 // metres from the reference point to port and starboard
	DAC      uint16 // types 6 and 8: designated area code, with FI the application
	ETA      ETA    // type 5

	Type     uint8
	Repeat   uint8
	Channel  byte  // as in the sentence: 'A', 'B', '1', '2'; 0 when empty
	Status   uint8 // navigational status; 15 not defined
	Second   uint8 // UTC second of the position; 60 not available, 61 manual, 62 dead reckoning, 63 inoperative
	ROT      int8  // rate of turn indicator, raw; -128 not available
	Maneuver uint8 // special manoeuvre: 0 not available, 1 no, 2 yes
	ShipType uint8 // types 5, 19 and 24 part B; the type of aid in type 21
	Draught  uint8 // 1/10 metre; 0 not available
	EPFD     uint8 // kind of position fixing device; 0 undefined
	Version  uint8 // type 5: AIS version
	Part     uint8 // type 24: 0 for part A, 1 for part B
	Model    uint8 // type 24 part B: unit model code
	FI       uint8 // types 6 and 8: function identifier
	Serial   uint32

	HasPosition bool // the message carries a position and it is a place on earth
	Own         bool // AIVDO: what the receiving ship itself sends
	Accuracy    bool // position better than 10 m
	RAIM        bool
	DTE         bool // types 5, 9, 19: true means the data terminal is NOT ready
	Assigned    bool // types 9, 18, 19, 21: assigned mode
	OffPosition bool // type 21
	Virtual     bool // type 21: there is no such buoy in the water
	Late        bool // type 27: the position is 5 seconds old or more
	CS          bool // type 18: carrier sense unit (false: SOTDMA)
	Display     bool // type 18
	DSC         bool // type 18
	Band        bool // type 18: works over the whole marine band
	Msg22       bool // type 18: frequency management by message 22
}

// blank holds every field at "not available".
var blank = Message{
	Lat: LatNotAvailable, Lon: LonNotAvailable,
	SOG: SOGNotAvailable, COG: COGNotAvailable,
	Heading: HeadingNotAvailable, Altitude: AltitudeNotAvailable,
	ETA:    ETA{Hour: 24, Minute: 60},
	Status: StatusNotDefined, Second: SecondNotAvailable, ROT: ROTNotAvailable,
}

// Reset sets every field to "not available" or, where there is no such value,
// to zero. Whoever builds a message to be encoded starts here.
func (m *Message) Reset() { *m = blank }

// Latitude returns degrees north; ok is false when the message says no place.
func (m *Message) Latitude() (deg float64, ok bool) {
	return float64(m.Lat) / unitsPerDegree, m.HasPosition
}

// Longitude returns degrees east; ok is false when the message says no place.
func (m *Message) Longitude() (deg float64, ok bool) {
	return float64(m.Lon) / unitsPerDegree, m.HasPosition
}

// SetPosition puts the message at a place given in degrees, rounded to the
// 1/10000 minute. Outside of the earth there is no position.
func (m *Message) SetPosition(lat, lon float64) {
	if !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		m.Lat, m.Lon, m.HasPosition = LatNotAvailable, LonNotAvailable, false
		return
	}
	m.Lat, m.Lon, m.HasPosition = roundUnits(lat), roundUnits(lon), true
}

func roundUnits(deg float64) int32 {
	if deg < 0 {
		return -int32(-deg*unitsPerDegree + 0.5)
	}
	return int32(deg*unitsPerDegree + 0.5)
}

// Speed returns the speed over ground in knots.
func (m *Message) Speed() (knots float64, ok bool) {
	return float64(m.SOG) / 10, m.SOG != SOGNotAvailable
}

// Course returns the course over ground in degrees.
func (m *Message) Course() (deg float64, ok bool) {
	return float64(m.COG) / 10, m.COG < COGNotAvailable
}

// TrueHeading returns the true heading in degrees.
func (m *Message) TrueHeading() (deg float64, ok bool) {
	return float64(m.Heading), m.Heading < 360
}

// RateOfTurn returns degrees per minute, starboard positive. It is not ok when
// there is no turn indicator; values of +-127 ("more than 5 degrees in 30 s")
// are not a rate either.
func (m *Message) RateOfTurn() (degPerMin float64, ok bool) {
	if m.ROT == ROTNotAvailable || m.ROT == 127 || m.ROT == -127 {
		return 0, false
	}
	r := float64(m.ROT) / 4.733
	if r < 0 {
		return -r * r, true
	}
	return r * r, true
}

// IsPosition says whether the type is a position report of a ship, craft or
// aircraft (not of a base station, aid or reference station).
func (m *Message) IsPosition() bool {
	switch m.Type {
	case 1, 2, 3, 9, 18, 19, 27:
		return true
	}
	return false
}

// IsStatic says whether the message tells who a ship is: type 5, 19 or 24.
func (m *Message) IsStatic() bool { return m.Type == 5 || m.Type == 19 || m.Type == 24 }

// Length and Beam return metres, 0 when not available.
func (m *Message) Length() int { return int(m.A) + int(m.B) }

// Beam returns metres, 0 when not available.
func (m *Message) Beam() int { return int(m.C) + int(m.D) }
