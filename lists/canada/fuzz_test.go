package canada

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes, either a ParseError or entities that are all
// valid and have ids of their own.
func FuzzParse(f *testing.F) {
	good := listtest.Fixture(f, "traps.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	for _, aliases := range []string{"((ب)a;;, or or /and", "Russian: Arabic:: (", "A or B / C and D or", `"" «» ,or ,`} {
		f.Add([]byte("<data-set><record><Country>A</Country><LastName>b</LastName><Aliases>" + aliases + "</Aliases></record><record><Country>A</Country><EntityOrShip>b (also known as</EntityOrShip><Aliases>" + aliases + "</Aliases></record></data-set>"))
	}
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, format(), "f", data) })
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString("<data-set>")
	for i := range 8000 {
		fmt.Fprintf(&s, "\n\t<record>\n\t\t<Country>Russia / Russie</Country>\n\t\t<LastName>Vorrick %d</LastName>\n\t\t<GivenName>Thessaly Orrinovna</GivenName>\n\t\t<DateOfBirthOrShipBuildDate>1972-01-02</DateOfBirthOrShipBuildDate>\n\t\t<Aliases>Тессали Орриновна Воррик</Aliases>\n\t\t<Schedule>1, Part 1</Schedule>\n\t\t<Item>%d</Item>\n\t\t<DateOfListing>2022-02-24</DateOfListing>\n\t</record>", i, i)
	}
	s.WriteString("</data-set>")
	data := []byte(s.String())
	listtest.Bench(b, format(), data)
}

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts them once more with encoding/xml.
func TestConformanceWithPublishedCopies(t *testing.T) {
	for _, name := range listtest.RealFiles(t, "ca", "*.xml") {
		data := listtest.ReadFile(t, name)
		p, entities := listtest.ParseReal(t, format(), filepath.Base(name), data)
		if len(p.Warnings) > 3 {
			t.Errorf("%d kinds of warning", len(p.Warnings))
		}
		want := count(t, string(data))
		total := p.Counts["individuals"] + p.Counts["entities"] + p.Counts["vessels"]
		if total != want["record"] || p.Counts["vessels"] != want["ShipIMONumber"] || p.Counts["individuals"] != want["LastName"] {
			t.Errorf("%v, encoding/xml counts %v", p.Counts, want)
		}
		dates := 0
		for _, e := range entities {
			if e.First("birthDate") != "" || e.First("buildDate") != "" {
				dates++
			}
		}
		if dates != want["DateOfBirthOrShipBuildDate"] {
			t.Errorf("%d parties have a date of birth or building, %d records do", dates, want["DateOfBirthOrShipBuildDate"])
		}
	}
}

// count counts elements by name.
func count(t *testing.T, data string) map[string]int {
	t.Helper()
	out := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(data))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := tok.(xml.StartElement); ok {
			out[s.Name.Local]++
		}
	}
}
