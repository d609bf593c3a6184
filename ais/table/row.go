package table

import (
	"bytes"
	"math"

	"plimsoll/ais"
)

// messages makes of the row the messages that said it.
func (r *Reader) messages() ais.Reason {
	mmsi, ok := whole(r.cells[fMMSI])
	if !ok || mmsi < 0 || mmsi > 999_999_999 {
		return ais.ReasonMMSI
	}
	at, ok := moment(r.cells[fTime], r.options.MonthFirst)
	if !ok {
		return ais.ReasonTime
	}
	var m ais.Message
	m.Reset()
	m.Line, m.MMSI, m.Received = r.line, uint32(mmsi), at
	m.Source = r.text(fSource)
	m.Type = r.kind()
	if m.Type == 0 {
		return ais.ReasonType
	}
	static := r.identity(m)
	r.motion(&m)
	switch m.Type {
	case 5, 24:
		r.add(static)
		return 0
	case 19, 21:
		static.HasPosition, static.Lat, static.Lon = m.HasPosition, m.Lat, m.Lon
		static.SOG, static.COG, static.Heading = m.SOG, m.COG, m.Heading
		static.IMO, static.CallSign, static.Destination, static.Draught = 0, "", "", 0
		static.ETA = ais.ETA{Hour: 24, Minute: 60}
		r.put(static)
		return 0
	}
	said := m.IsPosition() && m.Type != 9 && says(&static)
	// A row without a place that says who the ship is comes from a message that
	// said only that.
	if !said || m.HasPosition || m.SOG != ais.SOGNotAvailable {
		r.put(m)
	}
	if said && r.news(&static) {
		static.Type = 5
		if m.Type == 18 {
			static.Type = 24
		}
		r.add(static)
	}
	return 0
}

// kind is the type of message: by its number where the table has it, else by
// the class of the station, which is A where nothing is said. It is 0 for a
// number that is none.
func (r *Reader) kind() uint8 {
	if c := r.cells[fType]; !null(c) {
		n, ok := whole(c)
		if !ok || n < 1 || n > 27 {
			return 0
		}
		return uint8(n)
	}
	c := r.cells[fClass]
	if null(c) {
		return 1
	}
	var buf [24]byte
	switch string(folded(buf[:0], c)) {
	case "b", "classb":
		return 18
	case "basestation":
		return 4
	case "aton", "aidtonavigation":
		return 21
	case "sarairborne":
		return 9
	}
	return 1 // class A, and rescue transmitters, which send as class A does
}

// motion reads place, speed and course.
func (r *Reader) motion(m *ais.Message) {
	lat, okLat := r.scaled(fLat, 7)
	lon, okLon := r.scaled(fLon, 7)
	switch {
	case !okLat || !okLon || lat == 91e7 || lon == 181e7: // 91N 0E in the Danish files
	case lat > 90e7 || lat < -90e7 || lon > 180e7 || lon < -180e7:
		r.bent()
	default:
		m.Lat, m.Lon, m.HasPosition = minutes(lat), minutes(lon), true
	}
	if v, ok := r.within(fSOG, 1, 0, 1023); ok {
		m.SOG = uint16(v)
	}
	if v, ok := r.within(fCOG, 1, 0, 3600); ok {
		m.COG = uint16(v)
	}
	if v, ok := r.within(fHeading, 0, 0, 511); ok {
		m.Heading = uint16(v)
	}
	if v, ok := r.within(fAltitude, 0, 0, 4095); ok && m.Type == 9 {
		m.Altitude = uint16(v)
	}
	if m.Type > 3 && m.Type != 27 {
		return
	}
	if c := r.cells[fStatus]; !null(c) {
		if s, ok := status(c); ok {
			m.Status = s
		} else {
			r.bent()
		}
	}
	if v, ok := r.within(fROTRaw, 0, -128, 127); ok {
		m.ROT = int8(v)
	} else if v, ok := r.within(fROT, 1, -7200, 7200); ok { // 0.1 degree a minute
		raw := math.Round(4.733 * math.Sqrt(math.Abs(float64(v)/10)))
		m.ROT = int8(math.Copysign(min(raw, 126), float64(v)))
	}
}

// minutes turns 1e-7 degree into 1/10000 minute.
func minutes(v int64) int32 {
	v *= 6
	if v < 0 {
		return -int32((-v + 50) / 100)
	}
	return int32((v + 50) / 100)
}

