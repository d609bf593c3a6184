package uk

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"plimsoll/lists"
	"plimsoll/lists/table"
)

// ParseConList reads the consolidated list that HM Treasury published until
// January 2026, in the columns of 2016 or those of 2022. It was encoded in
// Windows-1252 at times, and in UTF-8 at others.
func ParseConList(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	m := newMaker(ctx, in, emit, HMT, treasury)
	file := in.Files[0]
	text, err := file.IsUTF8()
	if err != nil {
		return nil, err
	}
	c := &csvReader{
		m: m, key: "group id", kinds: []string{"group type"}, steps: conSteps,
		open: func() (*sheet, error) {
			r := file.Reader()
			if !text {
				r = transform.NewReader(r, charmap.Windows1252.NewDecoder())
			}
			s := newSheet(file, r)
			return s, s.begin(lastUpdated, func(row *table.Row) bool { return m.publishedOn(row.At(1).Text, slashed) })
		},
	}
	return c.run()
}

func conSteps() []step {
	one := func(fn func(p *party, v lists.Value)) func(*party, []lists.Value) {
		return func(p *party, v []lists.Value) {
			for _, part := range numbered(v[0]) {
				fn(p, part)
			}
		}
	}
	return []step{
		{columns: nameColumns("alias type", "alias quality"), do: func(p *party, v []lists.Value) { p.name(v[:6], v[6], v[7]) }},
		{columns: []string{"name non-latin script", "non-latin script type", "non-latin script language"}, do: func(p *party, v []lists.Value) { p.nonLatin(v[0], v[1], v[2]) }},
		{columns: []string{"title"}, do: one(func(p *party, v lists.Value) { p.tell("title", v) })},
		{columns: []string{"group id", "regime", "listed on", "last updated", "uk sanctions list date designated"}, do: conListing},
		{columns: []string{"dob", "other information"}, do: func(p *party, v []lists.Value) {
			p.birthDate(v[0], strings.Contains(v[1].Text, "ate of birth is approximate"))
		}},
		{columns: []string{"other information"}, do: func(p *party, v []lists.Value) { p.labels(v[0]) }},
		{columns: []string{"town of birth", "country of birth"}, do: birthPlaces},
		{columns: []string{"nationality"}, do: one((*party).nationality)},
		{columns: []string{"passport number", "passport details"}, do: func(p *party, v []lists.Value) { p.papersOf("Passport", v[0], v[1]) }},
		{columns: []string{"national identification number|ni number", "national identification details"}, do: func(p *party, v []lists.Value) { p.papersOf("National identification", v[0], v[1]) }},
		{columns: []string{"position"}, do: one(func(p *party, v lists.Value) { p.tell("position", v) })},
		{columns: []string{"address 1", "address 2", "address 3", "address 4", "address 5", "address 6", "post/zip code", "country"}, do: func(p *party, v []lists.Value) { p.address(v[:6], v[6], v[7]) }},
	}
}

func conListing(p *party, v []lists.Value) {
	day := v[2]
	if day.Empty() {
		day = v[4]
	}
	p.listing(listing{group: v[0], regime: v[1], designated: day, updated: v[3]})
	if v[4].Text != day.Text {
		p.date(p.s, "date", v[4])
	}
}

// Marks are the numbers of items in a cell: "(1)", or "(2)-(4)" for several;
// in some cells the first bracket is missing throughout.
var (
	mark     = regexp.MustCompile(`\((\d{1,3})\)(?:-\((\d{1,3})\))?`)
	markHalf = regexp.MustCompile(`\b(\d{1,3})\)(?:-(\d{1,3})\))?`)
)

// item is one of the things a cell lists; the only one has the number 0.
type item struct {
	n int
	v lists.Value
}

