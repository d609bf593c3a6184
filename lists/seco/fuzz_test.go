package seco

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// FuzzParse: whatever the bytes, either a ParseError or entities that are all
// valid and have ids of their own.
func FuzzParse(f *testing.F) {
	good := listtest.Fixture(f, "traps.xml")
	f.Add(good)
	f.Add(good[:len(good)/3])
	f.Add([]byte(`<swiss-sanctions-list list-type="whole-list" date="2026-03-01"><target ssid=" "><object><identity><name><name-part><spelling-variant> x </spelling-variant></name-part></name></identity><relation target-id=" "/></object></target></swiss-sanctions-list>`))
	f.Fuzz(func(t *testing.T, data []byte) { listtest.Fuzz(t, format(), "f", data) })
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString(`<swiss-sanctions-list list-type="whole-list" date="2026-03-01"><sanctions-program ssid="1"><program-key lang="eng">North Korea</program-key><sanctions-set ssid="11" lang="eng">Annex 1</sanctions-set></sanctions-program>`)
	for i := range 2500 {
		fmt.Fprintf(&s, `
  <target ssid="%d">
    <sanctions-set-id>11</sanctions-set-id>
    <individual sex="male">
      <identity ssid="1%d" main="true">
        <name ssid="2%d" name-type="primary-name" quality="good" lang="eng">
          <name-part order="1" name-part-type="family-name"><value>Vorrick %d</value><spelling-variant lang="RUS" script="LATN" spelling-variant-type="not-defined">Worrick</spelling-variant></name-part>
          <name-part order="2" name-part-type="given-name"><value>Thessal</value></name-part>
          <name-part order="3" name-part-type="father-name"><value>Orrinovich</value></name-part>
        </name>
        <day-month-year ssid="3%d" day="23" month="3" year="1980" calendar="Gregorian" quality="good"/>
        <place-of-birth ssid="4%d" place-id="9" quality="good"/>
        <nationality ssid="5%d"><country iso-code="KP">Korea (North)</country></nationality>
      </identity>
      <justification ssid="6%d">%s</justification>
    </individual>
    <modification modification-type="amended" enactment-date="2025-05-05" publication-date="2025-05-06" effective-date="2025-05-07"><removed><justification ssid="6%d">%s</justification></removed><added><justification ssid="6%d">%s</justification></added></modification>
    <modification modification-type="listed" enactment-date="2016-05-17" publication-date="2016-05-18" effective-date="2016-05-19"/>
  </target>`, i, i, i, i, i, i, i, i, reason, i, reason, i, reason)
	}
	s.WriteString(`<place ssid="9"><location>Ardle</location><country iso-code="KP">Korea (North)</country></place></swiss-sanctions-list>`)
	data := []byte(s.String())
	listtest.Bench(b, format(), data)
}

const reason = "An invented reason of the usual length, which says what somebody who does not exist has never done. It goes on for a while, as reasons do, and names a firm that is none."

// TestConformanceWithPublishedCopies reads published copies where PLIMSOLL_DATA
// names a folder that has them, and counts their targets once more with
// encoding/xml. Lists of amendments must be refused; that their targets are
// whole is seen by calling them a whole list.
func TestConformanceWithPublishedCopies(t *testing.T) {
	for _, name := range listtest.RealFiles(t, "ch", "*.xml") {
		data := listtest.ReadFile(t, name)
		if amended := []byte(`list-type="amendment"`); bytes.Contains(data, amended) {
			var bad *lists.ParseError
			if _, _, err := listtest.Parse(format(), filepath.Base(name), data); !errors.As(err, &bad) || !strings.Contains(bad.Reason, "amendments") {
				t.Errorf("%s: got %v", name, err)
			}
			data = bytes.Replace(data, amended, []byte(`list-type="whole-list"`), 1)
		}
		p, _ := listtest.ParseReal(t, format(), filepath.Base(name), data)
		if len(p.Warnings) > 3 {
			t.Errorf("%d kinds of warning", len(p.Warnings))
		}
		want := countTargets(t, data)
		for kind, n := range want {
			if p.Counts[kind] != n {
				t.Errorf("%s: %d, encoding/xml counts %d", kind, p.Counts[kind], n)
			}
		}
	}
}

// countTargets counts the targets directly below the root by what they hold.
func countTargets(t *testing.T, data []byte) map[string]int {
	t.Helper()
	out := map[string]int{}
	d, depth := xml.NewDecoder(bytes.NewReader(data)), 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch s := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 3 {
				if kind := map[string]string{"individual": "individuals", "entity": "entities", "object": "vessels"}[s.Name.Local]; kind != "" {
					out[kind]++
				}
			}
		case xml.EndElement:
			depth--
		}
	}
}
