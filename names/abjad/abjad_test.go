package abjad_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plimsoll/names"
	"plimsoll/names/abjad"
)

func TestReadingsMeetTheLatin(t *testing.T) {
	tests := []struct{ word, latin string }{
		// Arabic
		{"محمد", "muhammad"},
		{"محمد", "mohammed"},
		{"أحمد", "ahmad"},
		{"احمد", "ahmed"},
		{"حسين", "husain"},
		{"حسن", "hassan"},
		{"خالد", "khalid"},
		{"يوسف", "yusuf"},
		{"إبراهيم", "ibrahim"},
		{"ابراهيم", "ebrahim"},
		{"عبد", "abd"},
		{"الرحمن", "rahman"},
		{"الرحمن", "rahman"},
		{"الرحمن", "alrahman"},
		{"التكريتي", "tikriti"},
		{"قذافي", "gaddafi"},
		{"قذافي", "qadhafi"},
		{"فاطمة", "fatima"},
		{"مصطفى", "mustafa"},
		{"عمر", "omar"},
		{"جمال", "gamal"},
		{"جمال", "jamal"},
		{"مُحَمَّد", "muhammad"},
		{"محـــمد", "muhammad"},
		// Persian, Urdu, Pashto
		{"رضایی", "rezaei"},
		{"کریمی", "karimi"},
		{"پرویز", "parviz"},
		{"چوہدری", "chaudhry"},
		{"گل", "gul"},
		{"اختر", "akhtar"},
		// Hebrew
		{"משה", "moshe"},
		{"כהן", "cohen"},
		{"לוי", "levy"},
		{"יצחק", "yitzhak"},
		{"שרה", "sarah"},
		{"שמעון", "shimon"},
		{"ברק", "barak"},
		{"נתניהו", "netanyahu"},
		{"חיים", "chaim"},
		{"חיים", "haim"},
		{"יוסף", "yosef"},
		{"דָּוִד", "david"},
		{"ג'ורג'", "george"},
	}
	for _, test := range tests {
		tok, _ := token(test.latin)
		if meets(tok, readingTokens(test.word), nil) == names.Unrelated {
			t.Errorf("%s does not meet %s: %v", test.word, test.latin, abjad.Readings(test.word))
		}
	}
}

func TestSkeletonsMeetTheLatin(t *testing.T) {
	tests := []struct{ word, latin string }{
		{"محمد", "muhammad"},
		{"الرحمن", "rahman"},
		{"الرحمن", "alrahman"},
		{"الدباغ", "dabbagh"},
		{"شمخانی", "shamkhani"},
		{"רבינוביץ", "rabinovitz"},
		{"רבינוביץ", "rabinovich"},
		{"שפירא", "shapira"},
	}
	for _, test := range tests {
		want := names.Skeleton(names.Phonetic(test.latin))
		if got := abjad.Skeletons(test.word); !slices.Contains(got, want) {
			t.Errorf("%s: %s (%s) is not among %v", test.word, want, test.latin, got)
		}
	}
}

// These ought to meet and do not: a dropped vowel on either side of a letter
// of several sounds, in words rare among the pairs learned from. Whoever
// mends one moves it to the tests above.
func TestNotYetRead(t *testing.T) {
	for _, test := range []struct{ word, latin string }{{"قرضاوي", "qaradawi"}} {
		tok, _ := token(test.latin)
		if meets(tok, readingTokens(test.word), abjad.Skeletons(test.word)) != names.Unrelated {
			t.Errorf("%s now meets %s", test.word, test.latin)
		}
	}
}

func TestUnrelatedWordsDoNotMeet(t *testing.T) {
	for _, test := range []struct{ word, latin string }{
		{"محمد", "mahmoud"}, {"حسن", "hussein"}, {"كريم", "ikram"}, {"سالم", "salman"}, {"משה", "menashe"}, {"דוד", "dina"}, {"כהן", "cahana"},
	} {
		tok, _ := token(test.latin)
		for _, r := range abjad.Readings(test.word) {
			if names.Phonetic(r) == tok.Sounds[0].Code {
				t.Errorf("%s is read %s, as %s", test.word, r, test.latin)
			}
		}
	}
}

