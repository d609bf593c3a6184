package lists

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"plimsoll/ftm"
)

// Entry is one entry of a list on its way to become entities: the party it is
// about, and what belongs to it.
type Entry struct {
	Party *Subject

	r    *Reading
	rest []*Subject
	ids  map[string]int // of its entities; how often one was asked for
}

// Entry begins an entry. Its party has the given id, which must be the same
// from one publication to the next, and the schema.
func (r *Reading) Entry(id, schema string) *Entry {
	e := &Entry{r: r, ids: map[string]int{id: 1}}
	e.Party = &Subject{Entity: ftm.New(id, schema), r: r, entry: e}
	e.Party.Statements = r.draft()
	return e
}

// Emit hands over the entry's entities, the party first. From names the place
// of the entry. Two entries about one id are refused: the parser must give the
// second another id, or say why not with a ParseError.
func (e *Entry) Emit(from Value) error {
	if err := e.r.ctx.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", e.r.Dataset, err)
	}
	if first, taken := e.r.seen[e.Party.ID]; taken {
		return fmt.Errorf("%s stands at two entries, %s and %s", e.Party.ID, first, from.Place)
	}
	e.r.seen[e.Party.ID] = from.Place
	if err := e.r.hand(e.Party.Entity); err != nil {
		return err
	}
	for _, s := range e.rest {
		if err := e.r.hand(s.Entity); err != nil {
			return err
		}
	}
	return nil
}

// Child makes an entity that belongs to the entry. Its id is the party's with
// the suffix, which must come from what the entity says and not from where it
// stands, so that moving a block is no change. See [Slug].
func (e *Entry) Child(schema, suffix string) *Subject {
	base := e.Party.ID + "-" + suffix
	id := base
	for e.ids[id] > 0 {
		e.ids[base]++
		id = fmt.Sprintf("%s-%d", base, e.ids[base])
	}
	e.ids[id] = 1
	s := &Subject{Entity: ftm.New(id, schema), r: e.r, entry: e}
	s.Statements = e.r.draft()
	e.rest = append(e.rest, s)
	return s
}

// Sanction makes the listing: a Sanction about the party by the reading's
// authority. From is the place of the entry.
func (e *Entry) Sanction(from Value) *Subject { return e.SanctionAs("sanction", from) }

// SanctionAs is Sanction for an entry that has several; the suffix tells them
// apart.
func (e *Entry) SanctionAs(suffix string, from Value) *Subject {
	s := e.Child("Sanction", suffix)
	s.Say("entity", e.Party.ID, from)
	s.Say("authority", e.r.Authority, from)
	return s
}

// Listed marks the party as sanctioned.
func (e *Entry) Listed(from Value) { e.Party.Say("topics", "sanction", from) }

// Document makes a Passport or another Identification with the number, held
// by the party, and states the number on the party as well. Kind is what the
// list calls the document; what else is known of it can be added to the result.
func (e *Entry) Document(kind string, number Value) *Subject {
	schema, prop, short := "Identification", "idNumber", "id"
	if IsPassport(kind) && e.Party.Has("passportNumber") {
		schema, prop, short = "Passport", "passportNumber", "passport"
	}
	d := e.Child(schema, short+"-"+Slug(number.Text))
	d.Say("holder", e.Party.ID, number)
	d.Add("number", number)
	d.Say("type", kind, number)
	if e.Party.Has(prop) {
		e.Party.Add(prop, number)
	} else if e.Party.Has("registrationNumber") {
		e.Party.Add("registrationNumber", number)
	}
	return d
}

// IsPassport tells a passport by what lists call one.
func IsPassport(kind string) bool {
	k := strings.ToLower(kind)
	return strings.Contains(k, "passport") || strings.Contains(k, "passeport") || strings.Contains(k, "pasaporte")
}

// Postal is an address in parts. What a list does not tell apart goes into
// Street; Full is for lists that give one text.
type Postal struct {
	Full, Street, Street2, POBox, City, Region, State, PostalCode, Country, Remarks Value
}

