package eu

import (
	"bytes"
	"encoding/xml"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// readReal reads a published copy, of which few kinds of warning are expected.
func readReal(t *testing.T, name string) (*lists.Parsed, []*ftm.Entity, []byte) {
	t.Helper()
	data := listtest.RealFile(t, "eu", name)
	p, es := listtest.ParseReal(t, listtest.FormatOf(t, Authority(), name, data), name, data)
	kinds := map[string]bool{}
	for _, w := range p.Warnings {
		kinds[w.Reason] = true
	}
	if len(kinds) > 5 {
		t.Errorf("%d kinds of warning", len(kinds))
	}
	return p, es, data
}

// count is a second reading of the XML 1.1, by another decoder.
type count struct {
	Entities []struct {
		Reference string `xml:"euReferenceNumber,attr"`
		Subject   struct {
			Class string `xml:"classificationCode,attr"`
		} `xml:"subjectType"`
		Regulation struct {
			Programme string `xml:"programme,attr"`
		} `xml:"regulation"`
		Names []struct {
			Whole string `xml:"wholeName,attr"`
		} `xml:"nameAlias"`
		Papers []struct {
			Code   string `xml:"identificationTypeCode,attr"`
			Number string `xml:"number,attr"`
		} `xml:"identification"`
		Births []struct {
			Date string `xml:"birthdate,attr"`
		} `xml:"birthdate"`
	} `xml:"sanctionEntity"`
}

func TestRealDataInXML(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"fsf_xml_1.1_RECONSTRUCTED_2026-05-01.xml.gz":    {"individuals": 4341, "entities": 1519},
		"fsf_xml_1.1_RECONSTRUCTED_2026-05-01_PRK.xml":   {"individuals": 159, "entities": 96},
		"fsf_xml_1.1_excerpt_2018-12-21_transcribed.xml": {"individuals": 1, "entities": 1},
	} {
		t.Run(name, func(t *testing.T) {
			p, es, data := readReal(t, name)
			if diff := cmp.Diff(want, p.Counts); diff != "" {
				t.Error(diff)
			}
			var second count
			if err := xml.Unmarshal(data, &second); err != nil {
				t.Fatal(err)
			}
			byID := map[string]*ftm.Entity{}
			programmes := map[string]int{}
			for _, e := range es {
				byID[e.ID] = e
				if e.Schema == "Sanction" {
					programmes[e.First("program")]++
				}
			}
			counts, wantProgrammes := map[string]int{}, map[string]int{}
			for _, s := range second.Entities {
				counts[map[string]string{"P": "individuals", "E": "entities"}[s.Subject.Class]]++
				wantProgrammes[s.Regulation.Programme]++
				e := byID[Dataset+"-"+s.Reference]
				if e == nil {
					t.Fatalf("%s is missing", s.Reference)
				}
				names := map[string]bool{}
				for _, n := range s.Names {
					names[lists.Clean(n.Whole)] = true
				}
				if got := e.Names(); len(got) != len(names) {
					t.Errorf("%s has %d names, want %d: %q", e.ID, len(got), len(names), got)
				}
				for _, d := range s.Births {
					if d.Date != "" && e.Schema == "Person" && !slices.Contains(e.Values("birthDate"), d.Date) {
						t.Errorf("%s has no birthDate %s", e.ID, d.Date)
					}
				}
				for _, n := range s.Papers {
					number := lists.Clean(n.Number)
					if n.Code == "passport" && number != "-" && e.Schema == "Person" && !slices.Contains(e.Values("passportNumber"), number) {
						t.Errorf("%s has no passport %s", e.ID, n.Number)
					}
				}
			}
			if diff := cmp.Diff(counts, p.Counts); diff != "" {
				t.Errorf("counted otherwise (-second reading +parser):\n%s", diff)
			}
			if !maps.Equal(programmes, wantProgrammes) {
				t.Errorf("programmes %v, want %v", programmes, wantProgrammes)
			}
		})
	}
}

func TestRealDataInOldXML(t *testing.T) {
	p, _, data := readReal(t, "fsd_1.0_global_2016-02-11.xml")
	want := map[string]int{"individuals": bytes.Count(data, []byte(`" Type="P" `)), "entities": bytes.Count(data, []byte(`" Type="E" `))}
	if diff := cmp.Diff(want, p.Counts); diff != "" || want["individuals"]+want["entities"] != 595 {
		t.Errorf("(-count +parser):\n%s", diff)
	}
}

// The one copy of the CSV was saved by a spreadsheet program in Latin-1: what
// can be read of it is read.
func TestRealDataInCSV(t *testing.T) {
	p, es, data := readReal(t, "fsf_csv_1.0_part_2024.csv")
	refs := map[string]string{}
	for line := range bytes.Lines(data) {
		cells := strings.Split(strings.Trim(string(line), "\"\t\r\n"), ";")
		if len(cells) > 10 && cells[1] != "Entity_logical_id" {
			refs[cells[1]] = cells[2]
		}
	}
	want := map[string]int{"individuals": 0, "entities": 0}
	for _, class := range refs {
		want[map[string]string{"P": "individuals", "E": "entities"}[class]]++
	}
	if diff := cmp.Diff(want, p.Counts); diff != "" || len(refs) != 93 {
		t.Errorf("%d entries (-count +parser):\n%s", len(refs), diff)
	}
	for _, e := range es {
		for _, n := range e.Names() {
			if strings.Contains(n, "??") {
				t.Errorf("%s is called %s", e.ID, n)
			}
		}
	}
}
