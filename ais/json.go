package ais

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Line is a message as one line of JSON: degrees, knots and metres as numbers,
// null for what is not available or not carried by its type. The keys and
// their order are the same for all types.
type Line struct {
	Message *Message
	Time    time.Time // from a Clock; the zero time is null
	Data    []byte    // of a binary message, see Decoder.Data
	Bits    int       // how many of these bits count
}

// MarshalJSON implements json.Marshaler.
func (l Line) MarshalJSON() ([]byte, error) { return l.AppendJSON(nil), nil }

// AppendJSON appends the JSON object, without a line end.
func (l Line) AppendJSON(dst []byte) []byte {
	m := l.Message
	w := jsonWriter{b: append(dst, '{')}
	w.int("line", int64(m.Line), true)
	w.time("time", l.Time, !l.Time.IsZero())
	w.time("received", time.Unix(m.Received, 0), m.Received != 0)
	w.str("source", m.Source)
	w.int("type", int64(m.Type), true)
	w.int("repeat", int64(m.Repeat), true)
	w.int("mmsi", int64(m.MMSI), true)
	w.degrees("lat", m.Lat, m.HasPosition)
	w.degrees("lon", m.Lon, m.HasPosition)
	w.tenths("sog", int64(m.SOG), m.SOG != SOGNotAvailable)
	w.tenths("cog", int64(m.COG), m.COG < COGNotAvailable)
	w.int("heading", int64(m.Heading), m.Heading < 360)
	w.int("rot", int64(m.ROT), m.ROT != ROTNotAvailable)
	w.int("status", int64(m.Status), m.Status != StatusNotDefined)
	w.int("second", int64(m.Second), m.Second < 60)
	w.int("altitude", int64(m.Altitude), m.Altitude != AltitudeNotAvailable)
	w.time("utc", time.Unix(m.UTC, 0), m.UTC != 0)
	w.int("imo", int64(m.IMO), m.IMO != 0)
	w.str("name", m.Name)
	w.str("callsign", m.CallSign)
	ship := m.Type == 5 || m.Type == 19 || m.Type == 24 && m.Part == 1
	w.int("shiptype", int64(m.ShipType), ship)
	w.int("aid_type", int64(m.ShipType), m.Type == 21)
	w.str("destination", m.Destination)
	w.tenths("draught", int64(m.Draught), m.Draught != 0)
	w.eta(m.ETA)
	size := (ship || m.Type == 21) && m.A|m.B|m.C|m.D != 0
	w.int("to_bow", int64(m.A), size)
	w.int("to_stern", int64(m.B), size)
	w.int("to_port", int64(m.C), size)
	w.int("to_starboard", int64(m.D), size)
	app := m.Type == 6 || m.Type == 8
	w.int("to", int64(m.To), m.Type == 6)
	w.int("dac", int64(m.DAC), app)
	w.int("fi", int64(m.FI), app)
	w.hex("data", l.Data)
	w.int("bits", int64(l.Bits), l.Bits > 0)
	return append(w.b, '}')
}

type jsonWriter struct{ b []byte }

func (w *jsonWriter) key(k string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, k...)
	w.b = append(w.b, '"', ':')
}

func (w *jsonWriter) null() { w.b = append(w.b, "null"...) }

func (w *jsonWriter) int(k string, v int64, ok bool) {
	w.key(k)
	if !ok {
		w.null()
		return
	}
	w.b = strconv.AppendInt(w.b, v, 10)
}

// tenths writes v/10 with one decimal; v is not negative.
func (w *jsonWriter) tenths(k string, v int64, ok bool) {
	w.int(k, v/10, ok)
	if ok {
		w.b = append(w.b, '.', byte('0'+v%10))
	}
}

// degrees writes 1/10000 minutes as degrees with six decimals, which tell any
// two of them apart.
func (w *jsonWriter) degrees(k string, v int32, ok bool) {
	w.key(k)
	if !ok {
		w.null()
		return
	}
	n := int64(v)
	if n < 0 {
		w.b = append(w.b, '-')
		n = -n
	}
	micro := (n*10 + 3) / 6
	w.b = strconv.AppendInt(w.b, micro/1e6, 10)
	w.b = append(w.b, '.')
	for d := int64(1e5); d > 0; d /= 10 {
		w.b = append(w.b, byte('0'+micro/d%10))
	}
}

func (w *jsonWriter) time(k string, t time.Time, ok bool) {
	w.key(k)
	if !ok {
		w.null()
		return
	}
	w.b = append(w.b, '"')
	w.b = t.UTC().AppendFormat(w.b, time.RFC3339)
	w.b = append(w.b, '"')
}

// eta writes "MM-DDTHH:MMZ"; hour and minute as sent, 24:60 when not available.
func (w *jsonWriter) eta(e ETA) {
	w.key("eta")
	if e.Month == 0 || e.Day == 0 {
		w.null()
		return
	}
	w.b = append(w.b, '"')
	w.two(e.Month, '-')
	w.two(e.Day, 'T')
	w.two(e.Hour, ':')
	w.two(e.Minute, 'Z')
	w.b = append(w.b, '"')
}

func (w *jsonWriter) two(v uint8, then byte) { w.b = append(w.b, '0'+v/10, '0'+v%10, then) }

const hexDigits = "0123456789abcdef"

// hex writes bytes as hexadecimal digits, null when there are none.
func (w *jsonWriter) hex(k string, b []byte) {
	w.key(k)
	if len(b) == 0 {
		w.null()
		return
	}
	w.b = append(w.b, '"')
	for _, c := range b {
		w.b = append(w.b, hexDigits[c>>4], hexDigits[c&15])
	}
	w.b = append(w.b, '"')
}

// str writes a text, null when it is empty. What is not UTF-8 becomes U+FFFD.
func (w *jsonWriter) str(k, s string) {
	w.key(k)
	if s == "" {
		w.null()
		return
	}
	w.b = append(w.b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			w.b = utf8.AppendRune(w.b, r)
			i += n
			continue
		case c == '"' || c == '\\':
			w.b = append(w.b, '\\', c)
		case c < ' ' || c == 0x7f:
			w.b = append(w.b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			w.b = append(w.b, c)
		}
		i++
	}
	w.b = append(w.b, '"')
}