// Address makes an Address of the party: the parts as an entity of their own,
// and the whole as one text and a country on the party. A country alone is no
// address. The result is nil where nothing but a country was said.
func (e *Entry) Address(p Postal) *Subject {
	e.Party.Country("country", p.Country)
	full, from := p.full()
	if full == "" {
		return nil
	}
	a := e.Child("Address", "addr-"+Slug(full))
	a.Say("full", full, from)
	for _, part := range []struct {
		prop string
		v    Value
	}{
		{"street", p.Street},
		{"street2", p.Street2},
		{"postOfficeBox", p.POBox},
		{"city", p.City},
		{"region", p.Region},
		{"state", p.State},
		{"postalCode", p.PostalCode},
		{"remarks", p.Remarks},
	} {
		a.Add(part.prop, part.v)
	}
	codes, _ := e.r.countries(p.Country.Text)
	for _, c := range codes {
		a.Say("country", c, p.Country)
	}
	e.Party.Say("address", full, from)
	e.Party.Say("addressEntity", a.ID, from)
	return a
}

// full joins the parts, small to large. From is the first that says something.
func (p Postal) full() (string, Value) {
	if !p.Full.Empty() {
		return p.Full.Text, p.Full
	}
	var parts []string
	var from Value
	for _, v := range []Value{p.Street, p.Street2, p.POBox, p.City, p.Region, p.State, p.PostalCode} {
		if v.Empty() {
			continue
		}
		if parts = append(parts, v.Text); from.Place == "" {
			from = v
		}
	}
	if len(parts) == 0 {
		return "", from
	}
	if !p.Country.Empty() {
		parts = append(parts, countryText(p.Country.Text))
	}
	// The whole is drawn from several places; the text of the first is no original of it.
	from.Raw = ""
	return strings.Join(parts, ", "), from
}

// countryText is the one name of a country, so that an address is the same
// address when a list goes over to another spelling of its country.
func countryText(text string) string {
	codes, exact := Countries(text)
	if !exact || len(codes) != 1 {
		return text
	}
	if name, ok := CountryName(codes[0]); ok {
		return name
	}
	return text
}

// Slug makes the readable part of an id from a text: it depends on what the
// text says, not on where it stands.
func Slug(s string) string {
	const limit = 48
	var b strings.Builder
	lost := false
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return false
		}
		lost = lost || c > 0x7f
		return true
	}) {
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(w)
	}
	if b.Len() <= limit && b.Len() > 0 && !lost {
		return b.String()
	}
	sum := sha256.Sum256([]byte(s))
	return strings.Trim(strings.Trim(b.String()[:min(limit-9, b.Len())], "-")+"-"+hex.EncodeToString(sum[:4]), "-")
}

// Subject is an entity being made. Its statements remember where they come
// from.
type Subject struct {
	*ftm.Entity

	r     *Reading
	entry *Entry
}

// Has reports whether the subject's schema has the property.
func (s *Subject) Has(prop string) bool {
	schema, ok := ftm.Default().Schema(s.Schema)
	if !ok {
		return false
	}
	_, ok = schema.Property(prop)
	return ok
}

// Add states a value as the file has it.
func (s *Subject) Add(prop string, v Value) { s.Say(prop, v.Text, v) }

// Say states a value drawn from what the file has at v.
func (s *Subject) Say(prop, value string, v Value) {
	if value != "" {
		s.Entity.Add(prop, value, s.origin(v))
	}
}

func (s *Subject) origin(v Value) ftm.Origin {
	return ftm.Origin{Dataset: s.r.Dataset, Exhibit: v.Exhibit, Place: v.Place, Original: v.Raw}
}

// Name states a name or alias with its script as language and its strength.
func (s *Subject) Name(prop string, v Value, strength ftm.Strength) {
	s.NameIn(prop, Lang(v.Text), v, strength)
}

// NameIn is Name where the list tells the language: an ISO 639 code, with a
// script where needed ("ru", "zh-Hant", "und-Arab").
func (s *Subject) NameIn(prop, lang string, v Value, strength ftm.Strength) {
	if v.Empty() {
		return
	}
	o := s.origin(v)
	o.Lang, o.Strength = lang, strength
	s.Entity.Add(prop, v.Text, o)
}

