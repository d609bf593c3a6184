package ofac

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func TestEveryTrapOfTheEnhancedFormatIsReadAsExpected(t *testing.T) {
	files := fixtures(t, "enhanced.xml")
	p, entities := readSet(t, files)
	listtest.Golden(t, "testdata/enhanced.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC); p.Dataset != SDN || !p.Published.Equal(want) {
		t.Errorf("dataset %s of %s", p.Dataset, p.Published)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 1, "entities": 2, "vessels": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
	listtest.ElementsLeadBack(t, files["enhanced.xml"], entities, 120)
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9901"), map[string][]string{
		"name":       {"VORRICK, Thessaly Quenn O' Rell Mulsheb", "ВОРРИК, Тессали Квенович", "ثسالي فوريك"},
		"fatherName": {"Квенович"},
		"birthDate":  {"1961-02-03", "1962", "1964", "1965", "1966", "1968-04"},
		"address":    {"7 Zibgrol Quay, Vorrmulsk 000007, Russia", "Воррмульск, Russia"},
	})
}

// The two formats say the same of a party that is in both, save where one of
// them says less.
func TestAdvancedAndEnhancedGiveTheSameStatements(t *testing.T) {
	type said struct{ id, prop, value, lang, strength, qualifier string }
	read := func(name string) map[said]bool {
		out := map[said]bool{}
		_, entities := readSet(t, fixtures(t, name))
		for _, e := range entities {
			for _, s := range e.Statements {
				// The advanced file prints family names as they are written, the other in capitals.
				value := s.Value
				if s.Prop == "name" || s.Prop == "previousName" {
					value = strings.ToLower(value)
				}
				out[said{e.ID, s.Prop, value, s.Lang, string(s.Strength), string(s.Qualifier)}] = true
			}
		}
		return out
	}
	advanced, enhanced := read("advanced.xml"), read("enhanced.xml")
	shared := 0
	for s := range enhanced {
		switch {
		case advanced[s]:
			shared++
		case strings.HasPrefix(s.id, "us_ofac-9903_"): // not in the other fixture
		case s.value == "Gender: Male", s.value == "Quality: High", s.value == "Issued in Tehran, Iran":
		default:
			t.Errorf("only the enhanced file says %+v", s)
		}
	}
	if shared < 115 {
		t.Errorf("only %d statements are shared", shared)
	}
}

func TestWhatAnEnhancedExportIsMadeOf(t *testing.T) {
	sdn := string(listtest.Fixture(t, "enhanced.xml"))
	filter := sdn[strings.Index(sdn, "<filters>"):strings.Index(sdn, "</filters>")]
	one := func(list string) string { return "<sanctionsList>" + list + "</sanctionsList>" }
	with := func(lists, more string) string {
		return strings.Replace(sdn, filter, "<filters><sanctionsLists>"+lists+"</sanctionsLists>"+more, 1)
	}
	both := one("Consolidated List") + one("SDN List")
	for name, tc := range map[string]struct{ data, file, dataset, title string }{
		"SDN":                         {sdn, "x.xml", SDN, "SDN list"},
		"consolidated":                {with(one("Consolidated List"), ""), "x.xml", Consolidated, "Consolidated (non-SDN) list"},
		"both, by the first entity":   {with(both, ""), "cons_enhanced.xml", SDN, "SDN list"},
		"no filter, the first entity": {strings.ReplaceAll(with("", ""), ">SDN List<", ">FSE List<"), "x.xml", Consolidated, "Consolidated (non-SDN) list"},
		"an entity of both, the name": {strings.Replace(with(both, ""), "</sanctionsLists>\n      <sanctionsPrograms>", one("Consolidated List")+"</sanctionsLists>\n      <sanctionsPrograms>", 1), "cons_enhanced.xml", Consolidated, "Consolidated (non-SDN) list"},
		"an extract":                  {with(both, "<sanctionsPrograms><sanctionsProgram>DPRK</sanctionsProgram></sanctionsPrograms>"), "x.xml", SDN, "OFAC, an extract: sanctionsPrograms DPRK"},
	} {
		p, _, err := lists.ReadAll(t.Context(), enhancedFormat(), listtest.Input(tc.file, []byte(tc.data)))
		if err != nil {
			t.Fatal(err)
		}
		if p.Dataset != tc.dataset || p.Title != tc.title {
			t.Errorf("%s: %s %q, want %s %q", name, p.Dataset, p.Title, tc.dataset, tc.title)
		}
		if extract := strings.Contains(tc.title, "extract"); extract != strings.Contains(p.Warnings[0].Reason, "extract") {
			t.Errorf("%s: the first warning is %s", name, p.Warnings[0])
		}
	}
	in := listtest.Input("x.xml", []byte(sdn))
	in.Dataset = "mine"
	if p, entities, err := lists.ReadAll(t.Context(), enhancedFormat(), in); err != nil || p.Dataset != "mine" || entities[0].Statements[0].Dataset != "mine" {
		t.Errorf("the dataset that the import asks for is not used: %v", err)
	}
}

