package un

import (
	"fmt"
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// record is one entry on its way to become entities.
type record struct {
	p     *parser
	node  *node
	path  string
	party *ftm.Entity
	rest  []*ftm.Entity // documents and the listing
	ids   map[string]bool
}

// entities makes the party, what belongs to it, and its listing.
func (r *record) entities(section string) ([]*ftm.Entity, error) {
	ref, key, err := r.reference()
	if err != nil {
		return nil, err
	}
	schema := "Organization"
	if section == individuals {
		schema = "Person"
	}
	r.party = ftm.New(Dataset+"-"+key, schema)
	r.ids = map[string]bool{r.party.ID: true}
	if err := r.names(); err != nil {
		return nil, err
	}
	if section == individuals {
		if err := r.aliases("INDIVIDUAL_ALIAS"); err != nil {
			return nil, err
		}
		r.person()
		r.births()
		r.addresses("INDIVIDUAL_ADDRESS")
		r.documents()
	} else {
		if err := r.aliases("ENTITY_ALIAS"); err != nil {
			return nil, err
		}
		r.addresses("ENTITY_ADDRESS")
		r.companyNumbers()
	}
	r.listing(ref)
	r.unknown(r.node)
	return append([]*ftm.Entity{r.party}, r.rest...), nil
}

// reference finds the permanent reference, which must be the entry's own. For
// want of one the UN's internal number stands in.
func (r *record) reference() (ref *node, key string, err error) {
	ref = r.node.one("REFERENCE_NUMBER")
	key = strings.ReplaceAll(ref.text, " ", "") // "KPe.023 " and "KPi.063 .1" were published
	if key == "" {
		data := r.node.one("DATAID")
		if data.text == "" {
			return nil, "", r.fail(r.node, "an entry with neither REFERENCE_NUMBER nor DATAID")
		}
		key, ref = data.text, data
		r.p.warnings.Add("entry without REFERENCE_NUMBER is known by its DATAID", r.place(r.node))
	}
	if first, taken := r.p.seen[key]; taken {
		return nil, "", r.fail(ref, "reference %s stands at two entries; the first is %s", key, first)
	}
	r.p.seen[key] = r.path
	return ref, key, nil
}

func (r *record) fail(n *node, format string, args ...any) error {
	return r.p.fail(n.at, "%s: %s", r.path, fmt.Sprintf(format, args...))
}

func (r *record) origin(n *node, original string) ftm.Origin {
	return ftm.Origin{Dataset: r.p.in.Dataset, Exhibit: r.p.in.Exhibit, Place: r.place(n), Original: original}
}

// add states the text of a node. Original keeps it as it stands where
// cleaning changed it.
func (r *record) add(e *ftm.Entity, prop string, n *node) { r.addAs(e, prop, n.text, n, n.raw) }

// addAs states a value drawn from a node.
func (r *record) addAs(e *ftm.Entity, prop, value string, n *node, original string) {
	if value == "" {
		return
	}
	e.Add(prop, value, r.origin(n, original))
}

func (r *record) note(n *node, format string, args ...any) {
	r.addAs(r.party, "notes", fmt.Sprintf(format, args...), n, n.raw)
}

// Parts of a name, and what the schema lets stand for an empty one.
const (
	partSeparator = " | "
	notAvailable  = "na"
)

func (r *record) names() error {
	var first *node
	var parts, raw []string
	for _, name := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
		n := r.node.one(name)
		if n.text == "" || n.text == notAvailable {
			continue
		}
		if first == nil {
			first = n
		}
		parts, raw = append(parts, n.text), append(raw, n.raw)
	}
	if first == nil {
		return r.fail(r.node, "an entry without a name")
	}
	r.addAs(r.party, "name", strings.Join(parts, " "), first, strings.Join(raw, partSeparator))
	if n := r.node.one("NAME_ORIGINAL_SCRIPT"); n.text != "" && n.text != notAvailable {
		o := r.origin(n, n.raw)
		o.Lang = lists.Lang(n.text)
		r.party.Add("name", n.text, o)
	}
	return nil
}

