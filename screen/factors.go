package screen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plimsoll/names"
)

// The factors, all of at most 1. "Against" a name they bring its score down to
// where it no longer alerts by itself; against an equal identifier the second,
// milder value counts, because numbers are copied wrong less often than
// birthdays.
const (
	factorBirthYear  = 0.60 // birth years more than one apart
	factorBirthNear  = 0.92 // birth years one apart
	factorBirthDay   = 0.80 // same year, another day
	factorBirthSwap  = 0.95 // day and month exchanged
	factorGender     = 0.80
	factorCountry    = 0.90
	factorIMO        = 0.50 // both have a valid IMO number, and not the same
	factorNumber     = 0.50 // "NO. 18" against "NO. 8"
	factorSister     = 0.65 // a number on one side only: possibly a sister ship
	factorForm       = 0.97 // another legal form
	factorOrder      = 0.65 // the syllables of a Korean given name in another order
	factorFather     = 0.65 // "X bin Y" against "Y bin X": the one's son is the other's father
	factorWeak       = 0.80 // the listed name is a weak alias
	weakAmiss        = 3.0  // how much more what is amiss counts then
	factorBirthYearN = 0.90 // birth years apart, against an equal number
	factorOtherN     = 0.97 // anything else, against an equal number
)

// factor is one qualifier of a comparison.
type factor struct {
	reason Reason
	mild   float64 // its value against an equal identifier
}

// partyFactors qualifies two parties whatever their names.
func partyFactors(q, d *party) []factor {
	var out []factor
	add := func(feature string, value, mild float64, text, query, listed string) {
		out = append(out, factor{Reason{Feature: feature, Score: value, Text: text, Query: query, Listed: listed}, mild})
	}
	if v, qb, db := compareBirths(q.births, d.births); v < 1 {
		mild := factorOtherN
		text := fmt.Sprintf("birth date %s against %s: against", qb, db)
		if v == factorBirthYear || v == factorBirthNear {
			text = fmt.Sprintf("birth year %d against %d: against", birthYear(qb), birthYear(db))
		}
		if v == factorBirthYear {
			mild = factorBirthYearN
		}
		add("birthDate", v, mild, text, qb, db)
	} else if qb != "" {
		add("birthDate", 1, 1, fmt.Sprintf("birth date %s and %s agree", qb, db), qb, db)
	}
	if disjoint(q.genders, d.genders) {
		add("gender", factorGender, factorOtherN, fmt.Sprintf("gender %s against %s: against", q.genders[0], d.genders[0]), q.genders[0], d.genders[0])
	}
	if disjoint(q.countries, d.countries) {
		qc, dc := strings.Join(q.countries, ", "), strings.Join(d.countries, ", ")
		add("country", factorCountry, factorOtherN, fmt.Sprintf("country %s against %s: against", qc, dc), qc, dc)
	}
	if disjoint(q.imos, d.imos) {
		qi, di := strings.Join(q.imos, ", "), strings.Join(d.imos, ", ")
		add("imoNumber", factorIMO, factorIMO, fmt.Sprintf("IMO %s against %s: another ship", qi, di), qi, di)
	}
	return out
}