func TestDamagedEnhancedFilesAreRefusedWhole(t *testing.T) {
	good := string(listtest.Fixture(t, "enhanced.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	info := good[strings.Index(good, "<publicationInfo>"):strings.Index(good, "<referenceValues>")]
	for name, tc := range map[string]struct{ data, reason string }{
		"cut in the middle":       {good[:len(good)/2], "ends in the middle"},
		"cut in the tables":       {good[:700], "ends in the middle"},
		"cut before the last >":   {strings.TrimSpace(good)[:len(good)-4], "ends in the middle"},
		"empty":                   {"", "before the list begins"},
		"HTML page":               {"<!DOCTYPE html>\n<html><body>Down</body></html>", "declaration"},
		"another list":            {"<CONSOLIDATED_LIST/>", "begins with <CONSOLIDATED_LIST>"},
		"JSON error body":         {`{"status":500}`, "text where none belongs"},
		"not UTF-8":               {replace("Quenn<", "Qu\xe9nn<"), "UTF-8"},
		"NUL":                     {replace("Quenn<", "Qu\x00nn<"), "no place in a list"},
		"delta of an entity":      {replace(`<entity id="9902"`, `<entity id="9902" action="delete"`), "delta file"},
		"no day":                  {replace("2026-03-07T00:00:00", "yesterday"), "dataAsOf"},
		"no information":          {replace(info, ""), "before <publicationInfo>"},
		"no entities":             {good[:strings.Index(good, "<entities>")] + "</sanctionsData>", "no entities"},
		"only tables":             {"<sanctionsData><referenceValues/></sanctionsData>", "no <publicationInfo>"},
		"entity without a number": {replace(`<entity id="9902"`, `<entity id="none"`), "not a number"},
		"entity without a name":   {strings.ReplaceAll(strings.ReplaceAll(good, "ORRIN TALE", ""), "Orrin Tale", ""), "without a name"},
		"a block twice":           {replace("</sanctionsData>", "<entities/></sanctionsData>"), "second block"},
		"two documents":           {good + "<sanctionsData/>", "second document"},
		"absurdly many features":  {replace("<features>", "<features>"+strings.Repeat("<feature/>", maxPieces)), "more than 5000"},
	} {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, enhancedFormat(), "sdn_enhanced.xml", tc.data, tc.reason)
		})
	}
}

func TestAStoppedReadingOfAnEnhancedFileSaysWhy(t *testing.T) {
	full := errors.New("disk full")
	in := listtest.Input("sdn_enhanced.xml", listtest.Fixture(t, "enhanced.xml"))
	for after := range 12 {
		n := 0
		_, err := enhancedFormat().Parse(t.Context(), in, func(*ftm.Entity) error {
			if n++; n > after {
				return full
			}
			return nil
		})
		if !errors.Is(err, full) {
			t.Errorf("after %d: got %v", after, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := enhancedFormat().Parse(ctx, in, func(*ftm.Entity) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}
