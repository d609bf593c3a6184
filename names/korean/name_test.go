package korean

import (
	"strings"
	"testing"
)

func TestAPersonsNameIsDecided(t *testing.T) {
	for _, c := range []struct {
		name    string
		korean  bool
		surname string
	}{
		{"Kim Jong Un", true, "kim"},
		{"Gim Jeong-eun", true, "gim"},
		{"KimJongUn", true, ""},
		{"KimJong Un", true, ""},
		{"김정은", true, ""},
		{"김 정은", true, "김"},
		{"Ким Чен Ын", true, "ким"},
		{"キム・ジョンウン", true, "キム"},
		{"金 正恩", true, "金"},
		{"Ra Kyŏng-su", true, "ra"},
		{"O Kuk Ryol", true, "o"},
		{"Bong-joo Park", true, "park"},
		{"Namgung Min", true, "namgung"},
		{"RI SU YONG", true, "ri"},
		{"Choi Hwi", true, "choi"},

		{"Anna Thistle", false, ""},
		{"Nguyen Van Minh", false, ""},
		{"Ho Chi Minh", false, ""},
		{"Tran Dai Quang", false, ""},
		{"Wang Xiaoming", false, ""},
		{"Zhang Wei", false, ""},
		{"Aung San Suu Kyi", false, ""},
		{"Maung Maung Kyaw", false, ""},
		{"Hassan Nuri", false, ""},
		{"Tanaka Kenji", false, ""},
		{"タナカ ケンジ", false, ""},
		{"Иван Петров", false, ""},
		{"Mariana", false, ""},
		{"Kim", false, ""},
		{"Park", false, ""},
		{"Kim Jong Un Kim Jong Il", false, ""},
		{"", false, ""},
	} {
		words := plainWords(c.name)
		read, ok := Person(words)
		if ok != c.korean {
			t.Errorf("%s: taken for Korean %v, want %v", c.name, ok, c.korean)
			continue
		}
		for i, w := range read {
			if w.Surname != (words[i] == c.surname) {
				t.Errorf("%s: family name %s is %v", c.name, words[i], w.Surname)
			}
		}
	}
}

func TestAFamilyNameIsReadAsOne(t *testing.T) {
	read, ok := Person(strings.Fields("jung bong hun"))
	if !ok || strings.Join(read[0].Codes, " ") != "Jog" {
		t.Errorf("Jung Bong Hun: %v, want the family name 정 alone", read)
	}
}

func TestWordsOfShipsAndFirms(t *testing.T) {
	for _, c := range []struct {
		name, korean string
		all          bool
	}{
		{"sae byol", "sae byol", true},
		{"an san", "an san", true},
		{"chong rim", "chong rim", true},
		{"tanchon commercial bank", "tanchon", false},
		{"ryonbong general trading", "ryonbong", false},
		{"대동강 무역", "대동강 무역", true},
		{"조선 bank", "조선", false},
		{"star glory", "", false},
		{"bella vista", "", false},
		{"", "", false},
	} {
		words := strings.Fields(c.name)
		read, all := Words(words)
		var got []string
		for i, w := range read {
			if w.Codes != nil {
				got = append(got, words[i])
			}
		}
		if strings.Join(got, " ") != c.korean || all != c.all {
			t.Errorf("%s: %q, all %v; want %q, %v", c.name, got, all, c.korean, c.all)
		}
	}
}

func TestWhatANameTells(t *testing.T) {
	surname := func(word string) float64 {
		b, ok := Bits(Codes(word), true)
		if !ok {
			t.Errorf("%s is no family name", word)
		}
		return b
	}
	given := func(word string) float64 {
		b, ok := Bits(Codes(word), false)
		if !ok {
			t.Errorf("%s has no bits", word)
		}
		return b
	}
	if b := surname("kim"); b < 1.5 || b > 3 {
		t.Errorf("Kim tells %.1f bits; a Korean in five is one", b)
	}
	for _, c := range [][2]string{{"kim", "lee"}, {"lee", "park"}, {"park", "nam"}, {"nam", "phi"}, {"ro", "namgung"}} {
		if surname(c[0]) >= surname(c[1]) {
			t.Errorf("%s tells no less than %s", c[0], c[1])
		}
	}
	if given("jong") >= given("guk") || given("guk") >= given("jongguk") {
		t.Error("Jong tells no less than Guk, or Guk than Jongguk")
	}
	for _, bad := range []string{"", "K", "x", "Kimm", "Kim.", ".Kim", "Kim.Kim.Kim", "é"} {
		if b, ok := SurnameBits(bad); ok {
			t.Errorf("code %q tells %.1f bits as a family name", bad, b)
		}
	}
}

func TestTablesAreChecked(t *testing.T) {
	for _, c := range []struct{ hanja, syllables string }{
		{"가", ""}, {"x 家", ""}, {"가나 家", ""}, {"", "김,1"}, {"", "김,x,1"}, {"", "kim,1,1"}, {"", "김김김,1,1"}, {"", ",1,1"},
	} {
		if _, err := readTables(c.hanja, c.syllables); err == nil {
			t.Errorf("%q, %q: no error", c.hanja, c.syllables)
		}
	}
}
