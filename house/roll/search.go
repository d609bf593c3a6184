package roll

import (
	"slices"

	"plimsoll/screen"
)

// numbers are the properties in which a text is looked for as a number.
var numbers = []string{"imoNumber", "mmsi", "callSign", "swiftBic", "publicKey", "passportNumber", "registrationNumber"}

// Search returns the parties that a text may mean, best first: those with a
// name that has a partner for each of its words, those with a number equal to
// it, and the party whose id it is. A text without a word gives all parties, in
// order of their ids. It takes names written otherwise, as Match does.
func (r *Roll) Search(text string, f Filter) []Match {
	if text == "" {
		return r.all(f)
	}
	q := screen.Query{Properties: map[string][]string{}}
	for _, prop := range numbers {
		q.Properties[prop] = []string{text}
	}
	found := r.matches(append(r.index.Search(q, screen.Threshold), r.index.Mention(text)...), f)
	if p := r.byKey[text]; p != nil && f.Within(p) && f.Takes(p) {
		found = slices.DeleteFunc(found, func(m Match) bool { return m.Party == p })
		found = slices.Insert(found, 0, Match{Party: p, Hit: screen.Hit{Score: 1, ID: p.ID, Name: p.Caption}})
	}
	return found
}

func (r *Roll) all(f Filter) []Match {
	var out []Match
	for _, p := range r.parties {
		if f.Within(p) && f.Takes(p) {
			out = append(out, Match{Party: p, Hit: screen.Hit{ID: p.ID, Name: p.Caption}})
		}
	}
	return out
}
