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

func TestEveryTrapOfTheLegacyXMLIsReadAsExpected(t *testing.T) {
	p, entities := readSet(t, fixtures(t, "legacy.xml"))
	listtest.Golden(t, "testdata/legacy.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
	if want := map[string]int{"individuals": 1, "entities": 3, "vessels": 1, "aircraft": 2}; !cmp.Equal(want, p.Counts) {
		t.Errorf("counts %v, want %v", p.Counts, want)
	}
	if p.Dataset != SDN {
		t.Errorf("the dataset is %s", p.Dataset)
	}
	e := listtest.Entity(t, entities, "us_ofac-90005")
	listtest.Says(t, e, map[string][]string{
		"address":  {"1 Quay, Hall 2, Door 3, 0099, Panama", "Door 4"},
		"idNumber": {"77-1"},
		"notes":    {"Pilotage Grade: second"},
	})
	a := listtest.Entity(t, entities, "us_ofac-90005-addr-1-quay-hall-2-door-3-0099-panama")
	listtest.Says(t, a, map[string][]string{"street": {"1 Quay"}, "street2": {"Hall 2, Door 3"}, "postalCode": {"0099"}, "country": {"pa"}})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-90005-sanction"), map[string][]string{
		"provisions": {"Executive Order 99999 information: Port calls"},
		"startDate":  {"2022-02-03"},
		"summary":    {"Effective Date (EO 99999 Directive 7): 03 Feb 2022"},
	})
	listtest.Entity(t, entities, "us_ofac-90004_zz_lark_the_second")
}

func TestTheNameTellsWhichListALegacyXMLHas(t *testing.T) {
	data := listtest.Fixture(t, "legacy.xml")
	p, _ := readSet(t, map[string][]byte{"CONSOLIDATED.XML": data})
	if p.Dataset != Consolidated || p.Title != "Consolidated (non-SDN) list" {
		t.Errorf("it is %s, %s", p.Dataset, p.Title)
	}
	format, in := setOf(t, map[string][]byte{"CONSOLIDATED.XML": data})
	in.Dataset = "mine"
	p, entities, err := lists.ReadAll(context.Background(), format, in)
	if err != nil || p.Dataset != "mine" || entities[0].Statements[0].Dataset != "mine" {
		t.Errorf("the dataset that the import asks for is not used: %v", err)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlacesInTheLegacyXMLLeadToTheirElements(t *testing.T) {
	data := listtest.Fixture(t, "legacy.xml")
	_, entities := readSet(t, map[string][]byte{"legacy.xml": data})
	listtest.ElementsLeadBack(t, data, entities, 150)
}

func TestDamagedLegacyXMLIsRefusedWhole(t *testing.T) {
	good := string(listtest.Fixture(t, "legacy.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	information := good[strings.Index(good, "<publshInformation>"):strings.Index(good, "<sdnEntry>")]
	empty := good[:strings.Index(good, "<sdnEntry>")] + "</sdnList>"
	for name, tc := range map[string]struct{ data, reason string }{
		"cut in the middle":       {good[:len(good)/2], "ends in the middle"},
		"cut in the first entry":  {good[:900], "ends in the middle"},
		"cut before the last >":   {strings.TrimSpace(good)[:len(good)-4], "ends in the middle"},
		"empty":                   {"", "before the list begins"},
		"HTML page":               {"<!DOCTYPE html>\n<html><body>Down</body></html>", "declaration"},
		"HTML page, bare":         {"<html><body>Down</body></html>", "begins with <html>"},
		"another list":            {"<CONSOLIDATED_LIST/>", "begins with <CONSOLIDATED_LIST>"},
		"JSON error body":         {`{"status":500}`, "text where none belongs"},
		"not UTF-8":               {replace("Ardle", "Ardl\xe9"), "UTF-8"},
		"NUL":                     {replace("Ardle", "Ardl\x00"), ""},
		"one entry too few":       {replace("<Record_Count>7<", "<Record_Count>8<"), "says that it has 8 entries, and has 7"},
		"count is no number":      {replace("<Record_Count>7<", "<Record_Count>many<"), "Record_Count is no number"},
		"no count":                {replace(information, ""), "does not say how many"},
		"no day":                  {replace("03/02/2026", "2026-03-02"), "Publish_Date"},
		"no entries":              {strings.Replace(empty, ">7<", ">0<", 1), "no entries"},
		"entry without a number":  {replace("<uid>90001</uid>", "<uid>none</uid>"), "without a number"},
		"entry without a name":    {replace("<lastName>GREYLARK SEVEN</lastName>", ""), "has no name"},
		"more than one document":  {good + "<sdnList/>", "second document"},
		"absurdly many addresses": {replace("<addressList>", "<addressList>"+strings.Repeat("<address/>", maxPieces+1)), "more than 5000"},
		"absurdly many remarks":   {replace("wife of nobody", strings.Repeat("x; ", maxPieces+1)), "more than 5000"},
	} {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, legacyFormat(), "SDN.XML", tc.data, tc.reason)
		})
	}
}

func TestAStoppedReadingOfTheLegacyXMLSaysWhy(t *testing.T) {
	full := errors.New("disk full")
	in := listtest.Input("SDN.XML", listtest.Fixture(t, "legacy.xml"))
	if _, err := legacyFormat().Parse(context.Background(), in, func(*ftm.Entity) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := legacyFormat().Parse(ctx, in, func(*ftm.Entity) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}