// formerly and inScript read the notes at aliases.
var (
	formerly = regexp.MustCompile(`(?i)^(?:previously|formerly) listed as\b[.,;: ]*`)
	inScript = regexp.MustCompile(`(?i)^(?:original script|in [a-z]+(?: script)?): *(.+)$`)
)

// maxNames is more than any ALIAS_NAME packs into itself.
const maxNames = 1000

func (r *record) aliases(element string) error {
	for _, a := range r.node.all(element) {
		quality, name, note := a.one("QUALITY"), a.one("ALIAS_NAME"), a.one("NOTE")
		rest := formerly.ReplaceAllString(note.text, "")
		prop, strength := "alias", ftm.Strength("")
		switch strings.ToLower(quality.text) {
		case "good":
			strength = ftm.Strong
		case "low":
			prop, strength = "weakAlias", ftm.Low
		case "f.k.a.":
			prop = "previousName"
		case "a.k.a.", "":
		default:
			r.p.warnings.Add("alias of unknown quality "+quality.text, r.place(quality))
		}
		if rest != note.text && prop == "alias" {
			prop = "previousName"
		}
		names := splitNames(name.text)
		if len(names) > maxNames {
			return r.fail(name, "an alias holds %d names, more than %d", len(names), maxNames)
		}
		for _, v := range names {
			r.alias(prop, v, name, strength)
		}
		if m := inScript.FindStringSubmatch(rest); m != nil {
			r.alias(prop, m[1], note, strength)
			rest = ""
		}
		if rest != "" {
			r.note(note, "Alias %s: %s", name.text, rest)
		}
		r.aliasBirth(a)
	}
	return nil
}

func (r *record) alias(prop, value string, n *node, strength ftm.Strength) {
	o := r.origin(n, n.raw)
	o.Strength, o.Lang = strength, lists.Lang(value)
	r.party.Add(prop, value, o)
}

// aliasBirth keeps the birth that some alias claims beside the entry's own.
func (r *record) aliasBirth(a *node) {
	date, city, country := a.one("DATE_OF_BIRTH"), a.one("CITY_OF_BIRTH"), a.one("COUNTRY_OF_BIRTH")
	if date.text != "" && date.text != "null" {
		if d, ok := lists.ParseDate(date.text); ok {
			for _, v := range d.Values {
				r.addAs(r.party, "birthDate", v, date, date.raw)
			}
		} else {
			r.note(date, "Date of birth with an alias: %s", date.text)
			r.p.warnings.Add("date not understood, kept in notes", r.place(date))
		}
	}
	r.birthPlace(a, city, country)
}

// person reads what only individuals have.
func (r *record) person() {
	for _, v := range r.node.values("TITLE") {
		r.add(r.party, "title", v)
	}
	for _, v := range r.node.values("DESIGNATION") {
		r.add(r.party, "position", v)
	}
	nationalities := r.node.values("NATIONALITY")
	if n := r.node.one("NATIONALITY2"); n.text != "" {
		nationalities = append(nationalities, n)
	}
	for _, v := range nationalities {
		r.country(r.party, "nationality", v, "Nationality")
	}
	r.gender()
}

var genderInComments = regexp.MustCompile(`(?i)\bgender\s*[:\[]\s*(male|female)\b`)

func (r *record) gender() {
	n := r.node.one("GENDER")
	switch g := strings.ToLower(n.text); g {
	case "male", "female":
		r.addAs(r.party, "gender", g, n, n.raw)
	case "", "unknown":
		comments := r.node.one("COMMENTS1")
		if !strings.Contains(comments.text, "ender") {
			return // most have nothing for the pattern to look at
		}
		if m := genderInComments.FindStringSubmatch(comments.text); m != nil {
			r.addAs(r.party, "gender", strings.ToLower(m[1]), comments, m[0])
		}
	default:
		r.note(n, "Gender: %s", n.text)
		r.p.warnings.Add("gender not understood, kept in notes", r.place(n))
	}
}

