package voyage

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// The maritime identification digits that ITU has allocated, with the ISO
// 3166-1 code of the administration (ITU, table of maritime identification
// digits).
//
//go:embed flags.csv
var flagsFile string

var flags = sync.OnceValue(func() map[uint32]string {
	m := make(map[uint32]string, 300)
	for line := range strings.Lines(flagsFile) {
		mid, country, _ := strings.Cut(strings.TrimSpace(line), ",")
		if n, err := strconv.ParseUint(mid, 10, 32); err == nil {
			m[uint32(n)] = country
		}
	}
	return m
})

// Unassigned is the flag of an MMSI whose country digits ITU gave to nobody.
const Unassigned = "unassigned"

// FlagOf is the country whose digits a ship's MMSI begins with (ISO 3166-1
// alpha-2), or Unassigned.
func FlagOf(mmsi uint32) string {
	mid := mmsi / 1_000_000
	if mid/10 == 98 { // craft of a parent ship: 98 and then the country
		mid = mmsi / 10_000 % 1000
	}
	if c, ok := flags()[mid]; ok {
		return c
	}
	return Unassigned
}

// isShip says whether an MMSI has the form of a ship's (or of a ship's craft):
// not a coast station, aircraft, buoy, handheld or distress beacon.
func isShip(mmsi uint32) bool {
	first := mmsi / 100_000_000
	return first >= 2 && first <= 7 || mmsi/10_000_000 == 98
}

// imoText writes an IMO number as it is painted, seven digits, or nothing.
func imoText(imo uint32) string {
	if imo == 0 || imo > 9_999_999 {
		return ""
	}
	s := strconv.FormatUint(uint64(imo), 10)
	return strings.Repeat("0", 7-len(s)) + s
}

// imoValid checks the check digit of an IMO number.
func imoValid(imo uint32) bool {
	if imo == 0 || imo > 9_999_999 {
		return false
	}
	sum, n := uint32(0), imo/10
	for weight := uint32(2); weight <= 7; weight++ {
		sum += n % 10 * weight
		n /= 10
	}
	return sum%10 == imo%10
}
