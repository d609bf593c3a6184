// Package geo answers questions about places at sea: how far, which way, on
// land or not, how near the shore, which port, whose waters, and which way by
// sea. It is pure: its data (the land of Natural Earth, the ports of the world,
// zones, channels) is embedded, and it knows nothing of ships.
//
// Distances are along great circles of a sphere. Against the ellipsoid that is
// wrong by at most 0.6 %, which is far below what a position report at sea is
// good for.
package geo

import (
	"fmt"
	"math"
)

// Radius of the sphere, in metres: the mean radius of the Earth (IUGG).
const Radius = 6371008.8

const (
	radian       = math.Pi / 180
	metresPerDeg = Radius * radian // along a meridian
	nearDegrees  = 0.5             // below this the flat formula is used
	nearLatitude = 80.0            // and only this far from the poles
)

// A nautical mile in metres, and a knot in metres a second.
const (
	MetresPerNM = 1852.0
	Knot        = MetresPerNM / 3600
)

// Point is a place in degrees: latitude north, longitude east.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Valid says whether the point is on the globe; NaN is not.
func (p Point) Valid() bool {
	return p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180
}

// String writes the point as a chart does: 31.20N 124.90E.
func (p Point) String() string {
	ns, ew := 'N', 'E'
	if p.Lat < 0 {
		ns = 'S'
	}
	if p.Lon < 0 {
		ew = 'W'
	}
	return fmt.Sprintf("%.2f%c %.2f%c", math.Abs(p.Lat), ns, math.Abs(p.Lon), ew)
}

// DeltaLon is the signed way from longitude a to longitude b over the shorter
// side of the globe, -180 up to 180.
func DeltaLon(a, b float64) float64 {
	d := b - a
	if d >= -180 && d <= 180 {
		return d
	}
	return math.Remainder(d, 360)
}

// NormLon brings a longitude into -180 .. 180.
func NormLon(lon float64) float64 {
	if lon >= -180 && lon <= 180 {
		return lon
	}
	return math.Remainder(lon, 360)
}

// Distance in metres along the great circle.
func Distance(a, b Point) float64 {
	dLat := b.Lat - a.Lat
	dLon := DeltaLon(a.Lon, b.Lon)
	if math.Abs(dLat) < nearDegrees && math.Abs(dLon) < nearDegrees &&
		math.Abs(a.Lat) < nearLatitude && math.Abs(b.Lat) < nearLatitude {
		// For neighbours the flat formula is as good (under 0.02 % off below
		// 80 degrees of latitude) and four times as fast.
		x := dLon * math.Cos((a.Lat+b.Lat)/2*radian)
		return metresPerDeg * math.Sqrt(dLat*dLat+x*x)
	}
	sLat := math.Sin(dLat / 2 * radian)
	sLon := math.Sin(dLon / 2 * radian)
	h := sLat*sLat + math.Cos(a.Lat*radian)*math.Cos(b.Lat*radian)*sLon*sLon
	return 2 * Radius * math.Asin(math.Sqrt(math.Min(1, h)))
}

// Bearing is the initial course from a to b in degrees, 0 up to 360.
func Bearing(a, b Point) float64 {
	dLon := DeltaLon(a.Lon, b.Lon) * radian
	la, lb := a.Lat*radian, b.Lat*radian
	y := math.Sin(dLon) * math.Cos(lb)
	x := math.Cos(la)*math.Sin(lb) - math.Sin(la)*math.Cos(lb)*math.Cos(dLon)
	deg := math.Atan2(y, x) / radian
	if deg < 0 {
		deg += 360
	}
	if deg >= 360 { // a hair west of north rounds up
		return 0
	}
	return deg
}

// Destination is where one arrives from p on an initial bearing (degrees)
// after some metres on the great circle.
func Destination(p Point, bearing, metres float64) Point {
	d := metres / Radius
	b, lat := bearing*radian, p.Lat*radian
	sin := math.Sin(lat)*math.Cos(d) + math.Cos(lat)*math.Sin(d)*math.Cos(b)
	sin = math.Max(-1, math.Min(1, sin))
	dLon := math.Atan2(math.Sin(b)*math.Sin(d)*math.Cos(lat), math.Cos(d)-math.Sin(lat)*sin)
	return Point{Lat: math.Asin(sin) / radian, Lon: NormLon(p.Lon + dLon/radian)}
}

// Between is the point at fraction f (0 at a, 1 at b) of the way from a to b,
// by straight interpolation of the degrees. It is meant for the short ways
// between two reports of one ship.
func Between(a, b Point, f float64) Point {
	return Point{Lat: a.Lat + (b.Lat-a.Lat)*f, Lon: NormLon(a.Lon + DeltaLon(a.Lon, b.Lon)*f)}
}

// Offset is the way from origin to p in metres east and north on a plane that
// touches the globe at the origin; good for some tens of kilometres.
func Offset(origin, p Point) (east, north float64) {
	return DeltaLon(origin.Lon, p.Lon) * metresPerDeg * math.Cos(origin.Lat*radian), (p.Lat - origin.Lat) * metresPerDeg
}
