package regime

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// countryDPRK is the ISO 3166 code by which From and To name the DPRK.
const countryDPRK = "kp"

// Act is something that was done on a day. Leave empty what is not known.
type Act struct {
	Kind      Kind      `json:"kind"`
	Date      time.Time `json:"date"`
	Goods     string    `json:"goods,omitempty"`
	Direction Direction `json:"direction,omitempty"`
	From      string    `json:"from,omitempty"` // ISO 3166 code of the country the goods left
	To        string    `json:"to,omitempty"`   // and of the one they were bound for

	PartyListed       bool `json:"party_listed,omitempty"`    // a party, or the ship, is on the list
	DPRKShip          bool `json:"dprk_ship,omitempty"`       // a ship under the DPRK flag, or owned or run by it
	DPRKParty         bool `json:"dprk_party,omitempty"`      // a national or firm of the DPRK
	DPRKGovernment    bool `json:"dprk_government,omitempty"` // a body of its government or party, or a mission
	ShipSuspected     bool `json:"ship_suspected,omitempty"`  // grounds to believe that the ship took part in banned acts
	InspectionRefused bool `json:"inspection_refused,omitempty"`

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
// the paragraphs that cover it.
type Answer struct {
	Verdict    Verdict     `json:"verdict"`
	Paragraphs []Paragraph `json:"paragraphs,omitempty"` // that cover the act, oldest first
	Since      Day         `json:"since,omitempty"`      // since when one of these has covered it
	Capped     bool        `json:"capped,omitempty"`     // all of them only set a limit: lawful below it
	Exempted   []Exempted  `json:"exempted,omitempty"`   // would cover it but for an exemption that is claimed
	Possible   []Paragraph `json:"possible,omitempty"`   // would cover it if the goods went the right way, which is not known
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
	if problem := act.problem(); problem != "" {
		return Answer{Verdict: Unanswered, Open: []string{problem}}
	}
	day := DayOf(act.Date)
	answer := Answer{Verdict: NotCovered, Capped: true}
	for _, res := range r.Resolutions {
		for _, p := range res.Paragraphs {
			if p.InForce(day) {
				answer.weigh(act, day, p)
			}
		}
	}
	switch {
	case len(answer.Paragraphs) > 0:
		answer.Verdict = Covered
	case len(answer.Exempted) > 0:
		answer.Verdict = Exempt
	}
	answer.Capped = answer.Capped && answer.Verdict == Covered
	return answer
}

func (act Act) problem() string {
	switch {
	case act.Date.IsZero():
		return "the act has no date: measures hold from day to day"
	case !slices.Contains(kinds(), act.Kind):
		return fmt.Sprintf("no paragraph speaks of acts of kind %q: use one of %s", act.Kind, list(kinds()))
	case act.Goods != "" && !slices.Contains(goods(), act.Goods):
		return fmt.Sprintf("no paragraph speaks of goods %q: use one of %s", act.Goods, list(goods()))
	case act.Direction != "" && act.Direction != ToDPRK && act.Direction != FromDPRK:
		return fmt.Sprintf("direction %q is neither %q nor %q", act.Direction, ToDPRK, FromDPRK)
	}
	return ""
}

// weigh adds what one paragraph in force says of the act.
func (a *Answer) weigh(act Act, day Day, p Paragraph) {
	for _, c := range p.Covers {
		m := c.match(act, day)
		if m == matchNone {
			continue
		}
		if e, ok := p.exemption(act); ok {
			a.Exempted = append(a.Exempted, Exempted{Paragraph: p, Exemption: e})
			return
		}
		if m == matchIfDirection {
			a.Possible = append(a.Possible, p)
			a.Open = append(a.Open, fmt.Sprintf("which way the goods went: %s covers them %s only", p.ID, words(c.Direction)))
			return
		}
		a.Paragraphs = append(a.Paragraphs, p)
		if since := max(p.From, c.From); a.Since == "" || since < a.Since {
			a.Since = since
		}
		a.Capped = a.Capped && c.Capped
		if len(c.Needs) > 0 && c.Needs[0] == NeedDPRKShip && !act.DPRKShip {
			a.Open = append(a.Open, fmt.Sprintf("the ship's flag and owner: %s names DPRK ships, the act shows a listed party", p.ID))
		}
		return
	}
}

func (p Paragraph) exemption(act Act) (Exemption, bool) {
	for _, e := range p.Exemptions {
		if slices.Contains(act.Claims, e.ID) && (len(e.Goods) == 0 || slices.Contains(e.Goods, act.Goods)) {
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

func (c Cover) match(act Act, day Day) match {
	if !slices.Contains(c.Acts, act.Kind) || day < c.From {
		return matchNone
	}
	if len(c.Goods) > 0 && !slices.Contains(c.Goods, act.Goods) {
		return matchNone
	}
	if len(c.Needs) > 0 && !slices.ContainsFunc(c.Needs, act.has) {
		return matchNone
	}
	direction, concerns := act.direction()
	switch {
	case len(c.Goods) > 0 && !concerns:
		return matchNone
	case c.Direction == "" || c.Direction == direction:
		return matchFull
	case direction == "":
		return matchIfDirection
	}
	return matchNone
}

// direction finds the way the goods went and whether the DPRK is an end of it
// at all. Supply and export are words for goods to and from the DPRK unless
// the countries say otherwise.
func (act Act) direction() (d Direction, concerns bool) {
	from, to := strings.ToLower(act.From), strings.ToLower(act.To)
	switch {
	case act.Direction != "":
		return act.Direction, true
	case to == countryDPRK:
		return ToDPRK, true
	case from == countryDPRK:
		return FromDPRK, true
	case act.Kind == Supply && to == "":
		return ToDPRK, true
	case act.Kind == Export && from == "":
		return FromDPRK, true
	case from != "" && to != "", act.Kind == Supply, act.Kind == Export:
		return "", false
	}
	return "", act.PartyListed || act.DPRKShip || act.DPRKParty || act.DPRKGovernment
}

func (act Act) has(n Need) bool {
	switch n {
	case NeedListedParty:
		return act.PartyListed
	case NeedDPRKShip:
		return act.DPRKShip
	case NeedDPRKParty:
		return act.DPRKParty || act.DPRKGovernment
	case NeedDPRKGovt:
		return act.DPRKGovernment
	case NeedSuspectedShip:
		return act.ShipSuspected
	case NeedRefused:
		return act.InspectionRefused
	}
	return false
}

func words(d Direction) string {
	if d == ToDPRK {
		return "to the DPRK"
	}
	return "from the DPRK"
}

func list[T ~string](words []T) string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}
