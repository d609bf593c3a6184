package japan

import (
	"context"
	"strings"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
)

// columns are what the headers of the sheets mean; blanks and width are
// squeezed out of them first.
var columns = map[string]role{
	"告示日付": day, "告示番号": number, "日本語表記": japanese, "英語表記": english,
	"別名": alias, "別名・別称": alias, "別称・別名": alias, "別称": alias, "別称・旧称": alias, "確定可能な別名": alias,
	"旧称": former, "旧称・以前の呼称": former, "過去の別名": former, "以前の別名": former,
	"確定に十分でない別名": weak,
	"称号":         title, "役職": post, "肩書": post, "肩書等": post,
	"生年月日": birth, "生年月日・出生地": birthAndPlace, "出生地": birthPlace, "出生地・出身地": birthPlace,
	"国籍": nationality, "旅券番号": passport, "ID番号": identity, "身分証番号": identity, "身分登録番号": identity,
	"住所": address, "住所等": address, "所在地": address, "住所・所在地": address, "活動地域・住所": address, "所在地・住所登録された事務所の住所": address,
	"電話": phone, "電話番号": phone, "FAX": note,
	"国連参照番号": unReference, "国連制裁委員会による指定日": listedAbroad, "国連制裁員会による指定日": listedAbroad, "リスト掲載日": listedAbroad,
	"指定の根拠": reason, "決議1483上の根拠": reason, "その他の情報": other, "詳細": other,
}

// role is what a column is about.
type role int

const (
	note role = iota // nothing else is known of it
	day
	number
	japanese
	english
	alias
	former
	weak
	title
	post
	birth
	birthAndPlace
	birthPlace
	nationality
	passport
	identity
	address
	phone
	unReference
	listedAbroad
	reason
	other
)

const (
	firstColumn  = "告示日付"
	headerWithin = 20 // rows that may stand before the header
	deletion     = "削除"
	unknown      = "不明"
)

// freeze reads the sheets of the asset freeze.
type freeze struct {
	r       *lists.Reading
	found   int // sheets with a header
	section section
	program string
	header  *sheet.Header
	roles   []role // of the columns
	open    []*sheet.Row
}

// ParseFreeze reads the list of the Ministry of Finance to its end, one entry
// at a time.
func ParseFreeze(ctx context.Context, in lists.Input, emit lists.Emit) (*lists.Parsed, error) {
	file, _ := in.File(lists.OnePart)
	book, err := sheet.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = book.Close() }() // it lies in memory alone
	f := &freeze{r: lists.NewReading(ctx, in, emit, Freeze, MinistryOfFinance)}
	f.r.Title, f.r.Published = freezeTitle, published(file, book)
	for _, name := range book.Sheets() {
		if err := f.sheet(ctx, book, name); err != nil {
			return nil, err
		}
	}
	if f.found == 0 {
		return nil, book.Refuse("no sheet of the workbook has a header that begins with %s: this is not the list of the Ministry of Finance of Japan", firstColumn)
	}
	entries := 0
	for _, n := range f.r.Counts {
		entries += n
	}
	if entries == 0 {
		return nil, book.Refuse("the list has no entries")
	}
	return f.r.Done()
}

// sheet reads a sheet. Those of regimes that were lifted (解除), and the index,
// have no header.
func (f *freeze) sheet(ctx context.Context, book *sheet.Book, name string) error {
	f.header = nil
	err := book.Each(ctx, name, func(row *sheet.Row) error {
		if f.header != nil {
			return f.row(row)
		}
		if squeeze(row.At(0).Text) == firstColumn {
			return f.begin(row)
		}
		if row.Number >= headerWithin {
			return sheet.ErrStop
		}
		return nil
	})
	if err != nil {
		return err
	}
	if f.header == nil {
		if numbered(name) && !strings.Contains(name, "解除") {
			return book.Refuse("the sheet %q has no header that begins with %s: the list has changed its form", name, firstColumn)
		}
		return nil
	}
	return f.flush()
}

// file is the name of the workbook.
func (f *freeze) file() string {
	file, _ := f.r.In.File(lists.OnePart)
	return file.Name
}

// begin takes a row for the header of a sheet.
func (f *freeze) begin(row *sheet.Row) error {
	f.found++
	f.header = sheet.NewHeader(row, squeeze)
	if lacks := f.header.Lacks("告示番号", "日本語表記", "英語表記"); len(lacks) > 0 {
		return row.Fail(0, "the header lacks %s: the list has changed its form", strings.Join(lacks, ", "))
	}
	f.program = programme(row.Sheet)
	var known bool
	if f.section, known = findSection(f.program); !known {
		f.r.Warn(row.Here().Place, "unknown section %q: whom it is about is told by its columns", f.program)
	}
	f.roles = f.roles[:0]
	for i, name := range f.header.Names {
		role, known := columns[name]
		if !known && name != "" {
			f.r.Warn(row.At(i).Place, "unknown column %q, kept in notes", row.At(i).Text)
		}
		f.roles = append(f.roles, role)
	}
	return nil
}

// row gathers the rows of an entry: one that has neither day nor number goes
// on with the entry above it.
func (f *freeze) row(row *sheet.Row) error {
	if f.header.Value(row, firstColumn).Empty() && f.header.Value(row, "告示番号").Empty() {
		if len(f.open) == 0 {
			f.r.Warn(row.Here().Place, "a row without day and number left out")
			return nil
		}
		if f.open = append(f.open, row); len(f.open) > maxPieces {
			return row.Fail(0, "an entry goes on for more than %d rows", maxPieces)
		}
		return nil
	}
	if err := f.flush(); err != nil {
		return err
	}
	f.open = append(f.open, row)
	return nil
}

// flush makes the entities of the entry that is whole now.
func (f *freeze) flush() error {
	rows := f.open
	f.open = nil
	if len(rows) == 0 {
		return nil
	}
	return f.entry(rows)
}
