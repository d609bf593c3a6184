package world

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
)

// table is one list file, read the plain way: the reader of the program lives
// in a package above this one.
type table struct {
	head     map[string]string
	entities []*ftm.Entity
}

func read(t *testing.T, name string) table {
	t.Helper()
	raw, err := Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := table{head: map[string]string{}}
	for bytes.HasPrefix(raw, []byte("# ")) {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		key, value, ok := strings.Cut(string(line[2:]), ": ")
		if !ok {
			t.Fatalf("%s: head line %q has no colon", name, line)
		}
		out.head[key], raw = value, rest
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if diff := cmp.Diff([]string{"id", "schema", "name"}, rows[0][:3]); diff != "" {
		t.Fatalf("%s: header (-want +got):\n%s", name, diff)
	}
	for _, row := range rows[1:] {
		e := ftm.New(row[0], row[1])
		for i, cell := range row[2:] {
			for _, v := range splitCell(cell) {
				e.Add(rows[0][i+2], v, ftm.Origin{Dataset: out.head["dataset"]})
			}
		}
		out.entities = append(out.entities, e)
	}
	return out
}

func splitCell(cell string) []string {
	const mark = "\x00"
	parts := strings.Split(strings.ReplaceAll(cell, `\;`, mark), ";")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], mark, ";")
	}
	return parts
}

func files() []string { return []string{UN1718, UN1718Vessels, DemoList, DemoParties} }

func count(entities []*ftm.Entity, schema, prefix string) int {
	n := 0
	for _, e := range entities {
		if e.Schema == schema && strings.HasPrefix(e.ID, prefix) {
			n++
		}
	}
	return n
}

func TestEveryFileSaysWhatItIs(t *testing.T) {
	want := map[string][2]string{
		UN1718: {"un_1718", "2024-03-07"}, UN1718Vessels: {"un_1718_vessels", "2020-06-04"},
		DemoList: {"demo_list", "2026-03-01"}, DemoParties: {"demo_parties", "2026-03-01"},
	}
	for _, name := range files() {
		h := read(t, name).head
		for _, key := range []string{"title", "dataset", "published", "authority", "program", "source"} {
			if h[key] == "" {
				t.Errorf("%s: head line %q is missing", name, key)
			}
		}
		if got := [2]string{h["dataset"], h["published"]}; got != want[name] {
			t.Errorf("%s: dataset and day are %v, want %v", name, got, want[name])
		}
	}
	for _, name := range []string{DemoList, DemoParties} {
		if title := read(t, name).head["title"]; !strings.Contains(title, "invented") {
			t.Errorf("%s: title %q does not say that it is invented", name, title)
		}
	}
}

func TestEveryEntityIsValidFollowTheMoney(t *testing.T) {
	seen := map[string]string{}
	for _, name := range files() {
		for _, e := range read(t, name).entities {
			if err := ftm.Default().Check(e); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if other, twice := seen[e.ID]; twice {
				t.Errorf("%s: id %s is also in %s", name, e.ID, other)
			}
			seen[e.ID] = name
		}
	}
	for _, name := range files() {
		for _, e := range read(t, name).entities {
			for _, prop := range []string{"entity", "owner", "asset", "operator", "director", "organization"} {
				for _, id := range e.Values(prop) {
					if seen[id] == "" {
						t.Errorf("%s: %s names %s %q, which is in no file", name, e.ID, prop, id)
					}
				}
			}
		}
	}
}

