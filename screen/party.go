package screen

import (
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/names"
)

// Query is what is asked about: a party by schema, names and FollowTheMoney
// properties. Names among the properties count as well.
type Query struct {
	Schema     string              `json:"schema"`
	Names      []string            `json:"names,omitempty"`
	Properties map[string][]string `json:"properties,omitempty"`
}

// party is either side of a comparison, read once.
type party struct {
	id        string      // empty for a query
	dataset   string      // the same
	schema    *ftm.Schema // nil when the query names none: compatible with all
	names     []alias
	ids       []identifier
	imos      []string // valid IMO ship numbers
	births    []string
	countries []string
	genders   []string
	addresses []string  // as written
	places    []address // the same of a query, read
}

// alias is one name of a party.
type alias struct {
	name   names.Name
	weak   bool
	origin names.Origin
	bits   []float64
	beyond bool // known to be beyond the threshold, and not to be compared
}

var nameProperties = []string{"name", "alias", "previousName", "weakAlias", "abbreviation"}

var countryProperties = []string{"nationality", "citizenship", "country", "mainCountry", "jurisdiction"}

func classOf(s *ftm.Schema) names.Class {
	switch {
	case s == nil:
		return names.Anything
	case s.Is("Person"):
		return names.Person
	case s.Is("Vessel"):
		return names.Vessel
	case s.Is("Organization"), s.Is("Company"):
		return names.Organisation
	}
	return names.Anything
}

func readName(written string, class names.Class, weak bool) alias {
	return newAlias(names.Read(written, class), weak, names.AsWritten)
}

func newAlias(n names.Name, weak bool, origin names.Origin) alias {
	a := alias{name: n, weak: weak, origin: origin}
	for i := range a.name.Words {
		a.bits = append(a.bits, names.Bits(&a.name.Words[i]))
	}
	return a
}

// readQuery reads the asking side.
func readQuery(q Query) *party {
	p := &party{}
	p.schema, _ = ftm.Default().Schema(q.Schema)
	class := classOf(p.schema)
	written := slices.Clone(q.Names)
	for _, prop := range nameProperties {
		written = append(written, q.Properties[prop]...)
	}
	if len(written) == 0 {
		written = composed(q.Properties)
	}
	for i, w := range written {
		if !slices.Contains(written[:i], w) {
			p.addWritten(w, class, false)
		}
	}
	props := make([]string, 0, len(q.Properties))
	for prop := range q.Properties {
		props = append(props, prop)
	}
	slices.Sort(props)
	for _, prop := range props {
		for _, v := range q.Properties[prop] {
			p.addProperty(prop, v)
		}
	}
	for _, a := range p.addresses {
		p.places = append(p.places, readAddress(a))
	}
	return p
}

// composed puts a name together from its parts.
func composed(props map[string][]string) []string {
	var parts []string
	for _, prop := range []string{"firstName", "secondName", "middleName", "lastName"} {
		parts = append(parts, props[prop]...)
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, " ")}
}

// readEntity reads the listed side.
func readEntity(e *ftm.Entity, schema *ftm.Schema) *party {
	p := &party{id: e.ID, schema: schema}
	if len(e.Statements) > 0 {
		p.dataset = strings.Clone(e.Statements[0].Dataset)
	}
	class := classOf(schema)
	for _, prop := range nameProperties {
		for _, s := range e.About(prop) {
			if !p.hasName(s.Value) {
				p.addWritten(s.Value, class, prop == "weakAlias" || s.Strength == ftm.Weak || s.Strength == ftm.Low)
			}
		}
	}
	for _, s := range e.Statements {
		p.addProperty(s.Prop, s.Value)
	}
	return p
}

func (p *party) hasName(written string) bool {
	return slices.ContainsFunc(p.names, func(a alias) bool { return a.name.Written == written })
}

// addWritten adds a name and what further names it gives.
func (p *party) addWritten(written string, class names.Class, weak bool) {
	a := readName(written, class, weak)
	p.addName(a)
	for _, v := range names.Variants(&a.name) {
		if !p.hasName(v.Name.Written) {
			p.addName(newAlias(v.Name, weak, v.Origin))
		}
	}
}

func (p *party) addName(a alias) {
	if len(a.name.Words) > 0 {
		p.names = append(p.names, a)
	}
}

func (p *party) addProperty(prop, value string) {
	if id, ok := readIdentifier(prop, value, p.schema); ok && !slices.Contains(p.ids, id) {
		p.ids = append(p.ids, id)
		if id.kind == kindIMO {
			p.imos = append(p.imos, id.value)
		}
	}
	switch {
	case prop == "birthDate" && birthYear(value) != 0:
		p.births = append(p.births, value)
	case prop == "address", prop == "addressEntity" && strings.ContainsAny(value, " ,"): // the latter a text, not an id
		if value != "" && !slices.Contains(p.addresses, value) {
			p.addresses = append(p.addresses, value)
		}
	case prop == "gender":
		p.genders = append(p.genders, strings.ToLower(value))
	case slices.Contains(countryProperties, prop):
		// A country written out says nothing here: only codes are compared.
		if c := strings.ToLower(strings.TrimSpace(value)); len(c) == 2 && !slices.Contains(p.countries, c) {
			p.countries = append(p.countries, c)
		}
	}
}

// compatible reports whether two schemata can be of one party: one descends
// from the other, or both are organisations or vehicles.
func compatible(a, b *ftm.Schema) bool {
	if a == nil || b == nil || a.Is(b.Name) || b.Is(a.Name) {
		return true
	}
	return (a.Is("Organization") && b.Is("Organization")) || (a.Is("Vehicle") && b.Is("Vehicle"))
}