// identity reads who and how large the ship is.
func (r *Reader) identity(m ais.Message) ais.Message {
	m.Name, m.CallSign, m.Destination = r.text(fName), r.text(fCallSign), r.text(fDestination)
	c := r.cells[fIMO]
	if len(c) > 3 && (c[0] == 'I' || c[0] == 'i') {
		c = bytes.TrimLeft(c[3:], " ")
	}
	if v, ok := whole(c); ok && v >= 0 && v < 1<<30 {
		m.IMO = uint32(v)
	} else if !null(c) {
		r.bent()
	}
	if c := r.cells[fShipType]; !null(c) {
		if t, ok := shipType(c); ok {
			m.ShipType = t
		} else {
			r.bent()
		}
	}
	r.size(&m)
	if v, ok := r.within(fDraught, 1, 0, 255); ok {
		m.Draught = uint8(v)
	} else if v, ok := r.within(fDraughtRaw, 0, 0, 255); ok {
		m.Draught = uint8(v)
	}
	if c := r.cells[fETA]; !null(c) {
		if e, ok := arrival(c, r.options.MonthFirst); ok {
			m.ETA = e
		} else {
			r.bent()
		}
	}
	return m
}

// size reads the dimensions. Length and beam alone are sent as B and D, with A
// and C zero; 511 and 63 metres mean that or more.
func (r *Reader) size(m *ais.Message) {
	a, _ := r.within(fBow, 0, 0, 511)
	b, _ := r.within(fStern, 0, 0, 511)
	p, _ := r.within(fPort, 0, 0, 63)
	s, _ := r.within(fStarboard, 0, 0, 63)
	if a|b|p|s == 0 {
		b, _ = r.within(fLength, 0, 0, 1000)
		s, _ = r.within(fWidth, 0, 0, 200)
	}
	m.A, m.B, m.C, m.D = uint16(a), uint16(min(b, 511)), uint16(p), uint16(min(s, 63))
}

// says reports whether anything of an identity is there.
func says(m *ais.Message) bool {
	return m.Name != "" || m.CallSign != "" || m.Destination != "" || m.IMO != 0 || m.ShipType != 0 || m.A|m.B|m.C|m.D != 0 || m.Draught != 0
}

// news reports whether an identity is to be told: it is another than the last
// of this ship, or that was some minutes ago.
func (r *Reader) news(m *ais.Message) bool {
	h := uint64(14695981039346656037) // FNV-1a
	add := func(s string) {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	add(m.Name)
	add(m.CallSign)
	add(m.Destination)
	for _, v := range []uint64{
		uint64(m.IMO), uint64(m.ShipType), uint64(m.A), uint64(m.B), uint64(m.C), uint64(m.D), uint64(m.Draught),
		uint64(m.ETA.Month), uint64(m.ETA.Day), uint64(m.ETA.Hour), uint64(m.ETA.Minute),
	} {
		h = (h ^ v) * 1099511628211
	}
	was, known := r.known[m.MMSI]
	if apart := m.Received - was.told; known && was.hash == h && apart < repeatStatic && apart > -repeatStatic {
		return false
	}
	if !known && len(r.known) >= maxShips {
		clear(r.known)
	}
	r.known[m.MMSI] = identity{h, m.Received}
	return true
}

// add queues an identity: type 5 whole, type 24 in its two parts.
func (r *Reader) add(m ais.Message) {
	if m.Type != 24 {
		r.put(m)
		return
	}
	m.IMO, m.Destination, m.Draught, m.ETA = 0, "", 0, ais.ETA{Hour: 24, Minute: 60}
	if m.Name != "" {
		a := m
		a.CallSign, a.ShipType, a.A, a.B, a.C, a.D = "", 0, 0, 0, 0, 0
		r.put(a)
		m.Name = ""
	}
	if m.CallSign != "" || m.ShipType != 0 || m.A|m.B|m.C|m.D != 0 || r.n == 0 {
		m.Part = 1
		r.put(m)
	}
}

func (r *Reader) put(m ais.Message) {
	r.queue[r.n] = m
	r.n++
}

// bent counts a value that is taken as not available.
func (r *Reader) bent() { r.tally.Add(ais.LenientCell, r.line) }

// text is a cell as a shared string. Texts are sent in capitals: "Unknown" is
// no name, "UNKNOWN" may be one.
func (r *Reader) text(f field) string {
	c := bytes.TrimRight(r.cells[f], " @")
	if null(c) {
		return ""
	}
	return r.intern(c)
}

// scaled reads a number times ten to the power of decimals. What is not
// available is not ok; what cannot be read is counted besides.
func (r *Reader) scaled(f field, decimals int) (int64, bool) {
	c := r.cells[f]
	if null(c) {
		return 0, false
	}
	v, ok := decimal(c, decimals)
	if !ok {
		r.bent()
	}
	return v, ok
}

func (r *Reader) within(f field, decimals int, least, most int64) (int64, bool) {
	v, ok := r.scaled(f, decimals)
	if ok && (v < least || v > most) {
		r.bent()
		return 0, false
	}
	return v, ok
}
