package un

import (
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// record is one INDIVIDUAL or ENTITY on its way to become entities.
type record struct {
	*lists.Entry
	p    *parser
	node *markup.Node
}

// entry makes the party, what belongs to it, and its listing.
func (p *parser) entry(n *markup.Node, isPerson bool) error {
	ref, key, err := p.reference(n)
	if err != nil {
		return err
	}
	schema, kind := "Organization", "ENTITY"
	if isPerson {
		schema, kind = "Person", "INDIVIDUAL"
	}
	r := &record{p.Entry(Dataset+"-"+key, schema), p, n}
	if err := r.names(); err != nil {
		return err
	}
	if err := r.aliases(kind + "_ALIAS"); err != nil {
		return err
	}
	if isPerson {
		r.person()
		r.births()
	}
	r.addresses(kind + "_ADDRESS")
	if isPerson {
		r.documents()
	} else {
		r.companyNumbers()
	}
	r.listing(ref, key)
	n.Unknown(p.Reading)
	return r.Emit(n.Here())
}

func compact(s string) string { return strings.ReplaceAll(s, " ", "") }

// Parts of a name, and what the schema lets stand for an empty one.
const (
	partSeparator = " | "
	notAvailable  = "na"
)

func (r *record) names() error {
	var from lists.Value
	var parts, raw []string
	for _, name := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
		v := known(r.node.At(name))
		if v.Empty() {
			continue
		}
		if from.Empty() {
			from = v
		}
		parts, raw = append(parts, v.Text), append(raw, v.Raw)
	}
	if len(parts) == 0 {
		return r.p.doc.Fail(r.node, "an entry without a name")
	}
	from.Raw = strings.Join(raw, partSeparator)
	r.Party.Say("name", strings.Join(parts, " "), from)
	r.Party.Name("name", known(r.node.At("NAME_ORIGINAL_SCRIPT")), "")
	return nil
}

// noteOf is the NOTE of a block without the commas that some publications
// leave dangling at its ends: "at time of listing , ,".
func noteOf(block *markup.Node) lists.Value {
	v := block.At("NOTE")
	v.Text = strings.Trim(v.Text, " ,")
	return v
}

// known drops what stands for nothing.
func known(v lists.Value) lists.Value {
	if v.Text == notAvailable {
		return lists.Value{}
	}
	return v
}

// formerly and inScript read the notes at aliases.
var (
	formerly = regexp.MustCompile(`(?i)^(?:previously|formerly) listed as\b[.,;: ]*`)
	inScript = regexp.MustCompile(`(?i)^(?:original script|in [a-z]+(?: script)?): *(.+)$`)
)

// maxNames is more than any ALIAS_NAME packs into itself.
const maxNames = 1000

func (r *record) aliases(element string) error {
	for a := range r.node.All(element) {
		quality, name, note := a.At("QUALITY"), a.At("ALIAS_NAME"), noteOf(a)
		rest := note.Text
		if rest != "" {
			rest = formerly.ReplaceAllString(rest, "")
		}
		prop, strength := "alias", ftm.Strength("")
		switch strings.ToLower(quality.Text) {
		case "good":
			// Aliases of bodies are not graded; one publication printed
			// "Good" at all of them.
			if r.Party.Schema == "Person" {
				strength = ftm.Strong
			}
		case "low":
			prop, strength = "weakAlias", ftm.Low
		case "f.k.a.":
			prop = "previousName"
		case "a.k.a.", "":
		default:
			r.p.Warn(quality.Place, "alias of unknown quality "+quality.Text)
		}
		if rest != note.Text && prop == "alias" {
			prop = "previousName"
		}
		names := splitNames(name.Text)
		if len(names) > maxNames {
			return r.p.doc.Fail(a, "an alias holds %d names, more than %d", len(names), maxNames)
		}
		for _, v := range names {
			r.Party.Name(prop, name.With(v), strength)
		}
		if m := inScript.FindStringSubmatch(rest); m != nil {
			r.Party.Name(prop, note.With(m[1]), strength)
			rest = ""
		}
		if rest != "" {
			r.Party.Note(note, "Alias %s: %s", name.Text, rest)
		}
		r.aliasBirth(a)
	}
	return nil
}

