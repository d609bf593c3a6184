package korean

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWritingsOfOneNameHaveACodeInCommon(t *testing.T) {
	for _, forms := range [][]string{
		{"Kim Jong Un", "Kim Jong-un", "Gim Jeong-eun", "KimJongUn", "Kim Chŏng-ŭn", "김정은", "金正恩", "Ким Чен Ын", "Ким Чжон Ын", "Кім Чен Ин", "キム・ジョンウン", "金正恩"},
		{"Pak Pong Ju", "Park Bong-joo", "Bak Bongju", "박봉주", "朴奉珠", "Пак Пон Чжу", "Пак Пон Джу", "パク・ポンジュ"},
		{"Ri Je-son", "Ri Che-son", "Lee Jae Seon", "Yi Je-seon", "Rhee Je Son", "리제선", "이제선", "李濟善", "Ли Чже Сон", "リ・ジェソン", "イ・ジェソン"},
		{"Choe Hwi", "Ch'oe Hwi", "Choi Hwi", "최휘", "Чхве Хви", "チェ・フィ", "崔輝"},
		{"Jang Song Thaek", "Chang Sŏng-t'aek", "Jang Seong-taek", "장성택", "Чан Сон Тхэк", "張成澤", "チャン・ソンテク"},
		{"Kim Chol Sam", "Kim Chul-sam", "김철삼", "金铁三", "金鐵三"},
		{"Ro Myong Hyok", "Noh Myung-hyuk", "No Myeong-hyeok", "로명혁", "노명혁", "盧明革"},
		{"Ryu Jin", "Yoo Jin", "류진", "유진", "柳眞"},
		{"Hwang Sok Hwa", "Whang Suk-hwa", "황석화", "ファン・ソクファ", "Хван Сок Хва"},
		{"Amnokkang", "Amrokkang", "압록강", "鴨綠江"},
		{"Taedonggang", "Daedong-gang", "Taedong River"[:7] + " gang", "대동강", "大同江", "Тэдонган"},
		{"Chollima", "Cheonlima", "천리마", "千里馬"},
		{"Chongchongang", "Chong Chon Gang", "청천강", "清川江"},
		{"Namgung Min-su", "남궁민수", "南宮民秀"},
	} {
		for _, a := range forms {
			for _, b := range forms {
				if !share(joined(plainWords(a)), joined(plainWords(b))) {
					t.Errorf("%s and %s: %q against %q", a, b, joined(plainWords(a)), joined(plainWords(b)))
				}
			}
		}
	}
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(c string) bool { return slices.Contains(b, c) })
}

func TestOtherNamesHaveNone(t *testing.T) {
	for _, c := range [][2]string{
		{"Kim Jong Un", "Kim Jong Il"},
		{"Kim Jong Un", "Kim Yo Jong"},
		{"Gim Jeong-eun", "김정일"},
		{"金正恩", "Kim Jong Il"},
		{"キム・ジョンウン", "キム・ジョンイル"},
		{"Ким Чен Ын", "Ким Чен Ир"},
		{"Jang Song Thaek", "Jang Yong Thaek"},
		{"정", "장"},
		{"Pak", "Paek"},
		{"Kim", "Kum"},
	} {
		if a, b := joined(plainWords(c[0])), joined(plainWords(c[1])); share(a, b) {
			t.Errorf("%s and %s: %q against %q", c[0], c[1], a, b)
		}
	}
}

