package ofac

import (
	"strconv"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// link is a relation that the list states between two parties.
type link struct {
	from, to             lists.Value // numbers of the parties
	fromSchema, toSchema string      // "" where the party is not in the file
	kind                 lists.Value // "Owned or Controlled By"
	former               lists.Value // empty where it holds
	quality, comment     lists.Value
	record               lists.Value // its own number
	here                 lists.Value
}

// links remembers the ids of the relations of a file.
type links map[string]bool

// subject makes the relation an entity: Ownership, Directorship, Family,
// Associate, or UnknownLink where the words of the list say less than those
// would, or the two parties are of kinds that those cannot join. The words are
// its role. Its id is made of the parties and the words.
func (ids links) subject(r *lists.Reading, l link) *lists.Subject {
	schema, source, target := shape(l)
	if schema == "UnknownLink" {
		warnOfLink(r, l)
	}
	id := "us_ofac-link-" + l.from.Text + "-" + lists.Slug(l.kind.Text) + "-" + l.to.Text
	if ids[id] {
		id += "-" + l.record.Text
		for base, n := id, 2; ids[id]; n++ {
			id = base + "-" + strconv.Itoa(n)
		}
	}
	ids[id] = true
	s := r.Loose(id, schema)
	s.Say(source.prop, "us_ofac-"+source.party.Text, source.party)
	s.Say(target.prop, "us_ofac-"+target.party.Text, target.party)
	if s.Has("role") {
		s.Add("role", l.kind)
	} else {
		s.Add("relationship", l.kind)
	}
	switch {
	case l.former.Empty():
	case s.Has("status"):
		s.Say("status", "former", l.former)
	default:
		s.Note(l.former, "former")
	}
	if !l.quality.Empty() && l.quality.Text != unknown {
		s.Note(l.quality, "Quality: "+l.quality.Text)
	}
	if !l.comment.Empty() {
		s.Note(l.comment, l.comment.Text)
	}
	s.Add("recordId", l.record)
	return s
}

// warnOfLink tells of relations that became links though the words say more,
// and of words that are new.
func warnOfLink(r *lists.Reading, l link) {
	switch l.kind.Text {
	case "Acting for or on behalf of", "Providing support to", "playing a significant role in", "Property in the interest of":
	case "Owned or Controlled By", "Owns, controls, or operates", "Leader or official of", "Principal Executive Officer", "Family member of", "Associate Of":
		r.Warn(l.here.Place, "a relation %q that parties of these kinds cannot have, kept as a link", l.kind.Text)
	default:
		r.Warn(l.here.Place, "unknown relation %q, kept as a link", l.kind.Text)
	}
}

// end is a party and the property that names it.
type end struct {
	prop  string
	party lists.Value
}

// shape chooses the schema of a relation.
func shape(l link) (schema string, source, target end) {
	body := func(schema string) bool { return schema != "Person" && is(schema, "LegalEntity") }
	thing := func(schema string) bool { return schema != "Person" }
	person := func(schema string) bool { return is(schema, "Person") }
	holder := func(schema string) bool { return is(schema, "LegalEntity") }
	switch l.kind.Text {
	case "Owned or Controlled By":
		if holder(l.toSchema) && thing(l.fromSchema) {
			return "Ownership", end{"owner", l.to}, end{"asset", l.from}
		}
	case "Owns, controls, or operates":
		if holder(l.fromSchema) && thing(l.toSchema) {
			return "Ownership", end{"owner", l.from}, end{"asset", l.to}
		}
	case "Leader or official of", "Principal Executive Officer":
		if holder(l.fromSchema) && body(l.toSchema) {
			return "Directorship", end{"director", l.from}, end{"organization", l.to}
		}
	case "Family member of":
		if person(l.fromSchema) && person(l.toSchema) {
			return "Family", end{"person", l.to}, end{"relative", l.from}
		}
	case "Associate Of":
		if person(l.fromSchema) && person(l.toSchema) {
			return "Associate", end{"person", l.to}, end{"associate", l.from}
		}
	}
	return "UnknownLink", end{"subject", l.from}, end{"object", l.to}
}

// is reports whether a schema is of a kind; of a party that is not known
// nothing speaks against it.
func is(schema, kind string) bool {
	s, ok := ftm.Default().Schema(schema)
	return !ok || s.Is(kind)
}
