package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists"
	"plimsoll/lists/sheet"
	"plimsoll/lists/sheet/sheettest"
)

const table = `== First
Name,Born,Weight
Orrin Vale,{22882},{41.5}
""
,"  Tessaly
Quenn ",,{TRUE}
== 二.名簿 (1)
告示日付,告示番号
2009.7.24,{17}
`

func open(t testing.TB, data []byte) (*sheet.Book, error) {
	t.Helper()
	b, err := sheet.Open(context.Background(), lists.Bytes("book.xlsx", lists.OnePart, "e0", data))
	if err == nil {
		t.Cleanup(func() { b.Close() })
	}
	return b, err
}

// rows reads all sheets: "place=text" of each cell that says something.
func rows(t testing.TB, b *sheet.Book) ([]string, error) {
	t.Helper()
	var out []string
	for _, s := range b.Sheets() {
		err := b.Each(context.Background(), s, func(r *sheet.Row) error {
			for i := range r.Len() {
				if v := r.At(i); !v.Empty() {
					out = append(out, v.Place+"="+v.Text)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func mustRows(t testing.TB, data []byte) []string {
	t.Helper()
	b, err := open(t, data)
	if err != nil {
		t.Fatal(err)
	}
	out, err := rows(t, b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryCellHasItsPlace(t *testing.T) {
	got := mustRows(t, sheettest.Workbook(t, table))
	want := []string{
		`sheet "First" cell A1=Name`, `sheet "First" cell B1=Born`, `sheet "First" cell C1=Weight`,
		`sheet "First" cell A2=Orrin Vale`, `sheet "First" cell B2=22882`, `sheet "First" cell C2=41.5`,
		`sheet "First" cell B4=Tessaly Quenn`, `sheet "First" cell D4=1`,
		`sheet "二.名簿 (1)" cell A1=告示日付`, `sheet "二.名簿 (1)" cell B1=告示番号`,
		`sheet "二.名簿 (1)" cell A2=2009.7.24`, `sheet "二.名簿 (1)" cell B2=17`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPhoneticGuidesAndEscapesDoNotReachTheText(t *testing.T) {
	book := sheettest.Workbook(t, "告示日付,Line,Lit,Rich,Twice\n")
	for old, new := range map[string]string{
		"<si><t>告示日付</t></si>": `<si><t>告示日付</t><rPh sb="0" eb="2"><t>コクジ</t></rPh><rPh sb="2" eb="4"><t>ヒヅケ</t></rPh><phoneticPr fontId="1"/></si>`,
		"<si><t>Line</t></si>": "<si><t>one_x000D_\ntwo</t></si>",
		"<si><t>Lit</t></si>":  "<si><t>a_x005F_b</t></si>",
		"<si><t>Rich</t></si>": `<si><r><t>北</t></r><r><rPr><b/></rPr><t>朝鮮</t></r><rPh sb="0" eb="3"><t>キタ</t></rPh></si>`,
		// Written by a program that escaped an escape.
		"<si><t>Twice</t></si>": "<si><t>x_x005F_x000D_y</t></si>",
	} {
		book = sheettest.Replace(t, book, "xl/sharedStrings.xml", old, new)
	}
	want := []string{
		`sheet "Sheet1" cell A1=告示日付`, `sheet "Sheet1" cell B1=one two`, `sheet "Sheet1" cell C1=a_b`,
		`sheet "Sheet1" cell D1=北朝鮮`, `sheet "Sheet1" cell E1=x y`,
	}
	if diff := cmp.Diff(want, mustRows(t, book)); diff != "" {
		t.Error(diff)
	}
}

func TestStringsInTheCellItself(t *testing.T) {
	book := sheettest.Replace(t, sheettest.Workbook(t, "x\n"), "xl/worksheets/sheet1.xml", `<c r="A1" t="s"><v>0</v></c>`,
		`<c r="A1" t="inlineStr"><is><t>in_x000D_line</t><rPh sb="0" eb="1"><t>ヨミ</t></rPh></is></c><c r="B1" t="str"><f>A1</f><v>formula</v></c><c r="C1" t="s"><v/></c><c r="E1" t="b"><v>0</v></c>`)
	want := []string{`sheet "Sheet1" cell A1=in line`, `sheet "Sheet1" cell B1=formula`, `sheet "Sheet1" cell E1=0`}
	if diff := cmp.Diff(want, mustRows(t, book)); diff != "" {
		t.Error(diff)
	}
}

func TestDamagedWorkbooksAreRefused(t *testing.T) {
	good := sheettest.Workbook(t, table)
	sheet1, strs := "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
	replace := func(part, before, after string) []byte { return sheettest.Replace(t, good, part, before, after) }
	cut := func(part, after string) []byte {
		return sheettest.Edit(t, good, part, func(data []byte) []byte {
			before, _, ok := bytes.Cut(data, []byte(after))
			if !ok {
				t.Fatalf("%s has no %q", part, after)
			}
			return before
		})
	}
	flip := bytes.Clone(good) // a byte inside the packed first part
	flip[120] ^= 0x55
	for name, tc := range map[string]struct {
		data   []byte
		reason string
	}{
		"empty":                     {nil, "empty"},
		"HTML page":                 {[]byte("<html><body>Down</body></html>"), "no XLSX workbook"},
		"NUL":                       {make([]byte, 100), "no XLSX workbook"},
		"old or encrypted":          {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1and so on"), "without a password"},
		"cut after 4 bytes":         {good[:4], "was cut"},
		"cut in the middle":         {good[:len(good)/2], "was cut"},
		"cut before the end":        {good[:len(good)-10], "was cut"},
		"one byte wrong":            {flip, "damaged"},
		"a ZIP":                     {sheettest.Edit(t, good, "xl/workbook.xml", func([]byte) []byte { return nil }), "without a workbook"},
		"a part too many":           {sheettest.Edit(t, good, "XL/workbook.xml", func([]byte) []byte { return []byte("<a/>") }), "two parts"},
		"sheet cut, checksum right": {cut(sheet1, `<row r="2"`), "damaged"},
		"sheet empty":               {sheettest.Edit(t, good, sheet1, func([]byte) []byte { return []byte(" ") }), "is empty"},
		"sheet gone":                {sheettest.Edit(t, good, sheet1, func([]byte) []byte { return nil }), "cannot be read"},
		"strings cut":               {cut(strs, "<si><t>Weight"), "damaged"},
		"a string is missing":       {replace(strs, "<si><t>Weight</t></si>", ""), "points to string"},
		"strings gone":              {sheettest.Edit(t, good, strs, func([]byte) []byte { return nil }), "points to string"},
		"rows out of order":         {replace(sheet1, `<row r="4"`, `<row r="2"`), "row 2 after row 2"},
		"a row of no number":        {replace(sheet1, `<row r="4"`, `<row r="x"`), `number "x"`},
		"a row beyond the last":     {replace(sheet1, `<row r="4"`, `<row r="9999999"`), "cannot be read"},
		"a cell far right":          {replace(sheet1, `r="D4"`, `r="XFD4"`), "16384 columns"},
		"a cell without a name":     {replace(sheet1, `r="D4"`, `r="4"`), "cannot be read"},
		"declaration":               {replace(sheet1, "<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"), "declaration"},
		"undefined entity":          {replace(strs, "Weight", "&weight;"), "well-formed"},
		"nested too deep":           {replace(strs, "<si><t>Weight", strings.Repeat("<a>", 100)+strings.Repeat("</a>", 100)+"<si><t>Weight"), "nested deeper"},
		"another encoding":          {replace(strs, "UTF-8", "UTF-16"), "well-formed"},
		"days from 1904":            {replace("xl/workbook.xml", "<sheets>", `<workbookPr date1904="1"/><sheets>`), "1904"},
		"no sheets": {sheettest.Edit(t, good, "xl/workbook.xml", func([]byte) []byte {
			return []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`)
		}), "no sheets"},
		"unpacks to far more":           {sheettest.Edit(t, good, "xl/bomb.bin", func([]byte) []byte { return make([]byte, 8<<20) }), "repeats itself"},
		"unpacks beyond all bounds":     {sheettest.Edit(t, good, "xl/bomb.bin", func([]byte) []byte { return make([]byte, 65<<20) }), "unpacks to more"},
		"more strings than memory has":  {sheettest.Edit(t, good, strs, func([]byte) []byte { return manyStrings(2_000_001) }), "elements"},
		"a checksum that does not hold": {breakChecksum(t, good), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := open(t, tc.data)
			if err == nil {
				_, err = rows(t, b)
			}
			var bad *lists.ParseError
			if !errors.As(err, &bad) {
				t.Fatalf("not refused with a ParseError: %v", err)
			}
			if !strings.Contains(err.Error(), tc.reason) || bad.File != "book.xlsx" {
				t.Errorf("got %q, want it to say %q", err, tc.reason)
			}
		})
	}
}

// manyStrings is a list of n empty strings that packs to little but not to too
// little: the comments between them differ.
func manyStrings(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	x := uint32(1)
	for range n {
		x = x*1664525 + 1013904223
		b.WriteString("<si/>")
		b.WriteString(strings.Repeat(" ", int(x>>30)))
		b.WriteByte("\n\t \r"[x>>28&3])
	}
	b.WriteString("</sst>")
	return b.Bytes()
}

// breakChecksum changes the checksum of the sheet in the directory at the end
// and before the part.
func breakChecksum(t testing.TB, book []byte) []byte {
	t.Helper()
	book = bytes.Clone(book)
	at := bytes.LastIndex(book, []byte("xl/worksheets/sheet1.xml"))
	if at < 46 {
		t.Fatal("no directory")
	}
	book[at-30] ^= 0xff // 46 bytes before the name begins the entry; its checksum is at 16
	return book
}

type brokenPipe struct{}

func (brokenPipe) ReadAt([]byte, int64) (int, error) { return 0, errors.New("pipe burst") }

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	_, err := sheet.Open(context.Background(), lists.File{Name: "x.xlsx", Size: 1000, ReaderAt: brokenPipe{}})
	var bad *lists.ParseError
	if err == nil || errors.As(err, &bad) || !strings.Contains(err.Error(), "pipe burst") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := sheettest.Workbook(t, table)
	if _, err := sheet.Open(ctx, lists.Bytes("x.xlsx", lists.OnePart, "e0", data)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestDaysAreCountedAsSpreadsheetsDo(t *testing.T) {
	for text, want := range map[string]string{
		"22882": "1962-08-24", "41988": "2014-12-15", "43200.75": "2018-04-10", "1970": "1970", "2199": "2199", "2200": "1906-01-08",
		"0": "", "-5": "", "1970.5": "", "4000000": "", "NaN": "", "Inf": "", "1e3": "1000", "x": "", "": "",
	} {
		d, ok := sheet.Date(lists.Value{Text: text})
		if got := strings.Join(d.Values, " "); got != want || ok != (want != "") {
			t.Errorf("%s: got %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestColumnsAreNamedByLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := sheet.Column(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

func TestSniffGoesByTheNameOfAZIP(t *testing.T) {
	for name, want := range map[string]bool{
		"regulation8_consolidated.xlsx": true, `C:\lists\Regulation8_Consolidated (2).XLSX`: true, "a/b/regulation8.xlsx": true, "regulation8.xls": false, "x.xlsx": false, "": false,
	} {
		if got := sheet.Sniff(name, []byte("PK\x03\x04...."), "regulation8*.xlsx"); got != want {
			t.Errorf("%s: %v", name, got)
		}
		if sheet.Sniff(name, []byte("<html>"), "*") {
			t.Errorf("%s: HTML is taken for a workbook", name)
		}
	}
}

func TestHeaderFindsColumns(t *testing.T) {
	f := lists.Bytes("b", lists.OnePart, "e0", nil)
	h := sheet.NewHeader(sheet.NewRow(f, "S", 1, []string{" Name ", "", "BORN", "name"}), strings.ToLower)
	r := sheet.NewRow(f, "S", 2, []string{"Orrin", "x", "1961"})
	if v := h.Value(r, "born"); v.Text != "1961" || v.Place != `sheet "S" cell C2` || v.Exhibit != "e0" {
		t.Errorf("got %+v", v)
	}
	if h.Index("name") != 0 || h.Index("weight") != -1 || !h.Value(r, "weight").Empty() {
		t.Error("columns are mixed up")
	}
	if diff := cmp.Diff([]string{"weight"}, h.Lacks("name", "weight")); diff != "" {
		t.Error(diff)
	}
	if got := r.Fail(2, "no %s", "good").Error(); got != `b: line 2, column C: sheet "S": no good` {
		t.Error(got)
	}
	if got := r.Here().Place; got != `sheet "S" row 2` {
		t.Error(got)
	}
}

func TestWhenItWasSaved(t *testing.T) {
	book := sheettest.Edit(t, sheettest.Workbook(t, "x\n"), "docProps/core.xml", func([]byte) []byte {
		return []byte(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:modified xsi:type="dcterms:W3CDTF">2026-03-02T22:58:24Z</dcterms:modified></cp:coreProperties>`)
	})
	b, err := open(t, book)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 3, 2, 22, 58, 24, 0, time.UTC); !b.Saved().Equal(want) {
		t.Errorf("saved %s", b.Saved())
	}
}

func FuzzOpen(f *testing.F) {
	good := sheettest.Workbook(f, table)
	f.Add("xl/worksheets/sheet1.xml", []byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`))
	f.Add("xl/sharedStrings.xml", []byte(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>`))
	f.Add("xl/workbook.xml", []byte(`<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`))
	f.Add("xl/_rels/workbook.xml.rels", []byte(`<Relationships><Relationship Id="rId1" Target="x"/></Relationships>`))
	f.Add("xl/styles.xml", []byte(`<styleSheet/>`))
	f.Add("docProps/core.xml", []byte(`<coreProperties/>`))
	f.Add("[Content_Types].xml", []byte(`<Types/>`))
	f.Fuzz(func(t *testing.T, part string, data []byte) {
		if len(part) > 100 || strings.HasSuffix(part, "/") { // a folder
			return
		}
		book := sheettest.Edit(t, good, part, func([]byte) []byte { return data })
		b, err := open(t, book)
		if err == nil {
			b.Saved()
			_, err = rows(t, b)
		}
		var bad *lists.ParseError
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("%T: %v", err, err)
		}
	})
}
