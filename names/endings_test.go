package names_test

import (
	"testing"

	"plimsoll/names"
)

func TestATradeIsTakenOffTheWordBeforeIt(t *testing.T) {
	for _, c := range []struct {
		written string
		words   []string
	}{
		{"ZAPCHASTTRADE LLP", []string{"zapchast", "trade"}},
		{"Kafolatbank", []string{"kafolat", "bank"}},
		{"ООО Ромашкасервис", []string{"ромашка", "service"}},
		{"Bank", []string{"bank"}}, // nothing before it
		{"Citrustrade", []string{"citrus", "trade"}},
		{"Ambank", []string{"ambank"}}, // too little before it
	} {
		n := names.Read(c.written, names.Organisation)
		var got []string
		for _, w := range n.Words {
			got = append(got, w.Surface)
		}
		if len(got) != len(c.words) || got[0] != c.words[0] || got[len(got)-1] != c.words[len(c.words)-1] {
			t.Errorf("%s: %q, want %q", c.written, got, c.words)
		}
	}
	if n := names.Read("Gerrit Steinbank", names.Person); len(n.Words) != 2 {
		t.Errorf("a person's name was cut: %v", n.Words)
	}
}