// items takes a cell apart that packs a numbered list, and sorts it. Several
// numbers may share a text: "(1) to (3) Algeria", "(1) (2) Tunisia".
func items(v lists.Value) []item {
	re := mark
	switch {
	case v.Empty():
		return nil
	case strings.HasPrefix(v.Text, "1)"):
		re = markHalf
	case !strings.HasPrefix(v.Text, "(1)"):
		return []item{{0, v}}
	}
	var out []item
	var open []int // numbers that wait for their text
	marks := re.FindAllStringSubmatchIndex(v.Text, -1)
	for i, m := range marks {
		from, _ := strconv.Atoi(v.Text[m[2]:m[3]])
		if len(open) > 0 && open[len(open)-1] < 0 { // "to"
			open = open[:len(open)-1]
			for n := open[len(open)-1] + 1; n < from; n++ {
				open = append(open, n)
			}
		}
		open = append(open, from)
		if m[4] >= 0 {
			to, _ := strconv.Atoi(v.Text[m[4]:m[5]])
			for n := from + 1; n <= to; n++ {
				open = append(open, n)
			}
		}
		end := len(v.Text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		switch text := strings.Trim(v.Text[m[1]:end], " ,;"); text {
		case "":
		case "to":
			open = append(open, -1)
		case "-":
			open = open[:0]
		default:
			for _, n := range open {
				out = append(out, item{n, v.With(text)})
			}
			open = open[:0]
		}
		if len(open) > maxRows {
			return []item{{0, v}}
		}
	}
	slices.SortStableFunc(out, func(a, b item) int { return a.n - b.n })
	return slices.CompactFunc(out, func(a, b item) bool { return a.n == b.n })
}

// numbered is the items of a cell in order.
func numbered(v lists.Value) []lists.Value {
	list := items(v)
	out := make([]lists.Value, len(list))
	for i := range list {
		out[i] = list[i].v
	}
	return out
}

// find is the item of the number, else the only one.
func find(list []item, n int) lists.Value {
	for _, i := range list {
		if i.n == n || i.n == 0 {
			return i.v
		}
	}
	return lists.Value{}
}

// birthPlaces pairs towns and countries of the same number. A country alone
// stands for all towns.
func birthPlaces(p *party, v []lists.Value) {
	towns, countries := items(v[0]), items(v[1])
	for _, t := range towns {
		p.birthPlace(t.v, find(countries, t.n))
	}
	for _, c := range countries {
		if len(towns) == 0 || c.n > 0 && !slices.ContainsFunc(towns, func(t item) bool { return t.n == c.n }) {
			p.birthPlace(lists.Value{}, c.v)
		}
	}
}

// fullNumber finds numbers in prose that names several.
var fullNumber = regexp.MustCompile(`(?i)\bpassport (?:number|no\.?|nos\.?):? ?([A-Z]{0,4}[0-9][A-Z0-9/-]*)`)

// papersOf states the documents of a cell. Before 2022 the number and the
// words about it were one text.
func (p *party) papersOf(kind string, number, info lists.Value) {
	if number.Empty() {
		number, info = info, lists.Value{}
	}
	details := items(info)
	for _, i := range items(number) {
		if info.Empty() {
			p.prose(kind, i.v)
		} else {
			p.document(kind, i.v, find(details, i.n))
		}
	}
}

// prose takes the number out of "G0000001 (Larkmerian). Issued 4 August 1987".
func (p *party) prose(kind string, v lists.Value) {
	if found := fullNumber.FindAllStringSubmatch(v.Text, 20); len(found) > 1 || len(found) == 1 && strings.HasPrefix(v.Text, "Passport") {
		for _, m := range found {
			p.document(kind, v.With(m[1]), v)
		}
		return
	}
	text, end := v.Text, len(v.Text)
	for _, stop := range []string{" (", ". ", ", ", " issued", " Issued", " expire", " Expire", "; "} {
		if i := strings.Index(text[:end], stop); i > 0 {
			// "Ration card no. 0000001": the stop that a digit precedes counts.
			if strings.ContainsAny(text[:i], "0123456789") {
				end = i
			}
		}
	}
	const longest = 60
	if end > longest || !strings.ContainsAny(text[:end], "0123456789") {
		p.note(kind, v)
		return
	}
	rest := lists.Value{}
	if end < len(text) {
		rest = v.With(strings.TrimLeft(text[end:], " .,;"))
	}
	p.document(kind, v.With(strings.TrimSuffix(text[:end], ".")), rest)
}
