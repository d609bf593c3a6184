package uk

import (
	"regexp"
	"strings"

	"plimsoll/ftm"
	"plimsoll/lists"
)

// links joins entries that name each other. Names may stand anywhere in the
// list, so that they are looked up once all of it is read.
type links struct {
	byName  map[string]string // folded name to party id; "" where several bear it
	byGroup map[string]string // OFSI group id to party id
	schema  map[string]string // of parties
	pending []link
}

type link struct {
	role  role
	party string
	text  lists.Value // the name, or the sentence
	group string      // of the other, where the text gives it
}

// role is what the one that the text names is to the party.
type role int

const (
	parentOf role = iota
	subsidiaryOf
	ownerOf
	formerOwnerOf
	assetOf
)

func (r role) String() string {
	return [...]string{"parent company", "subsidiary", "current owner or operator", "previous owner or operator", "listed as asset of"}[r]
}

func newLinks() links {
	return links{byName: map[string]string{}, byGroup: map[string]string{}, schema: map[string]string{}}
}

// know takes note of a party's names.
func (l *links) know(e *ftm.Entity) {
	l.schema[e.ID] = e.Schema
	for i := range e.Statements {
		s := &e.Statements[i]
		if s.Prop != "name" && s.Prop != "alias" && s.Prop != "previousName" {
			continue
		}
		key := letters(s.Value)
		if id, taken := l.byName[key]; taken && id != e.ID {
			l.byName[key] = ""
		} else {
			l.byName[key] = e.ID
		}
	}
}

func (l *links) group(id, party string) {
	if id == "" {
		return
	}
	if other, taken := l.byGroup[id]; taken && other != party {
		party = ""
	}
	l.byGroup[id] = party
}

func (l *links) name(r role, of *lists.Subject, v lists.Value) {
	l.pending = append(l.pending, link{role: r, party: of.ID, text: v})
}

// assetText is how the list says whose ship it is.
var assetText = regexp.MustCompile(`(?i)listed as (?:an )?asset of [^(\n]{2,100}?[ (–-]+OFSI ID: ?(\d{1,8})`)

func (l *links) assets(of *lists.Subject, v lists.Value) {
	for _, m := range assetText.FindAllStringSubmatch(v.Text, 20) {
		l.pending = append(l.pending, link{role: assetOf, party: of.ID, text: v, group: m[1]})
	}
}

// emit makes the relations between entries of the list.
func (m *maker) emitLinks() error {
	made := map[string]bool{}
	for _, k := range m.links.pending {
		other := m.links.byName[letters(plain(k.text.Text))]
		if k.role == assetOf {
			other = m.links.byGroup[k.group]
		}
		if other == "" || other == k.party {
			continue
		}
		id := k.party + "-link-" + lists.Slug(k.role.String()) + "-" + strings.TrimPrefix(other, m.prefix+"-")
		if made[id] {
			continue
		}
		made[id] = true
		if err := m.Emit(m.relation(id, k, other)); err != nil {
			return err
		}
	}
	return nil
}

// relation makes an Ownership where the list says whose something is and the
// thing can be owned, and an UnknownLink otherwise: an operator need not own.
func (m *maker) relation(id string, k link, other string) *lists.Subject {
	owner, asset := other, k.party
	if k.role == subsidiaryOf {
		owner, asset = asset, owner
	}
	owns := k.role != ownerOf && k.role != formerOwnerOf && (m.links.schema[asset] == "Company" || m.links.schema[asset] == "Vessel")
	var s *lists.Subject
	if owns {
		s = m.Loose(id, "Ownership")
		s.Say("owner", owner, k.text)
		s.Say("asset", asset, k.text)
	} else {
		s = m.Loose(id, "UnknownLink")
		s.Say("subject", other, k.text)
		s.Say("object", k.party, k.text)
	}
	s.Say("role", k.role.String(), k.text)
	return s
}
