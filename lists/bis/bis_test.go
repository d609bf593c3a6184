package bis

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/lists"
	"plimsoll/lists/listtest"
)

// fixtures are the files in testdata and the formats they are in.
func fixtures() map[string]lists.Format {
	f := Authority().Formats
	return map[string]lists.Format{"dpl.txt": f[0], "csl.csv": f[1], "old.csv": f[1], "csl.json": f[2]}
}

func parseFixture(t *testing.T, name string) (*lists.Parsed, []*ftm.Entity) {
	t.Helper()
	return listtest.MustParse(t, fixtures()[name], name, listtest.Fixture(t, name))
}

func TestEveryTrapOfTheFormatsIsReadAsExpected(t *testing.T) {
	for name, counts := range map[string]map[string]int{
		"dpl.txt":  {"parties": 7},
		"csl.csv":  {"individuals": 1, "vessels": 1, "entities": 2, "aircraft": 1, "parties": 5},
		"csl.json": {"individuals": 1, "vessels": 1, "entities": 2, "aircraft": 1, "parties": 5},
		"old.csv":  {"individuals": 1, "entities": 1, "parties": 3},
	} {
		t.Run(name, func(t *testing.T) {
			p, entities := parseFixture(t, name)
			listtest.Golden(t, "testdata/"+name+".golden.jsonl", p, entities)
			if diff := cmp.Diff(counts, p.Counts); diff != "" {
				t.Error(diff)
			}
			if !p.Published.IsZero() {
				t.Errorf("published %s, but no file says when", p.Published)
			}
		})
	}
}

func TestDeniedPersons(t *testing.T) {
	_, entities := parseFixture(t, "dpl.txt")
	var parties, sanctions []*ftm.Entity
	for _, e := range entities {
		switch e.Schema {
		case "LegalEntity":
			parties = append(parties, e)
		case "Sanction":
			sanctions = append(sanctions, e)
		}
	}
	listtest.Says(t, parties[0], map[string][]string{
		"name": {"ORRIN VELLACOTT-ZZ"}, "country": {"us"}, "address": {"3 DRIFT LANE, ARDLE, TX, 99999, United States of America"}, "topics": {"export.control"},
	})
	listtest.Says(t, parties[1], map[string][]string{"country": {"cn"}})
	listtest.Says(t, parties[2], map[string][]string{"name": {"THESSALY QUENN"}, "alias": {"TESS QUENN", "QUENN RADIO"}, "address": nil})
	listtest.Says(t, parties[3], map[string][]string{"name": {"PEARL LOOM"}, "alias": {"MARA-ZZ LOOM"}})
	listtest.Says(t, parties[4], map[string][]string{"name": {`BRACKENFOLD "TIDE" AIRLINES JSC`}})
	listtest.Says(t, sanctions[0], map[string][]string{
		"authority": {"Bureau of Industry and Security"}, "startDate": {"2004-05-17"}, "endDate": {"2057-05-27"}, "modifiedAt": {"2008-02-29"},
		"authorityId": {"99 F.R. 90001 6/27/03"}, "provisions": {"Standard order: Y"}, "summary": {"FR NOTICE ADDED"},
	})
	listtest.Says(t, sanctions[1], map[string][]string{"endDate": {"2004-06-29"}, "modifiedAt": nil})
	if id := regexp.MustCompile(`^us_bis_dpl-[0-9a-f]{20}$`); !id.MatchString(parties[0].ID) {
		t.Errorf("the id is %s", parties[0].ID)
	}
	for i, tail := range []string{"-2020-01-01", "-2020-01-01-2"} {
		if got, want := parties[5+i].ID, parties[4].ID+tail; got != want {
			t.Errorf("the row that repeats another is %s, want %s", got, want)
		}
	}
}

