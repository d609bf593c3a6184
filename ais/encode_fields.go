package ais

import (
	"fmt"
	"time"
)

// The fields are written in the order of the message tables of M.1371-5 Annex 8.

// fieldWriter writes fields until the first that does not fit.
type fieldWriter struct {
	bits *bitField
	err  error
}

func (w *fieldWriter) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
	}
}

func (w *fieldWriter) u(n uint, name string, v uint32) {
	if n < 32 && v>>n != 0 {
		w.fail("%s: %d does not fit into %d bits", name, v, n)
		return
	}
	w.bits.put(n, v)
}

func (w *fieldWriter) i(n uint, name string, v int32) {
	if v < -1<<(n-1) || v >= 1<<(n-1) {
		w.fail("%s: %d does not fit into %d bits", name, v, n)
		return
	}
	w.bits.put(n, uint32(v)&(1<<n-1))
}

func (w *fieldWriter) flag(v bool) { w.bits.putFlag(v) }

func (w *fieldWriter) spare(n uint) { w.bits.put(n, 0) }

// text writes n characters; what is left is filled with "@".
func (w *fieldWriter) text(n int, name, s string) {
	if len(s) > n {
		w.fail("%s: %q is longer than %d characters", name, s, n)
		return
	}
	for i := range n {
		var c byte
		if i < len(s) {
			c = s[i]
			if c < ' ' || c > '_' || c == '@' {
				w.fail("%s: %q: AIS has no character %q (it has capitals, digits and signs)", name, s, c)
				return
			}
			c &= 63
		}
		w.bits.put(6, uint32(c))
	}
}

// position writes longitude and latitude of full resolution.
func (w *fieldWriter) position(m *Message) {
	lat, lon := m.place()
	w.i(28, "longitude", lon)
	w.i(27, "latitude", lat)
}

// place returns the raw position: "not available" when the message says that
// it has none although the numbers could be one.
func (m *Message) place() (lat, lon int32) {
	var r Message
	r.setRaw(m.Lat, m.Lon)
	if r.HasPosition && !m.HasPosition {
		return LatNotAvailable, LonNotAvailable
	}
	return m.Lat, m.Lon
}

func (w *fieldWriter) dimensions(m *Message) {
	w.u(9, "distance to bow", uint32(m.A))
	w.u(9, "distance to stern", uint32(m.B))
	w.u(6, "distance to port", uint32(m.C))
	w.u(6, "distance to starboard", uint32(m.D))
}

func (w *fieldWriter) message(m *Message) {
	w.u(6, "type", uint32(m.Type))
	w.u(2, "repeat indicator", uint32(m.Repeat))
	w.u(30, "MMSI", m.MMSI)
	switch m.Type {
	case 1, 2, 3:
		w.classA(m)
	case 4, 11:
		w.baseStation(m)
	case 5:
		w.classAStatic(m)
	case 9:
		w.aircraft(m)
	case 18:
		w.classB(m)
	case 19:
		w.classBExtended(m)
	case 21:
		w.aid(m)
	case 24:
		w.static24(m)
	case 27:
		w.longRange(m)
	default:
		w.fail("this type cannot be encoded (1-5, 9, 11, 18, 19, 21, 24 and 27 can)")
	}
}

func (w *fieldWriter) classA(m *Message) {
	w.u(4, "navigational status", uint32(m.Status))
	w.i(8, "rate of turn", int32(m.ROT))
	w.u(10, "speed", uint32(m.SOG))
	w.flag(m.Accuracy)
	w.position(m)
	w.u(12, "course", uint32(m.COG))
	w.u(9, "heading", uint32(m.Heading))
	w.u(6, "second", uint32(m.Second))
	w.u(2, "special manoeuvre", uint32(m.Maneuver))
	w.spare(3)
	w.flag(m.RAIM)
	w.u(19, "communication state", m.Radio)
}

func (w *fieldWriter) baseStation(m *Message) {
	if m.UTC == 0 {
		w.spare(14 + 4 + 5)
		w.u(5, "hour", 24)
		w.u(6, "minute", 60)
		w.u(6, "second", 60)
	} else {
		t := time.Unix(m.UTC, 0).UTC()
		if t.Year() < 1 || t.Year() > 9999 {
			w.fail("UTC: %d is not in the years 1-9999", m.UTC)
			return
		}
		w.u(14, "year", uint32(t.Year()))
		w.u(4, "month", uint32(t.Month()))
		w.u(5, "day", uint32(t.Day()))
		w.u(5, "hour", uint32(t.Hour()))
		w.u(6, "minute", uint32(t.Minute()))
		w.u(6, "second", uint32(t.Second()))
	}
	w.flag(m.Accuracy)
	w.position(m)
	w.u(4, "position device", uint32(m.EPFD))
	w.spare(10)
	w.flag(m.RAIM)
	w.u(19, "communication state", m.Radio)
}

