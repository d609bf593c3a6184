package eu

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

func readFixture(t testing.TB, name string) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	data := listtest.Fixture(t, name)
	return listtest.MustParse(t, listtest.FormatOf(t, Authority(), name, data), name, data)
}

func TestEveryTrapOfTheFormatsIsReadAsExpected(t *testing.T) {
	for _, name := range []string{"traps.xml", "old.xml", "traps-1.1.csv", "traps-1.0.csv"} {
		t.Run(name, func(t *testing.T) {
			p, es := readFixture(t, name)
			listtest.Golden(t, "testdata/"+strings.Replace(name, ".", "-", 1)+".golden.jsonl", p, es)
		})
	}
}

func TestPropertiesOfAPerson(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	e := listtest.Entity(t, es, "eu_fsf-EU.90001.1")
	listtest.Says(t, e, map[string][]string{
		"name":                 {"Thessaly O' Vorrick"},
		"alias":                {"Тессали Воррик", "ثسالي فوريك"},
		"weakAlias":            {"The Lamplighter", "Тэсс", "Tesali Vorik"},
		"previousName":         {"Thessaly Quenn"},
		"firstName":            {"Thessaly", "Тессали"},
		"lastName":             {"Vorrick", "Воррик", "Quenn"},
		"title":                {"Doctor", "Colonel"},
		"position":             {"Director of the Tallow Bureau, Upper Loom (until 2012)", "Chair of the Tallow Bureau", "Head of section 4(a) of the Bureau (a.k.a. the Loft)"},
		"gender":               {"female"},
		"birthDate":            {"1961-11-09", "1963", "1964-05", "1966", "1967", "1968", "1981-05-20", "1983-04", "1964", "1965", "1924", "1925"},
		"birthPlace":           {"Ardle, Upper Loom"},
		"birthCountry":         {"kp", "ir"},
		"citizenship":          {"kp", "csxx"},
		"country":              {"kp", "hk"},
		"phone":                {"850 2 0000001", "850 2 0000002"},
		"email":                {"desk@tallow.example"},
		"website":              {"www.tallow.example"},
		"passportNumber":       {"У-000001", "Y-000001", "DEMO 000002"},
		"idNumber":             {"12/ZZZ(N)000003", "000006"},
		"socialSecurityNumber": {"000-00-0004"},
		"taxNumber":            {"000000000005"},
		"topics":               {"sanction"},
	})
	for _, c := range []struct {
		prop, value, lang string
		strength          ftm.Strength
	}{
		{"name", "Thessaly O' Vorrick", "", ftm.Strong},
		{"alias", "Тессали Воррик", "ru", ftm.Strong},
		{"alias", "ثسالي فوريك", "ar", ftm.Strong},
		{"weakAlias", "The Lamplighter", "", ftm.Weak},
		{"weakAlias", "Тэсс", "und-Cyrl", ftm.Low},
		{"weakAlias", "Tesali Vorik", "ru-Latn", ftm.Low},
	} {
		if s := listtest.Statement(t, e, c.prop, c.value); s.Lang != c.lang || s.Strength != c.strength {
			t.Errorf("%s is %q, %q; want %q, %q", c.value, s.Lang, s.Strength, c.lang, c.strength)
		}
	}
	for value, q := range map[string]ftm.Qualifier{"1961-11-09": "", "1963": ftm.Circa, "1964-05": "", "1967": ftm.Range, "1981-05-20": ftm.Hijri, "1983-04": ftm.Hijri, "1965": ftm.Hijri} {
		if s := listtest.Statement(t, e, "birthDate", value); s.Qualifier != q {
			t.Errorf("birth in %s is qualified %q, want %q", value, s.Qualifier, q)
		}
	}
	if o := e.About("name")[0].Original; o != "Thessaly\u00a0 O' Vorrick" {
		t.Errorf("the name was written %q", o)
	}
}

