package australia

import (
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// group is the parties of one reference: one, but for a mistake of the list.
type group struct {
	key     string
	parties []*party
}

// party is the rows of one party.
type party struct {
	key     string
	rows    []*sheet.Row
	primary *sheet.Row
}

// maxRows bounds the names of one party; the longest so far has some fifty.
const maxRows = 5000

// row puts a row to the party it belongs to.
func (p *parser) row(row *sheet.Row) error {
	if p.get(row, colName).Empty() {
		p.r.Warn(row.Here().Place, "a row without a name left out")
		return nil
	}
	primary := isPrimary(p.get(row, colNameType).Text)
	key := number(p.get(row, colReference).Text)
	if key == "" {
		return p.without(row, primary)
	}
	g := p.groups[key]
	if g == nil {
		g = &group{key: key}
		p.groups[key] = g
		p.order = append(p.order, g)
	}
	return p.put(g, row, primary)
}

// put adds a row to a group. A row belongs to the last party of its reference
// unless it brings the primary name of another one.
func (p *parser) put(g *group, row *sheet.Row, primary bool) error {
	var last *party
	if n := len(g.parties); n > 0 {
		last = g.parties[n-1]
	}
	if last == nil || primary && last.primary != nil && p.another(last.primary, row) {
		if last != nil {
			p.r.Warn(row.Here().Place, "a reference is given to a second party, which is kept apart: %s", g.key)
		}
		last = &party{key: g.key}
		g.parties = append(g.parties, last)
	}
	if primary && last.primary == nil {
		last.primary = row
	}
	if last.rows = append(last.rows, row); len(last.rows) > maxRows {
		return row.Fail(p.header.Index(colReference), "the reference %s has more than %d rows", g.key, maxRows)
	}
	p.last = last
	return nil
}

// without places a row that has no reference: one with a primary name is a
// party of its own, any other belongs to the row above.
func (p *parser) without(row *sheet.Row, primary bool) error {
	if !primary && p.last != nil {
		p.r.Warn(row.Here().Place, "a row without a reference is taken for a name of the party above it")
		p.last.rows = append(p.last.rows, row)
		return nil
	}
	p.r.Warn(row.Here().Place, "a party without a reference, known by its name")
	key := lists.Slug(p.get(row, colName).Text)
	g := &group{key: key}
	p.order = append(p.order, g)
	return p.put(g, row, true)
}

// another tells whether two rows with primary names of one reference are about
// two parties. Names alone do not tell, for one party may be given two; type,
// birth and the facts beside them do.
func (p *parser) another(a, b *sheet.Row) bool {
	text := func(r *sheet.Row, column string) string { return strings.ToLower(p.get(r, column).Text) }
	if text(a, colType) != text(b, colType) {
		return true
	}
	if da, db := text(a, colBirth), text(b, colBirth); da != "" || db != "" {
		return da != db
	}
	if text(a, colName) == text(b, colName) {
		return false
	}
	return text(a, colAddress) != text(b, colAddress) || text(a, colInformation) != text(b, colInformation)
}

// number is the digits with which a reference begins: 1113 of 1113a and of
// 1113b2.
func number(reference string) string {
	i := 0
	for i < len(reference) && reference[i] >= '0' && reference[i] <= '9' {
		i++
	}
	return strings.TrimLeft(reference[:i], "0")
}

func isPrimary(nameType string) bool {
	t := strings.ToLower(nameType)
	return strings.HasPrefix(t, "primary") || strings.HasPrefix(t, "primay")
}

// finish makes the entities, in the order in which the parties first appear.
func (p *parser) finish() error {
	for _, g := range p.order {
		for i, party := range g.parties {
			if err := p.party(party, p.id(g, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// id names a party. The second of one reference has its name in its id.
func (p *parser) id(g *group, i int) string {
	base := Dataset + "-" + g.key
	if i > 0 {
		base += "-" + lists.Slug(p.get(g.parties[i].rows[0], colName).Text)
	}
	return p.r.Free(base)
}
