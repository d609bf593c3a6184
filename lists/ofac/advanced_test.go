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

func TestEveryTrapOfTheAdvancedModelIsReadAsExpected(t *testing.T) {
	p, entities := readSet(t, fixtures(t, "advanced.xml"))
	listtest.Golden(t, "testdata/advanced.golden.jsonl", p, entities)
	if want := time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC); p.Dataset != SDN || !p.Published.Equal(want) {
		t.Errorf("dataset %s of %s", p.Dataset, p.Published)
	}
	if diff := cmp.Diff(map[string]int{"individuals": 2, "entities": 2, "vessels": 1, "aircraft": 1}, p.Counts); diff != "" {
		t.Error(diff)
	}
}

func TestPropertiesOfAProfile(t *testing.T) {
	_, entities := readSet(t, fixtures(t, "advanced.xml"))
	person := listtest.Entity(t, entities, "us_ofac-9901")
	listtest.Says(t, person, map[string][]string{
		"name":           {"Vorrick, Thessaly Quenn O' Rell Mulsheb", "Воррик, Тессали Квенович", "ثسالي فوريك"},
		"alias":          {"Hask Ilmjurn"},
		"weakAlias":      {"The Lamplighter"},
		"previousName":   {"Drath, Thessa"},
		"firstName":      {"Thessaly", "Тессали", "ثسالي"},
		"middleName":     {"Quenn", "O' Rell"},
		"fatherName":     {"Квенович"},
		"birthDate":      {"1961-02-03", "1962", "1964", "1965", "1966", "1968-04"},
		"birthPlace":     {"Zibgrol, Iran"},
		"birthCountry":   {"ir"},
		"nationality":    {"kp"},
		"citizenship":    {"kp"},
		"country":        {"ru"},
		"gender":         {"male"},
		"position":       {"Harbour master", "Keeper of the lamps"},
		"address":        {"7 Zibgrol Quay, Vorrmulsk 000007, Russia", "Воррмульск, Russia"},
		"passportNumber": {"ZZ 0990001"},
		"idNumber":       {"ZZ-7700"},
		"topics":         {"sanction"},
	})
	var dates, langs []string
	for _, s := range person.About("birthDate") {
		dates = append(dates, string(s.Qualifier))
	}
	for _, s := range person.About("name") {
		langs = append(langs, s.Lang)
	}
	if diff := cmp.Diff([]string{"", "circa", "range", "range", "range", ""}, dates); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "und-Cyrl", "und-Arab"}, langs); diff != "" {
		t.Error(diff)
	}
	if s := person.About("weakAlias")[0].Strength; s != ftm.Weak {
		t.Errorf("a low quality name is %q", s)
	}
	if notes := strings.Join(person.Values("notes"), "\n"); !strings.Contains(notes, "Called false by the list: Birthdate: 01 Jan 1970") || !strings.Contains(notes, "(Hijri)") {
		t.Errorf("the notes are\n%s", notes)
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9901-passport-zz-0990001"), map[string][]string{
		"holder": {"us_ofac-9901"}, "country": {"ir"}, "startDate": {"2011-02-03"}, "endDate": {"2021"},
		"authority": {"Invented Passport Office"}, "summary": {"Expired", "Fraudulent", "Issued in Tehran, Iran"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9902"), map[string][]string{
		"imoNumber": {"0990011"}, "mmsi": {"297000011"}, "callSign": {"ZZQ11"}, "type": {"Bulk Carrier"}, "flag": {"kp"}, "tonnage": {"12345"},
	})
	if s := listtest.Entity(t, entities, "us_ofac-9903").Schema; s != "Company" {
		t.Errorf("a party of the type Private Company is of the schema %s", s)
	}
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9903-wallet-xbt-zzwalletofnobody1"), map[string][]string{"currencySymbol": {"XBT"}, "holder": {"us_ofac-9903"}})
}

