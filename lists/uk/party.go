package uk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"regexp"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// maker makes entities of designations.
type maker struct {
	*lists.Reading
	prefix string
	links  links
}

func newMaker(ctx context.Context, in lists.Input, emit lists.Emit, dataset, authority string) *maker {
	m := &maker{Reading: lists.NewReading(ctx, in, emit, dataset, authority), prefix: dataset, links: newLinks()}
	m.Counts["individuals"], m.Counts["entities"], m.Counts["vessels"] = 0, 0, 0
	return m
}

func (m *maker) entries() int {
	return m.Counts["individuals"] + m.Counts["entities"] + m.Counts["vessels"]
}

// published reads the day of the file in one of the layouts.
func (m *maker) publishedOn(text string, layouts ...string) bool {
	for _, layout := range layouts {
		if day, err := time.Parse(layout, text); err == nil {
			m.Published = day
			return true
		}
	}
	return false
}

// party is a designation on its way to become entities.
type party struct {
	*lists.Entry
	m    *maker
	s    *lists.Subject // the listing
	from lists.Value
	kind string // of the list: individuals, entities, vessels

	papers map[string]*lists.Subject // documents by kind and number
	places map[string]bool           // addresses
	said   map[string]bool           // cells of a CSV
}

// party begins the designation with a key of the list's own. Of two with one
// key the second is told by what is in rival, too.
func (m *maker) party(key, rival, kind string, from lists.Value) *party {
	schema, plural := "LegalEntity", "entities"
	switch strings.ToLower(kind) {
	case "individual":
		schema, plural = "Person", "individuals"
	case "entity":
		schema = "Organization"
	case "ship", "vessel":
		schema, plural = "Vessel", "vessels"
	default:
		m.Warn(from.Place, "kind of designation not understood: %q", kind)
	}
	p := &party{Entry: m.Entry(m.id(key, rival, from), schema), m: m, from: from, kind: plural}
	p.s = p.Sanction(from)
	p.s.Say("country", "gb", from)
	return p
}

func (m *maker) id(key, rival string, from lists.Value) string {
	id := m.prefix + "-" + idKey(key)
	first, taken := m.Taken(id)
	if !taken {
		return id
	}
	m.Warn(from.Place, "the id %s stands at another designation as well (%s)", key, first)
	return m.Free(id + "-also-" + idKey(rival))
}

