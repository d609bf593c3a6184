package eu

import (
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// alias is one name of a party, and what the list gives along with it.
type alias struct {
	whole, first, middle, last      lists.Value
	title, function, gender, tongue lists.Value
	strong                          string // "true" or "false"; "" where the format does not grade
	damaged                         bool   // letters of it were lost in another encoding
	remarks                         []lists.Value
}

// mend makes the whole name of its parts where the list leaves it out.
func (a *alias) mend() {
	if !a.whole.Empty() {
		return
	}
	var parts []string
	for _, v := range []lists.Value{a.first, a.middle, a.last} {
		if v.Empty() {
			continue
		}
		if parts = append(parts, v.Text); a.whole.Place == "" {
			a.whole = v
		}
	}
	if len(parts) > 1 {
		a.whole.Raw = strings.Join(parts, " | ")
	}
	a.whole.Text = strings.Join(parts, " ")
}

// grade tells from remark and flag how well the name is known.
func (a *alias) grade() (prop string, strength ftm.Strength) {
	prop = "alias"
	switch a.strong {
	case "true", "1":
		strength = ftm.Strong
	case "false", "0":
		prop, strength = "weakAlias", ftm.Weak
	}
	for _, r := range a.remarks {
		text := strings.ToLower(r.Text)
		switch {
		case strings.Contains(text, "low quality"), strings.Contains(text, "lo quality"), strings.HasPrefix(text, "quality: low"):
			return "weakAlias", ftm.Low
		case strings.Contains(text, "formerly"), strings.Contains(text, "f.k.a"), strings.Contains(text, "previous"),
			strings.Contains(text, "former name"):
			prop = "previousName"
		}
	}
	return prop, strength
}

// said reports whether a remark says no more than what grade reads from it.
func said(remark string) bool {
	text := strings.Trim(strings.ToLower(remark), " ().:;")
	switch strings.TrimSuffix(strings.TrimSuffix(text, " alias"), " a.k.a") {
	case "low quality", "lo quality", "good quality", "ood quality", "high quality", "formerly", "formerly listed as",
		"previously listed as", "f.k.a", "alias", "a.k.a":
		return true
	}
	return false
}

// primary is the index of the name that stands for the party: the first that
// is neither weak nor former, else the first.
func (x *entry) primary() int {
	first := -1
	for i := range x.names {
		if x.names[i].whole.Empty() {
			continue
		}
		if prop, _ := x.names[i].grade(); prop == "alias" && !x.names[i].damaged {
			return i
		}
		if first < 0 || x.names[first].damaged && !x.names[i].damaged {
			first = i
		}
	}
	return first
}

func (p *party) sayNames() {
	primary := p.x.primary()
	if primary >= 0 {
		p.name(&p.x.names[primary], true)
	}
	for i := range p.x.names {
		if i != primary {
			p.name(&p.x.names[i], false)
		}
	}
}

func (p *party) name(a *alias, primary bool) {
	prop, strength := a.grade()
	if primary {
		prop = "name"
	}
	switch {
	case a.whole.Empty():
	case a.damaged && prop != "name":
		p.Party.Note(a.whole, "Name, letters lost: %s", a.whole.Text)
	case prop == "name" || a.whole.Text != p.Party.First("name"):
		p.Party.NameIn(prop, tongueOf(a.tongue.Text, a.whole.Text), a.whole, strength)
	}
	if p.Party.Has("firstName") && prop != "weakAlias" && !a.damaged {
		lang := tongueOf(a.tongue.Text, a.whole.Text)
		p.Party.NameIn("firstName", lang, a.first, "")
		p.Party.NameIn("middleName", lang, a.middle, "")
		p.Party.NameIn("lastName", lang, a.last, "")
	}
	p.office("title", a.title)
	p.office("position", a.function)
	switch a.gender.Text {
	case "M":
		p.tell("gender", a.gender.With("male"))
	case "F":
		p.tell("gender", a.gender.With("female"))
	}
	for _, r := range a.remarks {
		if !said(r.Text) {
			p.Party.Note(r, "Alias %s: %s", a.whole.Text, r.Text)
		}
	}
}

// office states titles and functions; those of a body are descriptions of it.
func (p *party) office(prop string, v lists.Value) {
	if v.Empty() {
		return
	}
	if !p.Party.Has(prop) {
		p.Party.Note(v, "%s", v.Text)
		return
	}
	for _, part := range lettered(v.Text) {
		p.Party.Say(prop, part, v)
	}
}

// tell states a value where the schema has the property, and notes it
// otherwise.
func (p *party) tell(prop string, v lists.Value) {
	switch {
	case v.Empty():
	case p.Party.Has(prop):
		p.Party.Add(prop, v)
	default:
		p.Party.Note(v, "%s: %s", prop, v.Text)
	}
}

// lettered takes "(a) Mullah, (b) Maulavi" apart. A text with an (a) alone, as
// in "(a.k.a. ...)" or "paragraph 4(a)", stays whole.
func lettered(s string) []string {
	if !strings.Contains(s, "(a) ") || !strings.Contains(s, "(b) ") {
		return []string{s}
	}
	var out []string
	add := func(part string) {
		if part = strings.Trim(part, " ,;"); part != "" {
			out = append(out, part)
		}
	}
	for mark := 'a'; mark <= 'z'; mark++ {
		before, after, found := strings.Cut(s, "("+string(mark)+") ")
		if !found {
			break
		}
		add(before)
		s = after
	}
	add(strings.TrimSuffix(s, "."))
	return out
}

// tongueOf is the tag of a name's language, with the script where the name is
// not written in the one the language has. A name said to be English that is
// Cyrillic is of an unknown language.
func tongueOf(code, name string) string {
	code = strings.ToLower(code)
	if len(code) != 2 {
		return lists.Lang(name)
	}
	usual, script := "Latn", lists.Script(name)
	switch code {
	case "ar", "fa", "ps", "ur":
		usual = "Arab"
	case "be", "bg", "mk", "ru", "uk":
		usual = "Cyrl"
	case "el":
		usual = "Grek"
	case "he":
		usual = "Hebr"
	case "ko":
		usual = "Hang"
	case "zh":
		usual = "Hani"
	case "ka":
		usual = "Geor"
	case "hy":
		usual = "Armn"
	case "ja", "ku", "sr", "uz", "pa", "az", "mo", "my", "th", "hi":
		usual = script // written in several, or in one this table does not know
	}
	switch script {
	case usual, "", "Zyyy":
		return code
	case "Latn":
		return code + "-Latn"
	}
	return lists.Lang(name)
}
