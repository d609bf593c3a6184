package japan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/lists/listtest"
	"plimsoll/lists/sheet/sheettest"
)

// countByHand counts the rows of a sheet below its header: those that name
// somebody, deletions, and those that go on with the row above.
func countByHand(s sheettest.Sheet) (named, deleted, goesOn, nameless int) {
	below := false
	for _, row := range s.Rows {
		first := strings.Join(strings.Fields(row.Cells["A"]), "")
		switch {
		case first == "告示日付":
			below = true
		case !below:
		case first == "" && row.Cells["B"] == "":
			goesOn++
		case row.Cells["C"] != "" || row.Cells["D"] != "":
			named++
		case strings.Contains(first, "削除"):
			deleted++
		default:
			nameless++
		}
	}
	return named, deleted, goesOn, nameless
}

// TestRealDataOfTheAssetFreeze counts a published copy in another way, sheet by
// sheet.
func TestRealDataOfTheAssetFreeze(t *testing.T) {
	data := listtest.RealFile(t, "jp", "mof_shisantouketsu20260305.xlsx")
	p := mustRead(t, freezeFormat(), "shisantouketsu20260305.xlsx", data)
	want, all, dprk := map[string]int{}, [4]int{}, 0
	sheets := sheettest.Sheets(t, data)
	for _, s := range sheets {
		named, deleted, goesOn, nameless := countByHand(s)
		for i, n := range []int{named, deleted, goesOn, nameless} {
			all[i] += n
		}
		if named > 0 {
			want[programme(s.Name)] = named
		}
		if strings.Contains(s.Name, "北朝鮮") {
			dprk += named
		}
	}
	got := map[string]int{}
	for _, e := range p.Entities {
		if e.Schema == "Sanction" {
			got[e.First("program")]++
		}
	}
	t.Logf("%d sheets, %d entries, %d deletions, %d rows that go on, %d without a name, %d of North Korea; read: %v, %d entities",
		len(sheets), all[0], all[1], all[2], all[3], dprk, p.Counts, len(p.Entities))
	for _, w := range p.Warnings {
		t.Log(w)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries by sheet (-counted +read):\n%s", diff)
	}
	if n := p.Counts["individuals"] + p.Counts["entities"]; n != all[0] || len(sheets) != 45 {
		t.Errorf("%d entries of %d sheets, counted %d", n, len(sheets), all[0])
	}
	if len(p.Warnings) > 6 {
		t.Errorf("%d kinds of warning", len(p.Warnings))
	}
	for _, e := range p.Entities {
		for _, s := range e.Statements {
			if strings.Contains(s.Value, "コクジ") || strings.Contains(s.Original, "コクジ") {
				t.Errorf("a phonetic guide reached %s", e.ID)
			}
		}
	}
	listtest.Check(t, p.Entities)
}

func TestRealDataOfTheEndUserList(t *testing.T) {
	data := listtest.RealFile(t, "jp", "meti_20250929_4.xlsx")
	p := mustRead(t, endUsersFormat(), "20250929_4.xlsx", data)
	want, weapons, others := map[string]int{}, 0, 0
	rows := sheettest.Sheets(t, data)[0].Rows[1:]
	for _, row := range rows {
		_, country, _ := strings.Cut(row.Cells["B"], "\n")
		want[country]++
		if row.Cells["F"] != "" {
			weapons++
		}
		others += strings.Count(row.Cells["D"], "・")
	}
	got, gotWeapons, aliases := map[string]int{}, 0, 0
	for _, e := range p.Entities {
		for _, s := range e.About("country") {
			_, country, _ := strings.Cut(s.Original, "\n")
			got[country]++
		}
		if strings.Contains(strings.Join(e.Values("provisions"), " "), "Conventional") {
			gotWeapons++
		}
		aliases += len(e.About("alias"))
	}
	t.Logf("%d rows, %d of North Korea, %d with conventional weapons, %d marks of other names; read: %v, %d other names", len(rows), want["North Korea"], weapons, others, p.Counts, aliases)
	for _, w := range p.Warnings {
		t.Log(w)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bodies by country (-counted +read):\n%s", diff)
	}
	if p.Counts["entities"] != len(rows) || len(rows) != 835 || gotWeapons != weapons {
		t.Errorf("%v and %d with conventional weapons, counted %d and %d", p.Counts, gotWeapons, len(rows), weapons)
	}
	if len(p.Warnings) > 0 {
		t.Errorf("%d kinds of warning", len(p.Warnings))
	}
	listtest.Check(t, p.Entities)
}
