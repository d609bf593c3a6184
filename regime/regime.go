// Package regime holds resolutions of the UN Security Council as dated rules
// and answers one question with them: was this act, on that day, covered, and
// by which paragraph?
//
// The rules are data (a folder of data a regime, one file a resolution)
// written for this project: each paragraph in a sentence of our own, with the acts it covers,
// the days it is in force, what came in its place, its exemptions and where
// to check it. They are a guide to the text of the resolutions, not the text.
package regime

import (
	"slices"
	"time"
)

// Regime is a set of resolutions with the mandates and votes around them.
type Regime struct {
	About       About        `json:"about"`
	Resolutions []Resolution `json:"resolutions"` // by number
	Mandates    []Mandate    `json:"mandates"`    // by first day
	Votes       []Vote       `json:"votes"`       // by day

	byID   map[string]Paragraph
	spoken []Kind // the kinds of act that a paragraph covers
}

// About names a regime, the country it is about and its goods.
type About struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Country string   `json:"country"` // ISO 3166 code
	Names   []string `json:"names"`   // of the country, the usual one first
	Source  string   `json:"source"`
	Goods   []Goods  `json:"goods"`
}

// Goods is a class of goods that a paragraph names.
type Goods struct {
	ID         string   `json:"id"`
	HS         []string `json:"hs,omitempty"` // chapters and headings of the Harmonized System
	HSVerified bool     `json:"hs_verified,omitempty"`
	Words      []string `json:"words,omitempty"` // other words for it
}

// Day is a civil day, YYYY-MM-DD; "" is no day. Days compare as text.
type Day string

// DayOf is the civil day of an instant in UTC.
func DayOf(t time.Time) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.UTC().Format(time.DateOnly))
}

// Resolution is one decision of the Council.
type Resolution struct {
	Number     int         `json:"number"`
	Adopted    Day         `json:"adopted"`
	Meeting    int         `json:"meeting,omitempty"`
	Trigger    string      `json:"trigger"` // what it answered
	Source     string      `json:"source"`
	Paragraphs []Paragraph `json:"paragraphs"`
}

// Paragraph is one operative paragraph, cited as "2375 OP11".
type Paragraph struct {
	ID           string      `json:"id"`
	Resolution   int         `json:"resolution"`
	OP           string      `json:"op"`
	Kind         string      `json:"kind"`
	Says         string      `json:"says"` // in our words
	From         Day         `json:"from"`
	Until        Day         `json:"until,omitempty"` // last day in force; none: still in force
	Covers       []Cover     `json:"covers,omitempty"`
	Limits       []Limit     `json:"limits,omitempty"`
	Exemptions   []Exemption `json:"exemptions,omitempty"`
	AmendedBy    []string    `json:"amended_by,omitempty"`
	SupersededBy []string    `json:"superseded_by,omitempty"`
	// Verified says that a public page shows this content under this number,
	// ContentVerified that one shows the content but not the number. With
	// neither, check the text of the resolution before citing it.
	Verified        bool   `json:"verified"`
	ContentVerified bool   `json:"content_verified,omitempty"`
	Source          string `json:"source"`
}

// InForce reports whether the paragraph was in force on a day.
func (p Paragraph) InForce(day Day) bool {
	return day >= p.From && (p.Until == "" || day <= p.Until)
}

// Cover is a class of acts that a paragraph reaches.
type Cover struct {
	Acts      []Kind    `json:"acts"`
	Direction Direction `json:"direction,omitempty"` // none: either way
	Goods     []string  `json:"goods,omitempty"`     // none: any goods
	Needs     []Need    `json:"needs,omitempty"`     // one of these must be so
	From      Day       `json:"from,omitempty"`      // where later than the paragraph's own first day
	Capped    bool      `json:"capped,omitempty"`    // lawful up to a limit
}

// Limit is a ceiling with the time it is counted over.
type Limit struct {
	Per     string `json:"per"` // "calendar year", "12 months" or "period"
	From    Day    `json:"from"`
	Until   Day    `json:"until,omitempty"`
	Barrels int64  `json:"barrels,omitempty"`
	Tonnes  int64  `json:"tonnes,omitempty"`
	USD     int64  `json:"usd,omitempty"`
	Rule    string `json:"rule,omitempty"`
}

// Exemption is a ground on which an act that a paragraph covers is lawful.
type Exemption struct {
	ID    string   `json:"id"`
	Says  string   `json:"says"`
	Goods []string `json:"goods,omitempty"` // none: whatever the paragraph covers
	From  Day      `json:"from,omitempty"`  // where it came later than the paragraph
	Until Day      `json:"until,omitempty"` // last day, where it ended before the paragraph
}

// Mandate is one term of the Panel of Experts.
type Mandate struct {
	Resolution int    `json:"resolution"`
	Paragraph  string `json:"paragraph"` // the citation of the paragraph that gave it
	From       Day    `json:"from"`
	Until      Day    `json:"until"`
	Verified   bool   `json:"verified"`
	Source     string `json:"source"`
}

// Paragraph returns a paragraph by its citation.
func (r *Regime) Paragraph(id string) (Paragraph, bool) {
	p, ok := r.byID[id]
	return p, ok
}

// Resolution returns a resolution by its number.
func (r *Regime) Resolution(number int) (Resolution, bool) {
	i := slices.IndexFunc(r.Resolutions, func(x Resolution) bool { return x.Number == number })
	if i < 0 {
		return Resolution{}, false
	}
	return r.Resolutions[i], true
}

// MandateOn returns the mandate under which the Panel worked on a day, the
// newest where one overlaps the next. After the last one there is none.
func (r *Regime) MandateOn(day time.Time) (Mandate, bool) {
	d := DayOf(day)
	for _, m := range slices.Backward(r.Mandates) {
		if m.From <= d && d <= m.Until {
			return m, true
		}
	}
	return Mandate{}, false
}
