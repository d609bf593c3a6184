package un1718

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes, either a ParseError or valid entities with
// ids of their own.
func FuzzParse(f *testing.F) {
	page, sheet, facts := listtest.Fixture(f, "traps.html"), listtest.Fixture(f, "traps.csv"), listtest.Fixture(f, "traps_facts.csv")
	print := printPDF(shipsInPrint()[:2])
	for kind, data := range [][]byte{print, page, sheet, facts} {
		f.Add(kind, data)
		f.Add(kind, data[:len(data)/2])
	}
	f.Add(1, []byte("<html><table><tr><td rowspan=99 colspan=\"3\">1<td><p>2</tr><!--</html>"))
	f.Add(3, []byte(factColumns+"\nA,,,,,,2018-03-30: ,,\n"))
	f.Fuzz(func(t *testing.T, kind int, data []byte) {
		formats := Authority().Formats
		listtest.Fuzz(t, formats[uint(kind)%uint(len(formats))], "f", data)
	})
}

func BenchmarkParse(b *testing.B) {
	row := "2,1: Vellum %d 2: Harrow Light %d,,1: 298000011 2: 298000022,1. Kiribati 2: Cambodia,1: ZZ3NM 2: ZZUJX,General Cargo Ship,21-Jun-17,na,na,na,na,Yes," +
		strings.Repeat("An invented ground of the usual length. ", 5) + ",,\n"
	head, _, _ := bytes.Cut(listtest.Fixture(b, "traps.csv"), []byte(",colour"))
	var sheet bytes.Buffer
	sheet.Write(head)
	sheet.WriteByte('\n')
	for i := range 10_000 {
		fmt.Fprintf(&sheet, row, i, i)
	}
	var page bytes.Buffer
	start, rest, _ := strings.Cut(string(listtest.Fixture(b, "traps.html")), `<tr><td><p><br/></p></td><td colspan="2"><p>1: <b>Vellum`)
	ship, _, _ := strings.Cut(`<tr><td><p><br/></p></td><td colspan="2"><p>1: <b>Vellum`+rest, `<tr><td rowspan="2"><p>3</p>`)
	page.WriteString(start)
	for i := range 1000 {
		page.WriteString(strings.NewReplacer("<p>2</p>", fmt.Sprintf("<p>%d</p>", i+2), "<p>0990023</p>", "<p>na</p>", "Vellum", fmt.Sprintf("Vellum %d", i)).Replace(ship))
	}
	page.WriteString("</table></body></html>")
	for name, tc := range map[string]struct {
		data   []byte
		format int
	}{"pdf": {printPDF(shipsInPrint()), 0}, "html": {page.Bytes(), 1}, "csv": {sheet.Bytes(), 2}, "facts": {Bundled(), 3}} {
		b.Run(name, func(b *testing.B) { listtest.Bench(b, Authority().Formats[tc.format], tc.data) })
	}
}
