package ais

import "encoding/binary"

// span is how many bits a message type may have. Fewer than least is an error,
// fewer than short or more than long is leniency.
type span struct{ least, short, long int }

// spans by type, from the message tables of M.1371-5 Annex 8. A message may
// lack up to six bits (one character of armour, usually lost to a wrong count
// of fill bits) where those bits are spare or state, not place or name.
var spans = [28]span{
	1:  {162, 168, 168},
	2:  {162, 168, 168},
	3:  {162, 168, 168},
	4:  {162, 168, 168},
	5:  {418, 420, 426}, // 424; 420 and 422 are common
	6:  {88, 88, 1008},
	7:  {72, 72, 168},
	8:  {56, 56, 1008},
	9:  {162, 168, 168},
	10: {68, 72, 72},
	11: {162, 168, 168},
	12: {72, 72, 1008},
	13: {72, 72, 168},
	14: {40, 40, 1008},
	15: {88, 88, 168},
	16: {92, 92, 168},
	17: {75, 80, 816},
	18: {162, 168, 168},
	19: {306, 312, 312},
	20: {70, 72, 160},
	21: {268, 272, 360},
	22: {162, 168, 168},
	23: {154, 160, 160},
	24: {156, 160, 168},
	25: {40, 40, 168},
	26: {52, 52, 1064},
	27: {94, 96, 168}, // 96; sent in a slot of 168 by some
}

// fields reads the bits into m. A leniency is returned like an error, with the
// message read.
func (d *Decoder) fields(m *Message, b *bitField) Reason {
	if b.n < 38 {
		return ReasonTooShort
	}
	m.Type = uint8(b.u(0, 6))
	m.Repeat = uint8(b.u(6, 2))
	m.MMSI = b.u(8, 30)
	if m.Type < 1 || m.Type > 27 {
		return ReasonType
	}
	want := spans[m.Type]
	if b.n < want.least {
		return ReasonTooShort
	}
	switch m.Type {
	case 1, 2, 3:
		classA(m, b)
	case 4, 11:
		baseStation(m, b)
	case 5:
		d.classAStatic(m, b)
	case 6:
		m.To, m.DAC, m.FI = b.u(40, 30), uint16(b.u(72, 10)), uint8(b.u(82, 6))
	case 8:
		m.DAC, m.FI = uint16(b.u(40, 10)), uint8(b.u(50, 6))
	case 9:
		aircraft(m, b)
	case 17:
		m.setCoarse(b.i(58, 17), b.i(40, 18))
	case 18:
		classB(m, b)
	case 19:
		d.classBExtended(m, b)
	case 21:
		d.aid(m, b)
	case 24:
		if r := d.static24(m, b); r != 0 {
			return r
		}
	case 27:
		longRange(m, b)
	}
	switch {
	case b.n < want.short:
		return LenientShort
	case b.n > want.long:
		return LenientLong
	}
	return 0
}

// setRaw takes a position in 1/10000 minute.
func (m *Message) setRaw(lat, lon int32) {
	m.Lat, m.Lon = lat, lon
	m.HasPosition = lat >= -maxLat && lat <= maxLat && lon >= -maxLon && lon <= maxLon
}

// setCoarse takes a position in 1/10 minute.
func (m *Message) setCoarse(lat, lon int32) { m.setRaw(lat*1000, lon*1000) }

// classA is most of any feed: its fields are cut out of three words.
func classA(m *Message, b *bitField) {
	w := [3]uint64{binary.BigEndian.Uint64(b.b[0:]), binary.BigEndian.Uint64(b.b[8:]), binary.BigEndian.Uint64(b.b[16:])}
	m.Status = uint8(w[0] >> 22 & 15)
	m.ROT = int8(w[0] >> 14)
	m.SOG = uint16(w[0] >> 4 & 1023)
	m.Accuracy = w[0]&8 != 0
	m.setRaw(int32(int64(w[1]<<25)>>37), int32(int64(w[0]<<61|w[1]>>3)>>36))
	m.COG = uint16(w[1] & 0xfff)
	m.Heading = uint16(w[2] >> 55)
	m.Second = uint8(w[2] >> 49 & 63)
	m.Maneuver = uint8(w[2] >> 47 & 3)
	m.RAIM = w[2]>>43&1 != 0
	m.Radio = uint32(w[2] >> 24 & 0x7ffff)
}

func baseStation(m *Message, b *bitField) {
	t, ok := unixTime(int(b.u(38, 14)), int(b.u(52, 4)), int(b.u(56, 5)), int(b.u(61, 5)), int(b.u(66, 6)), int(b.u(72, 6)))
	if ok {
		m.UTC = t
		m.Second = uint8(b.u(72, 6))
	}
	m.Accuracy = b.flag(78)
	m.setRaw(b.i(107, 27), b.i(79, 28))
	m.EPFD = uint8(b.u(134, 4))
	m.RAIM = b.flag(148)
	m.Radio = b.u(149, 19)
}

func (d *Decoder) classAStatic(m *Message, b *bitField) {
	m.Version = uint8(b.u(38, 2))
	m.IMO = b.u(40, 30)
	m.CallSign = d.text(b, 70, 7)
	m.Name = d.text(b, 112, 20)
	m.ShipType = uint8(b.u(232, 8))
	m.dimensions(b, 240)
	m.EPFD = uint8(b.u(270, 4))
	m.ETA = ETA{Month: uint8(b.u(274, 4)), Day: uint8(b.u(278, 5)), Hour: uint8(b.u(283, 5)), Minute: uint8(b.u(288, 6))}
	m.Draught = uint8(b.u(294, 8))
	m.Destination = d.text(b, 302, 20)
	m.DTE = b.flag(422)
}

