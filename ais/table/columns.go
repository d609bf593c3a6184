package table

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// field is what a column may say.
type field uint8

const (
	unused field = iota
	fTime
	fMMSI
	fClass
	fType
	fLat
	fLon
	fSOG
	fCOG
	fHeading
	fROT
	fROTRaw
	fStatus
	fAltitude
	fIMO
	fCallSign
	fName
	fShipType
	fLength
	fWidth
	fBow
	fStern
	fPort
	fStarboard
	fDraught
	fDraughtRaw
	fDestination
	fETA
	fSource
	fieldCount
)

// fieldNames are the words of a mapping, with units in docs/ais.md.
var fieldNames = [fieldCount]string{
	fTime: "time", fMMSI: "mmsi", fClass: "class", fType: "type",
	fLat: "lat", fLon: "lon", fSOG: "sog", fCOG: "cog", fHeading: "heading", fROT: "rot", fROTRaw: "rot_raw",
	fStatus: "status", fAltitude: "altitude", fIMO: "imo", fCallSign: "callsign", fName: "name", fShipType: "shiptype",
	fLength: "length", fWidth: "width", fBow: "to_bow", fStern: "to_stern", fPort: "to_port", fStarboard: "to_starboard",
	fDraught: "draught", fDraughtRaw: "draught_raw", fDestination: "destination", fETA: "eta", fSource: "source",
}

// known says what columns are called, folded: those of the Danish authority, of
// MarineCadastre (to 2024, and from 2025 on) and of other common files.
func known(folded string) field {
	switch folded {
	case "time", "timestamp", "basedatetime", "datetime", "datetimeutc", "timeutc", "receivedat", "msgtime", "t":
		return fTime
	case "mmsi", "ssvid", "userid":
		return fMMSI
	case "class", "typeofmobile", "transceiverclass", "transceiver", "aisclass":
		return fClass
	case "type", "messageid", "msgtype", "messagetype", "messagenr", "msgid":
		return fType
	case "lat", "latitude":
		return fLat
	case "lon", "long", "lng", "longitude":
		return fLon
	case "sog", "speed", "speedoverground":
		return fSOG
	case "cog", "course", "courseoverground":
		return fCOG
	case "heading", "trueheading", "hdg":
		return fHeading
	case "rot", "rateofturn":
		return fROT
	case "rotraw":
		return fROTRaw
	case "status", "navigationalstatus", "navigationstatus", "navstatus":
		return fStatus
	case "altitude":
		return fAltitude
	case "imo", "imonumber":
		return fIMO
	case "callsign":
		return fCallSign
	case "name", "vesselname", "shipname":
		return fName
	case "shiptype", "vesseltype":
		return fShipType
	case "length":
		return fLength
	case "width", "beam":
		return fWidth
	case "a", "sizea", "tobow", "dimensiontobow":
		return fBow
	case "b", "sizeb", "tostern", "dimensiontostern":
		return fStern
	case "c", "sizec", "toport", "dimensiontoport":
		return fPort
	case "d", "sized", "tostarboard", "dimensiontostarboard":
		return fStarboard
	case "draught", "draft":
		return fDraught
	case "draughtraw":
		return fDraughtRaw
	case "destination":
		return fDestination
	case "eta":
		return fETA
	case "source", "station", "basestation":
		return fSource
	}
	return unused
}

// fold leaves of a heading its letters and digits, small.
func fold(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, heading)
}

// meanings finds out what each heading means.
func meanings(headings []string, o Options) ([]field, error) {
	out := make([]field, len(headings))
	var have [fieldCount]string
	used := make(map[string]bool)
	for i, h := range headings {
		h = strings.TrimSpace(h)
		f := known(fold(h))
		if to, named := o.Columns[h]; named {
			used[h] = true
			n := slices.Index(fieldNames[:], to)
			switch {
			case to == "-":
				n = 0
			case n <= 0:
				return nil, fmt.Errorf("column %q cannot mean %q; a column may mean %s, or - to leave it out", h, to, words())
			}
			f = field(n)
			if f != unused && have[f] != "" && o.Columns[have[f]] == "" { // what is said goes before what is guessed
				out[slices.Index(headings, have[f])], have[f] = unused, ""
			}
		} else if f != unused && have[f] != "" {
			continue // the first of several, as in "source" and "station"
		}
		if f != unused && have[f] != "" {
			return nil, fmt.Errorf("columns %q and %q would both mean %s: leave one out with --column %q", have[f], h, fieldNames[f], h+"=-")
		}
		out[i] = f
		if f != unused {
			have[f] = h
		}
	}
	for h := range o.Columns {
		if !used[h] {
			return nil, fmt.Errorf("--column names the column %q, which is not there; there are %s", h, clip(strings.Join(headings, ", "), 400))
		}
	}
	for _, f := range []field{fMMSI, fTime} {
		if have[f] == "" {
			return nil, fmt.Errorf("no column is known to say the %s; there are %s: say which it is with --column COLUMN=%s",
				fieldNames[f], clip(strings.Join(headings, ", "), 400), fieldNames[f])
		}
	}
	return out, nil
}

func words() string {
	names := slices.Clone(fieldNames[1:])
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// clip shortens what a message shows of a file.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

// LooksLike says whether a line may be the header of a table: several columns,
// two of them known or named. A channel "A" names no column.
func LooksLike(line []byte, o Options) bool {
	cells, ok := header(line)
	if !ok || len(cells) < 3 || bytes.Contains(line, []byte("VDM,")) || bytes.Contains(line, []byte("VDO,")) {
		return false
	}
	n := 0
	for _, c := range cells {
		if _, named := o.Columns[strings.TrimSpace(c)]; named || known(fold(c)) != unused {
			n++
		}
	}
	return n >= 2
}

// header cuts the first line of a table into headings.
func header(line []byte) ([]string, bool) {
	text := strings.TrimSpace(strings.TrimPrefix(string(line), "\ufeff"))
	text = strings.TrimSpace(strings.TrimPrefix(text, "#"))
	cells, ok := split(nil, []byte(text), delimiter(line))
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.TrimSpace(string(c))
	}
	return out, ok
}

// delimiter is a comma unless the header has none and has semicolons, tabs or
// bars instead.
func delimiter(head []byte) byte {
	for _, d := range []byte(",;\t|") {
		if slices.Contains(head, d) {
			return d
		}
	}
	return ','
}
