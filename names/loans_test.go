package names_test

import (
	"testing"

	"plimsoll/names"
)

func TestEnglishWordsWrittenBySoundMeetTheWords(t *testing.T) {
	for _, c := range []struct {
		class names.Class
		a, b  string
		agree bool
	}{
		{names.Organisation, "трейс", "trace", true},
		{names.Organisation, "флай", "fly", true},
		{names.Organisation, "венчурс", "ventures", true},
		{names.Organisation, "Venchurs", "ventures", true},
		{names.Organisation, "бридж", "bridge", true},
		{names.Organisation, "технолоджис", "technologies", true},
		{names.Organisation, "Tekhnolodzhis", "technology", true},
		{names.Organisation, "Treyd", "trading", true},
		{names.Organisation, "Treid", "торговый", true},
		{names.Organisation, "флай", "flag", false},
		{names.Person, "Treyd", "Trading", false},
	} {
		a, b := names.Read(c.a, c.class).Words[0], names.Read(c.b, c.class).Words[0]
		m := names.Similarity(&a, &b)
		if got := m.Similarity >= 0.9; got != c.agree {
			t.Errorf("%s, %s: %v (%s), want %v", c.a, c.b, m.Similarity, m.Relation, c.agree)
		}
		if m.Similarity > 0 && !meet(a, b) {
			t.Errorf("%s, %s: no key finds them", c.a, c.b)
		}
	}
}

func TestFirmsInBelarusMeetTheirEnglishNames(t *testing.T) {
	for _, c := range [][2]string{
		{"Дзяржаўны", "state"},
		{"камітэт", "committee"},
		{"вытворчае", "production"},
		{"КБ", "bank"},
		{"КБ", "bureau"},
	} {
		a, b := names.Read(c[0], names.Organisation).Words[0], names.Read(c[1], names.Organisation).Words[0]
		if m := names.Similarity(&a, &b); m.Relation != names.SameMeaning || !meet(a, b) {
			t.Errorf("%s, %s: %v", c[0], c[1], m)
		}
	}
}