func TestTheUNListIsComplete(t *testing.T) {
	list := read(t, UN1718).entities
	if p, o, s := count(list, "Person", "KPi."), count(list, "Organization", "KPe."), count(list, "Sanction", "KP"); p != 80 || o != 75 || s != 155 {
		t.Errorf("%d persons, %d entities, %d sanctions; want 80, 75, 155", p, o, s)
	}
	if len(list) != 310 {
		t.Errorf("%d rows, want 310", len(list))
	}
	var persons, entities []int
	byDay := map[string]*[2]int{}
	var days []string
	for _, e := range list {
		if e.Schema != "Sanction" {
			continue
		}
		day := e.First("listingDate")
		if byDay[day] == nil {
			byDay[day] = new([2]int)
			days = append(days, day)
		}
		kind := 0
		if strings.HasPrefix(e.ID, "KPe.") {
			kind = 1
		}
		byDay[day][kind]++
		if e.First("unscId") != e.First("entity") || e.ID != e.First("entity")+"-sanction" {
			t.Errorf("%s is the sanction of %s with reference %s", e.ID, e.First("entity"), e.First("unscId"))
		}
	}
	slices.Sort(days) // ISO days sort as text
	for _, day := range days {
		if n := byDay[day][0]; n > 0 {
			persons = append(persons, n)
		}
		if n := byDay[day][1]; n > 0 {
			entities = append(entities, n)
		}
	}
	if diff := cmp.Diff([]int{5, 4, 3, 16, 11, 14, 9, 1, 16, 1}, persons); diff != "" {
		t.Errorf("persons by day of listing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{3, 5, 3, 6, 2, 1, 12, 10, 4, 4, 3, 1, 21}, entities); diff != "" {
		t.Errorf("entities by day of listing (-want +got):\n%s", diff)
	}
}

func TestListedPartiesAreMarkedAndExplained(t *testing.T) {
	for _, name := range []string{UN1718, UN1718Vessels, DemoList} {
		sanctioned := map[string]bool{}
		list := read(t, name).entities
		for _, e := range list {
			if e.Schema == "Sanction" {
				sanctioned[e.First("entity")] = true
				checkDay(t, name, e, "listingDate", "2006-10-14", "2026-03-01")
			}
		}
		for _, e := range list {
			if s, _ := ftm.Default().Schema(e.Schema); !s.Is("Thing") {
				continue
			}
			if e.First("topics") != "sanction" || !sanctioned[e.ID] {
				t.Errorf("%s: %s: topics %q, has a Sanction: %v", name, e.ID, e.First("topics"), sanctioned[e.ID])
			}
			if n := len(e.First("notes")); n < 30 || n > 400 {
				t.Errorf("%s: %s: notes of %d bytes", name, e.ID, n)
			}
		}
	}
}

func checkDay(t *testing.T, name string, e *ftm.Entity, prop, first, last string) {
	t.Helper()
	for _, day := range e.Values(prop) {
		if _, err := time.Parse(time.DateOnly, day); err != nil || day < first || day > last {
			t.Errorf("%s: %s: %s %q is not a day between %s and %s", name, e.ID, prop, day, first, last)
		}
	}
}

func TestValuesAreClean(t *testing.T) {
	birth := regexp.MustCompile(`^(19\d\d)(-\d\d-\d\d)?$`)
	passport := regexp.MustCompile(`^(PS )?[A-Z]{0,2}\d+$|^DEMO-\d{6}$`)
	country := regexp.MustCompile(`^[a-z]{2}$`)
	for _, name := range files() {
		for _, e := range read(t, name).entities {
			for prop, re := range map[string]*regexp.Regexp{
				"birthDate": birth, "passportNumber": passport, "country": country, "nationality": country, "flag": country,
				"pastFlags": country, "mmsi": regexp.MustCompile(`^\d{9}$`), "gender": regexp.MustCompile(`^(male|female)$`),
			} {
				for _, v := range e.Values(prop) {
					if !re.MatchString(v) {
						t.Errorf("%s: %s: %s %q", name, e.ID, prop, v)
					}
				}
			}
			for _, s := range e.Statements {
				for _, bad := range []string{"BETWEEN", "EXACT", "Passport", "Numéro", "�", "\n", "  "} {
					if strings.Contains(s.Value, bad) {
						t.Errorf("%s: %s: %s holds %q", name, e.ID, s.Prop, bad)
					}
				}
			}
		}
	}
}

func TestPrecisionOfBirthDatesIsKept(t *testing.T) {
	want := map[string][]string{
		"KPi.001": {"1944-10-13"}, "KPi.002": {"1938"}, "KPi.005": nil,
		"KPi.016": {"1957-04-15", "1958-02-22"}, "KPi.066": {"1967", "1969"},
	}
	for _, e := range read(t, UN1718).entities {
		if w, ok := want[e.ID]; ok {
			if diff := cmp.Diff(w, e.Values("birthDate")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", e.ID, diff)
			}
		}
	}
}

func TestTheVesselListIsComplete(t *testing.T) {
	list := read(t, UN1718Vessels).entities
	byDay, without := map[string]int{}, []string{}
	mmsi := map[string][]string{}
	for _, e := range list {
		switch e.Schema {
		case "Sanction":
			byDay[e.First("listingDate")]++
			if len(e.Values("provisions")) == 0 {
				t.Errorf("%s names no measure", e.ID)
			}
		case "Vessel":
			imo := e.First("imoNumber")
			if imo == "" {
				without = append(without, e.First("name"))
			} else if e.ID != "IMO"+imo || !imoValid(imo) {
				t.Errorf("%s: IMO number %q", e.ID, imo)
			}
			for _, m := range e.Values("mmsi") {
				mmsi[m] = append(mmsi[m], e.ID)
			}
		}
	}
	if n := count(list, "Vessel", ""); n != 59 {
		t.Errorf("%d ships, want 59", n)
	}
	if diff := cmp.Diff([]string{"MIN NING DE YOU 078"}, without); diff != "" {
		t.Errorf("ships without IMO number (-want +got):\n%s", diff)
	}
	wantDays := map[string]int{"2017-06-21": 22, "2017-10-03": 4, "2017-12-28": 4, "2018-03-30": 27, "2018-10-16": 3}
	if diff := cmp.Diff(wantDays, byDay); diff != "" {
		t.Errorf("designations by day (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"IMO8909575", "IMO7937317"}, mmsi["445114000"]); diff != "" {
		t.Errorf("the MMSI that stands on two ships (-want +got):\n%s", diff)
	}
}

func TestCompanyNumbersPassTheCheckDigit(t *testing.T) {
	n := 0
	for _, e := range read(t, UN1718).entities {
		for _, v := range e.Values("imoNumber") {
			n++
			if !companyValid(v) {
				t.Errorf("%s: IMO company number %q", e.ID, v)
			}
		}
	}
	if n != 16 {
		t.Errorf("%d company numbers, want 16", n)
	}
}

func TestDemoPartiesCannotBeReal(t *testing.T) {
	for _, name := range []string{DemoList, DemoParties} {
		for _, e := range read(t, name).entities {
			if !strings.HasPrefix(e.ID, "DEMO-") {
				t.Errorf("%s: id %s", name, e.ID)
			}
			if s, _ := ftm.Default().Schema(e.Schema); s.Is("Thing") && !strings.Contains(e.First("notes"), "Invented") {
				t.Errorf("%s: %s does not say that it is invented", name, e.ID)
			}
			if name == DemoParties && len(e.Values("topics")) > 0 {
				t.Errorf("%s: %s bears a topic", name, e.ID)
			}
			if e.Schema != "Vessel" {
				continue
			}
			if m := e.First("mmsi"); !strings.HasPrefix(m, "298") && !strings.HasPrefix(m, "299") {
				t.Errorf("%s: %s has MMSI %q of an assigned country", name, e.ID, m)
			}
			if imo := e.First("imoNumber"); !strings.HasPrefix(imo, "0") || !imoValid(imo) {
				t.Errorf("%s: %s has IMO number %q", name, e.ID, imo)
			}
		}
	}
	if l, p := count(read(t, DemoList).entities, "Vessel", ""), count(read(t, DemoParties).entities, "Vessel", ""); l != 2 || p != 10 {
		t.Errorf("%d listed and %d other ships, want 2 and 10", l, p)
	}
}

// imoValid weighs the first six digits 7 to 2; the last digit of the sum is
// the seventh.
func imoValid(imo string) bool {
	if !sevenDigits(imo) {
		return false
	}
	sum := 0
	for i := range 6 {
		sum += int(imo[i]-'0') * (7 - i)
	}
	return sum%10 == int(imo[6]-'0')
}

// companyValid follows the rule for IMO company and owner numbers: weights
// 8 6 4 2 9 7 and the complement of the sum to 11, to 10.
func companyValid(imo string) bool {
	if !sevenDigits(imo) {
		return false
	}
	sum := 0
	for i, w := range []int{8, 6, 4, 2, 9, 7} {
		sum += int(imo[i]-'0') * w
	}
	return (11-sum%11)%10 == int(imo[6]-'0')
}

func sevenDigits(s string) bool { return regexp.MustCompile(`^\d{7}$`).MatchString(s) }