func aircraft(m *Message, b *bitField) {
	m.Altitude = uint16(b.u(38, 12))
	m.SOG = wholeKnots(b.u(50, 10), 1023)
	m.Accuracy = b.flag(60)
	m.setRaw(b.i(89, 27), b.i(61, 28))
	m.COG = uint16(b.u(116, 12))
	m.Second = uint8(b.u(128, 6))
	m.DTE = b.flag(142)
	m.Assigned = b.flag(146)
	m.RAIM = b.flag(147)
	m.Radio = b.u(148, 20)
}

// wholeKnots turns knots into tenths.
func wholeKnots(v, notAvailable uint32) uint16 {
	if v == notAvailable {
		return SOGNotAvailable
	}
	return uint16(v * 10)
}

func classB(m *Message, b *bitField) {
	classBPosition(m, b)
	m.CS = b.flag(141)
	m.Display = b.flag(142)
	m.DSC = b.flag(143)
	m.Band = b.flag(144)
	m.Msg22 = b.flag(145)
	m.Assigned = b.flag(146)
	m.RAIM = b.flag(147)
	m.Radio = b.u(148, 20)
}

// classBPosition reads what types 18 and 19 share.
func classBPosition(m *Message, b *bitField) {
	m.SOG = uint16(b.u(46, 10))
	m.Accuracy = b.flag(56)
	m.setRaw(b.i(85, 27), b.i(57, 28))
	m.COG = uint16(b.u(112, 12))
	m.Heading = uint16(b.u(124, 9))
	m.Second = uint8(b.u(133, 6))
}

func (d *Decoder) classBExtended(m *Message, b *bitField) {
	classBPosition(m, b)
	m.Name = d.text(b, 143, 20)
	m.ShipType = uint8(b.u(263, 8))
	m.dimensions(b, 271)
	m.EPFD = uint8(b.u(301, 4))
	m.RAIM = b.flag(305)
	m.DTE = b.flag(306)
	m.Assigned = b.flag(307)
}

// aid reads an aid to navigation. Its name goes on behind the fixed part when
// it has more than 20 characters.
func (d *Decoder) aid(m *Message, b *bitField) {
	m.ShipType = uint8(b.u(38, 5))
	m.Accuracy = b.flag(163)
	m.setRaw(b.i(192, 27), b.i(164, 28))
	m.dimensions(b, 219)
	m.EPFD = uint8(b.u(249, 4))
	m.Second = uint8(b.u(253, 6))
	m.OffPosition = b.flag(259)
	m.RAIM = b.flag(268)
	m.Virtual = b.flag(269)
	m.Assigned = b.flag(270)
	var buf [34]byte
	name := b.text(buf[:0], 43, 20)
	if more := (min(b.n, 360) - 272) / 6; more > 0 {
		name = b.text(name, 272, uint(more))
	}
	m.Name = d.intern(trim(name))
}

func (d *Decoder) static24(m *Message, b *bitField) Reason {
	m.Part = uint8(b.u(38, 2))
	switch m.Part {
	case 0:
		m.Name = d.text(b, 40, 20)
		return 0
	case 1:
	default:
		return ReasonPart24
	}
	if b.n < 162 {
		return ReasonTooShort
	}
	m.ShipType = uint8(b.u(40, 8))
	m.Vendor = d.text(b, 48, 3)
	m.Model = uint8(b.u(66, 4))
	m.Serial = b.u(70, 20)
	m.CallSign = d.text(b, 90, 7)
	if isAuxiliary(m.MMSI) {
		m.MotherShip = b.u(132, 30)
	} else {
		m.dimensions(b, 132)
	}
	m.EPFD = uint8(b.u(162, 4))
	return 0
}

// isAuxiliary says whether the MMSI is of a craft that belongs to another ship.
func isAuxiliary(mmsi uint32) bool { return mmsi/10_000_000 == 98 }

func longRange(m *Message, b *bitField) {
	m.Accuracy = b.flag(38)
	m.RAIM = b.flag(39)
	m.Status = uint8(b.u(40, 4))
	m.setCoarse(b.i(62, 17), b.i(44, 18))
	m.SOG = wholeKnots(b.u(79, 6), 63)
	if cog := b.u(85, 9); cog != 511 {
		m.COG = uint16(cog * 10)
	}
	m.Late = b.flag(94)
}

// dimensions reads A, B, C and D from bit off.
func (m *Message) dimensions(b *bitField, off uint) {
	m.A = uint16(b.u(off, 9))
	m.B = uint16(b.u(off+9, 9))
	m.C = uint16(b.u(off+18, 6))
	m.D = uint16(b.u(off+24, 6))
}

// text reads n characters from bit off.
func (d *Decoder) text(b *bitField, off, n uint) string {
	var buf [34]byte
	return d.intern(trim(b.text(buf[:0], off, n)))
}

// trim cuts a text at its first "@" and takes away the blanks at its end.
func trim(t []byte) []byte {
	for i, c := range t {
		if c == '@' {
			t = t[:i]
			break
		}
	}
	for len(t) > 0 && t[len(t)-1] == ' ' {
		t = t[:len(t)-1]
	}
	return t
}
