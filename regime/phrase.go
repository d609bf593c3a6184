package regime

import (
	"fmt"
	"slices"
	"strings"
)

// Phrase reads an act from words such as "coal export", "export" or "used
// ship supply": a kind of act, and goods if the words name them.
func (r *Regime) Phrase(text string) (Act, error) {
	words := plain(text)
	kind, rest, err := pick(words, kindWords(), "kind of act")
	if err != nil {
		return Act{}, fmt.Errorf("reading the act %q: %w: use one of %s", text, err, list(r.spoken))
	}
	if strings.TrimSpace(rest) == "" {
		return Act{Kind: Kind(kind)}, nil
	}
	named := make([]naming, 0, len(r.About.Goods))
	for _, g := range r.About.Goods {
		named = append(named, naming{g.ID, g.Words})
	}
	goods, left, err := pick(rest, named, "goods")
	if err == nil && strings.TrimSpace(left) != "" {
		err = fmt.Errorf("the words %q name neither act nor goods", strings.TrimSpace(left))
	}
	if err != nil {
		return Act{}, fmt.Errorf("reading the act %q: %w: use one of %s", text, err, list(r.goods()))
	}
	return Act{Kind: Kind(kind), Goods: goods}, nil
}

// naming is an id with the other words for it.
type naming struct {
	id    string
	words []string
}

func kindWords() []naming {
	other := map[Kind][]string{
		Export: {"exports", "sale"}, Supply: {"supplies", "import", "imports"},
		ShipToShipTransfer: {"sts", "sts transfer", "transfer at sea", "ship to ship"},
		PortEntry:          {"port entry", "port call"}, StayInPort: {"stay in port"},
		TechnicalHelp: {"training", "advice"}, EntryOrTransit: {"travel"}, WorkStay: {"worker"}, WorkPermit: {"new worker"},
	}
	out := make([]naming, 0, len(kinds()))
	for _, k := range kinds() {
		out = append(out, naming{string(k), other[k]})
	}
	return out
}

// plain is a text in lower case with single blanks for hyphens and spaces.
func plain(text string) string {
	return " " + strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(text), "-", " ")), " ") + " "
}

// pick finds the longest naming that stands in the words, and what is left of
// them without it. Two of the same length that differ are a doubt to be told.
func pick(words string, from []naming, what string) (id, rest string, err error) {
	longest := ""
	var ids []string
	for _, n := range from {
		for _, w := range append([]string{n.id}, n.words...) {
			w = plain(w)
			if !strings.Contains(words, w) || len(w) < len(longest) {
				continue
			}
			if len(w) > len(longest) {
				longest, ids = w, nil
			}
			if !slices.Contains(ids, n.id) {
				ids = append(ids, n.id)
			}
		}
	}
	switch len(ids) {
	case 0:
		return "", words, fmt.Errorf("the words name no %s that is known", what)
	case 1:
		return ids[0], strings.Replace(words, longest, " ", 1), nil
	}
	return "", words, fmt.Errorf("the words may mean %s", strings.Join(ids, " or "))
}
