package han

import (
	"strings"
	"testing"
)

func TestTablesAreWhole(t *testing.T) {
	tab, err := readTables(unihanText, familiesText, foreignText)
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.chars) < 8_000 || len(tab.families) < 700 || len(tab.foreign) < 300 {
		t.Errorf("%d characters, %d family names, %d sounds: too few", len(tab.chars), len(tab.families), len(tab.foreign))
	}
	latin := func(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }
	for r, s := range tab.chars {
		for _, reading := range append([]string{s.wade, s.hongKong, s.jyutping}, s.pinyin...) {
			if !latin(reading) {
				t.Errorf("%c: %q is not plain Latin", r, reading)
			}
		}
	}
	for r, s := range tab.foreign {
		if !latin(s.likeliest) || !latin(s.second) || s.likeliest == "" || s.second == "" {
			t.Errorf("%c: sounds %q", r, s)
		}
	}
	for name, s := range tab.families {
		if n := len([]rune(name)); n != len(s) || n > 2 {
			t.Errorf("%s: %d syllables", name, len(s))
		}
	}
}

func TestBadTables(t *testing.T) {
	for _, c := range []struct{ what, unihan, families, foreign string }{
		{"unihan.txt: row 2", "a aa 啊\nai ai", "", ""},
		{"families.txt: row 1", "a aa 啊", "王", ""},
		{"families.txt: row 1", "a aa 啊吖", "啊吖 a'a'a", ""},
		{"foreign.txt: row 1", "", "", "a"},
	} {
		if _, err := readTables(c.unihan, c.families, c.foreign); err == nil || !strings.Contains(err.Error(), c.what) {
			t.Errorf("error %v; want one that names %s", err, c.what)
		}
	}
}

func TestWadeGiles(t *testing.T) {
	for pinyin, want := range map[string]string{
		"zhang": "chang", "xi": "hsi", "qing": "ching", "jiang": "chiang", "tian": "tien", "xue": "hsueh", "lve": "lueh", "nv": "nu",
		"duo": "to", "guo": "kuo", "zhong": "chung", "xiong": "hsiung", "ren": "jen", "ri": "jih", "si": "szu", "cui": "tsui", "gui": "kuei",
		"yan": "yen", "yue": "yueh", "you": "yu", "bie": "pieh", "quan": "chuan", "he": "ho", "er": "erh", "lin": "lin",
	} {
		if got := wadeGiles(pinyin); got != want {
			t.Errorf("wadeGiles(%s) = %s; want %s", pinyin, got, want)
		}
	}
}

func TestHongKong(t *testing.T) {
	for jyutping, want := range map[string]string{
		"zoeng": "cheung", "can": "chan", "zang": "tsang", "ze": "tse", "ceoi": "tsui", "wong": "wong", "gwok": "kwok", "ng": "ng", "jyun": "yuen",
		"jip": "yip", "hoeng": "heung", "syu": "shu", "saan": "shan", "lau": "lau", "coi": "choi", "jyu": "yu", "m": "m", "": "",
	} {
		if got := hongKong(jyutping); got != want {
			t.Errorf("hongKong(%s) = %s; want %s", jyutping, got, want)
		}
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		if _, err := readTables(unihanText, familiesText, foreignText); err != nil {
			b.Fatal(err)
		}
	}
}
