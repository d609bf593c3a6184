package japan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
	"plimsoll/lists/sheet/sheettest"
)

// read is what a parser says and what it emits.
type read struct {
	*lists.Parsed
	Entities []*ftm.Entity
}

func mustRead(t testing.TB, f lists.Format, name string, data []byte) *read {
	t.Helper()
	p, entities := listtest.MustParse(t, f, name, data)
	return &read{p, entities}
}

func freezeFormat() lists.Format   { return Finance().Formats[0] }
func endUsersFormat() lists.Format { return Trade().Formats[0] }

// freezeTraps has phonetic guides beside the words of a header, as the list
// has.
func freezeTraps(t testing.TB) []byte {
	t.Helper()
	book := sheettest.File(t, "testdata/freeze.csv")
	return sheettest.Replace(t, book, "xl/sharedStrings.xml", "<si><t>告示日付</t></si>",
		`<si><t>告示日付</t><rPh sb="0" eb="2"><t>コクジ</t></rPh><rPh sb="2" eb="4"><t>ヒヅケ</t></rPh><phoneticPr fontId="1"/></si>`)
}

func (p *read) entity(t testing.TB, id string) *ftm.Entity {
	t.Helper()
	return listtest.Entity(t, p.Entities, id)
}

func TestEveryTrapOfTheFormatsIsReadAsExpected(t *testing.T) {
	p := mustRead(t, freezeFormat(), "shisantouketsu20260305.xlsx", freezeTraps(t))
	listtest.Golden(t, "testdata/freeze.golden.jsonl", p.Parsed, p.Entities)
	p = mustRead(t, endUsersFormat(), "20250929_4.xlsx", sheettest.File(t, "testdata/endusers.csv"))
	listtest.Golden(t, "testdata/endusers.golden.jsonl", p.Parsed, p.Entities)
}

func properties(t *testing.T, e *ftm.Entity, schema string, want map[string][]string) {
	t.Helper()
	if e.Schema != schema {
		t.Errorf("%s is a %s, want %s", e.ID, e.Schema, schema)
	}
	listtest.Says(t, e, want)
}