// aliasBirth keeps the birth that some alias claims beside the entry's own.
func (r *record) aliasBirth(a *markup.Node) {
	if date := a.At("DATE_OF_BIRTH"); date.Text != "null" {
		r.birth(date, false)
	}
	r.birthPlace(a.At("CITY_OF_BIRTH"), a.At("COUNTRY_OF_BIRTH"))
}

// person reads what only individuals have.
func (r *record) person() {
	for v := range r.node.In("TITLE", "VALUE") {
		r.Party.Add("title", v.Value())
	}
	for v := range r.node.In("DESIGNATION", "VALUE") {
		r.Party.Add("position", v.Value())
	}
	for v := range r.node.In("NATIONALITY", "VALUE") {
		r.Party.Country("nationality", known(v.Value()))
	}
	r.Party.Country("nationality", known(r.node.At("NATIONALITY2")))
	r.gender()
}

var genderInComments = regexp.MustCompile(`\b[Gg]ender *[:\[] *([Mm]ale|[Ff]emale)\b`)

func (r *record) gender() {
	v := r.node.At("GENDER")
	switch g := strings.ToLower(v.Text); g {
	case "male", "female":
		r.Party.Say("gender", g, v)
	case "", "unknown":
		at := r.node.One("COMMENTS1")
		if !strings.Contains(at.Raw(), "ender") {
			return // most have nothing for the pattern to look at
		}
		comments := at.Value()
		if m := genderInComments.FindStringSubmatch(comments.Text); m != nil {
			comments.Raw = m[0]
			r.Party.Say("gender", strings.ToLower(m[1]), comments)
		}
	default:
		r.Party.Note(v, "Gender: %s", v.Text)
		r.p.Warn(v.Place, "gender not understood, kept in notes")
	}
}

// imoCompany finds the number that the IMO gives to firms.
var imoCompany = regexp.MustCompile(`\b(?:International Maritime Organization \(IMO\)|IMO)(?: [Cc]ompany)?(?: [Nn]umbers?| [Nn]o\.?)?:? *(\d{7})\b`)

func (r *record) companyNumbers() {
	at := r.node.One("COMMENTS1")
	if !strings.Contains(at.Raw(), "IMO") {
		return
	}
	comments := at.Value()
	for _, m := range imoCompany.FindAllStringSubmatch(comments.Text, -1) {
		r.Party.FirmIMO(lists.Value{Text: m[1], Raw: m[0], Place: comments.Place, Exhibit: comments.Exhibit})
	}
}

// listing makes the Sanction and marks the party as listed.
func (r *record) listing(ref *markup.Node, key string) {
	s := r.Sanction(r.node.Here())
	s.Program(r.node.At("UN_LIST_TYPE"))
	if ref.Name == "REFERENCE_NUMBER" {
		s.Say("unscId", strings.SplitN(key, "-", 2)[0], ref.Value())
	}
	s.Add("recordId", r.node.At("DATAID"))
	s.Date("listingDate", r.node.At("LISTED_ON"))
	s.Date("date", r.node.At("SUBMITTED_ON"))
	for v := range r.node.In("LAST_DAY_UPDATED", "VALUE") {
		s.Date("modifiedAt", v.Value())
	}
	s.Add("reason", r.node.At("COMMENTS1"))
	if by := r.node.At("SUBMITTED_BY"); !by.Empty() {
		s.Say("summary", "Submitted by "+by.Text, by)
	}
	delisted := r.node.At("DELISTED_ON")
	s.Date("endDate", delisted)
	if delisted.Empty() {
		r.Listed(ref.Here())
	}
	for v := range r.node.In("LIST_TYPE", "VALUE") {
		if said := v.Value(); said.Text != "UN List" {
			s.Add("status", said)
		}
	}
	r.node.Ignore("VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD") // always 1 or empty
}
