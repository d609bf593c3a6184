package seco

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// Bounds of what one name may say: parts and spellings that are read, and names
// that are made of them. A name of more spellings has one of its parts respelt
// at a time.
const (
	maxSpellings = 500
	maxCombined  = 40
)

// part is one part of a name.
type part struct {
	kind      string
	order     int
	value     lists.Value
	spellings []spelling
}

type spelling struct {
	text, raw    string
	lang, script string // as the list writes them
}

// names states the names of all identities.
func (t *target) names(about *markup.Node) error {
	main := true
	for identity := range t.identities(about) {
		for n := range identity.All("name") {
			if err := t.name(n, main); err != nil {
				return err
			}
			if len(t.Party.Statements) > maxDetails {
				return t.p.doc.Fail(n, "a target of more than %d names and spellings", maxDetails)
			}
		}
		main = false
	}
	return nil
}

func (t *target) name(n *markup.Node, main bool) error {
	n.Ignore("@ssid", "@lang")
	parts, err := t.parts(n)
	if err != nil {
		return err
	}
	kind, quality := n.One("@name-type").Text(), n.One("@quality").Text()
	prop, strength := "alias", ftm.Strength("")
	switch kind {
	case "primary-name":
		if main || t.Party.First("name") == "" {
			prop = "name"
		}
	case "formerly-known-as":
		prop = "previousName"
	case "alias":
	default:
		t.p.r.Warn(n.Place(), "name of unknown type %q, kept as an alias", kind)
	}
	switch quality {
	case "low":
		strength = ftm.Low
		if prop == "alias" {
			prop = "weakAlias"
		}
	case "good":
		if prop != "name" {
			strength = ftm.Strong
		}
	}
	if prop == "name" && main {
		t.sayParts(parts)
	}
	t.say(n, prop, strength, parts)
	return nil
}

// parts reads the parts in their order.
func (t *target) parts(n *markup.Node) ([]part, error) {
	var out []part
	spellings := 0
	for c := range n.All("name-part") {
		p := part{kind: c.One("@name-part-type").Text(), value: c.At("value")}
		order, err := strconv.Atoi(c.One("@order").Text())
		if err != nil && c.One("@order").Exists() {
			return nil, t.p.doc.Fail(c, "order is %q, not a number", c.One("@order").Text())
		}
		p.order = order
		for s := range c.All("spelling-variant") {
			s.Ignore("@ssid", "@spelling-variant-type")
			if !s.Empty() {
				p.spellings = append(p.spellings, spelling{s.Text(), s.Raw(), strings.ToLower(s.One("@lang").Text()), strings.ToLower(s.One("@script").Text())})
			}
		}
		if spellings += 1 + len(p.spellings); spellings > maxSpellings {
			return nil, t.p.doc.Fail(n, "a name of more than %d parts and spellings", maxSpellings)
		}
		if !p.value.Empty() || len(p.spellings) > 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b part) int { return a.order - b.order })
	return out, nil
}

// sayParts states what the parts of the main name are.
func (t *target) sayParts(parts []part) {
	for _, p := range parts {
		prop := ""
		switch p.kind {
		case "given-name", "further-given-name":
			prop = "firstName"
		case "family-name":
			prop = "lastName"
		case "father-name":
			prop = "fatherName"
		case "suffix":
			prop = "nameSuffix"
		case "title":
			prop = "title"
		case "grand-father-name", "maiden-name", "tribal-name":
			t.Party.Note(p.value, "%s: %s", strings.ReplaceAll(p.kind, "-", " "), p.value.Text)
		case "whole-name", "other", "":
		default:
			t.p.r.Warn(p.value.Place, "part of a name of unknown type %s", p.kind)
		}
		if prop != "" && t.Party.Has(prop) {
			t.Party.Add(prop, p.value)
		}
	}
}

// say states a name and its spellings. The name as the list has it is of the
// kind given; other spellings of a main name are aliases, but in another script
// names.
func (t *target) say(n *markup.Node, prop string, strength ftm.Strength, parts []part) {
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.kind == "title" })
	from := n.Here()
	var values, raw []string
	for _, p := range parts {
		if !p.value.Empty() {
			values, raw = append(values, p.value.Text), append(raw, p.value.Raw)
		}
	}
	if len(values) > 0 {
		from.Text, from.Raw = strings.Join(values, " "), strings.Join(raw, " | ")
		t.Party.Name(prop, from, strength)
	}
	latin := prop
	if prop == "name" && len(values) > 0 {
		latin = "alias"
	}
	for _, text := range combine(latinOptions(parts)) {
		if text != from.Text {
			t.Party.Name(latin, n.Here().With(text), strength)
		}
	}
	for _, script := range scripts(parts) {
		for _, text := range combine(script.options(parts)) {
			kind := prop
			if prop != "weakAlias" && len(parts) > 1 && !strings.ContainsRune(text, ' ') && script.code != "hani" && script.code != "hang" {
				kind = "weakAlias" // one part alone, for want of the others in the script
			}
			t.Party.NameIn(kind, script.tag(), n.Here().With(text), strength)
		}
	}
}

