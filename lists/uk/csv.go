package uk

import (
	"context"
	"errors"
	"io"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// ParseCSV reads the CSV of the UK Sanctions List.
func ParseCSV(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	m := newMaker(ctx, in, emit, FCDO, office)
	c := &csvReader{
		m: m, key: "unique id", rival: "ofsi group id", kinds: []string{"designation type", "individual, entity, ship"}, steps: steps,
		open: func() (*sheet, error) {
			s := newSheet(in.Files[0], in.Files[0].Reader())
			return s, s.begin(reportDate, func(row *table.Row) bool {
				_, day, _ := strings.Cut(row.At(0).Text, ":")
				return m.publishedOn(strings.TrimSpace(day), "2-Jan-2006", slashed)
			})
		},
	}
	return c.run()
}

// sheet is a CSV file behind its first two rows.
type sheet struct {
	*table.Reader
	index map[string]int // columns by name in small letters
}

func newSheet(file lists.File, r io.Reader) *sheet {
	return &sheet{Reader: table.NewFrom(file, r, table.Options{Loose: true}), index: map[string]int{}}
}

// begin reads the row with the day of the file, and the header.
func (s *sheet) begin(word string, day func(*table.Row) bool) error {
	row, err := s.Next()
	if errors.Is(err, io.EOF) {
		return s.Fail("", "the file ends before its header")
	}
	if err != nil {
		return err
	}
	if !strings.HasPrefix(row.At(0).Text, word) || row.Len() > 20 {
		return s.Fail("", "the first line does not begin with %s and a day: this is another list, or its first line was left out", word)
	}
	if !day(row) {
		return s.Fail("", "the first line names no day: the day of publication is unknown")
	}
	names, err := s.Header()
	if err != nil {
		return err
	}
	for i, name := range names {
		name = strings.ToLower(name)
		if _, twice := s.index[name]; !twice {
			s.index[name] = i
		}
	}
	return nil
}

// column is the first of the names that the file has; -1 where it has none.
func (s *sheet) column(names ...string) int {
	for _, n := range names {
		if i, ok := s.index[n]; ok {
			return i
		}
	}
	return -1
}

// step takes what some columns of a row say to the party. Other names of a
// column are divided by |.
type step struct {
	columns []string
	do      func(p *party, v []lists.Value)
	at      []int
}

// maxRows is more than any party has.
const maxRows = 5000

// csvReader puts the rows of each party together, wherever they stand. A
// first reading counts them, so that a party is handed over with its last row
// and only those are kept that wait for more.
type csvReader struct {
	m          *maker
	key, rival string // columns of the party's id
	kinds      []string
	steps      func() []step
	open       func() (*sheet, error)

	sheet             *sheet
	at, rivalAt, kind int
	left              map[string]int // rows to come, by party
	waiting           map[string]*party
	ready             []step
	said              []byte        // used again for every step
	values            []lists.Value // of a step; nobody keeps them
}

func (c *csvReader) run() (*lists.Parsed, error) {
	if err := c.count(); err != nil {
		return nil, err
	}
	var err error
	if c.sheet, err = c.open(); err != nil {
		return nil, err
	}
	c.resolve()
	c.waiting = map[string]*party{}
	if err := c.sheet.each(c.row); err != nil {
		return nil, err
	}
	if c.m.entries() == 0 {
		return nil, c.sheet.Fail(c.sheet.Columns()[0], "the list has no designations")
	}
	if err := c.m.emitLinks(); err != nil {
		return nil, err
	}
	return c.m.Done()
}

func (s *sheet) each(fn func(*table.Row) error) error {
	for {
		row, err := s.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// count is the first reading.
func (c *csvReader) count() error {
	s, err := c.open()
	if err != nil {
		return err
	}
	at := s.column(c.key)
	if at < 0 || s.column("name 6") < 0 || s.column(c.kinds...) < 0 {
		return s.Fail("", "the header has not all of %q, \"Name 6\" and %q: a column is missing", c.key, c.kinds[0])
	}
	c.left = map[string]int{}
	return s.each(func(row *table.Row) error {
		key := lists.Clean(row.Cell(at))
		if key == "" {
			return s.Fail(s.Columns()[at], "a row without it: nothing tells whose it is")
		}
		if c.left[key]++; c.left[key] > maxRows {
			return s.Fail(s.Columns()[at], "%s has more than %d rows", key, maxRows)
		}
		return nil
	})
}

// resolve finds the columns, and warns of those nobody reads.
func (c *csvReader) resolve() {
	s := c.sheet
	c.at, c.rivalAt, c.kind = s.column(c.key), s.column(c.rival), s.column(c.kinds...)
	used := map[int]bool{c.at: true, c.rivalAt: true, c.kind: true}
	c.ready = c.steps()
	for i := range c.ready {
		for _, name := range c.ready[i].columns {
			at := s.column(strings.Split(name, "|")...)
			c.ready[i].at = append(c.ready[i].at, at)
			used[at] = true
		}
	}
	for i, name := range s.Columns() {
		if !used[i] && name != "" && s.index[strings.ToLower(name)] == i {
			c.m.Warn("row 2 @0", "unknown column %s left out", name)
		}
	}
}

func (c *csvReader) row(row *table.Row) error {
	key := lists.Clean(row.Cell(c.at))
	p := c.waiting[key]
	if p == nil {
		p = c.m.party(key, lists.Clean(row.Cell(c.rivalAt)), lists.Clean(row.Cell(c.kind)), row.Here())
		if c.left[key] > 1 {
			p.said = map[string]bool{}
		}
		c.waiting[key] = p
	}
	for i := range c.ready {
		st := &c.ready[i]
		if !c.fresh(p, i, row) {
			continue
		}
		c.values = c.values[:0]
		for _, at := range st.at {
			c.values = append(c.values, row.At(at))
		}
		st.do(p, c.values)
	}
	if c.left[key]--; c.left[key] > 0 {
		return nil
	}
	delete(c.waiting, key)
	if !p.named() {
		return c.sheet.Fail("", "%s has no name", key)
	}
	return p.done()
}

// fresh reports whether the cells of a step say something that no row of the
// party has said before.
func (c *csvReader) fresh(p *party, which int, row *table.Row) bool {
	c.said = append(c.said[:0], byte(which))
	for _, at := range c.ready[which].at {
		if cell := row.Cell(at); cell != "" {
			c.said = append(append(c.said, byte(at)), cell...)
		}
	}
	if len(c.said) == 1 || p.said[string(c.said)] {
		return false
	}
	if p.said != nil {
		p.said[string(c.said)] = true
	}
	return true
}

// steps are the columns of the UK Sanctions List.
func steps() []step {
	one := func(fn func(p *party, v lists.Value)) func(*party, []lists.Value) {
		return func(p *party, v []lists.Value) { fn(p, v[0]) }
	}
	return []step{
		{columns: nameColumns("name type", "alias strength"), do: func(p *party, v []lists.Value) { p.name(v[:6], v[6], v[7]) }},
		{columns: []string{"name non-latin script", "non-latin script type", "non-latin script language"}, do: func(p *party, v []lists.Value) { p.nonLatin(v[0], v[1], v[2]) }},
		{columns: []string{"title"}, do: one(func(p *party, v lists.Value) { p.tell("title", v) })},
		{columns: []string{"last updated", "date designated", "unique id", "ofsi group id", "un reference number", "regime name", "designation source", "sanctions imposed", "other information", "uk statement of reasons"}, do: listingStep},
		{columns: []string{"address line 1", "address line 2", "address line 3", "address line 4", "address line 5", "address line 6", "address postal code", "address country"}, do: func(p *party, v []lists.Value) { p.address(v[:6], v[6], v[7]) }},
		{columns: []string{"phone number"}, do: one((*party).phone)},
		{columns: []string{"website"}, do: one(func(p *party, v lists.Value) { p.tell("website", v) })},
		{columns: []string{"email address"}, do: one(func(p *party, v lists.Value) { p.tell("email", v) })},
		{columns: []string{"d.o.b|dob"}, do: one(func(p *party, v lists.Value) { p.birthDate(v, false) })},
		{columns: []string{"town of birth", "country of birth"}, do: func(p *party, v []lists.Value) { p.birthPlace(v[0], v[1]) }},
		{columns: []string{"nationality(/ies)|nationality"}, do: one((*party).nationality)},
		{columns: []string{"national identifier number", "national identifier additional information"}, do: func(p *party, v []lists.Value) { p.document("National identifier", v[0], v[1]) }},
		{columns: []string{"passport number", "passport additional information"}, do: func(p *party, v []lists.Value) { p.document("Passport", v[0], v[1]) }},
		{columns: []string{"position"}, do: one(func(p *party, v lists.Value) { p.tell("position", v) })},
		{columns: []string{"gender"}, do: one((*party).gender)},
		{columns: []string{"type of entity"}, do: one((*party).entityType)},
		{columns: []string{"subsidiaries"}, do: one((*party).subsidiary)},
		{columns: []string{"parent company"}, do: one((*party).parent)},
		{columns: []string{"business registration number (s)|business registration number(s)"}, do: one((*party).registration)},
		{columns: []string{"imo number"}, do: one((*party).imo)},
		{columns: []string{"current owner/operator (s)|current owner/operator(s)"}, do: one(func(p *party, v lists.Value) { p.owner(v, false) })},
		{columns: []string{"previous owner/operator (s)|previous owner/operator(s)"}, do: one(func(p *party, v lists.Value) { p.owner(v, true) })},
		{columns: []string{"current believed flag of ship"}, do: one(func(p *party, v lists.Value) { p.flag(v, false) })},
		{columns: []string{"previous flags"}, do: one(func(p *party, v lists.Value) { p.flag(v, true) })},
		{columns: []string{"type of ship"}, do: one(func(p *party, v lists.Value) { p.tell("type", v) })},
		{columns: []string{"tonnage of ship"}, do: one(func(p *party, v lists.Value) { p.tell("tonnage", v) })},
		{columns: []string{"length of ship"}, do: one(func(p *party, v lists.Value) { p.note("Length", v) })},
		{columns: []string{"year built"}, do: one((*party).built)},
		{columns: []string{"hull identification number (hin)"}, do: one(func(p *party, v lists.Value) { p.note("Hull identification number", v) })},
	}
}

func nameColumns(more ...string) []string {
	return append([]string{"name 1", "name 2", "name 3", "name 4", "name 5", "name 6"}, more...)
}

func listingStep(p *party, v []lists.Value) {
	p.listing(listing{
		updated: v[0], designated: v[1], id: v[2], group: v[3], unRef: v[4], regime: v[5], source: v[6], imposed: v[7], other: v[8], reasons: v[9],
	})
}
