package eu

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// entry is what one entry of the list says, whatever the format: the readers
// fill it, and the maker makes entities of it once it is whole, for only then
// is it known what it is about and which of its names comes first.
type entry struct {
	from       lists.Value // the place of the entry
	code       lists.Value // person or enterprise
	class      lists.Value // P or E
	ref        lists.Value
	logicalID  lists.Value
	unitedID   lists.Value
	details    lists.Value
	designated lists.Value
	delisted   lists.Value
	remarks    []lists.Value
	acts       []act
	earliest   lists.Value // day of the earliest act behind a detail

	names     []alias
	births    []birth
	addresses []address
	citizens  []citizen
	numbers   []number
}

// maxDetails is more names, addresses, numbers and so on than any entry has;
// one beyond it is refused before it can fill the memory.
const maxDetails = 5000

func (x *entry) size() int {
	return len(x.names) + len(x.births) + len(x.addresses) + len(x.citizens) + len(x.numbers) + len(x.remarks) + len(x.acts)
}

// act is the regulation behind an entry.
type act struct {
	programme, title, published, inForce, url lists.Value
	remarks                                   []lists.Value
}

// clear empties the entry and keeps its memory.
func (x *entry) clear() {
	*x = entry{
		remarks: x.remarks[:0], acts: x.acts[:0], names: x.names[:0], births: x.births[:0],
		addresses: x.addresses[:0], citizens: x.citizens[:0], numbers: x.numbers[:0],
	}
}

// seen takes note of the day of an act behind a detail.
func (x *entry) seen(day string, at func() lists.Value) {
	if len(day) == len("2006-01-02") && (x.earliest.Empty() || day < x.earliest.Text) {
		x.earliest = at()
	}
}

// maker makes entities of entries.
type maker struct {
	*lists.Reading
	published string // day of the file, 2006-01-02
}

// party is the entry while its entities are made.
type party struct {
	*lists.Entry
	m      *maker
	x      *entry
	papers map[string]*lists.Subject // documents by kind, number and country
}

func (m *maker) emit(x *entry) error {
	p := &party{Entry: m.Entry(m.id(x), x.schema(m)), m: m, x: x}
	p.sayNames()
	for _, b := range x.births {
		p.birth(b)
	}
	for _, c := range x.citizens {
		p.citizenship(c)
	}
	for _, a := range x.addresses {
		p.address(a)
	}
	for _, n := range x.numbers {
		p.number(n)
	}
	for _, r := range x.remarks {
		p.Party.Note(r, "%s", r.Text)
	}
	p.listing()
	if x.isPerson() {
		m.Counts["individuals"]++
	} else {
		m.Counts["entities"]++
	}
	return p.Emit(x.from)
}

// id names the party by its reference. Of two entries with one reference the
// second has its logical id in its name as well.
func (m *maker) id(x *entry) string {
	key := x.ref
	if key.Empty() {
		key = x.logicalID
	}
	id := Dataset + "-" + idKey(key.Text)
	first, taken := m.Taken(id)
	if !taken {
		return id
	}
	m.Warn(x.from.Place, "the reference %s stands at another entry as well (%s)", key.Text, first)
	return m.Free(id + "-also-" + idKey(x.logicalID.Text))
}

