package match

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"plimsoll/ftm"
	"plimsoll/house/roll"
	"plimsoll/lists"
)

type searchResponse struct {
	Limit   int              `json:"limit"`
	Offset  int              `json:"offset"`
	Total   total            `json:"total"`
	Results []found          `json:"results"`
	Facets  map[string]facet `json:"facets"`
	from
	Warnings []warning `json:"warnings"`
}

// found is a party of a search, with the score of its name.
type found struct {
	entity
	Score float64 `json:"score"`
}

type facet struct {
	Label  string       `json:"label"`
	Values []facetValue `json:"values"`
}

type facetValue struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// facets are what results can be counted by.
var facets = map[string]struct {
	label string
	of    func(p *roll.Party) []string
	name  func(r *roll.Roll, value string) string
}{
	"countries": {"Countries", func(p *roll.Party) []string { return p.Countries }, func(_ *roll.Roll, v string) string {
		if name, ok := lists.CountryName(v); ok {
			return name
		}
		return v
	}},
	"topics": {"Topics", func(p *roll.Party) []string { return p.Topics }, func(_ *roll.Roll, v string) string {
		return cmp.Or(ftm.Default().Types["topic"].Values[v], v)
	}},
	"datasets": {"Data sources", func(p *roll.Party) []string { return p.Datasets }, func(r *roll.Roll, v string) string {
		for _, d := range r.Datasets {
			if d.Dataset == v {
				return cmp.Or(d.Title, v)
			}
		}
		return v
	}},
	"schema": {"Schemata", func(p *roll.Party) []string { return []string{p.Schema} }, func(_ *roll.Roll, v string) string {
		if s, ok := ftm.Default().Schema(v); ok {
			return cmp.Or(s.Plural, s.Label, v)
		}
		return v
	}},
	"genders":     {"Genders", func(p *roll.Party) []string { return p.Values("gender") }, itself},
	"identifiers": {"Identifiers", identifiers, itself},
}

func itself(_ *roll.Roll, v string) string { return v }

func identifiers(p *roll.Party) []string {
	schema, ok := ftm.Default().Schema(p.Schema)
	var out []string
	for _, prop := range schemaProperties(schema, ok) {
		if def, _ := schema.Property(prop); def.Type == "identifier" {
			for _, v := range p.Values(prop) {
				if !contains(out, v) {
					out = append(out, v)
				}
			}
		}
	}
	return out
}

func schemaProperties(schema *ftm.Schema, ok bool) []string {
	if !ok {
		return nil
	}
	return schema.PropertyNames()
}

// condition is one of a search's own filters: a value that the party must have.
type condition struct {
	what   func(p *roll.Party) []string
	values []string
	every  bool // all of the values, not just one
}

func (c *condition) holds(p *roll.Party) bool {
	have := c.what(p)
	meets := func(v string) bool { return contains(have, v) }
	if c.every {
		return !slices.ContainsFunc(c.values, func(v string) bool { return !meets(v) })
	}
	return slices.ContainsFunc(c.values, meets)
}

// conditions reads the filters that only /search has.
func conditions(p *params) []condition {
	var out []condition
	every := false
	switch op, _ := p.text("filter_op"); strings.ToUpper(op) {
	case "", "OR":
	case "AND":
		every = true
	default:
		p.fault("filter_op", "choice", "filter_op is to be OR or AND, not %q", op)
	}
	add := func(what func(*roll.Party) []string, values []string) {
		if len(values) > 0 {
			out = append(out, condition{what, values, every})
		}
	}
	var codes []string
	for _, text := range p.list("countries") {
		c, _ := lists.Countries(text)
		if len(c) == 0 {
			p.fault("countries", "country", "no country is called %q: give the two letters of ISO 3166", text)
		}
		codes = append(codes, c...)
	}
	add(facets["countries"].of, codes)
	add(facets["datasets"].of, p.list("datasets"))
	byField := map[string][]string{}
	for _, f := range p.list("filter") {
		field, value, ok := strings.Cut(f, ":")
		if _, known := fieldOf(field); !ok || !known {
			p.fault("filter", "filter", "%q is to be field:value, the field one of id, schema, datasets, topics, countries, referents, target or properties.NAME", f)
			continue
		}
		byField[field] = append(byField[field], value)
	}
	for _, field := range keys(byField) {
		what, _ := fieldOf(field)
		add(what, byField[field])
	}
	if name, ok := p.text("schema"); ok && name != "Thing" {
		if _, known := ftm.Default().Schema(name); !known {
			p.fault("schema", "schema", "no schema is called %q%s", name, perhaps(name, ftm.Default().SchemaNames()))
		}
		out = append(out, condition{ancestors, []string{name}, false})
	}
	if _, ok := p.text("target"); ok {
		want := "false"
		if p.truth("target", true) {
			want = "true"
		}
		out = append(out, condition{targets, []string{want}, false})
	}
	return out
}