// latinOptions are the writings of each part in Latin letters, the value first.
func latinOptions(parts []part) [][]string {
	out := make([][]string, 0, len(parts))
	for _, p := range parts {
		var options []string
		if !p.value.Empty() {
			options = append(options, p.value.Text)
		}
		for _, s := range p.spellings {
			if s.isLatin() && !slices.Contains(options, s.text) {
				options = append(options, s.text)
			}
		}
		if len(options) > 0 {
			out = append(out, options)
		}
	}
	return out
}

func (s spelling) isLatin() bool {
	return s.script == "latn" || s.script == "" && lists.Lang(s.text) == ""
}

// writing is a script and language in which parts are spelt.
type writing struct{ lang, code string }

// scripts are those other than Latin, in the order in which they come.
func scripts(parts []part) []writing {
	var out []writing
	for _, p := range parts {
		for _, s := range p.spellings {
			if w := (writing{s.lang, s.script}); !s.isLatin() && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// options are the writings of each part in the script. A part without one is
// left out: no name mixes scripts.
func (w writing) options(parts []part) [][]string {
	var out [][]string
	for _, p := range parts {
		var options []string
		for _, s := range p.spellings {
			if s.lang == w.lang && s.script == w.code && !slices.Contains(options, s.text) {
				options = append(options, s.text)
			}
		}
		if len(options) > 0 {
			out = append(out, options)
		}
	}
	return out
}

// combine multiplies the options out, or respells one part at a time where that
// makes too many.
func combine(options [][]string) []string {
	total := 1
	for _, o := range options {
		if total *= len(o); total > maxCombined {
			return oneAtATime(options)
		}
	}
	if len(options) == 0 {
		return nil
	}
	names := []string{""}
	for _, o := range options {
		longer := make([]string, 0, len(names)*len(o))
		for _, n := range names {
			for _, text := range o {
				longer = append(longer, strings.TrimSpace(n+" "+text))
			}
		}
		names = longer
	}
	return names
}

func oneAtATime(options [][]string) []string {
	words := make([]string, len(options))
	for i, o := range options {
		words[i] = o[0]
	}
	out := []string{strings.Join(words, " ")}
	for i, o := range options {
		for _, text := range o[1:] {
			respelt := slices.Clone(words)
			respelt[i] = text
			out = append(out, strings.Join(respelt, " "))
		}
	}
	return out
}

// tag is the language tag of a writing.
func (w writing) tag() string {
	script := w.code
	if script != "" {
		script = strings.ToUpper(script[:1]) + script[1:]
	}
	lang := twoLetters(w.lang)
	switch {
	case lang == "" && script == "":
		return ""
	case lang == "":
		return "und-" + script
	case script == "" || usual(lang) == script:
		return lang
	}
	return fmt.Sprintf("%s-%s", lang, script)
}

// usual is the script a language is written in.
func usual(lang string) string {
	switch lang {
	case "ru", "be", "uk":
		return "Cyrl"
	case "ar", "fa", "ps", "ur":
		return "Arab"
	case "ko":
		return "Hang"
	case "he":
		return "Hebr"
	case "my":
		return "Mymr"
	case "ka":
		return "Geor"
	}
	return ""
}

// twoLetters turns the codes of three letters that the list uses into those of
// two.
func twoLetters(code string) string {
	switch code {
	case "eng":
		return "en"
	case "ger", "deu":
		return "de"
	case "fre", "fra":
		return "fr"
	case "ita":
		return "it"
	case "rus":
		return "ru"
	case "bel":
		return "be"
	case "ukr":
		return "uk"
	case "ara":
		return "ar"
	case "per", "fas":
		return "fa"
	case "pus":
		return "ps"
	case "urd":
		return "ur"
	case "kor":
		return "ko"
	case "chi", "zho":
		return "zh"
	case "jpn":
		return "ja"
	case "heb":
		return "he"
	case "bur", "mya":
		return "my"
	case "geo", "kat":
		return "ka"
	case "spa":
		return "es"
	case "srp":
		return "sr"
	}
	if len(code) == 2 {
		return code
	}
	return ""
}
