package petroleum

import (
	"fmt"
	"slices"
	"strings"
)

// readReported adds the lines of a file. With a day for today, a line of a
// later day is refused.
func (b *Book) readReported(name string, data []byte, today Day) error {
	columns := []string{
		"product", "period_start", "period_end", "supplier", "without", "tonnes", "barrels", "published", "factor", "as_of", "note", "source",
	}
	there := map[string][]Line{}
	for _, l := range b.lines {
		there[l.key()] = append(there[l.key()], l)
	}
	defer func() { slices.SortFunc(b.lines, func(x, y Line) int { return x.byTime(&y) }) }()
	return each(name, data, columns, func(r row) error {
		l, err := b.readLine(r)
		if err != nil {
			return err
		}
		if today != "" && (l.End > today || l.knownFrom() > today && l.AsOf != string(today)[:len(l.AsOf)]) {
			return r.fault("period_end", fmt.Sprintf("the line is of a day after today, %s", today))
		}
		for _, x := range there[l.key()] {
			if x.AsOf == l.AsOf || x.AsOf == "" || l.AsOf == "" {
				return r.fault("period_start", fmt.Sprintf("%s has a line of %s for %s to %s already (doubled; a later edition needs its own as_of)", x.ID, l.who(), l.Start, l.End))
			}
		}
		there[l.key()] = append(there[l.key()], l)
		b.lines = append(b.lines, l)
		return nil
	})
}

func (l *Line) key() string {
	return strings.Join([]string{string(l.Product), string(l.Start), string(l.End), l.who()}, " ")
}

func (b *Book) readLine(r row) (Line, error) {
	l := Line{ID: r.id(), Product: Product(r.get("product")), AsOf: r.get("as_of"), Note: r.get("note")}
	if !slices.Contains(products(), l.Product) {
		return l, r.fault("product", fmt.Sprintf("unknown product %q, known are %v", l.Product, products()))
	}
	var err error
	if l.Start, l.End, err = r.period("period_start", "period_end"); err != nil {
		return l, err
	}
	if l.Suppliers, err = r.words("supplier", "+"); err != nil {
		return l, err
	}
	for _, s := range l.Suppliers {
		if !slices.Contains(b.suppliers, s) {
			return l, r.fault("supplier", fmt.Sprintf("unknown supplier %q, known are %s", s, strings.Join(b.suppliers, ", ")))
		}
	}
	if l.Without, err = r.gap(&l); err != nil {
		return l, err
	}
	if l.AsOf != "" && (!asOfForm.MatchString(l.AsOf) || !Day((l.AsOf + "-01")[:len("2024-01-01")]).valid()) {
		return l, r.fault("as_of", fmt.Sprintf("%q is not a month or day such as 2024-01", l.AsOf))
	}
	if err := b.readFigures(r, &l); err != nil {
		return l, err
	}
	l.Sources, err = r.sources()
	return l, err
}

// gap reads the time for which a joint line holds nothing of one supplier,
// such as Russia 2024-02-01 2024-08-31.
func (r row) gap(l *Line) (*Gap, error) {
	words := strings.Fields(r.get("without"))
	if len(words) == 0 {
		return nil, nil
	}
	if len(words) != 3 || len(l.Suppliers) < 2 || !slices.Contains(l.Suppliers, words[0]) || l.Start.Year() != l.End.Year() {
		return nil, r.fault("without", "is a supplier of a joint line within one year and the first and last day without it")
	}
	g := Gap{words[0], Day(words[1]), Day(words[2])}
	if !g.Start.valid() || !g.End.valid() || g.Start < l.Start || g.End < g.Start || g.End > l.End {
		return nil, r.fault("without", fmt.Sprintf("%q is not a time within the line's", r.get("without")))
	}
	return &g, nil
}

// readFigures reads tonnes and barrels and which of them was published. One
// that was not is a conversion, and needs its factor.
func (b *Book) readFigures(r row, l *Line) error {
	tonnes, err := r.amount("tonnes")
	if err != nil {
		return err
	}
	barrels, err := r.amount("barrels")
	if err != nil {
		return err
	}
	if tonnes == nil && barrels == nil {
		return r.fault("barrels", "a line needs tonnes or barrels")
	}
	factor := r.get("factor")
	l.Published, l.Tonnes, l.Barrels = Published(r.get("published")), tonnes, barrels
	switch {
	case l.Published != InTonnes && l.Published != InBarrels && l.Published != InBoth:
		return r.fault("published", fmt.Sprintf("unknown unit %q: was it published in %q, %q or %q?", l.Published, InTonnes, InBarrels, InBoth))
	case l.Published != InBarrels && tonnes == nil:
		return r.fault("tonnes", "is empty though published")
	case l.Published != InTonnes && barrels == nil:
		return r.fault("barrels", "is empty though published")
	case l.Published == InBarrels && tonnes != nil:
		return r.fault("tonnes", "was not published: barrels are not turned into tonnes")
	case l.Product == Coal && barrels != nil:
		return r.fault("barrels", "coal is counted in tonnes")
	case l.Published != InTonnes && factor != "":
		return r.fault("factor", "barrels were published: nothing is converted")
	case l.Published != InTonnes || barrels == nil && factor == "":
		return nil
	}
	f, err := b.Factor(factor)
	if err != nil {
		return r.fault("factor", err.Error())
	}
	if l.Conversion, err = ToBarrels(*tonnes, f); err != nil {
		return r.fault("factor", err.Error())
	}
	if barrels != nil && !barrels.Round().Equal(l.Conversion.Barrels.Round()) {
		return r.fault("barrels", fmt.Sprintf("%s is not %s t x %s (%s) = %s", barrels, tonnes, f.Barrels, f.ID, l.Conversion.Barrels))
	}
	l.Barrels = nil
	return nil
}
