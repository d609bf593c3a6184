package names_test

import (
	"testing"

	"plimsoll/names"
)

func TestNamesOfOneOriginAgree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Vladimir", "Uladzimir", true},
		{"Владимир", "Volodymyr", true},
		{"Володимир", "Уладзімір", true},
		{"Дзмітрый", "Dmitry", true},
		{"Aleksandrovich", "Аляксандравіч", true},
		{"Nikolaevna", "Мікалаеўна", true},
		{"Magomed", "Muhammad", true},
		{"Магомед", "محمد", true},
		{"Yusuf", "Joseph", true},
		{"Bill", "William", true},
		{"Bob", "Robert", true},
		{"Sasha", "Aleksandr", true},
		{"Саша", "Aleksandra", true},
		{"Вова", "Vladimir", true},
		{"Pepe", "José", true},
		{"Yannis", "Ioannis", true},
		{"Слава", "Святослав", true},
		{"Слава", "Вячеслав", true},
		{"Пера", "Petar", true},
		{"Zé", "José", true},
		{"Tomek", "Tomasz", true},
		{"Σάκης", "Αθανάσιος", true},
		{"Срулик", "Yisrael", true},
		{"ممد", "Mohammad", true},
		{"Святослав", "Вячеслав", false},
		{"Пера", "Milan", false},
		{"Misha", "Mikhail", true},
		{"Misha", "Dmitry", false},
		{"Al", "Cal", false},
		{"William", "Robert", false},
		{"Bill", "Bob", false},
		{"Aleksandr", "Aleksei", false},
		{"Aleksandrovich", "Aleksandrovna", false}, // his son, his daughter
		{"Ibrahim", "Ismail", false},
	} {
		a, b := names.Read(c.a, names.Person).Words[0], names.Read(c.b, names.Person).Words[0]
		m := names.Similarity(&a, &b)
		if got := m.Similarity >= 0.85; got != c.want {
			t.Errorf("%s, %s: %s (%.2f), want similar %v", c.a, c.b, m.Relation, m.Similarity, c.want)
		}
		if m.Similarity > 0 && !meet(a, b) {
			t.Errorf("%s, %s are similar (%s) but no key finds them", c.a, c.b, m.Relation)
		}
	}
}

func BenchmarkGroupTable(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		names.LoadGroups()
	}
}