func TestPersonOfTheAssetFreeze(t *testing.T) {
	p := mustRead(t, freezeFormat(), "shisantouketsu20260305.xlsx", freezeTraps(t))
	e := p.entity(t, "jp_mof-taliban-2")
	properties(t, e, "Person", map[string][]string{
		"name":           {"VORRICK THESSALY", "ثسالي فوريك", "ヴォリック・テサリ"},
		"alias":          {"ヴォリク・テサリ", "Vorrik Tessaly"},
		"previousName":   {"ランプ守り", "Lamp Keeper"},
		"weakAlias":      {"ランプ", "Lamp"},
		"title":          {"Mullah(ムラー)", "Haji(ハッジ)"},
		"position":       {"灯台守", "Keeper of lamps"},
		"birthDate":      {"1951", "1952", "1953", "1954", "1961-02-03", "1961-05-10", "1982-04"},
		"nationality":    {"af"},
		"passportNumber": {"D 000999"},
		"idNumber":       nil,
		"address":        {"Lane 4, Kabul, Afghanistan"},
		"country":        {"af"},
		"gender":         {"male"},
		"topics":         {"sanction"},
	})
	for i, want := range []string{"", "und-Arab", "ja"} {
		if got := e.About("name")[i].Lang; got != want {
			t.Errorf("name %d has language %q, want %q", i, got, want)
		}
	}
	if a := e.About("weakAlias")[0]; a.Strength != ftm.Weak || a.Lang != "ja" {
		t.Errorf("weak alias %+v", a)
	}
	if q := e.About("birthDate")[0].Qualifier; q != ftm.Circa {
		t.Errorf("the birth about 1951 is %q", q)
	}
	properties(t, p.entity(t, "jp_mof-taliban-2-sanction"), "Sanction", map[string][]string{
		"authority": {MinistryOfFinance}, "program": {"タリバーン関係者等"}, "recordId": {"2"}, "unscId": {"QDi.999"},
		"listingDate": {"2003-02-04"}, "modifiedAt": {"2009-07-08"},
	})
	if want := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s", p.Published)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 8, "entities": 5}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestBodiesOfTheAssetFreeze(t *testing.T) {
	p := mustRead(t, freezeFormat(), "x.xlsx", freezeTraps(t))
	properties(t, p.entity(t, "jp_mof-taliban-3"), "LegalEntity", map[string][]string{
		"name": {"LAMPGROVE TRUST", "ランプグローブ信託"}, "alias": {"LT", "Lamp Trust, Ltd"}, "previousName": {"Old Lamp Trust", "OLT"}, "country": {"ke"},
	})
	properties(t, p.entity(t, "jp_mof-dprk-1695-7"), "LegalEntity", map[string][]string{
		"name": {"Lampgrove Trading Corporation(LATCO)", "ランプグローブ・トレーディング"}, "alias": {"ランプ・トレード", "グローブ・トレード", "Lamp Trade", "Grove Trade, Ltd"},
		"previousName": {"オールド・ランプ", "Old Lamp"}, "country": {"ch"}, "address": nil,
	})
	properties(t, p.entity(t, "jp_mof-dprk-1718-bodies-1"), "Organization", map[string][]string{
		"alias": {"オストレル海運", "オー・エス・シー", "Ostrel Marine", "OSC"}, "previousName": {"オールド・オストレル", "Old Ostrel"},
		"address": {"北朝鮮平壌特別市中区域", "北朝鮮平壌特別市万景台区域"}, "country": {"kp"}, "imoNumber": {"0110001"}, "swiftBic": {"OSTRKPPY"},
		"phone": {"+850-2-99000", "99001"}, "email": {"ostrel@example.com"},
	})
	properties(t, p.entity(t, "jp_mof-dprk-1718-bodies-2"), "Organization", map[string][]string{
		"name": {"グローブ・バンク"}, "alias": nil, "imoNumber": {"0110001", "0220002"}, "address": nil,
	})
	properties(t, p.entity(t, "jp_mof-dprk-1718-bodies-2-sanction"), "Sanction", map[string][]string{"listingDate": {"2009-05-28"}, "recordId": {"2"}})
	properties(t, p.entity(t, "jp_mof-somalia-1"), "LegalEntity", map[string][]string{
		"alias": {`Lamp Youth("The Lamp")`}, "country": {"so"}, "notes": {"一つ目。", "二つ目。"},
	})
}

func TestPersonsInOtherSections(t *testing.T) {
	p := mustRead(t, freezeFormat(), "x.xlsx", freezeTraps(t))
	properties(t, p.entity(t, "jp_mof-dprk-1695-8"), "Person", map[string][]string{"birthDate": {"1942-05-28"}, "country": {"ch"}})
	properties(t, p.entity(t, "jp_mof-dprk-persons-5"), "Person", map[string][]string{
		"alias": {"ジン・ソレル", "Jin Sorel", "金索雷"}, "birthDate": {"1971-03-11"}, "nationality": {"kp"}, "country": {"kp"}, "passportNumber": {"645120999", "563120999"},
		"idNumber": {"999999199901019999"}, "deathDate": {"2021-06-26"}, "birthPlace": {"北朝鮮慈江道"},
	})
	if l := p.entity(t, "jp_mof-dprk-persons-5").About("alias")[2].Lang; l != "und-Hani" {
		t.Errorf("a name in Chinese characters beside a Latin one has language %q", l)
	}
	properties(t, p.entity(t, "jp_mof-dprk-persons-5-passport-645120999"), "Passport", map[string][]string{
		"summary": {"645120999、旅券失効日:2018年1月2日", "旅券発行日:2012年2月3日"},
	})
	properties(t, p.entity(t, "jp_mof-dprk-persons-5-kim-sorel-ii"), "Person", map[string][]string{"name": {"KIM SOREL II", "キム・ソレル二世"}})
	properties(t, p.entity(t, "jp_mof-russia-persons-1"), "Person", map[string][]string{
		"name":      {"Sergei VALE", "ヴェイル・セルゲイ"},
		"alias":     {"Sergei VAIL", "Sergei VAYL", "Sergey VALE", "Sergey VAIL", "Sergey VAYL", "Igor VALE"},
		"birthDate": {"1969"}, "birthPlace": {"モスクワ"}, "position": {"議員"},
	})
	properties(t, p.entity(t, "jp_mof-russia-persons-denis-numberless-of-the-lamps"), "Person", map[string][]string{"name": {"Denis NUMBERLESS (of the lamps)", "番号なし"}})
	properties(t, p.entity(t, "jp_mof-taliban-6"), "Person", map[string][]string{"name": {"QUIET KEEPER"}})
	// One who was deleted, and yet is named, is no longer sanctioned.
	properties(t, p.entity(t, "jp_mof-taliban-5"), "LegalEntity", map[string][]string{"name": {"Vanished Person", "消えた人"}, "topics": nil})
	properties(t, p.entity(t, "jp_mof-taliban-5-sanction"), "Sanction", map[string][]string{"endDate": {"2013-01-01"}, "listingDate": nil})
}