// idKey lets a key into an id if it is made of letters and digits, as they all
// are; of another, its hash.
func idKey(s string) string {
	plain := s != "" && strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}) < 0
	if plain {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// done hands the designation over.
func (p *party) done() error {
	p.Listed(p.from)
	p.m.Counts[p.kind]++
	p.m.links.know(p.Party.Entity)
	return p.Emit(p.from)
}

// named reports whether the party has a name, and takes the first alias for
// one where none is primary.
func (p *party) named() bool {
	if p.Party.First("name") != "" {
		return true
	}
	for _, prop := range []string{"alias", "previousName", "weakAlias"} {
		for _, s := range p.Party.About(prop) {
			v := lists.Value{Text: s.Value, Raw: s.Original, Place: s.Place, Exhibit: s.Exhibit}
			p.Party.NameIn("name", s.Lang, v, s.Strength)
			p.m.Warn(p.from.Place, "no name is primary: the first alias stands for the party")
			return true
		}
	}
	return false
}

// name states a name from its parts: Name 1 to Name 6.
func (p *party) name(parts []lists.Value, kind, strength lists.Value) {
	whole := joinName(parts)
	if whole.Empty() {
		return
	}
	prop, grade := "alias", ftm.Strength("")
	switch k := strings.ToLower(kind.Text); k {
	case "primary name", "prime alias":
		prop = "name"
	case "primary name variation":
		grade = ftm.Strong
	case "alias", "aka", "a.k.a", "":
	case "fka", "f.k.a", "former name":
		prop = "previousName"
	default:
		p.m.Warn(kind.Place, "kind of name not understood, taken for an alias: %s", kind.Text)
	}
	switch g := strings.ToLower(strength.Text); {
	case strings.HasPrefix(g, "good"):
		grade = ftm.Strong
	case strings.HasPrefix(g, "low"):
		grade = ftm.Low
		if prop == "alias" {
			prop = "weakAlias"
		}
	case g != "":
		p.m.Warn(strength.Place, "strength of an alias not understood: %s", strength.Text)
	}
	if p.Party.Schema == "Vessel" {
		whole = p.shipName(whole)
	}
	if prop == "name" || whole.Text != p.Party.First("name") {
		p.Party.Name(prop, whole, grade)
	}
	if p.Party.Has("firstName") && prop != "weakAlias" {
		for i, prop := range []string{"firstName", "middleName", "middleName", "middleName", "middleName", "lastName"} {
			p.Party.Name(prop, parts[i].With(plain(parts[i].Text)), "")
		}
	}
}

// joinName puts the parts together. The original shows where they were parted.
func joinName(parts []lists.Value) lists.Value {
	var whole lists.Value
	var texts, raws []string
	for _, v := range parts {
		if v.Empty() {
			continue
		}
		if whole.Place == "" {
			whole = v
		}
		texts, raws = append(texts, plain(v.Text)), append(raws, v.Raw)
	}
	if len(texts) > 1 {
		whole.Raw = strings.Join(raws, " | ")
	}
	whole.Text = strings.Join(texts, " ")
	return whole
}

// numberInName is a ship that is called by its number: IMO 0990011 ("ORRIN TALE").
var numberInName = regexp.MustCompile(`^IMO:? ?(\d{7}) ?\(["“]?([^()"”]+)["”]?\)$`)

// shipName takes the number out of a ship's name, and the underscores that
// transmitted names have for blanks.
func (p *party) shipName(v lists.Value) lists.Value {
	if strings.HasPrefix(v.Text, "IMO") {
		if m := numberInName.FindStringSubmatch(v.Text); m != nil {
			p.Party.ShipIMO(v.With(m[1]))
			v.Text = lists.Clean(m[2])
		}
	}
	if strings.Contains(v.Text, "_") {
		v.Text = lists.Clean(strings.ReplaceAll(v.Text, "_", " "))
	}
	return v
}

// plain resolves the references that the list escapes twice: &amp;#39; is an
// apostrophe.
func plain(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return lists.Clean(html.UnescapeString(s))
}

// nonLatin states a name in its own script.
func (p *party) nonLatin(name, script, language lists.Value) {
	if name.Empty() {
		return
	}
	lang, known := languages[strings.ToLower(language.Text)]
	if !known {
		lang = lists.Lang(name.Text)
		if !language.Empty() {
			p.Party.Note(language, "Name %s: language %s", name.Text, language.Text)
		}
	}
	if lang == "" && !script.Empty() {
		p.Party.Note(script, "Name %s: script %s", name.Text, script.Text)
	}
	p.Party.NameIn("alias", lang, name.With(plain(name.Text)), "")
}

// languages are those the list names.
var languages = map[string]string{
	"arabic": "ar", "armenian": "hy", "azerbaijani": "az", "belarusian": "be", "bosnian": "bs", "bulgarian": "bg", "burmese": "my",
	"chinese": "zh", "mandarin": "zh", "simplified chinese": "zh-Hans", "traditional chinese": "zh-Hant", "croatian": "hr",
	"dari": "prs", "farsi": "fa", "persian": "fa", "georgian": "ka", "greek": "el", "hebrew": "he", "hindi": "hi", "japanese": "ja",
	"kazakh": "kk", "korean": "ko", "kurdish": "ku", "pashto": "ps", "russian": "ru", "serbian": "sr", "tajik": "tg", "thai": "th",
	"turkish": "tr", "ukrainian": "uk", "urdu": "ur", "uzbek": "uz",
}
