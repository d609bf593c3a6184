package lists

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"plimsoll/ftm"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"plain":                    "plain",
		" a  b\r\n\tc ":            "a b c",
		"a\u00a0\u202fb":           "a b",
		"\u200fسلام\u200e \u202ax": "سلام x",
		"می\u200cخواهم":            "می\u200cخواهم", // the joiner is spelling
		"zero\u200bwidth":          "zerowidth",
		"\ufeffbom\x00nul":         "bom nul",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanTwiceIsCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := Clean(s)
		if twice := Clean(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestScripts(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "123": "", "Vorrick": "Latn", "Воррик": "Cyrl", "ثسالي": "Arab", "金铁三": "Hani", "김": "Hang", "Abu بكر البغدادي": "Arab",
	} {
		if got := Script(in); got != want {
			t.Errorf("Script(%q) = %q, want %q", in, got, want)
		}
	}
	if Lang("Vorrick") != "" || Lang("Воррик") != "und-Cyrl" {
		t.Error("language tags are wrong")
	}
}

func TestDatesKeepTheirPrecision(t *testing.T) {
	for in, want := range map[string]Date{
		"1961":                   {Values: []string{"1961"}},
		" 1961-02 ":              {Values: []string{"1961-02"}},
		"1961-2-3":               {Values: []string{"1961-02-03"}},
		"1961-02-03":             {Values: []string{"1961-02-03"}},
		"2015-03-27-04:00":       {Values: []string{"2015-03-27"}},
		"2015-03-27Z":            {Values: []string{"2015-03-27"}},
		"2015-03-27T10:00:00Z":   {Values: []string{"2015-03-27"}},
		"3 Feb 1961":             {Values: []string{"1961-02-03"}},
		"26 Sep. 2017":           {Values: []string{"2017-09-26"}},
		"26 Sept. 2017":          {Values: []string{"2017-09-26"}},
		"1st January 1970":       {Values: []string{"1970-01-01"}},
		"Nov. 1973":              {Values: []string{"1973-11"}},
		"September 16, 2019":     {Values: []string{"2019-09-16"}},
		"circa 1961":             {Values: []string{"1961"}, Qualifier: ftm.Circa},
		"Approximately 1961-02":  {Values: []string{"1961-02"}, Qualifier: ftm.Circa},
		"1959 to 1961":           {Values: []string{"1959", "1960", "1961"}, Qualifier: ftm.Range},
		"between 1959 and 1960":  {Values: []string{"1959", "1960"}, Qualifier: ftm.Range},
		"1945 - 1950":            {Values: []string{"1945", "1946", "1947", "1948", "1949", "1950"}, Qualifier: ftm.Range},
		"1900 to 1950":           {Values: []string{"1900", "1950"}, Qualifier: ftm.Range},
		"29 Feb 2000":            {Values: []string{"2000-02-29"}},
		"circa 1959 to 1960":     {Values: []string{"1959", "1960"}, Qualifier: ftm.Circa},
		"1961\u00a0-\u00a01962 ": {Values: []string{"1961", "1962"}, Qualifier: ftm.Range},
	} {
		got, ok := ParseDate(in)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
	for _, in := range []string{
		"", "null", "Invalid date", "1961-02-30", "1961-13", "29 Feb 1900", "0000-00-00", "00/00/1930", "61", "32 Jan 1970",
		"1961Z", "1961 to 1959", "Foo 1961", "Sep.", "24/06/1402", "12345", "circa", "5 Marchy 1970",
	} {
		if got, ok := ParseDate(in); ok {
			t.Errorf("%q was read as %v", in, got)
		}
	}
}

func TestCountries(t *testing.T) {
	for in, want := range map[string]struct {
		codes []string
		exact bool
	}{
		"Democratic People's Republic of Korea": {[]string{"kp"}, true},
		"Democratic People’s Republic of Korea": {[]string{"kp"}, true},
		"DPRK":                       {[]string{"kp"}, true},
		"RPDC":                       {[]string{"kp"}, true},
		"kp":                         {[]string{"kp"}, true},
		"Republic of Korea":          {[]string{"kr"}, true},
		"Iran (Islamic Republic of)": {[]string{"ir"}, true},
		"China, Hong Kong Special Administrative Region": {[]string{"hk"}, true},
		"Türkiye":                          {[]string{"tr"}, true},
		"The Netherlands":                  {[]string{"nl"}, true},
		"Congo":                            {[]string{"cg"}, true},
		"Democratic Republic of the Congo": {[]string{"cd"}, true},
		"Trinidad & Tobago":                {[]string{"tt"}, true},
		"Niger":                            {[]string{"ne"}, true},
		"former Soviet Union":              {[]string{"suhh"}, true},
		"Bahrain (citizenship revoked in Jan. 2015)": {[]string{"bh"}, false},
		"Iran / unknown":                                       {[]string{"ir"}, false},
		"Sudan/or South Sudan":                                 {[]string{"sd", "ss"}, false},
		"Possibly Ethiopian":                                   {[]string{"et"}, false},
		"Indonesian passport":                                  {[]string{"id"}, false},
		"Kuwaiti citizenship withdrawn in 2002":                {[]string{"kw"}, false},
		"United States. Thought to have another as well":       {[]string{"us"}, false},
		"Branch Office 11: Iran":                               {[]string{"ir"}, false},
		"United Kingdom of Great Britain and Northern Ireland": {[]string{"gb"}, true},
		"Larkmere": {nil, false},
		"":         {nil, false},
	} {
		codes, exact := Countries(in)
		if diff := cmp.Diff(want.codes, codes); diff != "" || exact != want.exact {
			t.Errorf("%q: %v %v, want %v %v", in, codes, exact, want.codes, want.exact)
		}
	}
	if name, ok := CountryName("kp"); !ok || name != "Democratic People's Republic of Korea" {
		t.Errorf("kp is %q", name)
	}
	if near := NearestCountry("Indonezia"); near != "Indonesia" {
		t.Errorf("Indonezia is near %q", near)
	}
	if n := len(countries().codes); n != 254 {
		t.Errorf("%d countries, want the 249 of ISO 3166-1, Kosovo and four former ones", n)
	}
}

func TestIMONumbers(t *testing.T) {
	for in, want := range map[string]struct {
		number        string
		ship, company bool
	}{
		"0990011":        {"0990011", true, false},
		"IMO 0990011":    {"0990011", true, false},
		"imo: 0990023":   {"0990023", true, false},
		"0990012":        {"0990012", false, true},
		"0990013":        {"0990013", false, false},
		"Does not exist": {"Does not exist", false, false},
		"099001":         {"099001", false, false},
		"099001x":        {"099001x", false, false},
	} {
		number, ship := IMONumber(in)
		_, company := IMOCompanyNumber(in)
		if number != want.number || ship != want.ship || company != want.company {
			t.Errorf("%q: %q ship %v company %v, want %+v", in, number, ship, company, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"birthDate", "birthPlace", "name", "nationality", "id"}
	for in, want := range map[string]string{
		"birthdate": "birthDate", "brithDate": "birthDate", "nmae": "name", "Nationalty": "nationality", "xyz": "", "": "", "ids": "id",
	} {
		if got := Nearest(in, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Nearest("bat", []string{"rat", "cat"}); got != "cat" {
		t.Errorf("a tie went to %q", got)
	}
}

func person(id, exhibit string, values ...string) *ftm.Entity {
	e := ftm.New(id, "Person")
	for i := 0; i+1 < len(values); i += 2 {
		e.Add(values[i], values[i+1], ftm.Origin{Dataset: "d", Exhibit: exhibit, Place: "at " + exhibit, Original: exhibit})
	}
	return e
}

// The digest of an entity is what two publications are compared by.
func TestOnlyWhatIsSaidMakesADifference(t *testing.T) {
	digest := func(e *ftm.Entity) digest {
		d, _ := digestOf(e, nil)
		return d
	}
	base := person("a", "x", "name", "Andre\u0301", "alias", "One", "alias", "Two")
	for name, same := range map[string]*ftm.Entity{
		"place and exhibit": person("a", "y", "name", "Andre\u0301", "alias", "One", "alias", "Two"),
		"order":             person("a", "x", "alias", "Two", "name", "Andre\u0301", "alias", "One"),
		"Unicode form":      person("a", "x", "name", "Andr\u00e9", "alias", "One", "alias", "Two"),
		"blanks":            person("a", "x", "name", "Andre\u0301", "alias", "One\u00a0", "alias", "Two"),
	} {
		if digest(same) != digest(base) {
			t.Errorf("%s made a difference", name)
		}
	}
	strong, circa := ftm.New("a", "Person"), ftm.New("a", "Person")
	for _, st := range base.Statements {
		o := ftm.Origin{Dataset: "d"}
		circa.Add(st.Prop, st.Value, ftm.Origin{Dataset: "d", Qualifier: ftm.Circa})
		if st.Prop == "alias" {
			o.Strength = ftm.Strong
		}
		strong.Add(st.Prop, st.Value, o)
	}
	other := person("a", "x", "name", "Andre\u0301", "alias", "One", "alias", "Two")
	other.Schema = "LegalEntity"
	for name, differs := range map[string]*ftm.Entity{
		"a value less":   person("a", "x", "name", "Andre\u0301", "alias", "One"),
		"a value more":   person("a", "x", "name", "Andre\u0301", "alias", "One", "alias", "Two", "alias", "Three"),
		"property":       person("a", "x", "name", "Andre\u0301", "alias", "One", "weakAlias", "Two"),
		"case":           person("a", "x", "name", "ANDR\u00c9", "alias", "One", "alias", "Two"),
		"strength":       strong,
		"qualifier":      circa,
		"another schema": other,
	} {
		if digest(differs) == digest(base) {
			t.Errorf("%s made no difference", name)
		}
	}
}

func TestWarningsAreCountedInOrder(t *testing.T) {
	var w Warnings
	w.Add("b", "1")
	w.Add("a", "2")
	w.Add("b", "3")
	want := []Warning{{"b", 2, "1"}, {"a", 1, "2"}}
	if diff := cmp.Diff(want, w.List()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if s := w.List()[0].String(); s != "b (2 times, first at 1)" {
		t.Error(s)
	}
}

func TestUnknownFilesAreDescribed(t *testing.T) {
	known := []Authority{{Title: "List A", Formats: []Format{{Sniff: func(string, []byte) string { return "" }}}}}
	for in, want := range map[string]string{
		"":                      "an empty file",
		" \n ":                  "an empty file",
		"<!DOCTYPE html><html>": "an HTML page",
		"\n<HTML lang=en>":      "an HTML page",
		`{"status":500}`:        `JSON beginning "{\"status\":500}"`,
		"<feed/>":               "XML beginning",
		"%PDF-1.7":              "a PDF",
		"PK\x03\x04":            "a ZIP archive",
		"\x1f\x8b\x08":          "a compressed file",
		"\xff\xfei\x00d\x00":    "UTF-16",
		"abc\x00def":            "binary data",
		"Andr\xe9 says":         "not UTF-8",
		"some words":            `text beginning "some words"`,
		"\ufeffwords":           `text beginning "words"`,
	} {
		_, err := Identify(known, "f", []byte(in))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "Known are: List A") {
			t.Errorf("%q: %v, want it to say %q", in, err, want)
		}
	}
}

func TestAFreeIDIsNumberedFromTwo(t *testing.T) {
	r := NewReading(t.Context(), Input{}, func(*ftm.Entity) error { return nil }, "list", "Authority")
	var got []string
	for range 4 {
		id := r.Free("list-1")
		if id != r.Free("list-1") {
			t.Fatal("an id that was not taken is free no more")
		}
		if err := r.Entry(id, "Person").Emit(Value{}); err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
		if len(got) == 2 { // another entry may have just the next one
			if err := r.Entry("list-1-3", "Person").Emit(Value{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if want := []string{"list-1", "list-1-2", "list-1-4", "list-1-5"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