func TestBodiesOfTheEndUserList(t *testing.T) {
	p := mustRead(t, endUsersFormat(), "20250929_4.xlsx", sheettest.File(t, "testdata/endusers.csv"))
	e := p.entity(t, "jp_meti-kp-lampgrove-trading-company-ltc")
	properties(t, e, "Organization", map[string][]string{
		"name":    {"Lampgrove Trading Company (LTC)", "朝鮮灯台貿易会社"},
		"alias":   {"Lamp Trading", "Grove of Lamps and Mirrors", "灯台貿易総会社", "LT Engineering(LTE)"},
		"country": {"kp"}, "topics": {"export.control"},
	})
	properties(t, p.entity(t, e.ID+"-sanction"), "Sanction", map[string][]string{
		"authority": {MinistryOfTrade}, "recordId": {"1"},
		"provisions": {"Biological weapons", "Chemical weapons", "Missiles", "Nuclear weapons", "Conventional weapons"},
	})
	properties(t, p.entity(t, "jp_meti-cn-ostrel-institute"), "Organization", map[string][]string{"name": {"Ostrel Institute", "奥斯特研究所"}, "alias": {"奥斯特学院"}, "country": {"cn"}})
	properties(t, p.entity(t, "jp_meti-cn-ostrel-institute-sanction"), "Sanction", map[string][]string{"provisions": {"Nuclear weapons"}})
	properties(t, p.entity(t, "jp_meti-tw-ostrel-co-ltd"), "Organization", map[string][]string{"name": {"OSTREL CO., LTD"}, "country": {"tw"}})
	properties(t, p.entity(t, "jp_meti-kp-lampgrove-trading-company-ltc-another-lamp"), "Organization", map[string][]string{"alias": {"Another Lamp"}})
	if diff := cmp.Diff(map[string]int{"entities": 6}, p.Counts); diff != "" {
		t.Error(diff)
	}
	if want := time.Date(2025, 9, 29, 0, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s", p.Published)
	}
}

func TestPlaceIsTheCellThatSaysIt(t *testing.T) {
	book := freezeTraps(t)
	cells := map[string]string{}
	for _, s := range sheettest.Sheets(t, book) {
		for _, row := range s.Rows {
			for at, text := range row.Cells {
				cells[fmt.Sprintf("sheet %q cell %s%d", s.Name, at, row.Number)] = text
			}
		}
	}
	n := 0
	for _, e := range mustRead(t, freezeFormat(), "x.xlsx", book).Entities {
		for _, s := range e.Statements {
			if strings.Contains(s.Place, " row ") {
				continue
			}
			original := s.Original
			if original == "" {
				original = s.Value
			}
			text, ok := cells[s.Place]
			if !ok || original != text && s.Prop != "address" && s.Prop != "full" && s.Prop != "country" {
				t.Errorf("%s of %s: %s has %q, not %q", s.Prop, e.ID, s.Place, text, original)
			}
			n++
		}
	}
	if n < 120 {
		t.Errorf("only %d statements", n)
	}
}

