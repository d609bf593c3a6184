package regime

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Act is something that was done on a day. Leave empty what is not known.
type Act struct {
	Kind      Kind      `json:"kind"`
	Date      time.Time `json:"date"`
	Goods     string    `json:"goods,omitempty"`
	HS        string    `json:"hs,omitempty"` // code of the Harmonized System, in place of Goods
	Direction Direction `json:"direction,omitempty"`
	From      string    `json:"from,omitempty"` // ISO 3166 code of the country the goods left
	To        string    `json:"to,omitempty"`   // and of the one they were bound for

	PartyListed       bool `json:"party_listed,omitempty"`      // a party, or the ship, is on the list
	TargetShip        bool `json:"target_ship,omitempty"`       // a ship under the flag of the country the regime is about, or owned or run by it
	TargetParty       bool `json:"target_party,omitempty"`      // a national or firm of it
	TargetGovernment  bool `json:"target_government,omitempty"` // a body of its government or party, or a mission
	ShipSuspected     bool `json:"ship_suspected,omitempty"`    // grounds to believe that the ship took part in banned acts
	InspectionRefused bool `json:"inspection_refused,omitempty"`

	Total *Total `json:"total,omitempty"` // what the account of the period holds with this act

	Claims []string `json:"claims,omitempty"` // exemptions that are claimed, by id
}

// Verdict is the short form of an answer.
type Verdict string

// The verdicts.
const (
	Covered    Verdict = "covered"
	Exempt     Verdict = "exempt"
	NotCovered Verdict = "not covered"
	Unanswered Verdict = "cannot be answered" // the question is not one: Open says why
)

// Answer says what the resolutions make of an act. It is Covered only with
// the paragraphs that cover it, and NotCovered only with those that come
// nearest: in Before, After, Possible or Nearest.
type Answer struct {
	Verdict    Verdict     `json:"verdict"`
	Paragraphs []Paragraph `json:"paragraphs,omitempty"` // that cover the act, oldest first
	Since      Day         `json:"since,omitempty"`      // since when one of these has covered it
	Capped     bool        `json:"capped,omitempty"`     // all of them only set a limit: lawful below it
	Caps       []CapState  `json:"caps,omitempty"`       // where the account stands against these limits
	Exempted   []Exempted  `json:"exempted,omitempty"`   // would cover it but for an exemption that is claimed
	Possible   []Paragraph `json:"possible,omitempty"`   // would cover it if the goods went the right way, which is not known
	Before     []Change    `json:"before,omitempty"`     // covered such an act once and no longer did on the day
	After      []Change    `json:"after,omitempty"`      // came to cover such an act after the day
	Nearest    []Near      `json:"nearest,omitempty"`    // not covered at any time: the closest paragraphs and why they do not reach it
	Open       []string    `json:"open,omitempty"`       // what has yet to be established
}

// Exempted is a paragraph with the claimed exemption that lifts it.
type Exempted struct {
	Paragraph Paragraph `json:"paragraph"`
	Exemption Exemption `json:"exemption"`
}

// IDs lists the citations of the covering paragraphs.
func (a Answer) IDs() []string {
	out := make([]string, 0, len(a.Paragraphs))
	for _, p := range a.Paragraphs {
		out = append(out, p.ID)
	}
	return out
}

// Check tells whether an act was covered on its day and by which paragraphs.
// A claimed exemption is taken as claimed: whether it is true is for the
// reader to prove.
func (r *Regime) Check(act Act) Answer {
	if problem := r.problem(act); problem != "" {
		return Answer{Verdict: Unanswered, Open: []string{problem}}
	}
	q := r.question(act)
	answer := Answer{Verdict: NotCovered, Capped: true}
	for _, res := range r.Resolutions {
		for _, p := range res.Paragraphs {
			answer.weigh(q, p)
		}
	}
	switch {
	case len(answer.Paragraphs) > 0:
		answer.Verdict = Covered
	case len(answer.Exempted) > 0:
		answer.Verdict = Exempt
	case len(answer.Before)+len(answer.After)+len(answer.Possible) == 0:
		answer.Nearest = q.nearest()
	}
	answer.Capped = answer.Capped && answer.Verdict == Covered
	return answer
}

// problem says why a question is none. Past it there is a paragraph for every
// answer.
func (r *Regime) problem(act Act) string {
	switch {
	case act.Date.IsZero():
		return "the act has no date: measures hold from day to day"
	case !slices.Contains(kinds(), act.Kind):
		return fmt.Sprintf("no paragraph speaks of acts of kind %q: use one of %s", act.Kind, list(r.spoken))
	case !slices.Contains(r.spoken, act.Kind):
		return fmt.Sprintf("no paragraph of this regime speaks of acts of kind %q, only of %s", act.Kind, list(r.spoken))
	case act.Goods != "" && act.HS != "":
		return fmt.Sprintf("goods are given as %q and as HS %s: give one of them", act.Goods, act.HS)
	case act.Goods != "" && !slices.Contains(r.goods(), act.Goods):
		return fmt.Sprintf("no paragraph speaks of goods %q: use one of %s", act.Goods, list(r.goods()))
	case act.HS != "" && !hsForm.MatchString(act.HS):
		return fmt.Sprintf("%q is not a code of the Harmonized System: write 2701 or 270112, without dots", act.HS)
	case act.HS != "" && len(r.GoodsByHS(act.HS)) == 0:
		return fmt.Sprintf("no paragraph speaks of goods under HS %s: name the goods, one of %s", act.HS, list(r.goods()))
	case act.Goods == "" && act.HS == "" && (act.Kind == Supply || act.Kind == Export):
		return fmt.Sprintf("which goods: a paragraph on a %s names them, one of %s", act.Kind, list(r.goods()))
	case act.Direction != "" && act.Direction != r.to() && act.Direction != r.from():
		return fmt.Sprintf("direction %q is neither %q nor %q", act.Direction, r.to(), r.from())
	case act.Total != nil && act.Total.negative():
		return "a total below zero: give what the account of the period holds with this act"
	}
	return ""
}

