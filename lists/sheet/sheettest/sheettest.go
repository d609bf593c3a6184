// Package sheettest makes small workbooks from readable tables, for tests, so
// that a fixture can be reviewed as text.
package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Workbook makes a workbook of a CSV. A row that begins with a cell such as
// "== Sheet name" opens that sheet. A cell in braces is a number, {41988}, or a
// truth value, {TRUE}; any other is text. A row of one empty cell, "", is an
// empty row.
func Workbook(t testing.TB, table string) []byte {
	t.Helper()
	r := csv.NewReader(strings.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	sheet, n, first := "Sheet1", 0, true
	for _, row := range rows {
		if name, ok := strings.CutPrefix(row[0], "== "); ok {
			if first {
				err = x.SetSheetName(sheet, name)
			} else {
				_, err = x.NewSheet(name)
			}
			if err != nil {
				t.Fatal(err)
			}
			sheet, n, first = name, 0, false
			continue
		}
		n++
		first = false
		for i, text := range row {
			if text == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(i+1, n)
			if err == nil {
				err = x.SetCellValue(sheet, cell, value(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func value(text string) any {
	inner, ok := strings.CutPrefix(text, "{")
	inner, end := strings.CutSuffix(inner, "}")
	if !ok || !end {
		return text
	}
	if n, err := strconv.ParseFloat(inner, 64); err == nil {
		return n
	}
	if b, err := strconv.ParseBool(inner); err == nil {
		return b
	}
	return text
}

// File makes a workbook of a CSV file.
func File(t testing.TB, name string) []byte {
	t.Helper()
	table, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return Workbook(t, string(table))
}

// Edit changes the bytes of a part, with its checksum: what edit returns takes
// its place, and nil removes it. A part that is not there is made.
func Edit(t testing.TB, book []byte, part string, edit func([]byte) []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, data []byte) {
		if data == nil {
			return
		}
		p, err := w.Create(name)
		if err == nil {
			_, err = p.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	there := false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			data, there = edit(data), true
		}
		put(f.Name, data)
	}
	if !there {
		put(part, edit([]byte{}))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Replace is Edit that replaces a text, which must be there.
func Replace(t testing.TB, book []byte, part, before, after string) []byte {
	t.Helper()
	return Edit(t, book, part, func(data []byte) []byte {
		if !bytes.Contains(data, []byte(before)) {
			t.Fatalf("%s has no %q", part, before)
		}
		return bytes.Replace(data, []byte(before), []byte(after), 1)
	})
}
