package joins

import (
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/names"
)

// markKind is a Kind in one byte.
type markKind uint8

const (
	noMark markKind = iota
	reference
	shipNumber
	firmNumber
	passport
	register
	wallet
	airAddress
	airSerial
	lei
	bic
	mmsi
	callSign
	tail
	contact
	postal
	wrongShip // an IMO number of a ship that fails its check digit
)

var markKinds = [...]Kind{
	"", Reference, Ship, Firm, Passport, Register, Wallet, Aircraft, Serial, LEI, BIC, MMSI, CallSign, Tail, Contact, Postal, Ship,
}

// bucket is the kind under which marks are looked up: what one list calls a
// passport another calls a document.
func (k markKind) bucket() markKind {
	if k == register {
		return passport
	}
	return k
}

// finds says whether two entries are held against each other for having such
// a mark in common. Contacts and addresses are shared by too many.
func (k markKind) finds() bool { return k < contact }

// mark is an identifier of an entry, as an entry or a document of its says.
type mark struct {
	holder  string // entity id
	key     string // normal form
	value   string // as stated
	place   string
	origin  uint32
	country uint16
	kind    markKind
}

// propMarks are the properties of parties that are identifiers.
var propMarks = map[string]markKind{
	"passportNumber": passport,
	"idNumber":       register, "registrationNumber": register, "taxNumber": register, "innCode": register, "ogrnCode": register,
	"vatCode": register, "socialSecurityNumber": register, "uniqueEntityId": register, "dunsCode": register,
	"leiCode": lei, "swiftBic": bic,
	"imoNumber": shipNumber, "mmsi": mmsi, "callSign": callSign,
	"icaoCode": airAddress, "serialNumber": airSerial,
	"email": contact, "website": contact, "phone": contact, "address": postal,
}

// addMark takes a statement of a party that may be an identifier.
func (b *Builder) addMark(e *ftm.Entity, c class, s *ftm.Statement) {
	k := propMarks[s.Prop]
	country := uint16(0)
	switch {
	case k == noMark:
		return
	case k == shipNumber && c&body != 0:
		k = firmNumber
	case k == register && c == aircraft:
		k = tail
	case k == register && c&(person|body) == 0:
		return // the official number of a ship in one of many ports
	case s.Prop == "innCode", s.Prop == "ogrnCode":
		country = b.country("ru")
	}
	b.mark(k, e.ID, s.Value, country, *s)
}

// addDocument takes a Passport or another Identification.
func (b *Builder) addDocument(e *ftm.Entity, k markKind) {
	countries := e.Values("country")
	if len(countries) == 0 {
		countries = []string{""}
	}
	for _, prop := range []string{"number", "passportNumber"} {
		for _, s := range e.About(prop) {
			for _, holder := range e.Values("holder") {
				for _, c := range countries {
					b.mark(k, holder, s.Value, b.country(c), s)
				}
			}
		}
	}
}

func (b *Builder) addWallet(e *ftm.Entity) {
	for _, s := range e.About("publicKey") {
		for _, holder := range e.Values("holder") {
			b.mark(wallet, holder, s.Value, 0, s)
		}
	}
}

// ownReference: an entry of the UN's own list is known by its reference.
func (b *Builder) ownReference(e *ftm.Entity, c class) {
	first := e.Statements[0]
	if isUN(first.Dataset) && c&(person|body) != 0 {
		b.mark(reference, e.ID, strings.TrimPrefix(e.ID, first.Dataset+"-"), 0, first)
	}
}

// mark keeps an identifier, if the text is one.
func (b *Builder) mark(k markKind, holder, value string, country uint16, from ftm.Statement) {
	key, ok := readMark(k, value)
	if !ok && k == shipNumber && len(key) == 7 {
		k, ok = wrongShip, true
	}
	if !ok {
		return
	}
	m := mark{
		holder: b.text.keep(holder), key: b.text.keep(key), place: b.text.keep(from.Place),
		origin: b.origin(from), country: country, kind: k,
	}
	if m.value = m.key; value != key {
		m.value = b.text.keep(value)
	}
	b.marks = append(b.marks, m)
}

