package australia

import (
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// maxPieces bounds what one cell may be taken apart to.
const maxPieces = 5000

// record makes the entities of one party.
type record struct {
	*lists.Entry

	p        *parser
	sanction *lists.Subject
	seen     map[[2]string]bool // column and text: every row repeats most of the others
}

// kinds of entry: word in the column Type, schema, kind that is counted.
var kinds = []struct{ word, schema, kind string }{
	{"individual", "Person", "individuals"},
	{"person", "Person", "individuals"},
	{"entity", "Organization", "entities"},
	{"vessel", "Vessel", "vessels"},
	{"aircraft", "Airplane", "aircraft"},
}

// party makes the entities of a party and emits them.
func (p *parser) party(from *party, id string) error {
	lead := from.rows[0]
	if from.primary != nil {
		lead = from.primary
	}
	schema, kind := p.kind(from, lead)
	r := &record{Entry: p.r.Entry(id, schema), p: p, seen: map[[2]string]bool{}}
	r.Listed(lead.Here())
	r.sanction = r.Sanction(lead.Here())
	if v := p.get(lead, colReference); !v.Empty() {
		r.sanction.Say("recordId", from.key, v)
	}
	if from.primary == nil {
		p.r.Warn(lead.Here().Place, "a party has no primary name: its first name is taken for it")
	}
	r.names(lead, from)
	for _, row := range append([]*sheet.Row{lead}, from.rows...) {
		if err := r.facts(row); err != nil {
			return err
		}
	}
	p.r.Counts[kind]++
	return r.Emit(lead.Here())
}

// kind finds what a party is, from the first of its rows that says.
func (p *parser) kind(from *party, lead *sheet.Row) (schema, kind string) {
	said := p.get(lead, colType)
	for _, row := range from.rows {
		t := p.get(row, colType)
		if said.Empty() {
			said = t
		}
		if !t.Empty() && !strings.EqualFold(t.Text, said.Text) {
			p.r.Warn(t.Place, "the rows of one party have two types: %s and %s", said.Text, t.Text)
		}
	}
	for _, k := range kinds {
		if strings.EqualFold(said.Text, k.word) {
			return k.schema, k.kind
		}
	}
	if !p.get(lead, colBirth).Empty() {
		p.r.Warn(lead.Here().Place, "unknown type %q of what was born: taken for a person", said.Text)
		return "Person", "individuals"
	}
	p.r.Warn(lead.Here().Place, "unknown type %q: taken for a person or body", said.Text)
	return "LegalEntity", "entities"
}

// once gives a cell the first time that the party says this in the column.
func (r *record) once(row *sheet.Row, column string) lists.Value {
	v := r.p.get(row, column)
	if v.Empty() || !r.first(column, v.Text) {
		return lists.Value{}
	}
	return v
}

func (r *record) first(column, text string) bool {
	key := [2]string{column, text}
	if r.seen[key] {
		return false
	}
	r.seen[key] = true
	return true
}

// facts states what a row says besides the name.
func (r *record) facts(row *sheet.Row) error {
	r.birth(r.once(row, colBirth))
	r.birthPlace(r.once(row, colBirthPlace))
	r.citizenship(r.once(row, colCitizenship))
	if err := r.addresses(row, r.once(row, colAddress)); err != nil {
		return err
	}
	r.information(r.once(row, colInformation))
	r.Party.IMO(r.once(row, colIMO))
	if v := r.once(row, colCommittees); !v.Empty() {
		r.sanction.Program(v)
	}
	r.day("modifiedAt", r.once(row, colControl))
	r.listing(r.once(row, colListing))
	if v := r.once(row, colInstrument); !v.Empty() {
		r.sanction.Note(v, "Instrument of designation: %s", v.Text)
	}
	for _, column := range []string{colFinancial, colTravel, colArms, colMaritime} {
		r.measure(column, r.once(row, column))
	}
	return nil
}

// day states a day of the sanction, which is a count of days or words.
func (r *record) day(prop string, v lists.Value) {
	if v.Empty() {
		return
	}
	d, ok := sheet.Date(v)
	if !ok {
		d, ok = lists.DayFirst(v.Text)
	}
	if !ok {
		r.sanction.Note(v, "%s: %s", prop, v.Text)
		r.p.r.Warn(v.Place, "date not understood, kept in notes")
		return
	}
	r.sanction.DateAs(prop, d, v)
}

func (r *record) birth(v lists.Value) {
	if v.Empty() {
		return
	}
	var dates []lists.Date
	var rest []string
	if d, ok := sheet.Date(v); ok {
		dates = append(dates, d)
	} else {
		dates, rest = births(v.Text)
	}
	if !r.Party.Has("birthDate") {
		r.Party.Note(v, "Date of birth: %s", v.Text)
		r.p.r.Warn(v.Place, "a date of birth of what is no person, kept in notes")
		return
	}
	for _, d := range dates {
		r.Party.DateAs("birthDate", d, v)
	}
	if len(dates) == 0 {
		r.p.r.Warn(v.Place, "date not understood, kept in notes")
	}
	if len(rest) > 0 {
		r.Party.Note(v, "Date of birth: %s", v.Text)
	}
}

func (r *record) birthPlace(v lists.Value) {
	if v.Empty() {
		return
	}
	if !r.Party.Has("birthPlace") {
		r.Party.Note(v, "Place of birth: %s", v.Text)
		return
	}
	for _, place := range enumerated(v.Text) {
		r.Party.Say("birthPlace", place, v)
		if code, _ := lastCountry(place); code != "" {
			r.Party.Say("birthCountry", code, v)
		}
	}
}

// citizenship states each of several countries: "a) X b) Y", "X; Y", "X and Y".
func (r *record) citizenship(v lists.Value) {
	prop := "country"
	if r.Party.Has("citizenship") {
		prop = "citizenship"
	}
	for _, part := range enumerated(v.Text) {
		for _, piece := range strings.FieldsFunc(part, func(c rune) bool { return strings.ContainsRune(";,/", c) }) {
			piece = strings.Trim(piece, " .")
			if _, exact := lists.Countries(piece); exact || piece == "" {
				r.Party.Country(prop, v.With(piece))
				continue
			}
			for _, one := range strings.Split(piece, " and ") {
				r.Party.Country(prop, v.With(strings.TrimSpace(one)))
			}
		}
	}
}

// contact begins what stands among addresses and is none.
var contact = regexp.MustCompile(`(?i)^(?:tel|fax|phone|mobile|e-?mail|website)\b`)

func (r *record) addresses(row *sheet.Row, v lists.Value) error {
	if v.Empty() {
		return nil
	}
	pieces := 0
	for _, part := range enumerated(v.Text) {
		for _, text := range tidy(strings.Split(part, ";")) {
			if pieces++; pieces > maxPieces {
				return row.Fail(r.p.header.Index(colAddress), "the cell holds more than %d addresses", maxPieces)
			}
			if contact.MatchString(text) {
				r.Party.Note(v, "Address: %s", text)
				continue
			}
			r.address(v, text)
		}
	}
	return nil
}

func (r *record) address(v lists.Value, text string) {
	if !r.first("one address", text) {
		return
	}
	code, alone := lastCountry(text)
	post := lists.Postal{Full: v.With(text)}
	if code != "" {
		post.Country = v.With(code)
	}
	if alone {
		post.Full = lists.Value{}
	}
	r.Address(post)
}

// lastCountry finds the country with which an address ends. Alone says that
// there is nothing else.
func lastCountry(text string) (code string, alone bool) {
	parts := strings.Split(text, ",")
	n := len(parts)
	if n > 1 { // "Virgin Islands, British"
		if codes, exact := lists.Countries(parts[n-2] + "," + parts[n-1]); exact {
			return codes[0], n == 2
		}
	}
	tail := strings.Trim(parts[n-1], " .")
	if len(tail) < 3 { // "IN" may be Indiana
		return "", false
	}
	codes, exact := lists.Countries(tail)
	if !exact {
		return "", false
	}
	return codes[0], n == 1
}

func (r *record) listing(v lists.Value) {
	if v.Empty() {
		return
	}
	if d, ok := sheet.Date(v); ok {
		r.sanction.DateAs("listingDate", d, v)
		return
	}
	r.sanction.Add("summary", v)
	if d, ok := listed(v.Text); ok {
		r.sanction.DateAs("listingDate", d, v)
	}
}

// measure states a measure that applies.
func (r *record) measure(column string, v lists.Value) {
	switch strings.ToLower(v.Text) {
	case "true", "yes", "y", "1", "x":
		r.sanction.Say("provisions", strings.ToUpper(column[:1])+column[1:], v)
	case "", "false", "no", "n", "0":
	default:
		r.sanction.Note(v, "%s: %s", column, v.Text)
		r.p.r.Warn(v.Place, "whether the measure %q applies is not understood, kept in notes: %s", column, v.Text)
	}
}

// names states the names, the primary one first.
func (r *record) names(lead *sheet.Row, from *party) {
	r.Party.Name("name", r.p.get(lead, colName).With(bare(r.p.get(lead, colName).Text)), "")
	for _, row := range from.rows {
		if row == lead {
			continue
		}
		r.name(row)
	}
}

func (r *record) name(row *sheet.Row) {
	v, nameType := r.p.get(row, colName), r.p.get(row, colNameType)
	prop, strength := "alias", ftm.Strength("")
	switch t := strings.ToLower(nameType.Text); {
	case t == "original script":
		prop = "name"
	case strings.HasPrefix(t, "formerly") || strings.HasPrefix(t, "previously"):
		prop = "previousName"
	case isPrimary(t):
		r.p.r.Warn(v.Place, "a second primary name of a party is taken for an alias")
	case t == "aka" || t == "alias" || t == "a.k.a." || t == "a.k.a":
	default:
		r.p.r.Warn(row.Here().Place, "unknown type of name %q: taken for an alias", nameType.Text)
	}
	switch s := r.p.get(row, colStrength); strings.ToLower(s.Text) {
	case "":
	case "strong":
		strength = ftm.Strong
	case "weak":
		strength = ftm.Weak
		if prop == "alias" {
			prop = "weakAlias"
		}
	default:
		r.p.r.Warn(s.Place, "unknown strength of alias %q", s.Text)
	}
	text, former, script := split(v.Text)
	if former {
		prop = "previousName"
	}
	r.Party.Name(prop, v.With(text), strength)
	if script != "" {
		r.Party.Name(prop, v.With(script), strength)
	}
}

// formerly stands behind or before a name that the list once used.
var formerly = regexp.MustCompile(`(?i)^(.*?) *\((?:formerly|previously) (?:listed|known) as\b[.,;:]? *(?:in [a-z]+: *)?([^()]*)\)?$|^formerly known as:? (.+)$`)

// split takes "Orrin Vale (previously listed as, in Arabic: ...)" apart.
func split(s string) (name string, former bool, script string) {
	m := formerly.FindStringSubmatch(s)
	switch {
	case m == nil || m[1] == "" && m[3] == "":
		return bare(s), false, ""
	case m[3] != "":
		return bare(m[3]), true, ""
	}
	return bare(m[1]), true, strings.TrimSpace(m[2])
}

// bare drops quotation marks around the whole of a name.
func bare(s string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"‘", "’"}} {
		inside, begins := strings.CutPrefix(s, q[0])
		inside, ends := strings.CutSuffix(inside, q[1])
		if begins && ends && strings.TrimSpace(inside) != "" && !strings.ContainsAny(inside, q[0]+q[1]) {
			return strings.TrimSpace(inside)
		}
	}
	return s
}