func TestEntriesAndRelationsOfTheAdvancedModel(t *testing.T) {
	_, entities := readSet(t, fixtures(t, "advanced.xml"))
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9901-sanction"), map[string][]string{
		"entity": {"us_ofac-9901"}, "authority": {Publisher}, "listingDate": {"2010-08-30"}, "program": {"DPRK", "NPWMD"},
		"reason": {"Executive Order 13551 (North Korea)", "typing error"}, "recordId": {"9901"},
		"provisions": {"Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210", "Block"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9903-sanction"), map[string][]string{"listingDate": {"2016-03-02"}, "program": {"DPRK3"}, "startDate": {"2021-08-02"}})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-9903-sanction-sectoral-sanctions-identifications-list"), map[string][]string{
		"listingDate": {"2014-09-12"}, "provisions": {"13662 Sectoral Directive 1: new debt"}, "startDate": {"2014-09-12"}, "program": nil,
	})
	for id, want := range map[string]map[string][]string{
		"us_ofac-link-9902-owned-or-controlled-by-9903":    {"owner": {"us_ofac-9903"}, "asset": {"us_ofac-9902"}},
		"us_ofac-link-9903-owned-or-controlled-by-9902":    {"subject": {"us_ofac-9903"}, "object": {"us_ofac-9902"}, "role": {"Owned or Controlled By"}},
		"us_ofac-link-9903-owns-controls-or-operates-9904": {"owner": {"us_ofac-9903"}, "asset": {"us_ofac-9904"}},
		"us_ofac-link-9901-leader-or-official-of-9903":     {"director": {"us_ofac-9901"}, "organization": {"us_ofac-9903"}, "status": {"former"}, "startDate": {"2015"}, "endDate": {"2019-06-15"}},
		"us_ofac-link-9901-family-member-of-9905":          {"person": {"us_ofac-9905"}, "relative": {"us_ofac-9901"}, "summary": {"former"}},
		"us_ofac-link-9905-associate-of-9901":              {"person": {"us_ofac-9901"}, "associate": {"us_ofac-9905"}},
		"us_ofac-link-9903-providing-support-to-9901-8":    {"summary": {"said twice"}},
		"us_ofac-link-9901-rival-of-4713":                  {"object": {"us_ofac-4713"}},
	} {
		listtest.Says(t, listtest.Entity(t, entities, id), want)
	}
}

func TestPlacesInTheAdvancedModelLeadToTheirElements(t *testing.T) {
	files := fixtures(t, "advanced.xml")
	_, entities := readSet(t, files)
	listtest.ElementsLeadBack(t, files["advanced.xml"], entities, 200)
}

func TestTheOrderOfTheBlocksAndPrefixesOfTheAdvancedModel(t *testing.T) {
	data := string(listtest.Fixture(t, "advanced.xml"))
	_, want := readSet(t, map[string][]byte{"a.xml": []byte(data)})
	prefixed := strings.NewReplacer("</", "</un:", "<!", "<!", "<?", "<?", "<", "<un:", " xmlns=", " xmlns:un=").Replace(data)
	_, got := readSet(t, map[string][]byte{"a.xml": []byte(prefixed)})
	if len(got) != len(want) {
		t.Errorf("with a prefix %d entities, without %d", len(got), len(want))
	}
	for i, e := range got {
		if diff := cmp.Diff(want[i].Properties(), e.Properties()); diff != "" {
			t.Errorf("%s (-without +with a prefix):\n%s", e.ID, diff)
		}
	}
}

// Every party of the one list has an entry of it, and some have entries of
// others.
func TestTheEntriesTellWhichListAnAdvancedFileIs(t *testing.T) {
	sdn := string(listtest.Fixture(t, "advanced.xml"))
	cons := strings.ReplaceAll(sdn, `ListID="1550"`, `ListID="91512"`)
	both := strings.Replace(sdn, "</SanctionsEntries>", `<SanctionsEntry ID="1" ProfileID="9904" ListID="91512"/></SanctionsEntries>`, 1)
	even := strings.ReplaceAll(sdn, `ListID="1550"`, `ListID="91507"`)
	for name, tc := range map[string]struct{ data, file, want string }{
		"SDN":                {sdn, "cons_advanced.xml", SDN},
		"consolidated":       {cons, "sdn_advanced.xml", Consolidated},
		"some on both":       {both, "cons_advanced.xml", SDN},
		"by name":            {even, "CONS_ADVANCED.XML", Consolidated},
		"by name, in a path": {even, `C:\lists\cons_advanced.xml`, Consolidated},
		"nothing tells":      {even, "list.xml", SDN},
	} {
		p, _, err := lists.ReadAll(t.Context(), advancedFormat(), listtest.Input(tc.file, []byte(tc.data)))
		if err != nil {
			t.Fatal(err)
		}
		if p.Dataset != tc.want {
			t.Errorf("%s: %s, want %s", name, p.Dataset, tc.want)
		}
	}
	in := listtest.Input("sdn_advanced.xml", []byte(cons))
	in.Dataset = "mine"
	p, entities, err := lists.ReadAll(t.Context(), advancedFormat(), in)
	if err != nil || p.Dataset != "mine" || entities[0].Statements[0].Dataset != "mine" {
		t.Errorf("the dataset that the import asks for is not used: %v", err)
	}
	// The party's Sanction is the entry of the list, whatever comes first.
	if s := listtest.Entity(t, entities, "us_ofac-9903-sanction"); s.First("listingDate") != "2016-03-02" {
		t.Errorf("the entry of %s is taken for the party's", s.First("summary"))
	}
}

