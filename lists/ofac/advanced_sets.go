package ofac

import (
	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// references are the tables of ReferenceValueSets: what a number means.
type references map[string]map[string]reference

// reference is a value of a table. Up is the number of what it belongs to:
// the party type of a sub-type. Code is the script's.
type reference struct{ text, up, code string }

// readSet reads one table: <AliasTypeValues><AliasType ID="1400">A.K.A.
func (a *advanced) readSet(*markup.Node) error {
	return a.doc.Each(func(*markup.Node) error {
		n, err := a.doc.Tree()
		if err != nil {
			return err
		}
		if err := refuseDelta(a.doc, n); err != nil {
			return err
		}
		if a.sets[n.Name] == nil {
			a.sets[n.Name] = map[string]reference{}
		}
		a.sets[n.Name][n.At("@ID").Text] = reference{text: n.Text(), up: n.At("@PartyTypeID").Text, code: n.At("@ScriptCode").Text}
		return nil
	})
}

// of is the text that an attribute's number stands for: of(n, "@AliasTypeID",
// "AliasType"). A number that the tables lack is kept, with a warning.
func (a *advanced) of(n *markup.Node, attr, table string) lists.Value {
	v := n.At(attr)
	if v.Empty() {
		return v
	}
	ref, ok := a.sets[table][v.Text]
	if !ok {
		a.r.Warn(v.Place, "%s %s is in no table of the file", table, v.Text)
		return v.With(table + " " + v.Text)
	}
	return v.With(ref.text)
}

// word is [advanced.of] where no place is needed.
func (a *advanced) word(n *markup.Node, attr, table string) string {
	return a.sets[table][n.One(attr).Raw()].text
}

// unknown is what the tables say where OFAC has nothing to say.
const unknown = "Unknown"

// kind is what the list calls the party: Individual, Entity, Vessel, Aircraft.
func (a *advanced) kind(profile *markup.Node) lists.Value {
	v := a.of(profile, "@PartySubTypeID", "PartySubType")
	if v.Text == unknown {
		v.Text = a.sets["PartyType"][a.sets["PartySubType"][profile.One("@PartySubTypeID").Raw()].up].text
	}
	return v
}

// script is the language tag of a script: "und-Arab"; "" for Latin. Most have
// their ISO 15924 code in the table.
func (a *advanced) script(n *markup.Node) string {
	code := a.sets["Script"][n.One("@ScriptID").Raw()].code
	if code == "" {
		return lists.Lang(n.Raw())
	}
	return scriptTag(code)
}

func scriptTag(code string) string {
	switch code {
	case "Latin", "Latn":
		return ""
	case "Hebrew":
		code = "Hebr"
	case "Japanese":
		code = "Jpan"
	case "Korean":
		code = "Kore"
	case "Arabic":
		code = "Arab"
	case "Armenian":
		code = "Armn"
	case "Chinese Simplified":
		code = "Hans"
	case "Chinese Traditional":
		code = "Hant"
	case "Cyrillic":
		code = "Cyrl"
	case "Georgian":
		code = "Geor"
	case "Greek":
		code = "Grek"
	}
	return "und-" + code
}