func TestADocumentKeepsItsFlagsAndStandsOnce(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	var passports []*ftm.Entity
	for _, e := range es {
		if e.Schema == "Passport" {
			passports = append(passports, e)
		}
	}
	if len(passports) != 2 {
		t.Fatalf("%d passports, want 2", len(passports))
	}
	listtest.Says(t, passports[0], map[string][]string{
		"number":    {"У-000001", "Y-000001"},
		"type":      {"National passport, diplomatic"},
		"country":   {"kp"},
		"authority": {"Bureau of Drift"},
		"startDate": {"2008-02-03"}, "date": {"2008-01-02"}, "endDate": {"2018-02-03"},
		"summary": {"in the name of Tess Quenn", "known to be expired", "known to be false", "reported lost", "revoked by issuer", "(passport)"},
	})
	listtest.Says(t, passports[1], map[string][]string{"number": {"DEMO 000002"}, "summary": {"known to be false"}, "country": nil})
}

func TestEnterprisesAreBodiesFirmsAndShips(t *testing.T) {
	p, es := readFixture(t, "traps.xml")
	for id, schema := range map[string]string{
		"eu_fsf-EU.90004.4":             "Vessel",
		"eu_fsf-EU.90005.5":             "Organization", // the IMO number is a firm's
		"eu_fsf-EU.90006.6":             "Organization", // the IMO number could be either's
		"eu_fsf-EU.90006.6-also-900007": "Company",      // two entries with one reference
		"eu_fsf-900008":                 "LegalEntity",  // said to be a person and an enterprise
	} {
		if e := listtest.Entity(t, es, id); e.Schema != schema {
			t.Errorf("%s is a %s, want %s", id, e.Schema, schema)
		}
	}
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-EU.90004.4"), map[string][]string{
		"name": {"Orrin Tale"}, "alias": {"Orin Tail"}, "imoNumber": {"0990011"},
		"notes": {"Ship; sails at night", "Date: 1991", "Place: Ardle", "IMO number IMO 0990011: flag not known"},
	})
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-EU.90005.5"), map[string][]string{
		"imoNumber": {"0990012"}, "swiftBic": {"DEMOZZPP"}, "registrationNumber": {"HE 000007"}, "vatCode": {"CY00000008X"},
		"incorporationDate": {"1991"}, "country": {"cy"},
	})
	if diff := cmp.Diff(map[string]int{"individuals": 3, "entities": 5}, p.Counts); diff != "" {
		t.Error(diff)
	}
	if want := time.Date(2026, 3, 1, 7, 25, 35, 511e6, time.UTC); !p.Published.Equal(want) {
		t.Errorf("published %s, want %s", p.Published, want)
	}
}

func TestTheDayOfListingIsStatedAsWellAsItIsKnown(t *testing.T) {
	_, es := readFixture(t, "traps.xml")
	for id, want := range map[string]struct {
		day  string
		q    ftm.Qualifier
		end  string
		live bool
	}{
		"EU.90001.1": {"2018-12-21", "", "", true},            // a remark says
		"EU.90002.2": {"2012-12-31", "", "2025-12-31", false}, // an attribute says, and the delisting is past
		"EU.90003.3": {"2010-06-22", "", "2026-06-30", true},  // the details begin with it, and the delisting is to come
		"EU.90005.5": {"2017-09-15", ftm.Before, "", true},    // the earliest act behind a detail
	} {
		s := listtest.Entity(t, es, "eu_fsf-"+id+"-sanction")
		if got := listtest.Statement(t, s, "listingDate", want.day); got.Qualifier != want.q {
			t.Errorf("%s: listed %q, want %q", id, got.Qualifier, want.q)
		}
		if s.First("endDate") != want.end || listtest.Entity(t, es, "eu_fsf-"+id).Listed() != want.live {
			t.Errorf("%s: ends %q, listed %v", id, s.First("endDate"), listtest.Entity(t, es, "eu_fsf-"+id).Listed())
		}
	}
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-EU.90001.1-sanction"), map[string][]string{
		"authority": {"European Union"}, "program": {"PRK"}, "unscId": {"ZZi.043"}, "authorityId": {"EU.90001.1"}, "recordId": {"900001"},
		"modifiedAt": {"2023-11-14"}, "sourceUrl": {"http://example.org/act?uri=1&from=EN"},
		"description": {"Date of UN designation: 8.7.2011"}, "summary": {"2023/9999 (OJ L9999), in force from 2023-11-15"},
	})
}

