package australia

import (
	"regexp"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
	"plimsoll/lists/sheet/sheettest"
)

// counted is what another reader of the workbook finds in it.
type counted struct {
	rows, primary, dprkRows int
	references              map[string]string // number to type
	dprk                    map[string]bool
}

// countByHand counts without the parser.
func countByHand(t *testing.T, data []byte) counted {
	t.Helper()
	out := counted{references: map[string]string{}, dprk: map[string]bool{}}
	digits := regexp.MustCompile(`^\d+`)
	for _, row := range sheettest.Sheets(t, data)[0].Rows[1:] {
		cell := func(column string) string { return strings.ToLower(strings.TrimSpace(row.Cells[column])) }
		out.rows++
		number := digits.FindString(cell("A"))
		out.references[number] = cell("C")
		if cell("D") == "primary name" {
			out.primary++
		}
		if strings.Contains(cell("K"), "dprk") {
			out.dprkRows++
			out.dprk[number] = true
		}
	}
	return out
}

// TestRealData reads the published copy in the folder lists/au of the one that
// PLIMSOLL_DATA names, and counts it in another way.
func TestRealData(t *testing.T) {
	data := listtest.RealFile(t, "au", "regulation8_consolidated_2024-11.xlsx")
	want := countByHand(t, data)
	p, err := parse(t, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows, %d references, %d with a primary name, DPRK %d rows of %d parties; read: %v, %d entities, saved %s",
		want.rows, len(want.references), want.primary, want.dprkRows, len(want.dprk), p.Counts, len(p.Entities), p.Published)
	for _, w := range p.Warnings {
		t.Log(w)
	}
	if want.rows != 9553 || want.dprkRows != 508 || want.primary != len(want.references) {
		t.Errorf("the file is not the one this test knows: %d rows, %d of DPRK, %d references, %d primary names", want.rows, want.dprkRows, len(want.references), want.primary)
	}
	kinds := map[string]int{}
	for _, kind := range want.references {
		kinds[kind]++
	}
	if p.Counts["individuals"] != kinds["individual"] || p.Counts["entities"] != kinds["entity"] || len(p.Counts) != 2 {
		t.Errorf("read %v, counted %v", p.Counts, kinds)
	}
	dprk, names := 0, 0
	for _, e := range p.Entities {
		if strings.Contains(strings.Join(e.Values("program"), " "), "DPRK") {
			dprk++
			if !want.dprk[e.First("recordId")] {
				t.Errorf("%s is not of the DPRK", e.ID)
			}
		}
		for _, prop := range []string{"name", "alias", "previousName", "weakAlias"} {
			names += len(e.About(prop))
		}
	}
	if dprk != len(want.dprk) {
		t.Errorf("%d listings of the DPRK, want %d", dprk, len(want.dprk))
	}
	if names < want.rows*97/100 { // a name that stands twice is stated once
		t.Errorf("%d names of %d rows", names, want.rows)
	}
	if len(p.Warnings) > 12 {
		t.Errorf("%d kinds of warning", len(p.Warnings))
	}
	listtest.Check(t, p.Entities)
}