// What a writer may leave out or set otherwise does not change the readings.
func TestWritingsOfOneWord(t *testing.T) {
	for _, pair := range [][2]string{
		{"مُحَمَّدٌ", "محمد"},
		{"کریم", "كريم"},
		{"رضايي", "رضایی"},
		{"محـمد", "محمد"},
		{"\u200fمحمد\u200f", "محمد"},
		{"ﻣﺤﻤﺪ", "محمد"},
		{"אַבְרָהָם", "אברהם"},
		{"שׁלום", "שלום"},
		{"צ׳רלס", "צ'רלס"},
		{"צרלס", "צ'רלס"},
	} {
		if a, b := abjad.Readings(pair[0]), abjad.Readings(pair[1]); !slices.Equal(a, b) || a == nil {
			t.Errorf("%q is read %v, %q %v", pair[0], a, pair[1], b)
		}
	}
}

func TestBadInput(t *testing.T) {
	for _, word := range []string{
		"", " ", "a", "muhammad", "محمدx", "محמד", "\u064e\u0651", "\u05b0", "'", "\x00", "م\x00", "\xff\xfe", "م\xff", "محمد 1", "١٢٣", "東京",
		strings.Repeat("م", 33), strings.Repeat("م", 10000), strings.Repeat("\u064e", 10000), strings.Repeat("ש", 10000), strings.Repeat("a", 10000),
	} {
		if r := abjad.Readings(word); r != nil {
			t.Errorf("%.40q is read %v", word, r)
		}
		if s := abjad.Skeletons(word); s != nil {
			t.Errorf("%.40q has the skeletons %v", word, s)
		}
	}
}

func TestEveryLetterIsRead(t *testing.T) {
	for r := rune(0x5D0); r <= 0x6D5; r++ {
		signs, _, ok := abjad.Signs(string(r))
		if ok && len(signs) == 1 && abjad.Readings("ب"+string(r)+"ر") == nil && abjad.Readings("ב"+string(r)+"ר") == nil {
			t.Errorf("%c (%U) is a letter without readings", r, r)
		}
	}
}

// checkShape holds what is promised of any word.
func checkShape(t *testing.T, word string) {
	t.Helper()
	readings, skeletons := abjad.Readings(word), abjad.Skeletons(word)
	for _, list := range [][]string{readings, skeletons} {
		if len(list) > abjad.Max {
			t.Errorf("%q gives more than %d: %v", word, abjad.Max, list)
		}
		for i, s := range list {
			if s == "" || slices.Contains(list[:i], s) {
				t.Errorf("%q gives an empty or double text: %q", word, list)
			}
		}
	}
	for _, r := range readings {
		if plain(r) != r {
			t.Errorf("%q is read %q, which has other letters than a-z", word, r)
		}
	}
	for _, s := range skeletons {
		if names.Skeleton(s) != s {
			t.Errorf("%q gives %q, which is no skeleton", word, s)
		}
	}
}

func TestTablesAreSound(t *testing.T) {
	for _, bad := range []string{"x\n", "\ta 1\n", "abcdefg\ta 1\n", "a\tb x\n"} {
		if _, err := abjad.ReadTable(bad, "", "arabic", true); err == nil {
			t.Errorf("a table of %q is read", bad)
		}
	}
}

func FuzzReadings(f *testing.F) {
	for _, s := range []string{"محمد", "الرحمن", "משה", "ג'ורג'", "ﷲ", "ﬞ", "\u0654ا", "م\u200dم", "ښځږ", "ך", "ءءء", "ال"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if utf8.RuneCountInString(word) > 2000 {
			return
		}
		checkShape(t, word)
	})
}

var benched = []string{"محمد", "الرحمن", "قذافي", "رضایی", "شوارزنيجر", "משה", "נתניהו", "רבינוביץ"}

func BenchmarkReadings(b *testing.B) {
	abjad.Readings("محمد")
	abjad.Readings("משה")
	b.ReportAllocs()
	for i := range b.N {
		abjad.Readings(benched[i%len(benched)])
	}
}

func BenchmarkSkeletons(b *testing.B) {
	abjad.Skeletons("محمد")
	abjad.Skeletons("משה")
	b.ReportAllocs()
	for i := range b.N {
		abjad.Skeletons(benched[i%len(benched)])
	}
}

func BenchmarkTable(b *testing.B) {
	for range b.N {
		abjad.LoadBoth()
	}
}