func TestIDOfDeniedPersonsDoesNotDependOnTheirPlace(t *testing.T) {
	lines := strings.Split(string(listtest.Fixture(t, "dpl.txt")), "\n")
	lines[1], lines[4] = lines[4], lines[1]
	_, moved, err := listtest.Parse(fixtures()["dpl.txt"], "moved", []byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	_, entities := parseFixture(t, "dpl.txt")
	if got, want := listtest.Entity(t, moved, entities[0].ID).First("name"), "ORRIN VELLACOTT-ZZ"; got != want {
		t.Errorf("the id of %s went to %s", want, got)
	}
}

func TestScreeningListSaysTheSameInBothFormats(t *testing.T) {
	for _, name := range []string{"csl.csv", "csl.json"} {
		_, entities := parseFixture(t, name)
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101"), map[string][]string{
			"name": {"VORRICK, Thessaly"}, "firstName": {"Thessaly"}, "lastName": {"VORRICK"}, "alias": {"QUENN, Tessaly", "The Lamplighter"},
			"position": {"Harbour master"}, "birthDate": {"1961-02-03", "1962", "1963", "1964", "1965"}, "birthPlace": {"Ardle, Sudan", "Larkmere", "Mali"},
			"birthCountry": {"sd", "ml"}, "nationality": {"kp", "cn"}, "citizenship": {"kp"}, "country": {"kp", "cn"}, "gender": {"female"},
			"passportNumber": {"DEMO000001"}, "idNumber": {"ZZ-77"}, "topics": {"sanction"},
			"notes": {"birthDate: soon", map[string]string{"csl.csv": "Number: Nom de Guerre, Reef", "csl.json": "Nom de Guerre: Reef"}[name], "(Linked To: BRACKENFOLD)"},
		})
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101-sanction"), map[string][]string{
			"authority": {"Treasury Department"}, "program": {"NPWMD", "ZZ-EO1"}, "recordId": {"990101"},
			"provisions": {"Secondary sanctions risk: Invented Regulations, sections 1.2 and 1.3"},
			"summary":    {"Specially Designated Nationals (SDN)"}, "sourceUrl": {"https://example.org/info"}, "programUrl": {"https://example.org/sdn?a=1"},
		})
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101-wallet-zz1demo0000"), map[string][]string{"publicKey": {"zz1demo0000"}, "currencySymbol": {"XBT"}, "holder": {"us_ofac-990101"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101-passport-demo000001"), map[string][]string{"number": {"DEMO000001"}, "country": {"kp"}, "holder": {"us_ofac-990101"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990102"), map[string][]string{
			"imoNumber": {"0990011"}, "mmsi": {"299000001"}, "callSign": {"ZZ9Q"}, "type": {"Crude Oil Tanker"}, "flag": {"kp"}, "pastFlags": {"pa"},
			"tonnage": {"9901"}, "grossRegisteredTonnage": {"9902"}, "buildDate": {"1989"}, "registrationNumber": {"ZZ 5"}, "notes": {"Owner: Brackenfold"},
		})
		listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990103"), map[string][]string{
			"vatCode": {"ZZV-1"}, "taxNumber": {"ZZT-2"}, "registrationNumber": {"ZZR-3"}, "swiftBic": {"ZZZZZZ2X"}, "website": {"example.org"},
			"email": {"zz@example.org"}, "imoNumber": {"0990012"}, "country": {"cy"}, "topics": {"sanction"},
		})
		listtest.Entity(t, entities, "us_ofac-990103-ns-mbs-list") // the same party on another of OFAC's lists
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz01"), map[string][]string{
			"name": {"Greylark Import Company"}, "notes": {"Listed with: and any successor of its lamps or wicks"}, "topics": {"sanction"},
		})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz02"), map[string][]string{
			"alias": {"LRI", "Loom Institut? of Research", "Tide Research Institute"}, "topics": {"export.control"},
		})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz03"), map[string][]string{"topics": {"export.control", "debarment"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz04"), map[string][]string{"name": {"SALLY"}, "alias": {"SAL VELLACOTT-ZZ"}, "topics": {"export.control"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz04-sanction"), map[string][]string{"endDate": {"2003-06-29"}, "program": {"Denied Persons List (DPL)"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz05-sanction"), map[string][]string{"authority": {"Larkmere Trade Board"}})
		listtest.Says(t, listtest.Entity(t, entities, "us_csl-zz06"), map[string][]string{"model": {"Loom 9"}, "registrationNumber": {"ZZ-ORR"}})
	}
}

func TestScreeningListOfBefore2020(t *testing.T) {
	_, entities := parseFixture(t, "old.csv")
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101"), map[string][]string{"passportNumber": {"DEMO000001"}, "idNumber": {"ZZ-77"}, "gender": {"female"}})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990101-sanction"), map[string][]string{
		"authority": {"Treasury Department"}, "provisions": {"Secondary sanctions risk: Invented Regulations, sections 1.2 and 1.3"},
	})
	listtest.Says(t, listtest.Entity(t, entities, "us_ofac-990103"), map[string][]string{"vatCode": {"ZZV-1"}, "taxNumber": {"ZZT-2"}, "registrationNumber": {"ZZR-3"}})
	hashed := 0
	for _, e := range entities {
		if e.Schema == "LegalEntity" {
			hashed++
			if id := regexp.MustCompile(`^us_csl-[0-9a-f]{20}(-[0-9]+)?$`); !id.MatchString(e.ID) {
				t.Errorf("the id is %s", e.ID)
			}
		}
	}
	if hashed != 3 {
		t.Errorf("%d entries have an id made of what they say, want 3", hashed)
	}
}