// Date states a date as precisely as it is written. One that is not
// understood becomes a note, with a warning; the result tells.
func (s *Subject) Date(prop string, v Value) bool {
	if v.Empty() {
		return true
	}
	d, ok := ParseDate(v.Text)
	if !ok {
		s.Note(v, "%s: %s", prop, v.Text)
		s.r.Warn(v.Place, "date not understood, kept in notes")
		return false
	}
	s.DateAs(prop, d, v)
	return true
}

// DateAs states a date that the parser has read by itself.
func (s *Subject) DateAs(prop string, d Date, v Value) {
	o := s.origin(v)
	o.Qualifier = d.Qualifier
	for _, day := range d.Values {
		s.Entity.Add(prop, day, o)
	}
}

// Country states the codes of a named country. What says more than a name, or
// is not understood, stays readable in the notes.
func (s *Subject) Country(prop string, v Value) {
	if v.Empty() {
		return
	}
	codes, exact := s.r.countries(v.Text)
	for _, c := range codes {
		s.Say(prop, c, v)
	}
	if !exact {
		s.Note(v, "%s: %s", prop, v.Text)
	}
	if len(codes) == 0 {
		s.r.Warn(v.Place, "country not understood, kept in notes: %s", v.Text)
	}
}

// IMO states a number of the International Maritime Organization as what it is
// to the subject: a ship's or a firm's. One that can have none has a note of it.
func (s *Subject) IMO(v Value) {
	switch {
	case v.Empty():
	case s.Schema == "Vessel":
		s.ShipIMO(v)
	case s.Has("imoNumber"):
		s.FirmIMO(v)
	default:
		s.Note(v, "IMO number: %s", v.Text)
	}
}

// ShipIMO states a ship's IMO number. One that fails its check digit is kept
// and warned of; one that can only be a company's number is put in the notes
// instead.
func (s *Subject) ShipIMO(v Value) {
	number, valid := IMONumber(v.Text)
	if !valid {
		if firm, isFirm := IMOCompanyNumber(v.Text); isFirm {
			s.Note(v, "IMO company number: %s", firm)
			return
		}
		s.r.Warn(v.Place, "IMO number %s fails its check digit, kept", number)
	}
	s.Say("imoNumber", number, v)
}

// FirmIMO states the number that the IMO gives to a firm, on an Organization.
func (s *Subject) FirmIMO(v Value) {
	number, valid := IMOCompanyNumber(v.Text)
	if !valid {
		s.r.Warn(v.Place, "IMO company number %s fails its check digit, kept", number)
	}
	s.Say("imoNumber", number, v)
}

// Program states the list's own word for a programme, and the identifier of
// the regime it belongs to where that is known.
func (s *Subject) Program(v Value) {
	s.Add("program", v)
	if id := RegimeOf(s.r.Authority, v.Text); id != "" {
		s.Say("programId", id, v)
	}
}

// Note keeps what has no property of its own, where the schema keeps free
// text.
func (s *Subject) Note(v Value, format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	for _, prop := range []string{"notes", "summary", "description"} {
		if s.Has(prop) {
			s.Say(prop, Clean(format), v)
			return
		}
	}
	s.r.Warn(v.Place, "a %s keeps no notes: %s", s.Schema, format)
}

// Replace gives the subject another schema before it is emitted, where the
// list tells only later what it is about. Statements the new schema has no
// property for become notes.
func (s *Subject) Replace(schema string) {
	old := s.Statements
	s.Entity.Schema = schema
	s.Statements = slices.Grow([]ftm.Statement(nil), len(old))
	for _, st := range old {
		v := Value{Text: st.Value, Raw: st.Original, Place: st.Place, Exhibit: st.Exhibit}
		if !s.Has(st.Prop) {
			s.Note(v, "%s: %s", st.Prop, st.Value)
			continue
		}
		o := s.origin(v)
		o.Lang, o.Strength, o.Qualifier = st.Lang, st.Strength, st.Qualifier
		s.Entity.Add(st.Prop, st.Value, o)
	}
}
