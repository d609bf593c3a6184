package japan

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// The columns of the End User List, by the English line of their header.
const (
	colNo       = "no."
	colCountry  = "country or region"
	colBody     = "company or organization"
	colAKA      = "also known as"
	colWMD      = "type of wmd"
	colWeapons  = "conventional weapons"
	weaponsMark = "CW"
)

var endUserColumns = []string{colNo, colCountry, colBody, colAKA, colWMD}

// endUsers reads the End User List.
type endUsers struct {
	r      *lists.Reading
	header *sheet.Header
}

// ParseEndUsers reads the Foreign End User List to its end, one entry at a time.
func ParseEndUsers(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, _ := in.File(lists.OnePart)
	book, err := sheet.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }() // it lies in memory alone
	u := &endUsers{r: lists.NewReading(ctx, in, emit, EndUsers, MinistryOfTrade)}
	u.r.Title, u.r.Published = endUsersTitle, published(file, book)
	found := 0
	for _, name := range book.Sheets() {
		u.header = nil
		if err := book.Each(ctx, name, u.row); err != nil {
			return nil, err
		}
		if u.header != nil {
			found++
		}
	}
	if found == 0 {
		return nil, book.Refuse("no sheet of the workbook has the header of the Foreign End User List of Japan: looked for the columns %s", strings.Join(endUserColumns, ", "))
	}
	if u.r.Counts["entities"] == 0 {
		return nil, book.Refuse("the list has no entries")
	}
	return u.r.Done()
}

// englishLine is the name of a column without its Japanese line.
func englishLine(s string) string {
	words := strings.Fields(strings.ToLower(narrow(s)))
	for len(words) > 1 && isJapanese(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func (u *endUsers) row(row *sheet.Row) error {
	if u.header != nil {
		return u.entry(row)
	}
	h := sheet.NewHeader(row, englishLine)
	switch lacks := h.Lacks(endUserColumns...); {
	case len(lacks) == 0:
		u.header = h
		for i, name := range h.Names {
			if name != "" && name != colWeapons && !slices.Contains(endUserColumns, name) {
				u.r.Warn(row.At(i).Place, "unknown column %q left out", row.At(i).Text)
			}
		}
	case h.Index(colCountry) >= 0 && h.Index(colBody) >= 0:
		return row.Fail(0, "the header lacks the columns %s: the list has changed its form", strings.Join(lacks, ", "))
	case row.Number >= headerWithin:
		return sheet.ErrStop
	}
	return nil
}

func (u *endUsers) entry(row *sheet.Row) error {
	body, country := u.header.Value(row, colBody), u.header.Value(row, colCountry)
	if body.Empty() {
		u.r.Warn(row.Here().Place, "a row without a name left out")
		return nil
	}
	names := bodyNames(body.Raw)
	e := u.r.Entry(u.id(row, names[0], country), "Organization")
	e.Party.Say("topics", "export.control", row.Here())
	for _, name := range names {
		e.Party.NameIn("name", lang(name, false), body.With(name), "")
	}
	e.Party.Country("country", country.With(latinLine(country.Raw)))
	aka := u.header.Value(row, colAKA)
	for _, name := range otherNames(aka.Raw) {
		e.Party.NameIn("alias", lang(name, false), aka.With(name), "")
	}
	s := e.Sanction(row.Here())
	s.Say("program", "Foreign End User List", row.Here())
	s.Add("recordId", u.header.Value(row, colNo))
	u.concerns(s, u.header.Value(row, colWMD))
	if v := u.header.Value(row, colWeapons); !v.Empty() {
		if !strings.Contains(narrow(v.Text), weaponsMark) {
			u.r.Warn(v.Place, "unknown mark in the column of conventional weapons: %s", v.Text)
		}
		s.Say("provisions", "Conventional weapons", v)
	}
	u.r.Counts["entities"]++
	return e.Emit(row.Here())
}

// concerns are the weapons by their letters.
func (u *endUsers) concerns(s *lists.Subject, v lists.Value) {
	for _, letter := range strings.FieldsFunc(latinLine(v.Raw), func(c rune) bool { return strings.ContainsRune(",、 ", c) }) {
		switch letter {
		case "B":
			s.Say("provisions", "Biological weapons", v)
		case "C":
			s.Say("provisions", "Chemical weapons", v)
		case "M":
			s.Say("provisions", "Missiles", v)
		case "N":
			s.Say("provisions", "Nuclear weapons", v)
		default:
			s.Note(v, "Type of WMD: %s", letter)
			u.r.Warn(v.Place, "unknown type of weapon of mass destruction: %s", letter)
		}
	}
}

// id is made from country and name, for the numbers move with each edition.
func (u *endUsers) id(row *sheet.Row, name string, country lists.Value) string {
	codes, _ := lists.Countries(latinLine(country.Raw))
	where := "xx"
	if len(codes) > 0 {
		where = codes[0]
	}
	base := EndUsers + "-" + where + "-" + lists.Slug(name)
	first, taken := u.r.Taken(base)
	if !taken {
		return base
	}
	u.r.Warn(row.Here().Place, "two bodies of one country have one name; the first is %s", first)
	if others := otherNames(u.header.Value(row, colAKA).Raw); len(others) > 0 {
		base += "-" + lists.Slug(others[0])
	}
	return u.r.Free(base)
}

// latinLine is the part of a cell in Latin letters, where it has one:
// "北朝鮮\nNorth Korea", "ミサイルM".
func latinLine(raw string) string {
	s := narrow(raw)
	if !strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Latin, c) }) {
		return lists.Clean(s)
	}
	last := strings.LastIndexFunc(s, func(c rune) bool { return isJapanese(string(c)) || c == 'ー' || c == '・' })
	if last < 0 {
		return lists.Clean(s)
	}
	for i := range s[last:] {
		if i > 0 {
			return trim(lists.Clean(s[last+i:]))
		}
	}
	return ""
}

// bodyNames takes "Lampgrove Trading (LT)\n(ランプ貿易)" apart: a bracket at the
// end in another script is the name in that script.
func bodyNames(raw string) []string {
	text := lists.Clean(narrow(raw))
	if t := trim(text); t != "" {
		text = t
	}
	outer, inner, ok := lastBracket(text)
	if !ok || outer == "" || isForeign(outer) == isForeign(inner) {
		return []string{text}
	}
	return []string{outer, inner}
}

// otherNames takes the cell of other names apart. A name begins with ・; a line
// without it goes on with the name above, unless it is in brackets or another
// script.
func otherNames(raw string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(narrow(raw), func(c rune) bool { return c == '\n' || c == '\r' }) {
		text := lists.Clean(line)
		if text == "" {
			continue
		}
		name, begins := strings.CutPrefix(text, "・")
		outer, inner, bracketed := lastBracket(name)
		switch n := len(out) - 1; {
		case !begins && bracketed && outer == "":
			out = append(out, inner)
		case !begins && n >= 0 && isForeign(text) == isForeign(out[n]):
			out[n] += " " + text
		default:
			out = append(out, bodyNames(name)...)
		}
	}
	return tidy(out)
}
