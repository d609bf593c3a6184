package ofac

import (
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// distinctParty reads <DistinctParty><Comment/><Profile/>: a party as a rule
// has one Profile.
func (a *advanced) distinctParty(n *markup.Node) error {
	if err := refuseDelta(a.doc, n); err != nil {
		return err
	}
	n.Ignore("@FixedRef")
	for profile := range n.All("Profile") {
		if err := a.profile(n, profile); err != nil {
			return err
		}
	}
	n.Unknown(a.r)
	return nil
}

func (a *advanced) profile(entry, profile *markup.Node) error {
	id, err := number(a.doc, profile, "@ID")
	if err != nil {
		return err
	}
	if err := a.packed(profile); err != nil {
		return err
	}
	names := a.names(profile)
	if len(names) == 0 {
		return a.doc.Fail(profile, "a party without a name")
	}
	from := profile.Here()
	p := newParty(a.r, profile.At("@ID"), a.kind(profile).Text, a.isCompany(profile), names[0].whole.Text, from)
	for _, name := range names {
		name.say(p)
	}
	for f := range profile.All("Feature") {
		if err := a.feature(p, f); err != nil {
			return err
		}
	}
	for identity := range profile.All("Identity") {
		if err := a.identityDocuments(p, identity); err != nil {
			return err
		}
	}
	p.remarks(entry.At("Comment"))
	if err := a.listings(p, id, from); err != nil {
		return err
	}
	if _, twice := a.parties[id]; !twice {
		a.parties[id] = p.Party.Schema
	}
	return p.done(from)
}

// packed refuses a profile with absurdly many names or features.
func (a *advanced) packed(profile *markup.Node) error {
	for c := range profile.Children() {
		if c.Name != "Identity" && c.Name != "Feature" {
			continue
		}
		for part := range c.Children() {
			if many := count(part); many > maxPieces {
				return a.doc.Fail(part, "%d elements in one %s, more than %d", many, part.Name, maxPieces)
			}
		}
		if many := count(c); many > maxPieces {
			return a.doc.Fail(c, "%d elements in one %s, more than %d", many, c.Name, maxPieces)
		}
	}
	if many := count(profile); many > maxPieces {
		return a.doc.Fail(profile, "%d features of one party, more than %d", many, maxPieces)
	}
	return nil
}

// isCompany looks for the feature that tells a company.
func (a *advanced) isCompany(profile *markup.Node) bool {
	for f := range profile.All("Feature") {
		kind := a.word(f, "@FeatureTypeID", "FeatureType")
		for v := range f.All("FeatureVersion") {
			if isCompany(kind, a.word(v.One("VersionDetail"), "@DetailReferenceID", "DetailReference")) {
				return true
			}
		}
	}
	return false
}

// spelling is one name of a party in one script.
type spelling struct {
	kind       string // "", or what the list calls the alias
	weak, main bool
	lang       string // "" for Latin
	whole      lists.Value
	first      lists.Value // the given name, where the parts are told apart
	last       lists.Value
	rest       []namePart
}

type namePart struct {
	role string
	v    lists.Value
}

// names collects the names of a profile, the main one first, in Latin letters
// before other scripts, else as they come.
func (a *advanced) names(profile *markup.Node) []spelling {
	var all spellings
	for identity := range profile.All("Identity") {
		identity.Ignore("@ID", "@FixedRef", "@Primary")
		roles := a.nameRoles(identity)
		untrue := identity.At("@False").Text == yes
		if untrue {
			a.r.Warn(identity.Place(), "an identity that the list calls false: its names are kept as weak")
		}
		for alias := range identity.All("Alias") {
			alias.Ignore("@FixedRef")
			s := spelling{weak: alias.At("@LowQuality").Text == yes || untrue}
			s.main = alias.At("@Primary").Text == yes && !untrue
			s.kind = a.of(alias, "@AliasTypeID", "AliasType").Text
			if s.main {
				s.kind = ""
			} else if s.kind == "Name" {
				s.kind = "a.k.a."
			}
			for doc := range alias.All("DocumentedName") {
				doc.Ignore("@ID", "@FixedRef", "@DocNameStatusID")
				all.add(a.spell(s, doc, roles))
			}
		}
	}
	return all.mainFirst(a.r, profile)
}

// spellings are the names of a party: the main one in Latin letters, the main
// one in other scripts, and the others.
type spellings struct{ main, scripted, others []spelling }

// add takes a name, unless there is nothing to it.
func (x *spellings) add(s spelling) {
	switch {
	case s.whole.Empty():
	case s.main && s.lang == "":
		x.main = append(x.main, s)
	case s.main:
		x.scripted = append(x.scripted, s)
	default:
		x.others = append(x.others, s)
	}
}

// mainFirst puts the names in order. A party of which no name is said to be
// the main one has its first for it.
func (x *spellings) mainFirst(r *lists.Reading, n *markup.Node) []spelling {
	all := append(append(x.main, x.scripted...), x.others...)
	if len(all) > 0 && !all[0].main {
		r.Warn(n.Place(), "no name is called the main one: the first is taken for it")
		all[0].main, all[0].weak, all[0].kind = true, false, ""
	}
	return all
}

const yes = "true"

// nameRoles says what the groups of an identity are: last name, first name.
type nameRoles []struct{ group, kind string }

func (a *advanced) nameRoles(identity *markup.Node) (out nameRoles) {
	for groups := range identity.All("NamePartGroups") {
		for g := range groups.In("MasterNamePartGroup", "NamePartGroup") {
			out = append(out, struct{ group, kind string }{g.One("@ID").Raw(), a.word(g, "@NamePartTypeID", "NamePartType")})
		}
	}
	return out
}

func (r nameRoles) of(group string) string {
	for i := range r {
		if r[i].group == group {
			return r[i].kind
		}
	}
	return ""
}

// Parts of names, as the tables call them.
const (
	lastName   = "Last Name"
	firstName  = "First Name"
	middleName = "Middle Name"
	maidenName = "Maiden Name"
	patronymic = "Patronymic"
	matronymic = "Matronymic"
)

// spell reads the parts of a name.
func (a *advanced) spell(s spelling, doc *markup.Node, roles nameRoles) spelling {
	var parts []namePart
	for n := range doc.In("DocumentedNamePart", "NamePartValue") {
		n.Ignore("@ScriptStatusID", "@Acronym")
		v := n.Value()
		if v.Empty() {
			continue
		}
		if len(parts) == 0 {
			s.lang = a.script(n)
		}
		n.Ignore("@ScriptID")
		role := roles.of(n.One("@NamePartGroupID").Raw())
		parts = append(parts, namePart{role, v})
	}
	return s.put(parts, doc.Here())
}

// put makes the name of its parts as OFAC prints it: "FAMILY, Given Middle",
// in Arabic and Hebrew letters given names first. Where no part is the last
// name, the father's and the mother's are it.
func (s spelling) put(parts []namePart, from lists.Value) spelling {
	family := func(role string) bool { return role == lastName }
	if !has(parts, lastName) {
		family = func(role string) bool { return role == patronymic || role == matronymic }
	}
	var last, given, others []lists.Value
	for _, p := range parts {
		switch {
		case family(p.role):
			last = append(last, p.v)
		case p.role == firstName:
			given = append(given, p.v)
		default:
			others = append(others, p.v)
		}
		switch {
		case p.role == lastName && s.last.Empty():
			s.last = p.v
		case p.role == firstName && s.first.Empty():
			s.first = p.v
		default:
			s.rest = append(s.rest, p)
		}
	}
	if len(parts) == 1 {
		s.whole = parts[0].v
		return s
	}
	f, g := lists.Value{Text: joined(" ", last...)}, lists.Value{Text: joined(" ", append(given, others...)...)}
	switch {
	case s.lang == "und-Arab" || s.lang == "und-Hebr":
		s.whole = from.With(joined(" ", g, f))
	case s.closed():
		s.whole = from.With(joined("", f, g))
	default:
		s.whole = from.With(joined(", ", f, g))
	}
	return s
}

// closed reports whether the name's script writes the family name first and
// nothing between it and the given name.
func (s spelling) closed() bool {
	switch s.lang {
	case "und-Hans", "und-Hant", "und-Jpan", "und-Kore":
		return true
	}
	return false
}

func has(parts []namePart, role string) bool {
	for _, p := range parts {
		if p.role == role {
			return true
		}
	}
	return false
}

// say states the name, and the parts of a main name.
func (s spelling) say(p *party) {
	if s.lang == "" {
		p.name(s.kind, s.weak, s.whole, s.first, s.last)
	} else {
		p.scripted(s.kind, s.weak, s.lang, s.whole)
	}
	if !s.main || p.Party.Schema != "Person" {
		return
	}
	if s.lang != "" {
		p.Party.NameIn("firstName", s.lang, s.first, "")
		p.Party.NameIn("lastName", s.lang, s.last, "")
	}
	for _, part := range s.rest {
		switch part.role {
		case lastName:
			p.Party.NameIn("lastName", s.lang, part.v, "")
		case firstName:
			p.Party.NameIn("firstName", s.lang, part.v, "")
		case middleName:
			p.Party.NameIn("middleName", s.lang, part.v, "")
		case patronymic:
			p.Party.NameIn("fatherName", s.lang, part.v, "")
		case matronymic:
			p.Party.NameIn("motherName", s.lang, part.v, "")
		case maidenName:
			p.Party.Note(part.v, "Maiden name: "+part.v.Text)
		}
	}
}