// kindsSpokenOf lists the kinds of act that the paragraphs speak of.
func (r *Regime) kindsSpokenOf() []Kind {
	var out []Kind
	for _, k := range kinds() {
		if slices.ContainsFunc(r.Resolutions, func(res Resolution) bool { return res.speaksOf(k) }) {
			out = append(out, k)
		}
	}
	return out
}

func (res Resolution) speaksOf(k Kind) bool {
	for _, p := range res.Paragraphs {
		if slices.ContainsFunc(p.Covers, func(c Cover) bool { return slices.Contains(c.Acts, k) }) {
			return true
		}
	}
	return false
}

// question is an act with what the regime knows of it.
type question struct {
	act       Act
	regime    *Regime
	day       Day
	goods     []string // the goods it may be of; none when they are not given
	direction Direction
	concerns  bool // the country that the regime is about is an end of it
}

func (r *Regime) question(act Act) question {
	q := question{act: act, regime: r, day: DayOf(act.Date)}
	switch {
	case act.Goods != "":
		q.goods = []string{act.Goods}
	case act.HS != "":
		q.goods = r.GoodsByHS(act.HS)
	}
	q.direction, q.concerns = r.direction(act)
	return q
}

// weigh adds what one paragraph says of the act: the first cover that reaches
// it on the day, or else when one did or will.
func (a *Answer) weigh(q question, p Paragraph) {
	var other *Change
	for _, c := range p.Covers {
		m := q.match(c)
		if m == matchNone {
			continue
		}
		from := max(p.From, c.From)
		switch {
		case q.day >= from && (p.Until == "" || q.day <= p.Until):
			a.inForce(q, p, c, m)
			return
		case m == matchFull && other == nil:
			other = &Change{Paragraph: p, From: from, Until: p.Until, Capped: c.Capped}
		}
	}
	switch {
	case other == nil:
	case other.From > q.day:
		a.After = append(a.After, *other)
	default:
		a.Before = append(a.Before, *other)
	}
}

func (a *Answer) inForce(q question, p Paragraph, c Cover, m match) {
	if e, ok := p.exemption(q); ok {
		a.Exempted = append(a.Exempted, Exempted{Paragraph: p, Exemption: e})
		return
	}
	if m == matchIfDirection {
		a.Possible = append(a.Possible, p)
		a.Open = append(a.Open, fmt.Sprintf("which way the goods went: %s covers them %s only", p.ID, q.regime.words(c.Direction)))
		return
	}
	a.Paragraphs = append(a.Paragraphs, p)
	if since := max(p.From, c.From); a.Since == "" || since < a.Since {
		a.Since = since
	}
	a.Capped = a.Capped && c.Capped
	if c.Capped {
		a.Caps = append(a.Caps, p.capState(q))
	}
	if len(c.Needs) > 0 && c.Needs[0] == NeedTargetShip && !q.act.TargetShip {
		a.Open = append(a.Open, fmt.Sprintf("the ship's flag and owner: %s names ships of %s, the act shows a listed party", p.ID, q.regime.Place()))
	}
}

func (p Paragraph) exemption(q question) (Exemption, bool) {
	for _, e := range p.Exemptions {
		if q.day >= e.From && (e.Until == "" || q.day <= e.Until) && slices.Contains(q.act.Claims, e.ID) && (len(e.Goods) == 0 || overlap(e.Goods, q.goods)) {
			return e, true
		}
	}
	return Exemption{}, false
}

type match int

const (
	matchNone match = iota
	matchIfDirection
	matchFull
)

// match holds an act against a cover, whatever the day.
func (q question) match(c Cover) match {
	switch {
	case !slices.Contains(c.Acts, q.act.Kind),
		len(c.Goods) > 0 && !overlap(c.Goods, q.goods),
		len(c.Needs) > 0 && !slices.ContainsFunc(c.Needs, q.act.has),
		len(c.Goods) > 0 && !q.concerns:
		return matchNone
	case c.Direction == "" || c.Direction == q.direction:
		return matchFull
	case q.direction == "":
		return matchIfDirection
	}
	return matchNone
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// direction finds the way the goods went and whether the country is an end of
// it at all. Supply and export are words for goods to and from it unless the
// countries say otherwise.
func (r *Regime) direction(act Act) (d Direction, concerns bool) {
	from, to := strings.ToLower(act.From), strings.ToLower(act.To)
	switch {
	case act.Direction != "":
		return act.Direction, true
	case to == r.About.Country:
		return r.to(), true
	case from == r.About.Country:
		return r.from(), true
	case act.Kind == Supply && to == "":
		return r.to(), true
	case act.Kind == Export && from == "":
		return r.from(), true
	case from != "" && to != "", act.Kind == Supply, act.Kind == Export:
		return "", false
	}
	return "", act.PartyListed || act.TargetShip || act.TargetParty || act.TargetGovernment
}

func (act Act) has(n Need) bool {
	switch n {
	case NeedListedParty:
		return act.PartyListed
	case NeedTargetShip:
		return act.TargetShip
	case NeedTargetParty:
		return act.TargetParty || act.TargetGovernment
	case NeedTargetGovt:
		return act.TargetGovernment
	case NeedSuspectedShip:
		return act.ShipSuspected
	case NeedRefused:
		return act.InspectionRefused
	}
	return false
}

func list[T ~string](words []T) string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}