func TestWorkbooksThatAreNotTheListAreRefused(t *testing.T) {
	freeze, users := freezeTraps(t), sheettest.File(t, "testdata/endusers.csv")
	const freezeHeader = "告示日付,告示番号,日本語表記,英語表記\n"
	const usersHeader = "No.,Country or Region,Company or Organization,Also Known As,Type of WMD\n"
	for name, tc := range map[string]struct {
		format lists.Format
		data   []byte
		reason string
	}{
		"freeze: empty":             {freezeFormat(), nil, "empty"},
		"freeze: HTML":              {freezeFormat(), []byte("<html>Down</html>"), "no XLSX workbook"},
		"freeze: half":              {freezeFormat(), freeze[:len(freeze)/2], "was cut"},
		"freeze: the other list":    {freezeFormat(), users, "header that begins with 告示日付"},
		"freeze: header changed":    {freezeFormat(), sheettest.Workbook(t, "告示日付,番号\nx\n"), "lacks 告示番号, 日本語表記, 英語表記"},
		"freeze: a sheet without":   {freezeFormat(), sheettest.Workbook(t, "== 1.灯台（個人）\n"+freezeHeader+"2001.1.1,1,x,y\n== 2.鏡（個人）\nx\n"), `sheet "2.鏡（個人）" has no header`},
		"freeze: no entries":        {freezeFormat(), sheettest.Workbook(t, freezeHeader+"2001.1.1削除,1\n"), "no entries"},
		"freeze: countless names":   {freezeFormat(), sheettest.Workbook(t, strings.TrimSpace(freezeHeader)+",別名\n2001.1.1,1,x,y,"+strings.Repeat("A;", maxPieces+1)+"\n"), "too many names"},
		"freeze: countless places":  {freezeFormat(), sheettest.Workbook(t, strings.TrimSpace(freezeHeader)+",住所\n2001.1.1,1,x,y,"+strings.Repeat("A;", maxPieces+1)+"\n"), "too many addresses"},
		"users: empty":              {endUsersFormat(), nil, "empty"},
		"users: NUL":                {endUsersFormat(), make([]byte, 99), "no XLSX workbook"},
		"users: most of it":         {endUsersFormat(), users[:len(users)-9], "was cut"},
		"users: the other list":     {endUsersFormat(), freeze, "looked for the columns no., country or region"},
		"users: header changed":     {endUsersFormat(), sheettest.Workbook(t, "No.,Country or Region,Company or Organization\nx\n"), "lacks the columns also known as, type of wmd"},
		"users: no entries":         {endUsersFormat(), sheettest.Workbook(t, usersHeader), "no entries"},
		"users: header is far down": {endUsersFormat(), sheettest.Workbook(t, strings.Repeat("x\n", 30)+usersHeader), "looked for"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _, err := listtest.Parse(tc.format, "list.xlsx", tc.data)
			if bad := listtest.Refused(t, p, err, tc.reason); bad.File != "list.xlsx" {
				t.Errorf("the file is %q", bad.File)
			}
		})
	}
}

func TestSniff(t *testing.T) {
	zip := []byte("PK\x03\x04\x14\x00")
	for name, want := range map[string][2]string{
		"shisantouketsu20260305.xlsx": {"list", ""}, "mof_shisantouketsu20260305.xlsx": {"list", ""},
		"20250929_4.xlsx": {"", "list"}, "meti_20250929_4.xlsx": {"", "list"}, "Foreign_End_User_List.xlsx": {"", "list"},
		"regulation8_consolidated.xlsx": {}, "list.xlsx": {}, "something.xlsx": {}, "shisantouketsu20260305.pdf": {}, "20259929_4.xlsx": {},
	} {
		if got := [2]string{sniffFreeze(name, zip), sniffEndUsers(name, zip)}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		if sniffFreeze(name, []byte("<html>")) != "" || sniffEndUsers(name, []byte(`{"a":1}`)) != "" {
			t.Errorf("%s: another file is taken for the list", name)
		}
	}
}
