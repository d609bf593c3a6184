package un1718

import (
	"bytes"
	"fmt"
	"strings"
)

// shipInPrint is a row of the list as it is laid out on paper.
type shipInPrint struct {
	number, names, imo string
	acts               [][6]string // date and measures
	rows               [][2]string // label and value
}

// shipsInPrint are the first five ships of the fixtures.
func shipsInPrint() []shipInPrint {
	return []shipInPrint{
		{"1", "1: ORRIN TALE", "0990011", [][6]string{{"30-Mar-18", "na", "na", "Yes", "Yes", "na"}}, [][2]string{{"Other\ninformation", "na"}}},
		{
			"2", "1: Vellum 2 2: Harrow Light 3. Song of Marrow\n7", "0990023\n \nMMSI:\n1: 298000011\n2:298000022",
			[][6]string{{"21-Jun-17", "na", "na", "na", "na", "Yes"}},
			[][2]string{
				{"Flag", "1. Kiribati\n2: Cambodia\n3: Democratic People\x92s Republic of\nKorea"},
				{"Call Sign", "1: ZZ3NM 2: ZZUJX"},
				{"Type", "General Cargo Ship"},
			},
		},
		{"3", "1: TWICE MARROW", "0990035", [][6]string{{"03-Oct-17", "na", "na", "na", "Yes", "na"}, {"30-Mar-18", "na", "Yes", "na", "na", "na"}}, [][2]string{{"Other information", "na"}}},
		{"4", "1: QUERN OF LARKMERE 078", "Does not exist", [][6]string{{"30-Mar-18", "na", "Yes", "na", "Yes", "na"}}, [][2]string{{"Other information", "na"}}},
		{
			"5", "1: HOLLOW GANG 6", "0990047",
			[][6]string{{"30-Mar-18", "Yes", "na", "na", "na", "na"}},
			[][2]string{{"Designated\nas economic\nresources of", "Brackenfold Tidewater & Marine\n(Kpe.999)"}},
		},
	}
}

// sheetOfPaper lays cells out on a page.
type sheetOfPaper struct {
	bytes.Buffer
	y     int
	edges []int // left edges of the ten columns and the right edge of the last
}

// box draws text into a cell that reaches over columns and down by a height.
func (s *sheetOfPaper) box(top, from, to, height int, text string) {
	s.clipped(s.edges[from]-1, top, s.edges[to]-s.edges[from]+1, height, text)
}

func (s *sheetOfPaper) clipped(x, top, width, height int, text string) {
	fmt.Fprintf(s, "q %d %d %d %d re W n\n", x, top-height, width, height)
	for i, line := range strings.Split(text, "\n") {
		line = strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(line)
		fmt.Fprintf(s, "BT /F1 1 Tf 11 0 0 11 %d %d Tm (%s) Tj ET\n", x+3, top-11-13*i, line)
	}
	s.WriteString("Q\n")
}

// printPDF prints the list: two ships a page, the columns of the first page
// elsewhere than on the others.
func printPDF(ships []shipInPrint) []byte {
	var pages []*sheetOfPaper
	first := &sheetOfPaper{y: 560, edges: []int{24, 52, 117, 284, 361, 429, 500, 557, 621, 691, 769}}
	first.WriteString("q 1 0 0 1 0 0 cm Q\n")
	first.header()
	pages = append(pages, first)
	for i, ship := range ships {
		if i%2 == 1 {
			next := &sheetOfPaper{y: 560, edges: []int{23, 48, 112, 285, 363, 427, 491, 555, 619, 689, 767}}
			next.WriteString("q 1 0 0 1 0 0 cm Q\n")
			if i == 3 {
				next.header()
			}
			pages = append(pages, next)
		}
		pages[len(pages)-1].ship(ship)
	}
	var contents []string
	for i, p := range pages {
		p.clipped(393, 63, 7, 15, fmt.Sprint(i+1))
		contents = append(contents, p.String())
	}
	return document("1718 Designated Vessels List 1 March 2026.docx", contents)
}

func (s *sheetOfPaper) header() {
	s.clipped(24, 580, 745, 15, "1718 Designated Vessels List")
	s.box(s.y, 0, 1, 100, "#")
	s.box(s.y, 1, 3, 100, "Vessel Name")
	s.box(s.y, 3, 4, 100, "IMO number")
	s.box(s.y, 4, 5, 100, "Date of\ndesignation")
	s.box(s.y, 5, 10, 20, "Relevant sanctions measures")
	for i, m := range measures() {
		s.box(s.y-22, 5+i, 6+i, 78, strings.ReplaceAll(m.column, " of ", " of\n"))
	}
	s.y -= 101
}

func (s *sheetOfPaper) ship(ship shipInPrint) {
	const row = 60
	height := 20 + row*len(ship.rows)
	s.box(s.y, 0, 1, height, ship.number)
	s.box(s.y, 1, 3, 20, ship.names)
	s.box(s.y, 3, 4, height, ship.imo)
	for i, a := range ship.acts {
		top, h := s.y, height
		if len(ship.acts) > 1 {
			h = 20
		}
		if i > 0 {
			top, h = s.y-20, row
		}
		for k, text := range a {
			s.box(top, 4+k, 5+k, h, text)
		}
	}
	for i, r := range ship.rows {
		s.box(s.y-20-row*i, 1, 2, row, r[0])
		s.box(s.y-20-row*i, 2, 3, row, r[1])
	}
	s.y -= height + 1
}

// document is a PDF with the pages' contents.
func document(title string, contents []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.3\n")
	var kids strings.Builder
	for i, c := range contents {
		fmt.Fprintf(&b, "%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", 100+2*i, len(c)+1, c)
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>\nendobj\n", 101+2*i, 100+2*i)
		fmt.Fprintf(&kids, "%d 0 R ", 101+2*i)
	}
	fmt.Fprintf(&b, "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
	fmt.Fprintf(&b, "2 0 obj\n<< /Type /Pages /Kids [%s] /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n", kids.String())
	fmt.Fprintf(&b, "3 0 obj\n<< /Type /Font /Subtype /TrueType /Encoding /WinAnsiEncoding >>\nendobj\n")
	fmt.Fprintf(&b, "4 0 obj\n<< /Title (%s) /Producer (test) >>\nendobj\ntrailer\n<< /Root 1 0 R /Info 4 0 R >>\n%%%%EOF\n", title)
	return b.Bytes()
}
