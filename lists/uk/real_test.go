package uk

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// readReal reads a published copy, of which few kinds of warning are expected.
func readReal(t *testing.T, name string) (*lists.Parsed, []*ftm.Entity, []byte) {
	t.Helper()
	data := listtest.RealFile(t, "uk", name)
	p, es := listtest.ParseReal(t, listtest.FormatOf(t, Authority(), name, data), name, data)
	kinds := map[string]bool{}
	for _, w := range p.Warnings {
		kind, _, _ := strings.Cut(w.Reason, ":")
		kinds[kind] = true
	}
	if len(kinds) > 3 {
		t.Errorf("%d kinds of warning", len(kinds))
	}
	return p, es, data
}

// second is another reading of the XML, by another decoder.
type second struct {
	Designations []struct {
		UniqueID string
		Kind     string `xml:"IndividualEntityShip"`
		UNRef    string `xml:"UNReferenceNumber"`
		Names    []struct {
			Name1, Name2, Name3, Name4, Name5, Name6, NameType string
		} `xml:"Names>Name"`
		NonLatin  []string `xml:"NonLatinNames>NonLatinName>NameNonLatinScript"`
		DOBs      []string `xml:"IndividualDetails>Individual>DOBs>DOB"`
		Passports []string `xml:"IndividualDetails>Individual>PassportDetails>Passport>PassportNumber"`
		IMO       []string `xml:"ShipDetails>Ship>IMONumbers>IMONumber"`
	} `xml:"Designation"`
}

func TestRealDataInXML(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"UK-Sanctions-List_RECONSTRUCTED_2026-08-22.xml.gz":    {"individuals": 4036, "entities": 1647, "vessels": 666},
		"UK-Sanctions-List_RECONSTRUCTED_2026-08-22_DPRK.xml":  {"individuals": 138, "entities": 86, "vessels": 37},
		"UK-Sanctions-List_2026-03-26_excerpt_transcribed.xml": {"individuals": 4, "entities": 1, "vessels": 3},
	} {
		t.Run(name, func(t *testing.T) {
			p, es, data := readReal(t, name)
			if diff := cmp.Diff(want, p.Counts); diff != "" {
				t.Error(diff)
			}
			var other second
			if err := xml.Unmarshal(data, &other); err != nil {
				t.Fatal(err)
			}
			byID := map[string]*ftm.Entity{}
			for _, e := range es {
				byID[e.ID] = e
			}
			counts, refs := map[string]int{}, 0
			for _, d := range other.Designations {
				counts[map[string]string{"Individual": "individuals", "Entity": "entities", "Ship": "vessels"}[d.Kind]]++
				if strings.TrimSpace(d.UNRef) != "" {
					refs++
				}
				e := byID[FCDO+"-"+d.UniqueID]
				if e == nil {
					t.Fatalf("%s is missing", d.UniqueID)
				}
				names := map[string]bool{}
				for _, n := range d.Names {
					whole := strings.Join([]string{n.Name1, n.Name2, n.Name3, n.Name4, n.Name5, n.Name6}, " ")
					if d.Kind == "Ship" {
						whole = strings.ReplaceAll(whole, "_", " ") // "Sheng_Hong" is "Sheng Hong"
					}
					if whole = lists.Clean(whole); whole != "" {
						names[whole] = true
					}
				}
				for _, n := range d.NonLatin {
					names[lists.Clean(n)] = true
				}
				if got := e.Names(); len(got) != len(names) {
					t.Errorf("%s has %d names, want %d: %q", e.ID, len(got), len(names), got)
				}
				for _, day := range d.DOBs {
					if len(e.Values("birthDate")) == 0 || !slices.ContainsFunc(e.Values("birthDate"), func(v string) bool { return strings.HasSuffix(day, v[:4]) }) {
						t.Errorf("%s has no birthDate %s", e.ID, day)
					}
				}
				if len(d.Passports) > 0 && len(e.Values("passportNumber")) == 0 {
					t.Errorf("%s has no passport of %q", e.ID, d.Passports)
				}
				for _, imo := range d.IMO {
					if !slices.Contains(e.Values("imoNumber"), imo) {
						t.Errorf("%s has no IMO number %s", e.ID, imo)
					}
				}
			}
			if diff := cmp.Diff(counts, p.Counts); diff != "" {
				t.Errorf("counted otherwise (-second reading +parser):\n%s", diff)
			}
			got := 0
			for _, e := range es {
				got += len(e.Values("unscId"))
			}
			if got != refs {
				t.Errorf("%d references of the United Nations, want %d", got, refs)
			}
		})
	}
}

func TestRealDataInConList(t *testing.T) {
	p, es, data := readReal(t, "OFSI_ConList_2016-02-12_part.csv")
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	groups, names := map[string]string{}, map[string]map[string]bool{}
	for _, row := range rows[2:] {
		id := row[28]
		groups[id] = row[23]
		if names[id] == nil {
			names[id] = map[string]bool{}
		}
		names[id][lists.Clean(strings.Join(append(row[1:6:6], row[0]), " "))] = true
	}
	want := map[string]int{"individuals": 0, "entities": 0, "vessels": 0}
	for _, kind := range groups {
		want[map[string]string{"Individual": "individuals", "Entity": "entities"}[kind]]++
	}
	if diff := cmp.Diff(want, p.Counts); diff != "" || len(rows) != 802 || len(groups) != 463 {
		t.Errorf("%d rows, %d groups (-count +parser):\n%s", len(rows), len(groups), diff)
	}
	for _, e := range es {
		if e.Schema != "Person" && e.Schema != "Organization" {
			continue
		}
		if want := names[strings.TrimPrefix(e.ID, HMT+"-")]; len(e.Names()) != len(want) {
			t.Errorf("%s is called %q, want %v", e.ID, e.Names(), want)
		}
		for _, n := range e.Names() {
			if strings.ContainsRune(n, '\ufffd') {
				t.Errorf("%s is called %s", e.ID, n)
			}
		}
	}
}
