package uk

import (
	"regexp"
	"strings"

	"plimsoll/lists"
)

// label is what the other information of the ConList puts before a value:
// "(Gender):Male".
var label = regexp.MustCompile(`\(([A-Z][A-Za-z /'-]{2,50})\) ?: ?`)

// labels takes the other information of the ConList apart. What no label
// precedes, or one that is not known, is a note.
func (p *party) labels(v lists.Value) {
	text := v.Text
	if !strings.Contains(text, "):") && !strings.Contains(text, ") :") {
		p.unlabelled(v)
		return
	}
	marks := label.FindAllStringSubmatchIndex(text, -1)
	if len(marks) == 0 {
		p.unlabelled(v)
		return
	}
	p.unlabelled(v.With(strings.TrimSpace(text[:marks[0][0]])))
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		if value := v.With(strings.TrimSpace(text[m[1]:end])); !value.Empty() {
			p.labelled(text[m[2]:m[3]], value)
		}
	}
}

// labelled states the value behind a label.
func (p *party) labelled(name string, v lists.Value) {
	short := v.With(strings.TrimRight(v.Text, ". "))
	key := strings.ToLower(name)
	switch {
	case key == "uk sanctions list ref":
		p.s.Add("authorityId", short)
	case key == "un ref":
		reference, rest, _ := strings.Cut(v.Text, " ")
		p.s.Say("unscId", strings.TrimRight(reference, ".,;"), v)
		if rest = strings.TrimSpace(rest); rest != "" {
			p.Party.Note(v, "%s", rest)
		}
	case key == "uk statement of reasons":
		p.s.Say("reason", plain(v.Text), v)
	case key == "gender":
		p.gender(short)
	case strings.HasPrefix(key, "phone"):
		p.several(v, p.phone)
	case strings.HasPrefix(key, "email"):
		p.several(v, func(v lists.Value) { p.tell("email", v) })
	case strings.HasPrefix(key, "website"):
		p.several(v, func(v lists.Value) { p.tell("website", v) })
	case key == "type of entity", key == "organisation type", key == "org type":
		p.several(short, p.entityType)
	case key == "subsidiaries":
		p.several(short, p.subsidiary)
	case strings.HasPrefix(key, "parent compan"):
		p.several(short, p.parent)
	case strings.HasPrefix(key, "business reg"):
		p.several(short, p.registration)
	case !p.shipLabel(key, short):
		p.Party.Note(v, "%s: %s", name, plain(v.Text))
		if strings.Contains(v.Text, "OFSI ID") {
			p.m.links.assets(p.Party, v)
		}
	}
}

// shipLabel states what only ships have.
func (p *party) shipLabel(key string, v lists.Value) bool {
	switch {
	case strings.HasPrefix(key, "imo"):
		p.several(v, p.imo)
	case strings.HasPrefix(key, "current owner"):
		p.several(v, func(v lists.Value) { p.owner(v, false) })
	case strings.HasPrefix(key, "previous owner"):
		p.several(v, func(v lists.Value) { p.owner(v, true) })
	case strings.HasPrefix(key, "current believed flag"), strings.HasPrefix(key, "flag of"):
		p.several(v, func(v lists.Value) { p.flag(v, false) })
	case strings.HasPrefix(key, "previous flag"):
		p.several(v, func(v lists.Value) { p.flag(v, true) })
	case strings.HasPrefix(key, "type of ship"), strings.HasPrefix(key, "type of vessel"):
		p.tell("type", v)
	case strings.HasPrefix(key, "tonnage"):
		p.tell("tonnage", v)
	case strings.HasPrefix(key, "year built"):
		p.built(v)
	default:
		return false
	}
	return true
}

// several calls fn with each item of a numbered list.
func (p *party) several(v lists.Value, fn func(lists.Value)) {
	for _, item := range numbered(v) {
		fn(item)
	}
}

// unReference finds the reference of the United Nations in free text, in its
// forms of all times: QI.B.62.02, QDi.243, TAi.172, SSi.006.
var unReference = regexp.MustCompile(`\bUN Ref(?:erence)?(?: No| Number)?[.:]{0,2} ?([A-Z]{2}[a-zA-Z]?(?:\.[A-Z])?(?:\.\d{1,4}){1,2})`)

func (p *party) unlabelled(v lists.Value) {
	if v.Empty() {
		return
	}
	if strings.Contains(v.Text, "UN Ref") {
		if m := unReference.FindStringSubmatch(v.Text); m != nil {
			p.s.Say("unscId", m[1], v)
		}
	}
	p.other(v)
}
