package japan

import (
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// record makes the entities of one entry of the asset freeze.
type record struct {
	*lists.Entry

	f        *freeze
	sanction *lists.Subject
	seen     map[string]bool // addresses and documents that were made
}

// once reports whether a thing is met for the first time in the entry.
func (r *record) once(what string) bool {
	if r.seen[what] {
		return false
	}
	r.seen[what] = true
	return true
}

// each visits the cells of the entry that say something.
func (f *freeze) each(rows []*sheet.Row, visit func(role, string, lists.Value) error) error {
	for _, row := range rows {
		for i := range row.Len() {
			v := row.At(i)
			if v.Empty() || squeeze(v.Text) == unknown {
				continue
			}
			what, name := note, sheet.Column(i)
			if i < len(f.roles) {
				what, name = f.roles[i], f.header.Names[i]
			}
			if err := visit(what, name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// known is what a row says in a column, unless it says that this is not known.
func (f *freeze) known(row *sheet.Row, column string) lists.Value {
	v := f.header.Value(row, column)
	if squeeze(v.Text) == unknown {
		return lists.Value{}
	}
	return v
}

func (f *freeze) entry(rows []*sheet.Row) error {
	lead := rows[0]
	days := f.header.Value(lead, firstColumn)
	deleted := strings.Contains(days.Text, deletion)
	en, ja := f.known(lead, "英語表記"), f.known(lead, "日本語表記")
	if en.Empty() && ja.Empty() {
		if !deleted {
			f.r.Warn(lead.Here().Place, "an entry without a name left out")
		}
		return nil
	}
	schema := f.schema(rows)
	r := &record{Entry: f.r.Entry(f.id(lead, en, ja), schema), f: f, seen: map[string]bool{}}
	if !deleted {
		r.Listed(lead.Here())
	}
	r.sanction = r.Sanction(lead.Here())
	here := lead.Here()
	here.Raw = lead.Sheet
	r.sanction.Program(here.With(f.program))
	r.number(f.header.Value(lead, "告示番号"))
	r.days(days)
	r.japanese(ja, r.english(en))
	if r.Party.First("name") == "" { // marks alone
		r.Party.Name("name", en, "")
		r.Party.Name("name", ja, "")
	}
	if err := f.each(rows, r.cell); err != nil {
		return err
	}
	switch {
	case deleted: // no entry of the list any more
	case schema == "Person":
		f.r.Counts["individuals"]++
	default:
		f.r.Counts["entities"]++
	}
	return r.Emit(lead.Here())
}

// schema is that of the section or, in a sheet of persons and bodies, what the
// filled columns tell. Bodies have nothing in the columns of persons, where a
// person of whom nothing is known has 不明 in most.
func (f *freeze) schema(rows []*sheet.Row) string {
	if f.section.schema != "" {
		return f.section.schema
	}
	filled := 0
	for _, row := range rows {
		for i := range min(row.Len(), len(f.roles)) {
			v := row.At(i)
			switch f.roles[i] {
			case title, post, birth, birthAndPlace, birthPlace, nationality, passport:
				if v.Empty() {
					continue
				}
				if squeeze(v.Text) != unknown {
					return "Person"
				}
				filled++
			case unReference:
				if strings.Contains(v.Text, "i.") {
					return "Person"
				}
			case other:
				if strings.Contains(v.Text, "生年月日") {
					return "Person"
				}
			}
		}
	}
	if filled >= 3 {
		return "Person"
	}
	return "LegalEntity"
}

// ownNumber is the number of the notification among the marks that refer to
// other sheets: 4 of "*4", 7 of "7(*1)".
var ownNumber = regexp.MustCompile(`^[*#＊＃ ]*(\d+)`)

// id is the section and the number, or the name where there is none.
func (f *freeze) id(row *sheet.Row, en, ja lists.Value) string {
	name := en.Text
	if name == "" {
		name = ja.Text
	}
	id := Freeze + "-" + f.section.key + "-"
	if m := ownNumber.FindStringSubmatch(narrow(f.header.Value(row, "告示番号").Text)); m != nil {
		id += m[1]
	} else {
		f.r.Warn(row.Here().Place, "an entry without a number, known by its name")
		id += lists.Slug(name)
	}
	first, taken := f.r.Taken(id)
	if !taken {
		return id
	}
	f.r.Warn(row.Here().Place, "a number is given to a second entry, which is kept apart; the first is %s", first)
	return f.r.Free(id + "-" + lists.Slug(name))
}

// number is the recordId; the marks beside it refer to another sheet that has
// the same party.
func (r *record) number(v lists.Value) {
	m := ownNumber.FindStringSubmatch(narrow(v.Text))
	if m == nil {
		r.sanction.Add("recordId", v)
		return
	}
	r.sanction.Say("recordId", m[1], v)
	if m[1] != v.Text {
		r.sanction.Note(v, "告示番号: %s", v.Text)
	}
}

// cell states what a cell says; names were stated before.
func (r *record) cell(what role, column string, v lists.Value) error {
	switch what {
	case day, number, english, japanese:
	case alias:
		return r.aliases("alias", "", v)
	case former:
		return r.aliases("previousName", "", v)
	case weak:
		return r.aliases("weakAlias", ftm.Weak, v)
	case title:
		r.say("title", column, v, enumerated(v.Raw))
	case post:
		r.say("position", column, v, lines(v.Raw))
	case birth:
		r.birth(column, v)
	case birthAndPlace:
		r.birthAndPlace(column, v)
	case birthPlace:
		r.say("birthPlace", column, v, lines(v.Raw))
	case nationality:
		r.nationality(column, v)
	case passport:
		r.documents("Passport (旅券番号)", column, v)
	case identity:
		r.documents(column, column, v)
	case address:
		return r.addresses(column, v)
	case phone:
		r.say("phone", column, v, strings.FieldsFunc(v.Text, func(c rune) bool { return strings.ContainsRune(",;/、；", c) }))
	case unReference:
		r.sanction.Add("unscId", v)
	case listedAbroad:
		r.sanction.Note(v, "%s: %s", column, foreignDay(v))
	case reason:
		r.sanction.Add("reason", v)
	case other:
		return r.other(v)
	default:
		r.Party.Note(v, "%s: %s", column, v.Text)
	}
	return nil
}

// foreignDay writes a day that is stored as a count.
func foreignDay(v lists.Value) string {
	if d, ok := sheet.Date(v); ok {
		return d.Values[0]
	}
	return v.Text
}

// say states the pieces of a cell, or keeps it in notes where the schema has
// no such property.
func (r *record) say(prop, column string, v lists.Value, pieces []string) {
	if !r.Party.Has(prop) {
		r.Party.Note(v, "%s: %s", column, v.Text)
		return
	}
	for _, text := range pieces {
		r.Party.Say(prop, text, v)
	}
}