func (w *fieldWriter) classAStatic(m *Message) {
	w.u(2, "AIS version", uint32(m.Version))
	w.u(30, "IMO number", m.IMO)
	w.text(7, "call sign", m.CallSign)
	w.text(20, "name", m.Name)
	w.u(8, "ship type", uint32(m.ShipType))
	w.dimensions(m)
	w.u(4, "position device", uint32(m.EPFD))
	w.u(4, "ETA month", uint32(m.ETA.Month))
	w.u(5, "ETA day", uint32(m.ETA.Day))
	w.u(5, "ETA hour", uint32(m.ETA.Hour))
	w.u(6, "ETA minute", uint32(m.ETA.Minute))
	w.u(8, "draught", uint32(m.Draught))
	w.text(20, "destination", m.Destination)
	w.flag(m.DTE)
	w.spare(1)
}

func (w *fieldWriter) aircraft(m *Message) {
	w.u(12, "altitude", uint32(m.Altitude))
	w.u(10, "speed", knots(m.SOG, 1023))
	w.flag(m.Accuracy)
	w.position(m)
	w.u(12, "course", uint32(m.COG))
	w.u(6, "second", uint32(m.Second))
	w.spare(8)
	w.flag(m.DTE)
	w.spare(3)
	w.flag(m.Assigned)
	w.flag(m.RAIM)
	w.u(20, "communication state", m.Radio)
}

// knots rounds tenths of knots to whole ones.
func knots(tenths uint16, notAvailable uint32) uint32 {
	if tenths == SOGNotAvailable {
		return notAvailable
	}
	return (uint32(tenths) + 5) / 10
}

func (w *fieldWriter) classBPosition(m *Message) {
	w.spare(8)
	w.u(10, "speed", uint32(m.SOG))
	w.flag(m.Accuracy)
	w.position(m)
	w.u(12, "course", uint32(m.COG))
	w.u(9, "heading", uint32(m.Heading))
	w.u(6, "second", uint32(m.Second))
}

func (w *fieldWriter) classB(m *Message) {
	w.classBPosition(m)
	w.spare(2)
	w.flag(m.CS)
	w.flag(m.Display)
	w.flag(m.DSC)
	w.flag(m.Band)
	w.flag(m.Msg22)
	w.flag(m.Assigned)
	w.flag(m.RAIM)
	w.u(20, "communication state", m.Radio)
}

func (w *fieldWriter) classBExtended(m *Message) {
	w.classBPosition(m)
	w.spare(4)
	w.text(20, "name", m.Name)
	w.u(8, "ship type", uint32(m.ShipType))
	w.dimensions(m)
	w.u(4, "position device", uint32(m.EPFD))
	w.flag(m.RAIM)
	w.flag(m.DTE)
	w.flag(m.Assigned)
	w.spare(4)
}

func (w *fieldWriter) aid(m *Message) {
	if len(m.Name) > 34 {
		w.fail("name: %q is longer than 34 characters", m.Name)
		return
	}
	name, more := m.Name, ""
	if len(name) > 20 {
		name, more = name[:20], name[20:]
	}
	w.u(5, "type of aid", uint32(m.ShipType))
	w.text(20, "name", name)
	w.flag(m.Accuracy)
	w.position(m)
	w.dimensions(m)
	w.u(4, "position device", uint32(m.EPFD))
	w.u(6, "second", uint32(m.Second))
	w.flag(m.OffPosition)
	w.spare(8)
	w.flag(m.RAIM)
	w.flag(m.Virtual)
	w.flag(m.Assigned)
	w.spare(1)
	w.text(len(more), "name", more)
	w.spare(uint(-w.bits.n & 7)) // up to a whole byte
}

func (w *fieldWriter) static24(m *Message) {
	w.u(2, "part", uint32(m.Part))
	switch m.Part {
	case 0:
		w.text(20, "name", m.Name)
	case 1:
		w.u(8, "ship type", uint32(m.ShipType))
		w.text(3, "vendor", m.Vendor)
		w.u(4, "unit model", uint32(m.Model))
		w.u(20, "serial number", m.Serial)
		w.text(7, "call sign", m.CallSign)
		if isAuxiliary(m.MMSI) {
			w.u(30, "MMSI of the mother ship", m.MotherShip)
		} else {
			w.dimensions(m)
		}
		w.u(4, "position device", uint32(m.EPFD))
		w.spare(2)
	default:
		w.fail("part: %d is neither 0 (A) nor 1 (B)", m.Part)
	}
}

func (w *fieldWriter) longRange(m *Message) {
	w.flag(m.Accuracy)
	w.flag(m.RAIM)
	w.u(4, "navigational status", uint32(m.Status))
	lat, lon := m.place()
	w.i(18, "longitude", coarse(lon))
	w.i(17, "latitude", coarse(lat))
	w.u(6, "speed", min(knots(m.SOG, 63), 63))
	cog := uint32(511)
	if m.COG < COGNotAvailable {
		cog = (uint32(m.COG) + 5) / 10 % 360
	} else if m.COG > COGNotAvailable {
		cog = uint32(m.COG) / 10
	}
	w.u(9, "course", cog)
	w.flag(m.Late)
	w.spare(1)
}

// coarse rounds 1/10000 minute to 1/10 minute.
func coarse(v int32) int32 {
	if v < 0 {
		return (v - 500) / 1000
	}
	return (v + 500) / 1000
}
