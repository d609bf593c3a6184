package regime

import (
	"fmt"
	"slices"
	"strings"
)

// Change is a paragraph that covers such an act on other days.
type Change struct {
	Paragraph Paragraph `json:"paragraph"`
	From      Day       `json:"from"`
	Until     Day       `json:"until,omitempty"`
	Capped    bool      `json:"capped,omitempty"`
}

// Near is a paragraph that comes close to an act it does not cover.
type Near struct {
	Paragraph Paragraph `json:"paragraph"`
	Why       []string  `json:"why"` // it does not reach the act
}

// The distance of a paragraph from an act: other goods are farther off than
// another kind of act, that is farther than a missing quality, and another
// day is the least.
const (
	farGoods  = 100
	farSilent = 20 // the paragraph speaks of no goods and the act does
	farKind   = 10
	farWay    = 4
	farNeed   = 3
	farDay    = 1
)

// nearest lists the paragraphs closest to an act that none covers at any
// time, so that "not covered" never stands alone.
func (q question) nearest() []Near {
	best := 0
	var out []Near
	for _, res := range q.regime.Resolutions {
		for _, p := range res.Paragraphs {
			far, why := q.distance(p)
			switch {
			case far == 0 || best > 0 && far > best:
				continue
			case far < best || best == 0:
				best, out = far, nil
			}
			out = append(out, Near{Paragraph: p, Why: why})
		}
	}
	return out
}

// distance is that of the nearest cover of a paragraph; 0 when it has none.
func (q question) distance(p Paragraph) (far int, why []string) {
	for _, c := range p.Covers {
		if d, w := q.distanceTo(p, c); far == 0 || d < far {
			far, why = d, w
		}
	}
	return far, why
}

func (q question) distanceTo(p Paragraph, c Cover) (far int, why []string) {
	add := func(d int, format string, args ...any) {
		far += d
		why = append(why, fmt.Sprintf(format, args...))
	}
	if !slices.Contains(c.Acts, q.act.Kind) {
		add(farKind, "it speaks of %s, not of %s", list(c.Acts), q.act.Kind)
	}
	switch {
	case len(c.Goods) == 0 && len(q.goods) > 0:
		far += farSilent
	case len(c.Goods) == 0 || overlap(c.Goods, q.goods):
	case len(q.goods) == 0:
		add(farGoods, "it names goods (%s), and the act gives none", list(c.Goods))
	default:
		add(farGoods, "it names other goods: %s", list(c.Goods))
	}
	if len(c.Needs) > 0 && !slices.ContainsFunc(c.Needs, q.act.has) {
		add(farNeed, "it asks for one of %s, which the act does not show", q.needs(c))
	}
	switch {
	case len(c.Goods) > 0 && !q.concerns:
		add(farWay, "the act does not show goods to or from %s", q.regime.Place())
	case c.Direction != "" && c.Direction != q.direction:
		add(farWay, "it covers goods %s only", q.regime.words(c.Direction))
	}
	switch from := max(p.From, c.From); {
	case q.day < from:
		add(farDay, "it holds from %s", from)
	case p.Until != "" && q.day > p.Until:
		add(farDay, "it held until %s", p.Until)
	}
	return far, why
}

func (q question) needs(c Cover) string {
	place := q.regime.Place()
	out := make([]string, 0, len(c.Needs))
	for _, n := range c.Needs {
		switch n {
		case NeedListedParty:
			out = append(out, "a listed party or ship")
		case NeedTargetShip:
			out = append(out, "a ship of "+place)
		case NeedTargetParty:
			out = append(out, "a national or firm of "+place)
		case NeedTargetGovt:
			out = append(out, "a body of the government of "+place)
		case NeedSuspectedShip:
			out = append(out, "grounds to suspect the ship")
		case NeedRefused:
			out = append(out, "a refused inspection")
		}
	}
	return strings.Join(out, ", ")
}