func TestTheOldXMLUnpacksNumbersDatesAndContacts(t *testing.T) {
	_, es := readFixture(t, "old.xml")
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-900001"), map[string][]string{
		"name": {"Quenneth Dole"}, "alias": {"Quénneth Dôle"}, "birthDate": {"1955", "1956", "1957", "1958"}, "birthPlace": {"Ardelle"},
		"birthCountry": {"yucs"}, "citizenship": {"iq"}, "passportNumber": {"DEMO 000001"}, "idNumber": {"Ration card 000002"},
		"position": {"Warden", "Clerk"}, "title": {"Maulavi"},
		"notes": {"National identification card without a number: Iraq", "Son of Ambrose Dole", "Date of designation referred to in Article 9: 25.7.2002."},
	})
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-900001-passport-demo-000001"), map[string][]string{
		"endDate": {"2013-03-22"}, "summary": {"known to be expired", "reported lost", "issued under name Q. Dole"}, "country": {"iq"},
	})
	if s := listtest.Statement(t, listtest.Entity(t, es, "eu_fsf-900001-sanction"), "listingDate", "2002-07-25"); s.Qualifier != "" {
		t.Errorf("listed %q", s.Qualifier)
	}
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-900002"), map[string][]string{
		"phone": {"0000-000 11 22", "000 33 44"}, "notes": {"FAX: 000 55 66"}, "address": {"7, Loom Road, Ardle, PO Box 9, Pakistan"},
	})
}