// ancestors is a party's schema and those it descends from.
func ancestors(p *roll.Party) []string {
	schema, ok := ftm.Default().Schema(p.Schema)
	if !ok {
		return []string{p.Schema}
	}
	return slices.DeleteFunc(ftm.Default().SchemaNames(), func(s string) bool { return !schema.Is(s) })
}

func targets(p *roll.Party) []string {
	if p.Target {
		return []string{"true"}
	}
	return []string{"false"}
}

// fieldOf gives the values of a field by its name in the answer.
func fieldOf(name string) (func(*roll.Party) []string, bool) {
	switch name {
	case "id":
		return func(p *roll.Party) []string { return []string{p.ID} }, true
	case "caption":
		return func(p *roll.Party) []string { return []string{p.Caption} }, true
	case "referents":
		return func(p *roll.Party) []string { return p.Referents }, true
	case "target":
		return targets, true
	case "schema", "datasets", "topics", "countries":
		return facets[name].of, true
	case "first_seen", "last_seen", "last_change":
		return func(p *roll.Party) []string {
			t := map[string]*string{"first_seen": moment(p.First), "last_seen": moment(p.Last), "last_change": moment(p.Changed)}[name]
			if t == nil {
				return nil
			}
			return []string{*t}
		}, true
	}
	prop, ok := strings.CutPrefix(name, "properties.")
	if _, known := anywhere(prop); !ok || !known {
		return nil, false
	}
	return func(p *roll.Party) []string { return p.Values(prop) }, true
}

// order reads sort: fields with a direction, the first the weightiest.
func order(p *params) func(a, b roll.Match) int {
	type key struct {
		of   func(*roll.Party) []string
		sign int
	}
	var all []key
	for _, s := range p.list("sort") {
		field, direction, _ := strings.Cut(s, ":")
		k := key{sign: 1}
		if direction == "desc" {
			k.sign = -1
		}
		var known bool
		if k.of, known = fieldOf(field); !known || direction != "" && direction != "asc" && direction != "desc" {
			p.fault("sort", "sort", "%q is to be field:asc or field:desc, the field one of caption, id, schema, first_seen, last_seen, last_change or properties.NAME", s)
			continue
		}
		all = append(all, k)
	}
	if len(all) == 0 {
		return nil
	}
	return func(a, b roll.Match) int {
		for _, k := range all {
			if c := k.sign * slices.Compare(k.of(a.Party), k.of(b.Party)); c != 0 {
				return c
			}
		}
		return 0
	}
}

func (a *api) search(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	now, err := a.take(r.Context(), p)
	if err != nil {
		return err
	}
	text, _ := p.text("q")
	text = lists.Clean(text)
	if len([]rune(text)) > maxName {
		return refuse(http.StatusBadRequest, "q is longer than %d characters, which no name is.", maxName)
	}
	limit, offset := p.integer("limit", searchPage, 0, maxLimit), p.integer("offset", 0, 0, maxOffset)
	filter, wanted, by := p.filter(), conditions(p), order(p)
	filter.Datasets, err = scope(now, r.PathValue("dataset"), p)
	if err != nil {
		return err
	}
	counted := p.list("facets")
	if len(counted) == 0 {
		counted = []string{"countries", "topics", "datasets"}
	}
	for _, name := range counted {
		if _, ok := facets[name]; !ok {
			p.fault("facets", "facet", "there is no facet %q: give countries, topics, datasets, schema, identifiers or genders", name)
		}
	}
	for _, name := range []string{"fuzzy", "simple"} { // the search always forgives spelling, and has no operators
		p.truth(name, true)
	}
	if len(p.faults) > 0 {
		return p.problem()
	}
	all := slices.DeleteFunc(now.Search(text, filter), func(m roll.Match) bool {
		return slices.ContainsFunc(wanted, func(c condition) bool { return !c.holds(m.Party) })
	})
	if by != nil {
		slices.SortStableFunc(all, by)
	}
	out := searchResponse{
		Limit: limit, Offset: offset, Total: total{len(all), "eq"}, Results: []found{}, Facets: map[string]facet{},
		from: a.origin(w, now, p), Warnings: p.ignored(w),
	}
	for _, name := range counted {
		out.Facets[name] = count(now, name, all)
	}
	for _, m := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		out.Results = append(out.Results, found{flat(now, m.Party), m.Hit.Score})
	}
	a.reply(w, r, http.StatusOK, out)
	return nil
}

// maxFacet is how many values of a facet are told.
const maxFacet = 300

// count counts results by a facet, the most frequent value first.
func count(now *roll.Roll, name string, all []roll.Match) facet {
	f := facets[name]
	n := map[string]int{}
	for _, m := range all {
		for _, v := range f.of(m.Party) {
			n[v]++
		}
	}
	out := facet{Label: f.label, Values: make([]facetValue, 0, len(n))}
	for _, v := range keys(n) {
		out.Values = append(out.Values, facetValue{v, f.name(now, v), n[v]})
	}
	slices.SortStableFunc(out.Values, func(a, b facetValue) int { return b.Count - a.Count })
	out.Values = out.Values[:min(len(out.Values), maxFacet)]
	return out
}