// country states the codes of a named country. What says more than a name,
// or is not understood, stays readable in the notes.
func (r *record) country(e *ftm.Entity, prop string, n *node, what string) {
	if n.text == "" || n.text == notAvailable {
		return
	}
	codes, exact := lists.Countries(n.text)
	for _, c := range codes {
		r.addAs(e, prop, c, n, n.raw)
	}
	if !exact {
		r.note(n, "%s: %s", what, n.text)
	}
	if len(codes) == 0 {
		r.p.warnings.Add("country not understood, kept in notes: "+n.text, r.place(n))
	}
}

// imoCompany finds the number that the IMO gives to firms.
var imoCompany = regexp.MustCompile(`\b(?:International Maritime Organization \(IMO\)|IMO)(?: [Cc]ompany)?(?: [Nn]umbers?| [Nn]o\.?)?:? *(\d{7})\b`)

func (r *record) companyNumbers() {
	comments := r.node.one("COMMENTS1")
	if !strings.Contains(comments.text, "IMO") {
		return
	}
	for _, m := range imoCompany.FindAllStringSubmatch(comments.text, -1) {
		number, valid := lists.IMOCompanyNumber(m[1])
		if !valid {
			r.p.warnings.Add("IMO company number "+number+" fails its check digit, kept", r.place(comments))
		}
		r.addAs(r.party, "imoNumber", number, comments, m[0])
	}
}

// listing makes the Sanction and marks the party as listed.
func (r *record) listing(ref *node) {
	s := r.child("Sanction", "sanction")
	key := strings.TrimPrefix(r.party.ID, Dataset+"-")
	r.addAs(s, "entity", r.party.ID, r.node, "")
	r.addAs(s, "authority", Authority().Publisher, r.node, "")
	r.add(s, "program", r.node.one("UN_LIST_TYPE"))
	if ref.name == "REFERENCE_NUMBER" {
		r.addAs(s, "unscId", key, ref, ref.raw)
	}
	r.add(s, "recordId", r.node.one("DATAID"))
	r.date(s, "listingDate", r.node.one("LISTED_ON"))
	r.date(s, "date", r.node.one("SUBMITTED_ON"))
	for _, v := range r.node.values("LAST_DAY_UPDATED") {
		r.date(s, "modifiedAt", v)
	}
	r.add(s, "reason", r.node.one("COMMENTS1"))
	if by := r.node.one("SUBMITTED_BY"); by.text != "" {
		r.addAs(s, "summary", "Submitted by "+by.text, by, by.raw)
	}
	delisted := r.node.one("DELISTED_ON")
	r.date(s, "endDate", delisted)
	if delisted.text == "" {
		r.addAs(r.party, "topics", "sanction", ref, "")
	}
	for _, v := range r.node.values("LIST_TYPE") {
		if v.text != "UN List" {
			r.addAs(s, "status", v.text, v, v.raw)
		}
	}
	for _, silent := range []string{"VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD"} {
		r.node.one(silent) // always 1 or empty
	}
	r.rest = append(r.rest, s)
}

// date states a date of the listing; one that is none goes to the notes.
func (r *record) date(e *ftm.Entity, prop string, n *node) {
	if n.text == "" {
		return
	}
	d, ok := lists.ParseDate(n.text)
	if !ok {
		r.note(n, "%s: %s", n.name, n.text)
		r.p.warnings.Add("date not understood, kept in notes", r.place(n))
		return
	}
	for _, v := range d.Values {
		r.addAs(e, prop, v, n, n.raw)
	}
}

// child makes an entity that belongs to the party, with an id of its own.
func (r *record) child(schema, suffix string) *ftm.Entity {
	id := r.party.ID + "-" + suffix
	for n := 2; r.ids[id]; n++ {
		id = fmt.Sprintf("%s-%s-%d", r.party.ID, suffix, n)
	}
	r.ids[id] = true
	return ftm.New(id, schema)
}