func TestTheCSVGivesThePartiesTheSameIds(t *testing.T) {
	for _, name := range []string{"traps-1.1.csv", "traps-1.0.csv"} {
		p, es := readFixture(t, name)
		listtest.Entity(t, es, "eu_fsf-EU.90001.1")
		listtest.Entity(t, es, "eu_fsf-EU.90002.2")
		if diff := cmp.Diff(map[string]int{"individuals": 1, "entities": 1}, p.Counts); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	_, es := readFixture(t, "traps-1.1.csv")
	listtest.Says(t, listtest.Entity(t, es, "eu_fsf-EU.90001.1"), map[string][]string{
		"name": {"Thessaly Vorrik"}, "weakAlias": {"The Lamplighter"}, "alias": {"Тессали Воррик"}, "birthDate": {"1963"},
		"phone": {"850 2 0000001"}, "passportNumber": {"DEMO 000001"}, "citizenship": {"kp"},
	})
}

// A spreadsheet program that saves the CSV wraps its lines and loses letters.
func TestASavedCSVIsReadAsFarAsItGoes(t *testing.T) {
	var b bytes.Buffer
	for line := range strings.Lines(string(listtest.Fixture(t, "traps-1.0.csv"))) {
		b.WriteString(`"` + strings.ReplaceAll(strings.TrimSuffix(line, "\n"), `"`, `""`) + "\t\t\t\"\r\n")
	}
	text := strings.ReplaceAll(b.String(), "Квеннет Доль", "??????? ????")
	data, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	p, es, err := listtest.Parse(listtest.FormatOf(t, Authority(), "saved.csv", []byte(data)), "saved.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	e := listtest.Entity(t, es, "eu_fsf-EU.90001.1")
	listtest.Says(t, e, map[string][]string{"name": {"Quénneth Dole"}, "alias": nil, "position": {"Warden; clerk"}})
	if notes := strings.Join(e.Values("notes"), "|"); !strings.Contains(notes, "letters lost: ??????? ????") {
		t.Errorf("the damaged name is not in the notes: %s", notes)
	}
	if len(p.Warnings) != 3 {
		t.Errorf("warnings: %v", p.Warnings)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlaceIsTheByteAtWhichTheElementBegins(t *testing.T) {
	for _, name := range []string{"traps.xml", "old.xml"} {
		data := listtest.Fixture(t, name)
		_, es := readFixture(t, name)
		listtest.ElementsLeadBack(t, data, es, 40)
	}
}

func TestPlaceInTheCSVIsTheByteAtWhichTheCellBegins(t *testing.T) {
	for _, name := range []string{"traps-1.1.csv", "traps-1.0.csv"} {
		data := listtest.Fixture(t, name)
		_, es := readFixture(t, name)
		for _, e := range es {
			for _, s := range e.Statements {
				place, at := listtest.Place(t, s.Place)
				if !strings.Contains(place, ", column ") || strings.Contains(s.Prop, "ddress") || s.Prop == "full" {
					continue
				}
				cell := listtest.Cell(data, at)
				written := s.Original
				if written == "" {
					written = s.Value
				}
				if !strings.HasPrefix(cell, written) && s.Prop != "holder" && s.Prop != "summary" && s.Prop != "birthDate" && s.Prop != "type" && s.Prop != "notes" {
					t.Errorf("%s %s: %q leads to %.40q", s.Place, s.Prop, written, cell)
				}
			}
		}
	}
}

func TestDamagedFilesAreRefusedWholeAndThePlaceIsNamed(t *testing.T) {
	xml, old, csv11, csv10 := string(listtest.Fixture(t, "traps.xml")), string(listtest.Fixture(t, "old.xml")), string(listtest.Fixture(t, "traps-1.1.csv")), string(listtest.Fixture(t, "traps-1.0.csv"))
	replace := func(in, old, with string) string { return listtest.Replace(t, in, old, with) }
	formats := Authority().Formats
	for name, tc := range map[string]struct {
		format lists.Format
		data   string
		reason string
	}{
		"cut in the middle":       {formats[0], xml[:len(xml)/2], "ends in the middle"},
		"cut behind an entry":     {formats[0], xml[:strings.Index(xml, "</sanctionEntity>")+17], "ends in the middle"},
		"cut before the last >":   {formats[0], strings.TrimSpace(xml)[:len(xml)-3], "ends in the middle"},
		"empty":                   {formats[0], "", "before the list begins"},
		"HTML page":               {formats[0], "<!DOCTYPE html>\n<html><body>Down</body></html>", "declaration"},
		"HTML page, bare":         {formats[0], "<html><body>Down</body></html>", "begins with <html>"},
		"JSON error body":         {formats[0], `{"timestamp":"2026-03-01T08:25:35","status":500,"error":"Internal Server Error"}`, "text where none belongs"},
		"Latin-1 bytes":           {formats[0], replace(xml, "Drift Lane", "Dr\xefft Lane"), "UTF-8"},
		"declared in Latin-1":     {formats[0], replace(xml, "UTF-8", "ISO-8859-1"), "ISO-8859-1"},
		"NUL":                     {formats[0], replace(xml, "Drift Lane", "Dr\x00ft Lane"), "line"},
		"no entries":              {formats[0], `<export generationDate="2026-03-01T08:25:35Z" globalFileId="1"></export>`, "no entries"},
		"no day of publication":   {formats[0], replace(xml, "generationDate", "madeOn"), "generationDate"},
		"bad day of publication":  {formats[0], replace(xml, "2026-03-01T08:25:35.511+01:00", "yesterday"), "yesterday"},
		"entry without a name":    {formats[0], replace(xml, `wholeName="Ambrose Quenneth Dole"`, `wholeName=" "`), "without a name"},
		"entry without a key":     {formats[0], replace(xml, `<sanctionEntity logicalId="900008">`, `<sanctionEntity>`), "nothing tells it"},
		"endless names":           {formats[0], replace(xml, `<nameAlias wholeName="Greylark"`, strings.Repeat(`<nameAlias wholeName="A"/>`, maxDetails+1)+`<nameAlias wholeName="Greylark"`), "more than 5000"},
		"old, cut":                {formats[2], old[:len(old)/2], "ends in the middle"},
		"old, other root":         {formats[2], xml, "begins with <export>"},
		"old, no day":             {formats[2], replace(old, "11/02/2016", "2016"), "Date is"},
		"old, no name":            {formats[2], replace(old, "Low Tide Money Exchange", ""), "without a name"},
		"old, no id":              {formats[2], replace(old, `ENTITY Id="900002"`, `ENTITY`), "without an Id"},
		"old, empty":              {formats[2], `<WHOLE Date="11/02/2016"/>`, "no entries"},
		"CSV, cut in a cell":      {formats[1], csv11[:strings.Index(csv11, "; amending")], "nothing closes"},
		"CSV, cut in a row":       {formats[1], csv11[:len(csv11)-200], "cells"},
		"CSV, empty":              {formats[1], "", "before its header"},
		"CSV, HTML":               {formats[1], "<html><body>\nDown\n</body></html>\n", "header has neither"},
		"CSV, JSON":               {formats[1], `{"status":500}`, "header has neither"},
		"CSV, NUL":                {formats[1], replace(csv11, "Director", "Dir\x00ctor"), "NUL"},
		"CSV, UTF-16":             {formats[1], "\xff\xfe" + strings.ReplaceAll(csv11[:400], "", "\x00"), "NUL"},
		"CSV, header alone":       {formats[1], csv10[:strings.Index(csv10, "\n")+1], "no entries"},
		"CSV, a column missing":   {formats[1], replace(csv11, "Entity_LogicalId", "Entity_Id"), "a column is missing"},
		"CSV, day missing":        {formats[1], replace(csv11, "01/03/2026", "soon"), "soon"},
		"CSV, no name":            {formats[1], replace(csv10, "Low Tide Relief", ""), "has no name"},
		"CSV, row without id":     {formats[1], replace(csv10, "04/07/2018;900002", "04/07/2018;"), "without a logical id"},
		"CSV, endless entry":      {formats[1], csv10 + strings.Repeat(csv10[strings.LastIndex(strings.TrimSpace(csv10), "\n")+1:], maxDetails+1), "more than 5000 rows"},
		"CSV, half of it wrapped": {formats[1], `"` + strings.Replace(csv10, "\n", "\"\n", 1), "this one does not"},
	} {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, tc.format, "list.x", tc.data, tc.reason)
		})
	}
}

func TestOtherFilesAreNotTakenForTheList(t *testing.T) {
	for _, foreign := range []string{
		"", "<html><body>export</body></html>", `{"status":500}`, "[1]", "%PDF-1.7", "<sdnList/>", "<CONSOLIDATED_LIST/>", "<Designations><DateGenerated/></Designations>",
		"<export><Publish_Date>x</Publish_Date></export>", "<WHOLE/>", "id,schema,name\n", "a;b;c\n", "<!-- <export -->",
		`<xs:schema targetNamespace="http://eu.europa.ec/fpi/fsd/export"><xs:element name="export"/></xs:schema>`,
		"Last Updated,12/02/2016\nName 6,Name 1\n", "fileGenerationDate;Entity\n", "<", "<?xml", "\ufeff",
	} {
		for _, f := range Authority().Formats {
			if f.Sniff("EU.xml", []byte(foreign)) != "" {
				t.Errorf("%q is taken for %s", foreign, f.Name)
			}
		}
	}
}

func TestTroubleOfTheReaderIsNotBlamedOnTheFile(t *testing.T) {
	for _, f := range Authority().Formats {
		listtest.ReaderTrouble(t, f)
	}
}

func TestLetteredListsAreTakenApart(t *testing.T) {
	for in, want := range map[string][]string{
		"Dr.":                          {"Dr."},
		"(a) Maulavi, (b) Mullah.":     {"Maulavi", "Mullah"},
		"(a)Maulavi":                   {"(a)Maulavi"},
		"Titles: (a) A; (b) B (c) C":   {"Titles:", "A", "B", "C"},
		"head of (a) and not of b":     {"head of (a) and not of b"},
		"Minister (a.k.a. Chief) (b) ": {"Minister (a.k.a. Chief) (b) "},
	} {
		if diff := cmp.Diff(want, lettered(in)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}
