package names_test

import (
	"testing"

	"plimsoll/names"
)

func TestCommonWordsSayLess(t *testing.T) {
	bits := func(written string, class names.Class) float64 {
		total := 0.0
		n := names.Read(written, class)
		for i := range n.Words {
			total += names.Bits(&n.Words[i])
		}
		return total
	}
	for _, c := range []struct {
		class        names.Class
		common, rare string
	}{
		{names.Person, "Muhammad Ali", "Thessaly Vorrick"},
		{names.Person, "Kim Jong", "Thessaly"},
		{names.Person, "Maria", "Quenneth"},
		{names.Organisation, "International Trading", "Brackenfold"},
		{names.Vessel, "Ocean Star", "Greylark Merrowbane"},
		{names.Person, "王", "Vorrick"},
	} {
		if a, b := bits(c.common, c.class), bits(c.rare, c.class); a >= b {
			t.Errorf("%q carries %.1f bits, %q %.1f", c.common, a, c.rare, b)
		}
	}
	for _, same := range [][2]string{
		{"Muhammad", "Muhammed"}, // near, and by their consonants alike
		{"Pak Pong Ju", "박봉주"},
		{"Park Bong Ju", "박봉주"},
		{"Sergei", "Сергей"},
	} {
		if a, b := bits(same[0], names.Person), bits(same[1], names.Person); a-b > 2 || b-a > 2 {
			t.Errorf("%q carries %.1f bits and %q %.1f", same[0], a, same[1], b)
		}
	}
}