func TestCodesAreSpelledByClass(t *testing.T) {
	for word, want := range map[string]string{
		"kim":       "Kim",
		"jong":      "Jog",
		"jung":      "Jog Jug",
		"park":      "Pak",
		"lee":       "i",
		"rhee":      "i",
		"로":         "No",
		"철":         "Jol",
		"정은":        "Jog.un",
		"金":         "Kim Kum",
		"чен":       "Jeg Jog Jon",
		"цой":       "Jq",
		"ポンジュ":      "Pog.Ju Pom.Ju Pon.Ju",
		"kimjongun": "Kim.Jog.on Kim.Jog.un Kim.Jon.Kon Kim.Jon.Kun",

		"":                              "",
		"thistle":                       "",
		"nguyen":                        "",
		"xi":                            "",
		"zhang":                         "",
		"feng":                          "",
		"kim8":                          "",
		"ngk":                           "",
		"тхс":                           "",
		"ーー":                            "",
		"ァ":                             "a",
		"田zz":                           "",
		"정x":                            "",
		"가나다라마":                         "", // too many syllables for a name
		strings.Repeat("a", 10000):      "",
		strings.Repeat("가", 10000):      "",
		"\xff\xfe":                      "",
		"kimkimkimkimkimkimkimkimkimki": "",
	} {
		if got := strings.Join(Codes(word), " "); got != want {
			t.Errorf("%.40q: %s, want %s", word, got, want)
		}
	}
	if got := Syllables("Kim.Jog.un"); got != 3 {
		t.Errorf("Kim.Jog.un has %d syllables", got)
	}
}

func TestSouthernSpelling(t *testing.T) {
	for north, south := range map[rune]rune{'리': '이', '류': '유', '로': '노', '라': '나', '녀': '여', '김': '김', '니': '이', 'x': 'x'} {
		if got := Southern(north); got != south {
			t.Errorf("%c: %c, want %c", north, got, south)
		}
	}
}

// TestRomanisedHangulHasTheCode: whatever a syllable is, each system's writing
// of it has its code, where a word is made of it at all.
func TestRomanisedHangulHasTheCode(t *testing.T) {
	var known []rune
	for r := rune(firstSyllable); r <= lastSyllable; r++ {
		c, _ := hangulClass(r)
		_, v, _, _ := jamo(r)
		if tables().rarity[c] < rarestGiven && v != 3 { // ㅒ is in no name
			known = append(known, r)
		}
	}
	if len(known) < 1000 {
		t.Fatalf("%d syllables are of known class", len(known))
	}
	syllable := rapid.SampledFrom(known)
	rapid.Check(t, func(t *rapid.T) {
		word := string(rapid.SliceOfN(syllable, 1, 1).Draw(t, "word"))
		want := Codes(word)
		for in := range systemCount {
			written := strings.Join(plainWords(Romanise(word, in)), "")
			if got := Codes(written); !share(got, want) {
				t.Errorf("%s as %s: %q, want %q among them", word, written, got, want)
			}
		}
	})
}

func FuzzCodes(f *testing.F) {
	for _, s := range []string{"kim", "kimjongun", "namgungminsu", "김정은", "金正恩", "ジョンウン", "чжон", "Ын", "\xff", "eueueueueueu", "ァァァ", "ッッ", "가나다라마", "ngngng"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		codes := Codes(a)
		if len(codes) > Max || !slices.IsSorted(codes) || len(slices.Compact(slices.Clone(codes))) != len(codes) {
			t.Fatalf("%q: %q", a, codes)
		}
		for _, c := range codes {
			if bits, ok := GivenBits(c); !ok || bits <= 0 || Syllables(c) > MaxSyllables {
				t.Fatalf("%q: code %q", a, c)
			}
		}
		if again := Codes(a); !slices.Equal(again, codes) {
			t.Fatalf("%q is read %q, then %q", a, codes, again)
		}
		words, ok := Person([]string{a, b})
		if ok != (len(words) == 2) {
			t.Fatalf("%q %q: %v, %v", a, b, words, ok)
		}
		for _, w := range words {
			if len(w.Codes) == 0 || w.Syllables == 0 {
				t.Fatalf("%q %q: %v", a, b, words)
			}
		}
		Words([]string{a, b})
		SurnameBits(a)
		GivenBits(b)
		Romanise(a, McCuneReischauer)
		Romanise(b, Kontsevich)
	})
}

func BenchmarkCodes(b *testing.B) {
	for _, w := range []string{"kim", "jong", "young", "kimjongun", "namgungminsu", "ジョンウン", "чжон", "정은", "正恩", "alexandra", "thistle", "monica"} {
		b.Run(w, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Codes(w)
			}
		})
	}
}

func BenchmarkPerson(b *testing.B) {
	for _, name := range []string{"ra kyong su", "anna thistle", "김 정 은"} {
		words := strings.Fields(name)
		b.Run(words[0], func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Person(words)
			}
		})
	}
}