// nameFactors qualifies two names. The matched pairs are needed for the order.
func nameFactors(q, d *alias, pairs []pair) []Reason {
	var out []Reason
	qn, dn := numbersOf(q.name), numbersOf(d.name)
	switch {
	case slices.Equal(qn, dn):
	case len(qn) > 0 && len(dn) > 0:
		out = append(out, Reason{
			Feature: "number", Score: factorNumber, Query: strings.Join(qn, " "), Listed: strings.Join(dn, " "),
			Text: fmt.Sprintf("number %s against %s: against", strings.Join(qn, " "), strings.Join(dn, " ")),
		})
	default:
		out = append(out, Reason{
			Feature: "number", Score: factorSister, Query: strings.Join(qn, " "), Listed: strings.Join(dn, " "),
			Text: fmt.Sprintf("number %s stands in one name only: possibly a sister", strings.Join(append(qn, dn...), " ")),
		})
	}
	if names.FormsDiffer(q.name.Forms, d.name.Forms) {
		qf, df := strings.Join(q.name.Forms, " "), strings.Join(d.name.Forms, " ")
		out = append(out, Reason{
			Feature: "legal form", Score: factorForm, Query: qf, Listed: df, Text: fmt.Sprintf("legal form %s against %s", qf, df),
		})
	}
	if q.name.Korean && d.name.Korean && q.name.Class == names.Person && !rotation(pairs) {
		out = append(out, Reason{
			Feature: "order", Score: factorOrder, Query: q.name.Written, Listed: d.name.Written,
			Text: "the syllables stand in another order: against",
		})
	}
	if father, son, swapped := fatherAndSon(q, d, pairs); swapped {
		out = append(out, Reason{
			Feature: "father", Score: factorFather, Query: q.name.Written, Listed: d.name.Written,
			Text: fmt.Sprintf("%q is the father here and the son there, %q the son here and the father there: against", father, son),
		})
	}
	if r, ok := originFactor(q, d); ok {
		out = append(out, r)
	}
	if d.weak {
		out = append(out, Reason{
			Feature: "weak alias", Score: factorWeak, Listed: d.name.Written, Text: "the listed name is a weak alias",
		})
	}
	return out
}

// fatherAndSon finds two words of the query of which one is a father's name
// there only, and the other on the listed side only. Where both are one name,
// as where a man bears his grandfather's, nothing is exchanged.
func fatherAndSon(q, d *alias, pairs []pair) (father, son string, swapped bool) {
	var here, there *names.Token
	for i := range pairs {
		x, y := &q.name.Words[pairs[i].qFrom], &d.name.Words[pairs[i].dFrom]
		switch {
		case x.Father && !y.Father:
			here = x
		case y.Father && !x.Father:
			there = x
		}
	}
	if here == nil || there == nil || names.Similarity(here, there).Similarity > 0 {
		return "", "", false
	}
	return here.Surface, there.Surface, true
}

// rotation reports whether the pairs keep the order of both names, give or
// take a family name moved from one end to the other.
func rotation(pairs []pair) bool {
	byQuery := slices.Clone(pairs)
	slices.SortFunc(byQuery, func(a, b pair) int { return a.qFrom - b.qFrom })
	falls := 0
	for i := range byQuery {
		if byQuery[i].dFrom > byQuery[(i+1)%len(byQuery)].dFrom {
			falls++
		}
	}
	return falls <= 1
}

func numbersOf(n names.Name) []string {
	var out []string
	for _, w := range n.Words {
		if w.Kind == names.Number {
			out = append(out, w.Surface)
		}
	}
	slices.Sort(out)
	return out
}

// disjoint reports whether both sides say something and nothing in common.
func disjoint(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, x := range a {
		if slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// compareBirths finds the two dates that agree best. Without a date on one
// side there is nothing to compare: 1 and no dates.
func compareBirths(a, b []string) (value float64, qDate, dDate string) {
	if len(a) == 0 || len(b) == 0 {
		return 1, "", ""
	}
	value = -1
	for _, x := range a {
		for _, y := range b {
			if v := compareBirth(x, y); v > value {
				value, qDate, dDate = v, x, y
			}
		}
	}
	return value, qDate, dDate
}

func compareBirth(a, b string) float64 {
	switch d := birthYear(a) - birthYear(b); {
	case d < -1 || d > 1:
		return factorBirthYear
	case d != 0:
		return factorBirthNear
	}
	n := min(len(a), len(b))
	if a[:n] == b[:n] {
		return 1
	}
	if len(a) == 10 && len(b) == 10 && a[5:7] == b[8:10] && a[8:10] == b[5:7] {
		return factorBirthSwap
	}
	return factorBirthDay
}

// birthYear reads the year of a FollowTheMoney date (YYYY, YYYY-MM or
// YYYY-MM-DD); 0 when it is none.
func birthYear(date string) int {
	if len(date) < 4 || (len(date) > 4 && date[4] != '-') {
		return 0
	}
	y, err := strconv.Atoi(date[:4])
	if err != nil || y < 1000 {
		return 0
	}
	return y
}