// The place of a statement must lead back to the bytes that say it.
func TestPlacesLeadToTheBytes(t *testing.T) {
	for name := range fixtures() {
		data := listtest.Fixture(t, name)
		_, entities := parseFixture(t, name)
		n := 0
		for _, e := range entities {
			for _, s := range e.Statements {
				_, at := listtest.Place(t, s.Place)
				want := s.Original
				if want == "" && strings.Contains(s.Place, "column") {
					want = s.Value
				}
				if want == "" || strings.HasPrefix(s.Value, "Standard") || s.Prop == "full" || s.Prop == "address" || s.Prop == "addressEntity" || s.Prop == "holder" {
					continue
				}
				text := listtest.Cell(data, at)
				if name == "csl.json" {
					var said any
					dec := json.NewDecoder(bytes.NewReader(data[at:]))
					dec.UseNumber()
					if err := dec.Decode(&said); err != nil {
						t.Fatal(err)
					}
					text = fmt.Sprint(said)
				}
				if !strings.HasPrefix(text, want) {
					t.Errorf("%s: %s of %s leads to %.40q, not to %q", name, s.Place, s.Prop, text, want)
				}
				n++
			}
		}
		if n < 20 {
			t.Errorf("%s: only %d statements", name, n)
		}
	}
}

func TestDamagedFilesAreRefusedWhole(t *testing.T) {
	type damage struct{ file, data, reason string }
	cases := map[string]damage{}
	for name := range fixtures() {
		good := string(listtest.Fixture(t, name))
		json := name == "csl.json"
		notText := "not JSON"
		if !json {
			notText = "column"
		}
		cases[name+" empty"] = damage{name, "", "ends before"}
		cases[name+" HTML"] = damage{name, "<!DOCTYPE html>\n<html><body>Down</body></html>\n", notText}
		cases[name+" error body"] = damage{name, `{"timestamp":"2026","status":500}`, ""}
		cases[name+" cp1252"] = damage{name, strings.NewReplacer("Drift", "Dr\xeeft", "DRIFT", "DR\xceFT").Replace(good), "not UTF-8"}
		cases[name+" NUL"] = damage{name, good[:len(good)/2] + "\x00" + good[len(good)/2:], ""}
		cases[name+" UTF-16"] = damage{name, "\xff\xfe\"\x00N\x00", ""}
		cases[name+" cut"] = damage{name, good[:len(good)/2], ""}
		cases[name+" cut early"] = damage{name, good[:len(good)/5], ""}
		cases[name+" cut late"] = damage{name, good[:len(good)-9], ""}
		if !json {
			header, _, _ := strings.Cut(good, "\n")
			cases[name+" no rows"] = damage{name, header + "\n", "no rows"}
			cases[name+" a cell too many"] = damage{name, good + "\n" + strings.Repeat(`"x",`, 40) + "\n", ""}
		}
	}
	dpl, csl, js := string(listtest.Fixture(t, "dpl.txt")), string(listtest.Fixture(t, "csl.csv")), string(listtest.Fixture(t, "csl.json"))
	cases["denied person without a name"] = damage{"dpl.txt", strings.Replace(dpl, `"PEARL (A.K.A. MARA-ZZ LOOM) LOOM"`, `""`, 1), "a row without a name"}
	cases["other columns"] = damage{"dpl.txt", strings.Replace(dpl, "FR_Citation", "Citation", 1), "no column FR_Citation"}
	cases["renamed column"] = damage{"csl.csv", strings.Replace(csl, "alt_names", "aka", 1), "no column alt_names"}
	cases["endless aliases"] = damage{"csl.csv", strings.Replace(csl, "QUENN, Tessaly", strings.Repeat("A;", 6000), 1), "more than 5000 values"}
	cases["count"] = damage{"csl.json", strings.Replace(js, `"total": 11`, `"total": 12`, 1), "has 12 entries, but it holds 11"}
	cases["no results"] = damage{"csl.json", `{"total":0,"results":[]}`, "no entries"}
	cases["endless aliases in JSON"] = damage{"csl.json", strings.Replace(js, `"QUENN, Tessaly"`, strings.Repeat(`"A",`, 6000)+`"B"`, 1), "more than 5000 values"}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			listtest.Damaged(t, fixtures()[tc.file], "list", tc.data, tc.reason)
		})
	}
}

func TestFilesAreRecognisedByTheirBytes(t *testing.T) {
	want := map[string]string{"dpl.txt": "DPL.TXT", "csl.csv": "CONSOLIDATED.CSV", "old.csv": "CONSOLIDATED.CSV", "csl.json": "CONSOLIDATED.JSON"}
	for name, format := range want {
		data := listtest.Fixture(t, name)
		id, err := lists.Identify([]lists.Authority{Authority()}, "x", data)
		if err != nil || id.Format.Name != format || id.Part != lists.OnePart {
			t.Errorf("%s is %q, %v", name, id.Format.Name, err)
		}
	}
	for _, other := range []string{
		"", "<html>", "id,schema,name\nsource,entity_number", `{"results":[{"name":"A"}]}`, `{"response":{"ZPROCSUPP":[]}}`,
		"<Name\tStreet_Address\tEffective_Date\tFR_Citation>", `36,"AERO",-0- ,"CUBA"`,
	} {
		if id, err := lists.Identify([]lists.Authority{Authority()}, "consolidated.csv", []byte(other)); err == nil {
			t.Errorf("%q is taken for %s", other, id.Format.Name)
		}
	}
}