func TestDamagedAdvancedFilesAreRefusedWhole(t *testing.T) {
	good := string(listtest.Fixture(t, "advanced.xml"))
	replace := func(old, with string) string { return listtest.Replace(t, good, old, with) }
	without := func(block string) string {
		from, to := strings.Index(good, "<"+block+">"), strings.Index(good, "</"+block+">")
		return good[:from] + good[to+len(block)+3:]
	}
	moved := func(block, before string) string {
		from, to := strings.Index(good, "<"+block+">"), strings.Index(good, "</"+block+">")+len(block)+3
		return strings.Replace(good[:from]+good[to:], "<"+before+">", good[from:to]+"<"+before+">", 1)
	}
	for name, tc := range map[string]struct{ data, reason string }{
		"cut in the middle":        {good[:len(good)/2], "ends in the middle"},
		"cut in the tables":        {good[:3000], "ends in the middle"},
		"cut in the entries":       {good[:strings.LastIndex(good, "<SanctionsEntry ")+20], "ends in the middle"},
		"cut before the last >":    {strings.TrimSpace(good)[:len(good)-4], "ends in the middle"},
		"empty":                    {"", "before the list begins"},
		"HTML page":                {"<!DOCTYPE html>\n<html><body>Down</body></html>", "declaration"},
		"HTML page, bare":          {"<html><body>Down</body></html>", "begins with <html>"},
		"another list":             {"<CONSOLIDATED_LIST/>", "begins with <CONSOLIDATED_LIST>"},
		"JSON error body":          {`{"status":500}`, "text where none belongs"},
		"not UTF-8":                {replace("Quendrath<", "Quendr\xe1th<"), "UTF-8"},
		"NUL":                      {replace("Quendrath<", "Quendr\x00th<"), "no place in a list"},
		"not well-formed":          {replace("</ShoeSize>", "</Shoe>"), "not well-formed"},
		"delta file":               {replace(`Version="3"`, `Version="4" DeltaBaseVersion="3"`), "delta file"},
		"delta of a party":         {replace(`<DistinctParty FixedRef="9902">`, `<DistinctParty FixedRef="9902" DeltaAction="D">`), "delta file"},
		"delta of a location":      {replace(`<Location ID="7">`, `<Location ID="7" DeltaAction="D">`), "delta file"},
		"delta of an entry":        {replace(`ProfileID="9904" ListID`, `ProfileID="9904" DeltaAction="A" ListID`), "delta file"},
		"no parties":               {without("DistinctParties"), "before <DistinctParties>"},
		"no entries":               {without("SanctionsEntries"), "no <SanctionsEntries>"},
		"no relations":             {without("ProfileRelationships"), "no <ProfileRelationships>"},
		"no tables":                {without("ReferenceValueSets"), "before <ReferenceValueSets>"},
		"no locations":             {without("Locations"), "before <Locations>"},
		"documents at the end":     {moved("IDRegDocuments", "SanctionsEntries"), "before <IDRegDocuments>"},
		"a block twice":            {replace("<SanctionsEntryLinks />", "<Locations></Locations>"), "second block"},
		"entries twice":            {replace("<Sundries>", "<SanctionsEntries></SanctionsEntries><Sundries>"), "in two places"},
		"no day":                   {replace("<Month>3</Month>", ""), "DateOfIssue"},
		"profile without a number": {replace(`<Profile ID="9902"`, `<Profile ID="none"`), "not a number"},
		"location of no number":    {replace(`LocationID="30"`, `LocationID="x"`), "not a number"},
		"party without a name":     {replace("ORRIN TALE", ""), "without a name"},
		"two documents":            {good + "<Sanctions/>", "second document"},
		"absurdly many features":   {replace("<ShoeSize>", strings.Repeat("<Feature/>", maxPieces)+"<ShoeSize>"), "more than 5000"},
		"absurdly many names":      {replace("<NamePartGroups>", strings.Repeat("<Alias/>", maxPieces)+"<NamePartGroups>"), "more than 5000"},
		"absurdly many documents":  {replace("<IDRegDocuments>", "<IDRegDocuments>"+strings.Repeat(`<IDRegDocument IdentityID="51"/>`, maxPieces)), "more than 5000"},
		"absurdly many entries":    {replace("<SanctionsEntries>", "<SanctionsEntries>"+strings.Repeat(`<SanctionsEntry ProfileID="9901"/>`, maxPieces)), "more than 5000"},
	} {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, advancedFormat(), "sdn_advanced.xml", tc.data, tc.reason)
		})
	}
}

