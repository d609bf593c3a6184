package match

import (
	"net/http"
	"net/url"
	"slices"

	"plimsoll/ftm"
	"plimsoll/house/roll"
)

// entity is a party in the field's form. Values of its properties are strings,
// or entities where they are nested.
type entity struct {
	ID         string         `json:"id"`
	Caption    string         `json:"caption"`
	Schema     string         `json:"schema"`
	Properties map[string]any `json:"properties"`
	Datasets   []string       `json:"datasets"`
	Referents  []string       `json:"referents"`
	Target     bool           `json:"target"`
	FirstSeen  *string        `json:"first_seen"`
	LastSeen   *string        `json:"last_seen"`
	LastChange *string        `json:"last_change"`
}

// scored is a party that was found, and why.
type scored struct {
	entity
	Score        float64                `json:"score"`
	Match        bool                   `json:"match"`
	Explanations map[string]explanation `json:"explanations"`
	Name         string                 `json:"name"`   // the listed name that came closest
	Member       string                 `json:"member"` // the entry that scored
}

func bare(p *roll.Party) entity {
	e := entity{
		ID: p.ID, Caption: p.Caption, Schema: p.Schema, Datasets: p.Datasets, Referents: p.Referents, Target: p.Target,
		FirstSeen: moment(p.First), LastSeen: moment(p.Last), LastChange: moment(p.Changed), Properties: map[string]any{},
	}
	if e.Datasets == nil {
		e.Datasets = []string{}
	}
	if e.Referents == nil {
		e.Referents = []string{}
	}
	return e
}

// flat is a party whose references are ids.
func flat(now *roll.Roll, p *roll.Party) entity {
	e := bare(p)
	for prop, values := range now.Properties(p) {
		e.Properties[prop] = values
	}
	return e
}

// find takes a roll and the party that the address names. An id that is not
// the party's first is answered with the way there.
func (a *api) find(w http.ResponseWriter, r *http.Request, p *params, rest string) (*roll.Roll, *roll.Party, error) {
	now, err := a.take(r.Context(), p)
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("id")
	party, ok := now.Party(id)
	if !ok {
		return nil, nil, refuse(http.StatusNotFound, "No such entity: %q. An id is written as the lists have it, such as those in the results of /match.", id)
	}
	if party.ID != id {
		to := "/entities/" + url.PathEscape(party.ID) + rest
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		a.origin(w, now, p)
		w.Header().Set("Location", to)
		a.reply(w, r, http.StatusPermanentRedirect, map[string]string{"detail": id + " is an entry of the party " + party.ID + ": see there."})
		return nil, nil, nil
	}
	return now, party, nil
}

// document is a party by itself.
type document struct {
	entity
	from
	Warnings []warning `json:"warnings"`
}

func (a *api) entity(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	nested := p.truth("nested", true)
	now, party, err := a.find(w, r, p, "")
	if err != nil || party == nil {
		return err
	}
	out := document{from: a.origin(w, now, p), Warnings: p.ignored(w)}
	if nested {
		n := nesting{roll: now}
		out.entity = n.root(party)
		out.Warnings = append(out.Warnings, n.warnings...)
	} else {
		out.entity = flat(now, party)
	}
	a.reply(w, r, http.StatusOK, out)
	return nil
}

// nesting puts into a party those it refers to and those that refer to it.
type nesting struct {
	roll     *roll.Roll
	warnings []warning
}

func (n *nesting) root(p *roll.Party) entity {
	out := n.put(p, p.ID, 0)
	for _, ref := range n.roll.References(p) {
		n.append(&out, ref.Property, n.put(ref.From, p.ID, 1))
	}
	return out
}

func (n *nesting) append(out *entity, prop string, e entity) {
	list, _ := out.Properties[prop].([]any)
	if len(list) == maxNested {
		if !slices.ContainsFunc(n.warnings, func(w warning) bool { return w.Property == prop }) {
			n.warnings = append(n.warnings, warning{Property: prop, Message: "there are more than are shown here; /entities/{id}/adjacent/" + prop + " gives all, page by page"})
		}
		return
	}
	out.Properties[prop] = append(list, e)
}

