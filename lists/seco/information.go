package seco

import (
	"regexp"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/markup"
)

// The number of a ship, and that of a firm that has ships, where it is all that
// is said.
var (
	shipNumber = regexp.MustCompile(`(?i)\bIMO(?: ship)?(?: number| no\.?)? ?:? *(\d{7})\b`)
	firmNumber = regexp.MustCompile(`(?i)^IMO(?: company)? number ?: *(\d{7})\.?$`)
)

// labels say what follows them; where it is one value and nothing else, it has
// a property.
var labels = regexp.MustCompile(`(?i)^(website|e-?mail(?: address)?|tel\.?|telephone(?: number)?|phone(?: number)?|(?:state |business )?registration number|tax registration number|taxpayer identification number|swift/bic(?: code)?|swift(?: code)?|type of entity|date of registration|mmsi(?: number)?|call sign|flag) ?: *(\S.*)$`)

// information takes apart what has no element of its own.
func (t *target) information(v lists.Value) {
	if v.Empty() {
		return
	}
	p := t.Party
	if strings.Contains(v.Text, "IMO") {
		if p.Schema == "Vessel" {
			for _, m := range shipNumber.FindAllStringSubmatch(v.Text, -1) {
				p.ShipIMO(v.With(m[1]))
			}
			if rest := strings.Trim(shipNumber.ReplaceAllString(v.Text, ""), " .;,"); rest == "" {
				return
			}
		} else if m := firmNumber.FindStringSubmatch(v.Text); m != nil && p.Has("imoNumber") {
			p.FirmIMO(v.With(m[1]))
			return
		}
	}
	if m := labels.FindStringSubmatch(v.Text); m != nil && t.labelled(strings.ToLower(m[1]), v.With(strings.TrimRight(m[2], ". "))) {
		return
	}
	p.Note(v, "%s", v.Text)
}

// labelled states a value by its label. The result is false where the value is
// more than one, or of another kind than the label says.
func (t *target) labelled(label string, v lists.Value) bool {
	prop := ""
	switch {
	case label == "website":
		prop = "website"
	case strings.HasPrefix(label, "e-mail"), strings.HasPrefix(label, "email"):
		prop = "email"
	case strings.HasPrefix(label, "tel"), strings.HasPrefix(label, "phone"):
		prop = "phone"
	case strings.HasSuffix(label, "registration number") && strings.HasPrefix(label, "tax"):
		prop = "taxNumber"
	case strings.HasSuffix(label, "registration number"):
		prop = "registrationNumber"
	case label == "taxpayer identification number":
		prop = "taxNumber"
	case strings.HasPrefix(label, "swift"):
		prop = "swiftBic"
	case label == "type of entity":
		prop = "legalForm"
	case label == "date of registration":
		return t.registered(v)
	case strings.HasPrefix(label, "mmsi"):
		prop = "mmsi"
	case label == "call sign":
		prop = "callSign"
	case label == "flag":
		if codes, exact := lists.Countries(v.Text); exact && len(codes) == 1 && t.Party.Has("flag") {
			t.Party.Say("flag", codes[0], v)
			return true
		}
		return false
	}
	if !t.Party.Has(prop) || strings.ContainsAny(v.Text, ";,") || prop != "phone" && prop != "legalForm" && strings.Contains(v.Text, " ") {
		return false
	}
	t.Party.Add(prop, v)
	return true
}

// registered reads the day on which a body was registered: 26.12.2016.
func (t *target) registered(v lists.Value) bool {
	if !t.Party.Has("incorporationDate") {
		return false
	}
	d, ok := lists.DayFirst(v.Text)
	if ok {
		t.Party.DateAs("incorporationDate", d, v)
	}
	return ok
}

// relation links the target with another.
func (t *target) relation(n *markup.Node) {
	n.Ignore("@ssid")
	kind, other := n.At("@relation-type"), n.At("@target-id")
	schema, known := t.p.targets[other.Text]
	if other.Empty() || !known {
		t.Party.Note(n.Here(), "%s: target %s", kind.Text, other.Text)
		t.p.r.Warn(n.Place(), "relation to a target that is not in the list, kept in notes")
		return
	}
	id := Dataset + "-" + lists.Slug(other.Text)
	suffix := lists.Slug(kind.Text + " " + other.Text)
	word := strings.ToLower(kind.Text)
	switch {
	case t.Party.Schema == "Person" && schema == "Person" && isFamily(word):
		rel := t.Child("Family", suffix)
		rel.Say("person", t.Party.ID, n.Here())
		rel.Say("relative", id, other)
		rel.Add("relationship", kind)
	case isThing(t.Party.Schema) && !isThing(schema) && word == "owned-by":
		t.owns(suffix, id, t.Party.ID, kind)
	case isThing(schema) && !isThing(t.Party.Schema) && (word == "owner-of" || word == "owns"):
		t.owns(suffix, t.Party.ID, id, kind)
	default:
		rel := t.Child("UnknownLink", suffix)
		rel.Say("subject", t.Party.ID, n.Here())
		rel.Say("object", id, other)
		rel.Add("role", kind)
	}
}

func (t *target) owns(suffix, owner, asset string, from lists.Value) {
	rel := t.Child("Ownership", suffix)
	rel.Say("owner", owner, from)
	rel.Say("asset", asset, from)
	rel.Say("role", from.Text, from)
}

// isThing tells what can be owned in FollowTheMoney from bodies, which are no
// assets there unless they are companies.
func isThing(schema string) bool {
	return schema == "Vessel" || schema == "Airplane" || schema == "Asset"
}

func isFamily(word string) bool {
	for _, w := range []string{"father", "mother", "parent", "son-of", "daughter", "child", "brother", "sister", "sibling", "husband", "wife", "spouse", "married", "uncle", "aunt", "nephew", "niece", "cousin", "grand", "-in-law", "relative", "family"} {
		if strings.Contains(word, w) {
			return !strings.Contains(word, "company")
		}
	}
	return false
}
