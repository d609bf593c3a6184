package roll

import (
	"maps"
	"slices"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// Party is one party and every entry that lists have on it, or another thing
// that a list tells of.
type Party struct {
	ID        string // of its first member
	Schema    string
	Caption   string
	Members   []*ftm.Entity // the preferred first; they are shared and must not be changed
	Referents []string      // its other ids
	Datasets  []string      // in order
	Topics    []string
	Countries []string // codes, in order
	Target    bool     // it bears a topic of risk

	First, Changed, Last time.Time // when lists first had it, last changed what they say, last had it; zero where unknown
}

// risks are the topics of FollowTheMoney that make a party one to look out for.
var risks = map[string]bool{
	"asset.frozen": true, "corp.disqual": true, "crime": true, "crime.boss": true, "crime.cyber": true, "crime.env": true,
	"crime.fin": true, "crime.fraud": true, "crime.terror": true, "crime.theft": true, "crime.traffick": true,
	"crime.traffick.drug": true, "crime.traffick.human": true, "crime.war": true, "debarment": true, "export.control": true,
	"export.risk": true, "forced.labor": true, "poi": true, "reg.action": true, "reg.warn": true, "role.oligarch": true,
	"role.pep": true, "role.rca": true, "sanction": true, "sanction.counter": true, "sanction.linked": true, "wanted": true,
}

func (p *Party) add(e *ftm.Entity, s lists.Seen) {
	p.Members = append(p.Members, e)
	if d := datasetOf(e); !slices.Contains(p.Datasets, d) {
		p.Datasets = append(p.Datasets, d)
	}
	if !s.First.IsZero() && (p.First.IsZero() || s.First.Before(p.First)) {
		p.First = s.First
	}
	if s.Changed.After(p.Changed) {
		p.Changed = s.Changed
	}
	if s.Last.After(p.Last) {
		p.Last = s.Last
	}
	schema, ok := ftm.Default().Schema(e.Schema)
	for i := range e.Statements {
		st := &e.Statements[i]
		switch {
		case st.Prop == "topics":
			p.Topics = appendNew(p.Topics, st.Value)
			p.Target = p.Target || risks[st.Value]
		case ok:
			if prop, ok := schema.Property(st.Prop); ok && prop.Type == "country" {
				p.Countries = appendNew(p.Countries, st.Value)
			}
		}
	}
}

func (p *Party) finish() *Party {
	slices.Sort(p.Datasets)
	slices.Sort(p.Countries)
	slices.Sort(p.Topics)
	return p
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Values lists what all members state of a property, each value once.
func (p *Party) Values(prop string) []string {
	var out []string
	for _, m := range p.Members {
		for i := range m.Statements {
			if st := &m.Statements[i]; st.Prop == prop {
				out = appendNew(out, st.Value)
			}
		}
	}
	return out
}

// Party returns the party, or other thing, that has an entry of this id. The
// id may be any of its ids.
func (r *Roll) Party(id string) (*Party, bool) {
	if p := r.byKey[id]; p != nil {
		return p, true
	}
	all := r.register.Entities(id)
	if len(all) == 0 {
		return nil, false
	}
	p := &Party{ID: id, Schema: all[0].Schema, Caption: all[0].Caption()}
	for _, e := range all {
		if e.Schema == p.Schema {
			p.add(e, lists.Seen{})
		}
	}
	return p.finish(), true
}

// Properties gives what all members state, each value once, with references to
// entities by the ids of their parties.
func (r *Roll) Properties(p *Party) map[string][]string {
	out := make(map[string][]string, 16)
	for _, m := range p.Members {
		schema, _ := ftm.Default().Schema(m.Schema)
		for i := range m.Statements {
			st := &m.Statements[i]
			value := st.Value
			if schema != nil {
				if prop, ok := schema.Property(st.Prop); ok && prop.Type == "entity" {
					value = r.meant(value, st.Dataset)
				}
			}
			out[st.Prop] = appendNew(out[st.Prop], value)
		}
	}
	return out
}

// meant is the id of the party that a dataset means by an id.
func (r *Roll) meant(id, dataset string) string {
	if p := r.byMember[member{id, dataset}]; p != nil {
		return p.ID
	}
	if p := r.byKey[id]; p != nil {
		return p.ID
	}
	return id
}

// Reference is an entity that names a party, and what the party calls it:
// "sanctions" for a listing, "ownershipOwner" for what it owns.
type Reference struct {
	Property string
	From     *Party
}

// References lists what names a party, in the order of the lists.
func (r *Roll) References(p *Party) []Reference {
	var out []Reference
	seen := map[member]bool{}
	for _, m := range p.Members {
		for _, e := range r.register.About(m.ID) {
			schema, ok := ftm.Default().Schema(e.Schema)
			if !ok {
				continue
			}
			for i := range e.Statements {
				st := &e.Statements[i]
				prop, ok := schema.Property(st.Prop)
				if !ok || prop.Type != "entity" || prop.Reverse == "" || st.Value != m.ID || r.meant(st.Value, st.Dataset) != p.ID {
					continue
				}
				key := member{prop.Reverse + " " + r.meant(e.ID, st.Dataset), ""}
				if from, ok := r.Party(r.meant(e.ID, st.Dataset)); ok && !seen[key] {
					seen[key] = true
					out = append(out, Reference{prop.Reverse, from})
				}
			}
		}
	}
	return out
}

// Findable reports whether parties of a schema are in the index: those that can
// be matched, but for addresses and positions, which are many people's.
func Findable(schema *ftm.Schema) bool {
	return schema.Matchable && !schema.Is("Address") && !schema.Is("Position")
}

// Risks lists the topics that make a party a target.
func Risks() []string { return slices.Sorted(maps.Keys(risks)) }
