package quality_test

import (
	"fmt"
	"strings"
	"testing"

	"plimsoll/screen/quality"
)

const variants = `group_id	kind	name	script	lang	source
un:1	person	THESSALY VORRICK	Latn		test
un:1	person	Vorrick, Thessaly	Latn		test
un:1	person	thessaly vorrick	Latn		test
un:1	person	Тессали Воррик	Cyrl		test
un:2	org	Brackenfold Lines	Latn		test
un:2	org	BTL	Latn		test
np:x	person	Ambrose Dole	Latn	en	test
np:x	person	앰브로즈 돌	Hang	ko	test
np:y	person	Quenneth	Latn	en	test
np:y	person	퀜네스	Hang	ko	test
`

func material(t *testing.T) *quality.Material {
	t.Helper()
	m := &quality.Material{}
	if err := m.ReadVariants(strings.NewReader(variants)); err != nil {
		t.Fatal(err)
	}
	if err := m.ReadNative(strings.NewReader("latin\thangul\nPak Pong Ju\t박봉주\n")); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMaterialIsPairedBySecondWriting(t *testing.T) {
	m := material(t)
	var got []string
	for _, k := range quality.Kinds {
		for _, p := range m.Pairs[k.Name] {
			got = append(got, fmt.Sprintf("%s: %s = %s", k.Name, p.Query, p.Listed))
		}
	}
	want := []string{
		"hangul: 박봉주 = Pak Pong Ju",
		"cyrillic: Тессали Воррик = THESSALY VORRICK",
		"latin: Vorrick, Thessaly = THESSALY VORRICK", // the third differs in case alone
		"org-latin: BTL = Brackenfold Lines",
		"hangul-foreign: 앰브로즈 돌 = Ambrose Dole", // one word is taken for a Korean name
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("pairs:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(m.Listed) != 6 {
		t.Errorf("%d listed names, want the 6 of the list", len(m.Listed))
	}
}

func TestThresholdIsWhatAShareOfTheUnlistedExceed(t *testing.T) {
	m := material(t)
	var people strings.Builder
	people.WriteString("full_name\n")
	for i := range 400 {
		fmt.Fprintf(&people, "Nobody Inparticular%c%c\n", 'a'+i/20, 'a'+i%20)
	}
	people.WriteString("Thessaly Vorrick\n") // a namesake
	if err := m.ReadUnlisted(strings.NewReader(people.String())); err != nil {
		t.Fatal(err)
	}
	side := quality.SideOf("Thessaly Vorrick")
	r := m.Measure(quality.Options{Side: side, Unlisted: 1000, Pairs: 100})
	if one := r.Operating[1]; one.Share != 0.001 || one.Threshold != 1 {
		t.Errorf("0.1 %% of %d people is nobody, so nothing may exceed the namesake's score: %+v", r.Unlisted, one)
	}
	if two := r.Operating[3]; two.Threshold != 0 {
		t.Errorf("2 %% of %d people leaves room for the one namesake: %+v", r.Unlisted, two)
	}
	if r.Default.Share <= 0 {
		t.Error("the namesake alerts at the default threshold")
	}
}

func TestDamagedMaterialIsRefused(t *testing.T) {
	m := &quality.Material{}
	if m.ReadVariants(strings.NewReader("h\nun:1\tperson\n")) == nil {
		t.Error("a row of two columns was taken")
	}
	if m.ReadNative(strings.NewReader("h\tk\nno tab\n")) == nil {
		t.Error("a row of one column was taken")
	}
	if m.ReadUnlisted(strings.NewReader("name\n\"open")) == nil {
		t.Error("a broken CSV was taken")
	}
}
