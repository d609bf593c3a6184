package names_test

import (
	"testing"

	"plimsoll/names"
)

func TestFirmsNamedAfterPlacesMeetThem(t *testing.T) {
	for _, c := range []struct {
		class names.Class
		a, b  string
		agree bool
	}{
		{names.Organisation, "Arzamasskiy", "Arzamas", true},
		{names.Organisation, "Арзамасский", "Arzamas", true},
		{names.Organisation, "Votkinskii", "Votkinsk", true},
		{names.Organisation, "Самарский", "Samara", true},
		{names.Organisation, "Arzamasskaya", "Arzamasskoe", true},
		{names.Organisation, "Alrahmah", "Rahmah", true},
		{names.Organisation, "Lampwick", "Lampwicksk", false},
		{names.Person, "Arzamasskiy", "Arzamas", false},
	} {
		a, b := names.Read(c.a, c.class).Words[0], names.Read(c.b, c.class).Words[0]
		m := names.Similarity(&a, &b)
		if got := m.Similarity >= 0.85; got != c.agree {
			t.Errorf("%s, %s: %v (%s), want %v", c.a, c.b, m.Similarity, m.Relation, c.agree)
		}
		if m.Similarity > 0 && !meet(a, b) {
			t.Errorf("%s, %s: no key finds them", c.a, c.b)
		}
	}
}

func TestFirmsAreNamedAfterSomeone(t *testing.T) {
	for _, pair := range [][2]string{{"Группа Вагнера", "Wagner"}, {"Фонд Тельмана", "Telman"}} {
		a := names.Read(pair[0], names.Organisation)
		b := names.Read(pair[1], names.Organisation)
		if m := names.Similarity(&a.Words[1], &b.Words[0]); m.Relation != names.SameSound {
			t.Errorf("%s and %s: %s %.2f", pair[0], pair[1], m.Relation, m.Similarity)
		}
	}
}
