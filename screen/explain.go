package screen

import (
	"fmt"
	"strings"

	"plimsoll/ftm"
	"plimsoll/names"
)

// Hit is a listed entity that a query may mean.
type Hit struct {
	ID      string      `json:"id"`
	Dataset string      `json:"dataset"`
	Schema  string      `json:"schema"`
	Entity  *ftm.Entity `json:"entity,omitempty"` // where the index knows it, see [Index.Resolve]
	Score   float64     `json:"score"`
	Name    string      `json:"name"` // the listed name that came closest
	Reasons []Reason    `json:"reasons"`
	Value   float64     `json:"-"` // of the names, before it becomes a probability; see value.go
	Bits    float64     `json:"-"` // what agrees in the names
}

// Reason is one thing that spoke for or against a hit, and the two strings
// that met. Score is the similarity of a name's part, the probability that goes
// with an equal number or with the names in all, or a factor: below 1 it speaks
// against. Weight is the bits that a part of a name carries, or costs when it
// is unmatched.
type Reason struct {
	Feature string  `json:"feature"`
	Score   float64 `json:"score"`
	Weight  float64 `json:"weight,omitempty"`
	Text    string  `json:"text"`
	Query   string  `json:"query,omitempty"`
	Listed  string  `json:"listed,omitempty"`
}

func equalReason(q, d identifier, score float64) Reason {
	text := fmt.Sprintf("%s %s equal", title(q.prop), q.value)
	if q.prop != d.prop {
		text = fmt.Sprintf("%s %s equals the listed %s", title(q.prop), q.value, title(d.prop))
	}
	return Reason{Feature: q.prop, Score: score, Text: text, Query: q.value, Listed: d.value}
}

// explain puts the reasons in order: numbers, name parts, what is left over,
// what the names differ in, what the parties differ in.
func explain(c comparison, equal []Reason, factors []factor) []Reason {
	out := equal
	if c.query != nil {
		if out = explainNames(c); len(equal) > 0 {
			out = append(equal, out...)
		}
	}
	for _, f := range factors {
		out = append(out, f.reason)
	}
	return out
}

func explainNames(c comparison) []Reason {
	out := make([]Reason, 0, len(c.query.bits)+len(c.listed.bits)+len(c.factors)+2)
	var qUsed, dUsed uint64
	for _, p := range c.pairs {
		qUsed |= mask(p.qFrom, p.qTo)
		dUsed |= mask(p.dFrom, p.dTo)
		asked, listed := c.query.name.Words[p.qFrom:p.qTo], c.listed.name.Words[p.dFrom:p.dTo]
		q, d := words(asked), words(listed)
		r := Reason{Feature: "name", Score: round(p.match.Similarity), Weight: round(p.full), Query: q, Listed: d}
		what := part(c, p)
		switch p.match.Relation {
		case names.SameWord, names.SameNumber:
			r.Text = fmt.Sprintf("%s %q agrees (%.1f bits)", what, q, p.full)
		default:
			r.Text = fmt.Sprintf("%s %q and %q %s (%.1f bits)", what, q, d, how(p, asked, listed), p.full)
		}
		out = append(out, r)
	}
	for i, w := range c.query.name.Words {
		if qUsed&mask(i, i+1) == 0 {
			out = append(out, Reason{Feature: "unmatched", Weight: round(queryPenalty * c.query.bits[i]), Query: w.Surface, Text: fmt.Sprintf("%q is not in the listed name", w.Surface)})
		}
	}
	for i, w := range c.listed.name.Words {
		if dUsed&mask(i, i+1) == 0 {
			out = append(out, Reason{Feature: "unmatched", Weight: round(listedPenalty * c.listed.bits[i]), Listed: w.Surface, Text: fmt.Sprintf("the listed %q is not in the name asked for", w.Surface)})
		}
	}
	return append(append(out, c.factors...), summary(c))
}

// part says what a word is of its name.
func part(c comparison, p pair) string {
	q, d := c.query.name.Words[p.qFrom], c.listed.name.Words[p.dFrom]
	switch {
	case q.Kind == names.Number:
		return "number"
	case q.Surname && d.Surname:
		return "family name"
	case c.query.name.Class == names.Person && c.query.name.Korean && c.listed.name.Korean:
		return "given name"
	}
	return "name"
}

func words(tokens []names.Token) string {
	s := make([]string, len(tokens))
	for i, t := range tokens {
		s[i] = t.Surface
	}
	return strings.Join(s, " ")
}
