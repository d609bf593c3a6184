package voyage

import (
	"math"
	"time"

	"plimsoll/geo"
)

// fix is a position as it is kept: raw integers, 32 bytes.
type fix struct {
	t        int64 // unix seconds
	lat, lon int32 // 1/10000 minute
	line     int32
	sog      uint16
	cog      uint16
	heading  uint16
	source   uint16
	status   uint8
	coarse   bool
}

// place is a point to a ten-thousandth of a minute.
type place struct{ lat, lon int32 }

func placeOf(p geo.Point) place {
	return place{int32(math.Round(p.Lat * unitsPerDegree)), int32(math.Round(p.Lon * unitsPerDegree))}
}

func (p place) point() geo.Point {
	return geo.Point{Lat: float64(p.lat) / unitsPerDegree, Lon: float64(p.lon) / unitsPerDegree}
}

func (f *fix) point() geo.Point { return place{f.lat, f.lon}.point() }

func (f *fix) time() time.Time { return time.Unix(f.t, 0).UTC() }

func (f *fix) knots() float64 {
	if f.sog >= 1023 {
		return math.NaN()
	}
	return float64(f.sog) / 10
}

// knotsOr is the speed sent, or another value where none was.
func (f *fix) knotsOr(other float64) float64 {
	if k := f.knots(); !math.IsNaN(k) {
		return k
	}
	return other
}

func (f *fix) course() float64 {
	if f.cog >= 3600 {
		return math.NaN()
	}
	return float64(f.cog) / 10
}

func (f *fix) head() float64 {
	if f.heading >= 360 {
		return math.NaN()
	}
	return float64(f.heading)
}

// anchored says that the ship called itself at anchor, aground or moored.
func (f *fix) anchored() bool { return f.status == 1 || f.status == 5 || f.status == 6 }

// metresPerUnit is a ten-thousandth of a minute of latitude.
const metresPerUnit = geo.Radius * math.Pi / 180 / unitsPerDegree

// within says whether two positions are no farther apart than so many metres.
// North and east as at the equator are together never less than the way: mostly
// that is enough to know.
func (f *fix) within(o *fix, metres float64) bool {
	north, east := f.apart(o)
	return (math.Abs(north)+math.Abs(east))*metresPerUnit <= metres || geo.Distance(f.point(), o.point()) <= metres
}

// apart is how far another position lies north and east, in units of angle.
func (f *fix) apart(o *fix) (north, east float64) {
	const round = 360 * unitsPerDegree
	d := int64(o.lon) - int64(f.lon)
	switch {
	case d > round/2:
		d -= round
	case d < -round/2:
		d += round
	}
	return float64(o.lat) - float64(f.lat), float64(d)
}

// flat measures ways near a parallel as on a plane: for many short ones it is as
// good as on the globe, and many times as fast.
type flat float64

func flatAt(f *fix) flat { return flat(math.Cos(f.point().Lat * math.Pi / 180)) }

func (c flat) metres(a, b *fix) float64 {
	north, east := a.apart(b)
	return math.Sqrt(north*north+east*east*float64(c*c)) * metresPerUnit
}

// packed is a position as it is kept by the dozen: as a fix, in 24 bytes.
type packed struct {
	t        uint32 // seconds since 1970: until 2106
	lat, lon int32
	line     int32
	said     uint32 // speed in 10 bits, course in 12, heading in 9, as they are sent; the last says that it is coarse
	source   uint16
	status   uint8
}

func pack(f *fix) packed {
	said := uint32(min(f.sog, 1023)) | uint32(min(f.cog, 4095))<<10 | uint32(min(f.heading, 511))<<22
	if f.coarse {
		said |= 1 << 31
	}
	return packed{uint32(f.t), f.lat, f.lon, f.line, said, f.source, f.status} //nolint:gosec // later times are refused
}

func (p *packed) fix() fix {
	return fix{
		t: int64(p.t), lat: p.lat, lon: p.lon, line: p.line, source: p.source, status: p.status,
		sog: uint16(p.said & 1023), cog: uint16(p.said >> 10 & 4095), heading: uint16(p.said >> 22 & 511), coarse: p.said>>31 == 1, //nolint:gosec // masked
	}
}
