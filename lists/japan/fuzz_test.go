package japan

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
	"plimsoll/lists/sheet"
	"plimsoll/lists/sheet/sheettest"
)

// everyColumn is a header with all columns that the sheets have.
var everyColumn = []string{
	"告示日付", "告示番号", "日本語表記", "英語表記", "別名", "旧称", "確定に十分でない別名", "称号", "役職", "生年月日", "出生地", "国籍", "旅券番号",
	"ID番号", "住所", "電話", "国連参照番号", "リスト掲載日", "指定の根拠", "その他の情報", "生年月日・出生地", "FAX", "靴",
}

// FuzzRows gives the parser of the asset freeze two rows of generated cells
// under every column.
func FuzzRows(f *testing.F) {
	table, err := os.ReadFile("testdata/freeze.csv")
	if err != nil {
		f.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		f.Fatal(err)
	}
	for i, row := range rows {
		f.Add("14.北朝鮮(決議1718号等；団体)", strings.Join(row, "\t"), strings.Join(rows[(i+1)%len(rows)], "\t"))
		// The same cells under other columns.
		f.Add("2.タリバーン関係者等", "2001.1.1\t1\t"+strings.Join(row, "\t"), "2001.1.1\t1\tx\ty\t\t\t\t\t\t"+strings.Join(row, "\t"))
	}
	f.Fuzz(func(t *testing.T, name, first, second string) {
		file := lists.Bytes("list.xlsx", lists.OnePart, "e0", nil)
		var entities []*ftm.Entity
		emit := func(e *ftm.Entity) error {
			entities = append(entities, e)
			return nil
		}
		p := &freeze{r: lists.NewReading(context.Background(), lists.Input{}, emit, Freeze, MinistryOfFinance)}
		err := p.begin(sheet.NewRow(file, name, 1, everyColumn))
		for i, text := range []string{first, second} {
			row := sheet.NewRow(file, name, i+2, strings.Split(text, "\t"))
			if err == nil && !row.Blank() {
				err = p.row(row)
			}
		}
		if err == nil {
			err = p.flush()
		}
		listtest.Sound(t, entities, err)
	})
}

// FuzzEndUsers gives the parser of the End User List two rows.
func FuzzEndUsers(f *testing.F) {
	f.Add("1\t北朝鮮\nNorth Korea\tLamp Co（LC）\n(灯台会社)\t・Lamp\n・Grove\tミサイルM\tCW", "2\t台湾\tLamp\t(灯)\t核\nＮ\t?")
	f.Add("\t\tA\t・\t、", "\t\tA\t・\t,")
	f.Fuzz(func(t *testing.T, first, second string) {
		file := lists.Bytes("list.xlsx", lists.OnePart, "e0", nil)
		var entities []*ftm.Entity
		emit := func(e *ftm.Entity) error {
			entities = append(entities, e)
			return nil
		}
		u := &endUsers{r: lists.NewReading(context.Background(), lists.Input{}, emit, EndUsers, MinistryOfTrade)}
		err := u.row(sheet.NewRow(file, "S", 1, append(endUserColumns[:5:5], colWeapons)))
		for i, text := range []string{first, second} {
			row := sheet.NewRow(file, "S", i+2, strings.Split(text, "\t"))
			if err == nil && !row.Blank() {
				err = u.row(row)
			}
		}
		listtest.Sound(t, entities, err)
	})
}

// FuzzParse gives both parsers whole workbooks.
func FuzzParse(f *testing.F) {
	f.Add("告示日付\t告示番号\t日本語表記\t英語表記\n2001.1.1\t{1}\tx\ty")
	f.Add(strings.Join(endUserColumns, "\t") + "\n{1}\tKenya\tLamp\t・Grove\tM")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 || strings.Contains(text, "== ") {
			return
		}
		var table bytes.Buffer
		w := csv.NewWriter(&table)
		for _, line := range strings.Split(text, "\n") {
			if err := w.Write(strings.Split(line, "\t")); err != nil {
				return
			}
		}
		w.Flush()
		if _, err := csv.NewReader(bytes.NewReader(table.Bytes())).ReadAll(); err != nil && !errors.Is(err, csv.ErrFieldCount) {
			return
		}
		book := sheettest.Workbook(t, table.String())
		for _, format := range []lists.Format{freezeFormat(), endUsersFormat()} {
			listtest.Fuzz(t, format, "list.xlsx", book)
		}
	})
}