// readMark brings an identifier to its normal form; ok is false for what
// cannot be one.
func readMark(k markKind, value string) (key string, ok bool) {
	switch k {
	case reference:
		return unReference(value)
	case shipNumber:
		return names.IMO(value)
	case firmNumber:
		return lists.IMOCompanyNumber(value)
	case passport, register:
		return documentNumber(value)
	case wallet:
		return names.Wallet(value)
	case airAddress:
		return airframe(value)
	case airSerial:
		key = alphanumeric(value)
		return key, len(key) >= 3
	case lei:
		return legalEntityIdentifier(value)
	case bic:
		key, ok = names.BIC(value)
		return key[:min(8, len(key))], ok
	case mmsi:
		key, _, ok = names.MMSI(value)
		return key, ok
	case callSign:
		key = alphanumeric(value)
		return key, len(key) >= 4 && len(key) <= 7
	case tail:
		key = alphanumeric(value)
		return key, len(key) >= 4
	case contact:
		return contactKey(value)
	case postal:
		return postalKey(value)
	}
	return "", false
}

// unReference reads the UN's permanent reference: two letters for the
// committee, i or e, a number. Lists write QDi.43 for QDi.043 and Kpe.058 for
// KPe.058, and blanks anywhere.
func unReference(s string) (string, bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) < 5 || len(s) > 8 || !letter(s[0]) || !letter(s[1]) || (s[2] != 'I' && s[2] != 'E') {
		return "", false
	}
	digits := strings.TrimPrefix(s[3:], ".")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || len(digits) > 3 {
		return "", false
	}
	return s[:2] + strings.ToLower(s[2:3]) + "." + "000"[len(digits):] + digits, true
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' }

// documentNumber is names.Document without the numbers that stand for none:
// of one digit only, counted up, or with hardly a digit in them.
func documentNumber(s string) (string, bool) {
	key, ok := names.Document(s)
	if !ok {
		return "", false
	}
	digits, same, up := 0, true, true
	for i := range len(key) {
		if key[i] >= '0' && key[i] <= '9' {
			digits++
		}
		if i > 0 {
			same = same && key[i] == key[i-1]
			up = up && key[i] == key[i-1]+1
		}
	}
	return key, digits >= 4 && !same && !up
}

// airframe reads the address that a state gives to an aircraft. The same
// property is used for the designator of a type (A343), which is shorter.
func airframe(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	return s, len(s) == 6 && strings.Trim(s, "0123456789ABCDEF") == "" && s != "000000" && s != "FFFFFF"
}

// legalEntityIdentifier checks the two digits at the end (ISO 17442: the whole
// read as a number with A for 10 leaves 1 when divided by 97).
func legalEntityIdentifier(s string) (string, bool) {
	s = alphanumeric(s)
	if len(s) != 20 {
		return "", false
	}
	rest := 0
	for i := range len(s) {
		if v := int(s[i] - '0'); v < 10 {
			rest = (rest*10 + v) % 97
		} else {
			rest = (rest*100 + int(s[i]-'A') + 10) % 97
		}
	}
	return s, rest == 1
}

// alphanumeric leaves the letters and digits of ASCII, in upper case.
func alphanumeric(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// contactKey reads an e-mail address, a website or a telephone number.
func contactKey(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.Contains(s, "@") {
		return s, len(s) >= 6
	}
	if strings.Contains(s, ".") && strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") {
		_, rest, ok := strings.Cut(s, "://")
		if !ok {
			rest = s
		}
		rest = strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
		return rest, len(rest) >= 4 && !strings.Contains(rest, " ")
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	digits = strings.TrimLeft(digits, "0")
	return digits, len(digits) >= 8 && len(digits) <= 15
}
