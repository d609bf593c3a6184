package sheettest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"path"
	"strconv"
	"strings"
	"testing"
)

// Sheet is a sheet as another reader than package sheet finds it, for counting
// what a list has independently of its parser.
type Sheet struct {
	Name string
	Rows []Row // those that are not empty
}

// Row is a row, with the text of its cells by the letters of the column.
type Row struct {
	Number int
	Cells  map[string]string
}

type text struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (t text) String() string {
	s := t.T
	for _, r := range t.Runs {
		s += r.T
	}
	return s
}

// Sheets reads a workbook with nothing but the standard library.
func Sheets(t testing.TB, book []byte) []Sheet {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	decode := func(part string, v any) {
		f, err := z.Open(part)
		if err == nil {
			err = xml.NewDecoder(f).Decode(v)
		}
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
	}
	var table struct {
		SI []text `xml:"si"`
	}
	decode("xl/sharedStrings.xml", &table)
	var workbook struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	decode("xl/workbook.xml", &workbook)
	var relations struct {
		R []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	decode("xl/_rels/workbook.xml.rels", &relations)
	parts := map[string]string{}
	for _, r := range relations.R {
		parts[r.ID] = strings.TrimPrefix(path.Join("/xl", r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			parts[r.ID] = strings.TrimPrefix(r.Target, "/")
		}
	}
	var out []Sheet
	for _, s := range workbook.Sheets {
		var sheet struct {
			Rows []struct {
				R int `xml:"r,attr"`
				C []struct {
					R  string `xml:"r,attr"`
					T  string `xml:"t,attr"`
					V  string `xml:"v"`
					IS text   `xml:"is"`
				} `xml:"c"`
			} `xml:"sheetData>row"`
		}
		decode(parts[s.ID], &sheet)
		found := Sheet{Name: s.Name}
		for _, row := range sheet.Rows {
			cells := map[string]string{}
			for _, c := range row.C {
				said := c.V + c.IS.String()
				if n, err := strconv.Atoi(c.V); err == nil && c.T == "s" {
					said = table.SI[n].String()
				}
				if strings.TrimSpace(said) != "" {
					cells[strings.TrimRight(c.R, "0123456789")] = said
				}
			}
			if len(cells) > 0 {
				found.Rows = append(found.Rows, Row{row.R, cells})
			}
		}
		out = append(out, found)
	}
	return out
}