// put gives an entity with those it refers to inside: of the root all, of a
// relation its other end. What leads back to the root is left out.
func (n *nesting) put(p *roll.Party, root string, depth int) entity {
	out := bare(p)
	schema, ok := ftm.Default().Schema(p.Schema)
	for prop, values := range n.roll.Properties(p) {
		if def, known := property(schema, ok, prop); !known || def.Type != "entity" {
			out.Properties[prop] = values
			continue
		}
		for _, id := range values {
			other, found := n.roll.Party(id)
			switch {
			case id == root && depth > 0:
			case found && (depth == 0 || depth == 1 && schema.Edge != nil):
				n.append(&out, prop, n.put(other, root, depth+1))
			default:
				list, _ := out.Properties[prop].([]any)
				out.Properties[prop] = append(list, id)
			}
		}
	}
	return out
}

func property(schema *ftm.Schema, ok bool, name string) (*ftm.Property, bool) {
	if !ok {
		return nil, false
	}
	return schema.Property(name)
}

// neighbours is one page of those that a property leads to.
type neighbours struct {
	Results []entity `json:"results"`
	Total   total    `json:"total"`
	Limit   int      `json:"limit"`
	Offset  int      `json:"offset"`
}

type adjacency struct {
	Entity   entity                `json:"entity"`
	Adjacent map[string]neighbours `json:"adjacent"`
	from
	Warnings []warning `json:"warnings"`
}

// adjacent gives the neighbours of a party, under the property that leads to
// them, page by page.
func (a *api) adjacent(w http.ResponseWriter, r *http.Request) error {
	p, err := readParams(r)
	if err != nil {
		return err
	}
	limit, offset := p.integer("limit", searchPage, 0, maxLimit), p.integer("offset", 0, 0, maxOffset)
	only, rest := r.PathValue("property"), "/adjacent"
	if only != "" {
		rest += "/" + url.PathEscape(only)
	}
	now, party, err := a.find(w, r, p, rest)
	if err != nil || party == nil {
		return err
	}
	all := around(now, party)
	if only != "" {
		if _, ok := all[only]; !ok && !canLead(party.Schema, only) {
			return refuse(http.StatusNotFound, "A %s has no neighbours by %q%s", party.Schema, only, orStop(perhaps(only, keys(all))))
		}
		all = map[string][]*roll.Party{only: all[only]}
	}
	out := adjacency{Entity: flat(now, party), Adjacent: map[string]neighbours{}, from: a.origin(w, now, p), Warnings: p.ignored(w)}
	for prop, parties := range all {
		page := neighbours{Results: []entity{}, Total: total{len(parties), "eq"}, Limit: limit, Offset: offset}
		for _, other := range parties[min(offset, len(parties)):min(offset+limit, len(parties))] {
			n := nesting{roll: now}
			page.Results = append(page.Results, n.put(other, party.ID, 1))
		}
		out.Adjacent[prop] = page
	}
	a.reply(w, r, http.StatusOK, out)
	return nil
}

// around lists the neighbours of a party by property, in the order of the lists.
func around(now *roll.Roll, p *roll.Party) map[string][]*roll.Party {
	out := map[string][]*roll.Party{}
	schema, ok := ftm.Default().Schema(p.Schema)
	for prop, values := range now.Properties(p) {
		if def, known := property(schema, ok, prop); !known || def.Type != "entity" {
			continue
		}
		for _, id := range values {
			if other, found := now.Party(id); found {
				out[prop] = append(out[prop], other)
			}
		}
	}
	for _, ref := range now.References(p) {
		out[ref.Property] = append(out[ref.Property], ref.From)
	}
	return out
}

// canLead reports whether a property of a schema, or one that points at it,
// leads to other entities.
func canLead(schema, prop string) bool {
	s, ok := ftm.Default().Schema(schema)
	if !ok {
		return false
	}
	if def, known := s.Property(prop); known {
		return def.Type == "entity"
	}
	for _, name := range ftm.Default().SchemaNames() {
		other, _ := ftm.Default().Schema(name)
		for _, def := range other.Properties {
			if def.Type == "entity" && def.Reverse == prop && s.Is(def.Range) {
				return true
			}
		}
	}
	return false
}