func TestAStoppedReadingOfAnAdvancedFileSaysWhy(t *testing.T) {
	full := errors.New("disk full")
	in := listtest.Input("sdn_advanced.xml", listtest.Fixture(t, "advanced.xml"))
	if _, err := advancedFormat().Parse(t.Context(), in, func(*ftm.Entity) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := advancedFormat().Parse(ctx, in, func(*ftm.Entity) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestXMLFormatsAreKnownByTheirRoot(t *testing.T) {
	for head, want := range map[string]string{
		string(listtest.Fixture(t, "advanced.xml")):                 "SDN_ADVANCED.XML, CONS_ADVANCED.XML",
		string(listtest.Fixture(t, "enhanced.xml")):                 "SDN_ENHANCED.XML, CONS_ENHANCED.XML",
		`<un:Sanctions xmlns:un="http://www.un.org/sanctions/1.0">`: "SDN_ADVANCED.XML, CONS_ADVANCED.XML",
		"\ufeff<?xml version='1.0'?>\r\n<sanctionsData>":            "SDN_ENHANCED.XML, CONS_ENHANCED.XML",
		`<Sanctions xmlns="urn:of-somebody-else">`:                  "",
		`<html><Sanctions xmlns="/sanctions/1.0">`:                  "",
		`{"xml":"<Sanctions xmlns='/sanctions/1.0'>"}`:              "",
		`id,<sanctionsData>`:                                        "",
		`<sanctionsDatabase>`:                                       "",
		`<!DOCTYPE html><sanctionsData>`:                            "",
	} {
		got := ""
		for _, f := range Authority().Formats {
			if f.Sniff("file", []byte(head[:min(len(head), lists.HeadSize)])) != "" {
				got += f.Name
			}
		}
		if got != want {
			t.Errorf("%.60q is taken for %q, want %q", head, got, want)
		}
	}
}

// What begins with the name of a block, or ends it, is no block.
func TestTheLastBlockIsFoundFromTheEnd(t *testing.T) {
	far := strings.Repeat("x", 3<<20)
	for data, want := range map[string]int64{
		"<a><B/></a>":                        3,
		"<a><B>" + far + "</B></a>":          3,
		"<a><n:B >" + far + "</n:B></a>":     3,
		far[:1<<20-1] + "<B>" + far:          1<<20 - 1,
		far[:2<<20] + "<B>" + far[:1<<20]:    2 << 20,
		"<B>1</B><B>2</B>":                   8,
		"<Bb/></B><c B='1'/><!-- B --><cB/>": -1,
		"":                                   -1,
		"B":                                  -1,
		"B>":                                 -1,
	} {
		if got, err := lastTag(lists.Bytes("f", "", "", []byte(data)), "B"); got != want || err != nil {
			t.Errorf("in %.40q of %d bytes the tag is at %d, want %d (%v)", data, len(data), got, want, err)
		}
	}
}
