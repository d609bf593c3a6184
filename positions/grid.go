package positions

import (
	"fmt"
	"math"
	"time"
)

// CellDegrees is the height and width of a sea cell. Cells are cut along whole
// degrees, unlike [plimsoll/geo.Cells], so that a name tells what a file covers
// to anyone who has no more than the file.
const CellDegrees = 5

const (
	cellColumns = 360 / CellDegrees
	cellRows    = 180 / CellDegrees
	secondsADay = 86400
	dayLayout   = "2006-01-02"
)

// cell numbers the cells from the south west, row by row.
type cell uint16

// cellOf is the cell of a place, which belongs to the cell north and east of
// a line that it lies on; the pole to the last row.
func cellOf(lat, lon int32) cell {
	const size = CellDegrees * unitsPerDegree
	row := min(int(lat+maxLat)/size, cellRows-1)
	col := int(lon+maxLon) / size % cellColumns
	return cell(row*cellColumns + col)
}

// corner is the south-west corner in degrees.
func (c cell) corner() (lat, lon int) {
	return int(c)/cellColumns*CellDegrees - 90, int(c)%cellColumns*CellDegrees - 180
}

// String names a cell by its south-west corner: N35E125, S05W070.
func (c cell) String() string {
	lat, lon := c.corner()
	ns, ew := 'N', 'E'
	if lat < 0 {
		ns, lat = 'S', -lat
	}
	if lon < 0 {
		ew, lon = 'W', -lon
	}
	return fmt.Sprintf("%c%02d%c%03d", ns, lat, ew, lon)
}

func parseCell(name string) (cell, bool) {
	var ns, ew rune
	var lat, lon int
	if len(name) != 7 {
		return 0, false
	}
	if n, err := fmt.Sscanf(name, "%c%02d%c%03d", &ns, &lat, &ew, &lon); n != 4 || err != nil {
		return 0, false
	}
	if ns == 'S' {
		lat = -lat
	}
	if ew == 'W' {
		lon = -lon
	}
	if lat < -90 || lat >= 90 || lon < -180 || lon >= 180 {
		return 0, false
	}
	c := cell((lat+90)/CellDegrees*cellColumns + (lon+180)/CellDegrees)
	return c, c.String() == name
}

// Box is a part of the sea in degrees, its edges included. A box whose west is
// greater than its east goes over the 180th meridian.
type Box struct{ West, South, East, North float64 }

// Check refuses what is no box.
func (b Box) Check() error {
	switch {
	case !(b.South >= -90 && b.North <= 90 && b.South <= b.North):
		return fmt.Errorf("the box goes from latitude %g to %g: write west,south,east,north in degrees, south first", b.South, b.North)
	case !(b.West >= -180 && b.West <= 180 && b.East >= -180 && b.East <= 180):
		return fmt.Errorf("the box goes from longitude %g to %g: degrees run from -180 to 180", b.West, b.East)
	}
	return nil
}

// region is a box in raw units.
type region struct{ west, south, east, north int32 }

func (b Box) region() region {
	up := func(deg float64) int32 { return int32(math.Ceil(deg*unitsPerDegree - 1e-6)) }
	down := func(deg float64) int32 { return int32(math.Floor(deg*unitsPerDegree + 1e-6)) }
	return region{up(b.West), up(b.South), down(b.East), down(b.North)}
}

func (r region) holds(lat, lon int32) bool {
	if lat < r.south || lat > r.north {
		return false
	}
	if lon == -maxLon && r.east == maxLon { // the 180th meridian is kept as -180
		return true
	}
	if r.west <= r.east {
		return lon >= r.west && lon <= r.east
	}
	return lon >= r.west || lon <= r.east
}

func (r region) touches(c cell) bool {
	lat, lon := c.corner()
	south, west := int32(lat)*unitsPerDegree, int32(lon)*unitsPerDegree
	north, east := south+CellDegrees*unitsPerDegree, west+CellDegrees*unitsPerDegree
	if r.south > north || r.north < south {
		return false
	}
	if west == -maxLon && r.east == maxLon {
		return true
	}
	if r.west <= r.east {
		return r.west <= east && r.east >= west
	}
	return r.west <= east || r.east >= west
}

// dayOf numbers the UTC days since 1970.
func dayOf(unix int64) int { return int(unix / secondsADay) }

func dayName(day int) string { return time.Unix(int64(day)*secondsADay, 0).UTC().Format(dayLayout) }

func parseDay(name string) (int, bool) {
	t, err := time.Parse(dayLayout, name)
	if err != nil || t.Unix() < 0 || t.Unix() > maxTime {
		return 0, false
	}
	return dayOf(t.Unix()), true
}
