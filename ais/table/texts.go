package table

// folded appends the letters and digits of a cell, small.
func folded(dst, c []byte) []byte {
	for _, b := range c {
		switch {
		case b >= 'A' && b <= 'Z':
			b += 'a' - 'A'
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
		default:
			continue
		}
		if len(dst) == cap(dst) { // longer than any word that is known
			return dst
		}
		dst = append(dst, b)
	}
	return dst
}

// status reads a navigational status, by its number or in words. Words that
// are reserved are none.
func status(c []byte) (uint8, bool) {
	if v, ok := whole(c); ok {
		return uint8(v & 15), v >= 0 && v <= 15
	}
	var buf [64]byte
	switch string(folded(buf[:0], c)) {
	case "underwayusingengine":
		return 0, true
	case "atanchor":
		return 1, true
	case "notundercommand":
		return 2, true
	case "restrictedmaneuverability", "restrictedmanoeuvrability":
		return 3, true
	case "constrainedbyherdraught":
		return 4, true
	case "moored":
		return 5, true
	case "aground":
		return 6, true
	case "engagedinfishing":
		return 7, true
	case "underwaysailing":
		return 8, true
	case "reservedforfutureamendmenthsc", "reservedforfutureamendmentofnavigationalstatusforhsc":
		return 9, true
	case "reservedforfutureamendmentwig", "reservedforfutureamendmentofnavigationalstatusforwig":
		return 10, true
	case "powerdrivenvesseltowingastern":
		return 11, true
	case "powerdrivenvesselpushingaheadortowingalongside":
		return 12, true
	case "reservedforfutureuse":
		return 13, true
	case "aissartactive", "aissart", "aissartisactive":
		return 14, true
	case "unknown", "undefined", "notdefined", "default":
		return 15, true
	}
	return 0, false
}

// shipType reads the type of a ship, by its number or in words, which give the
// first number of their kind.
func shipType(c []byte) (uint8, bool) {
	if v, ok := whole(c); ok {
		return uint8(v & 255), v >= 0 && v <= 99
	}
	var buf [32]byte
	switch string(folded(buf[:0], c)) {
	case "wig":
		return 20, true
	case "fishing":
		return 30, true
	case "towing":
		return 31, true
	case "towinglongwide":
		return 32, true
	case "dredging":
		return 33, true
	case "diving":
		return 34, true
	case "military":
		return 35, true
	case "sailing":
		return 36, true
	case "pleasure":
		return 37, true
	case "hsc":
		return 40, true
	case "pilot":
		return 50, true
	case "sar":
		return 51, true
	case "tug":
		return 52, true
	case "porttender":
		return 53, true
	case "antipollution":
		return 54, true
	case "lawenforcement":
		return 55, true
	case "spare1":
		return 56, true
	case "spare2":
		return 57, true
	case "medical":
		return 58, true
	case "notpartytoconflict":
		return 59, true
	case "passenger":
		return 60, true
	case "cargo":
		return 70, true
	case "tanker":
		return 80, true
	case "other":
		return 90, true
	case "reserved":
		return 0, true
	}
	return 0, false
}