// idKey lets a key into an id if it is made of letters, digits and dots, as
// they all are; of another, its hash.
func idKey(s string) string {
	plain := s != "" && strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.'
	}) < 0
	if plain {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// isPerson follows the letter, of which the list makes its two halves.
func (x *entry) isPerson() bool {
	return x.class.Text == "P" || x.class.Empty() && x.code.Text == "person"
}

// legalForm finds the form of a company where the list states one. A firm's
// name among the details says nothing of the entry itself.
var legalForm = regexp.MustCompile(`(?i)\b(?:limited liability|joint.stock|(?:public|private) company)\b`)

// schema tells what the entry is about.
func (x *entry) schema(m *maker) string {
	person := x.class.Text == "P" || x.code.Text == "person"
	enterprise := x.class.Text == "E" || x.code.Text == "enterprise"
	switch {
	case person == enterprise:
		m.Warn(x.from.Place, "kind of subject not understood: %q, %q", x.code.Text, x.class.Text)
		return "LegalEntity"
	case person:
		return "Person"
	case x.isShip():
		return "Vessel"
	case !x.details.Empty() && legalForm.MatchString(x.details.Text):
		return "Company"
	}
	return "Organization"
}

// firmWords are those by which a name shows that it is a firm's, no ship's.
var firmWords = []string{
	"co", "company", "companies", "corp", "corporation", "enterprise", "group", "holding", "inc", "jsc", "jv", "limited",
	"lines", "llc", "logistics", "ltd", "management", "maritime", "marine", "petroleum", "services", "shipmanagement",
	"shipping", "shpg", "society", "trading", "transport", "gmbh", "sa", "as", "freight", "fz", "fze", "bv",
}

// isShip finds a vessel among the enterprises: it has an IMO number that is a
// ship's by its check digit and could not be a firm's, and nothing else that
// only a firm has.
func (x *entry) isShip() bool {
	ship := false
	for _, n := range x.numbers {
		switch n.code.Text {
		case "imo":
			_, isShip := lists.IMONumber(n.number.Text)
			_, isFirm := lists.IMOCompanyNumber(n.number.Text)
			if !isShip || isFirm {
				return false
			}
			ship = true
		case "regnumber", "taxid", "fiscalcode", "swiftbic", "euvat", "unssn", "tradelic":
			return false
		}
	}
	if !ship {
		return false
	}
	text := x.details.Text
	for _, n := range x.names {
		text += " " + n.whole.Text
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if slices.Contains(firmWords, w) {
			return false
		}
	}
	return true
}

// When a text states the day of listing.
var (
	listedOn  = regexp.MustCompile(`(?i)date of (?:EU )?(?:listing|designation)(?: referred to in [^:]*)?:? *(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)`)
	dateFirst = regexp.MustCompile(`^\(?(\d{1,2}[./]\d{1,2}[./]\d{4})`)
)

func (p *party) listing() {
	x, s := p.x, p.Sanction(p.x.from)
	s.Say("country", "eu", x.from)
	for _, a := range x.acts {
		s.Program(a.programme)
		if !a.title.Empty() {
			text := a.title.Text
			if !a.inForce.Empty() {
				text += ", in force from " + a.inForce.Text
			}
			s.Say("summary", text, a.title)
		}
		s.Date("modifiedAt", a.published)
		s.Add("sourceUrl", a.url)
		for _, r := range a.remarks {
			s.Say("description", r.Text, r)
		}
	}
	s.Add("authorityId", x.ref)
	s.Add("recordId", x.logicalID)
	if !x.unitedID.Empty() {
		s.Say("unscId", unReference(x.unitedID.Text), x.unitedID)
	}
	s.Add("description", x.details)
	if strings.Contains(x.details.Text, "suspended") {
		s.Add("status", x.details)
	}
	p.listingDate(s)
	s.Date("endDate", x.delisted)
	if x.delisted.Empty() || x.delisted.Text > p.m.published {
		p.Listed(x.from)
	}
}

// listingDate states the day of listing as well as the entry tells it.
func (p *party) listingDate(s *lists.Subject) {
	x := p.x
	if !x.designated.Empty() {
		s.Date("listingDate", x.designated)
		return
	}
	for _, v := range append([]lists.Value{x.details}, x.remarks...) {
		m := listedOn.FindStringSubmatch(v.Text)
		if m == nil && v.Place == x.details.Place {
			m = dateFirst.FindStringSubmatch(v.Text)
		}
		if m == nil {
			continue
		}
		if d, ok := lists.DayFirst(m[1]); ok {
			s.DateAs("listingDate", d, v)
			return
		}
	}
	if d, ok := lists.ParseDate(x.earliest.Text); ok {
		d.Qualifier = ftm.Before
		s.DateAs("listingDate", d, x.earliest)
	}
}

var unShort = regexp.MustCompile(`^([A-Z]{2}[ie])\.(\d{1,2})$`)

// unReference writes a reference of the United Nations as they do: QDi.43 is
// QDi.043 there.
func unReference(s string) string {
	if m := unShort.FindStringSubmatch(s); m != nil {
		return m[1] + "." + strings.Repeat("0", 3-len(m[2])) + m[2]
	}
	return s
}
