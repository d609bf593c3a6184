package australia

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

// FuzzRows gives the parser two rows of generated cells under the whole header.
func FuzzRows(f *testing.F) {
	table, err := os.ReadFile("testdata/traps.csv")
	if err != nil {
		f.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		f.Fatal(err)
	}
	names := rows[1]
	for i, row := range rows[2:] {
		f.Add(strings.Join(row, "\t"), strings.Join(rows[2+(i+1)%(len(rows)-2)], "\t"))
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		file := lists.Bytes("list.xlsx", lists.OnePart, "e0", nil)
		var entities []*ftm.Entity
		emit := func(e *ftm.Entity) error {
			entities = append(entities, e)
			return nil
		}
		p := &parser{
			r:      lists.NewReading(context.Background(), lists.Input{}, emit, Dataset, Publisher),
			header: sheet.NewHeader(sheet.NewRow(file, "S", 1, names), strings.ToLower),
			groups: map[string]*group{},
		}
		var err error
		for i, text := range []string{first, second} {
			if err == nil {
				err = p.row(sheet.NewRow(file, "S", i+2, strings.Split(text, "\t")))
			}
		}
		if err == nil {
			err = p.finish()
		}
		listtest.Sound(t, entities, err)
	})
}

// FuzzParse gives the parser whole workbooks.
func FuzzParse(f *testing.F) {
	f.Add(strings.ReplaceAll(oldHeader, ",", "\t") + "9001\tOrrin Vale\tIndividual\tPrimary Name\t{22882}\tLamport")
	f.Add("x\n\n{1}\t{TRUE}\n")
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
		listtest.Fuzz(t, Authority().Formats[0], "list.xlsx", sheettest.Workbook(t, table.String()))
	})
}
