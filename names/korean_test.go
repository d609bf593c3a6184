package names_test

import (
	"slices"
	"testing"

	"plimsoll/names"
)

// partnered reports whether every word of both names has a partner in the
// other, alone or written as one with its neighbours.
func partnered(a, b names.Name) bool {
	covers := func(x, y []names.Token) bool {
		have := make([]bool, len(x))
		for i := range x {
			for j := range y {
				have[i] = have[i] || names.Similarity(&x[i], &y[j]).Similarity >= 0.8
				for to := j + 2; to <= min(j+names.MaxJoin, len(y)); to++ {
					have[i] = have[i] || names.JoinedSimilarity(y[j:to], &x[i]).Similarity >= 0.8
				}
			}
			for to := i + 2; to <= min(i+names.MaxJoin, len(x)); to++ {
				for j := range y {
					if names.JoinedSimilarity(x[i:to], &y[j]).Similarity >= 0.8 {
						for k := i; k < to; k++ {
							have[k] = true
						}
					}
				}
			}
		}
		return !slices.Contains(have, false) && len(x) > 0
	}
	return covers(a.Words, b.Words) && covers(b.Words, a.Words)
}

func TestAKoreanNameMeetsItselfInEveryScript(t *testing.T) {
	forms := []string{
		"Kim Jong Un", "Kim Jong-un", "Gim Jeong-eun", "김정은", "金正恩", "Ким Чен Ын", "キム・ジョンウン", "KimJongUn", "KIMJONGUN", "Kim Jongun",
		"김 정은", "KIM, Jong Un",
	}
	others := []string{"Kim Jong Il", "Kim Yo Jong", "김정일", "김여정", "Ким Чен Ир", "金正日", "キム・ヨジョン", "KIMJONGIL"}
	read := func(s string) names.Name { return names.Read(s, names.Person) }
	for _, a := range forms {
		for _, b := range forms {
			if !partnered(read(a), read(b)) {
				t.Errorf("%s does not meet %s", a, b)
			}
		}
		for _, b := range others {
			if partnered(read(a), read(b)) {
				t.Errorf("%s meets %s", a, b)
			}
		}
	}
}

func TestAKoreanFamilyNameMayStandLast(t *testing.T) {
	for _, c := range [][2]string{{"Jong-un KIM", "김정은"}, {"Jong-un KIM", "Ким Чен Ын"}, {"Bong-joo Park", "Pak Pong Ju"}} {
		if !partnered(names.Read(c[0], names.Person), names.Read(c[1], names.Person)) {
			t.Errorf("%s does not meet %s", c[0], c[1])
		}
	}
}

func TestCharactersKeepBothReadings(t *testing.T) {
	for _, c := range [][2]string{
		{"金正恩", "Kim Jong Un"},
		{"金正恩", "Jin Zhengen"},
		{"金铁三", "Kim Chol Sam"},
		{"金铁三", "Jin Tiesan"},
		{"李成赫", "Ri Song Hyok"},
		{"李成赫", "Li Chenghe"},
		{"金庸", "Jin Yong"},
		{"李军", "Li Jun"},
		{"朴槿惠", "Park Geun-hye"},
	} {
		a, b := names.Read(c[0], names.Person), names.Read(c[1], names.Person)
		if !partnered(a, b) {
			t.Errorf("%s does not meet %s: %v %v", c[0], c[1], a.Words, b.Words)
		}
	}
}

func TestHangulIsDividedWhereItIsAKoreansName(t *testing.T) {
	for written, want := range map[string]string{
		"김정은":       "김 정 은",
		"김 정은":      "김 정 은",
		"남궁민수":      "남 궁 민 수",
		"도널드 트럼프":   "도널드 트럼프",
		"토니 모리슨":    "토니 모리슨",
		"알렉산드르 푸시킨": "알렉산드르 푸시킨",
		"Kim 김정은":   "kim 김 정 은",
	} {
		if got := surfaces(names.Read(written, names.Person)); got != want {
			t.Errorf("%s is divided %q, want %q", written, got, want)
		}
	}
	if got := surfaces(names.Read("대동강 무역", names.Organisation)); got != "대동강 무역" {
		t.Errorf("a firm's name is divided %q", got)
	}
}

func TestHangulIsComparedExactly(t *testing.T) {
	similar := func(a, b string) float64 {
		x, y := names.Read("김 "+a+"호", names.Person), names.Read("김 "+b+"호", names.Person)
		return names.Similarity(&x.Words[1], &y.Words[1]).Similarity
	}
	same, law, blurred, other := similar("정", "정"), similar("룡", "용"), similar("정", "종"), similar("정", "장")
	if same != 1 || law >= same || blurred >= law || other != 0 {
		t.Errorf("정 정 %.2f, 룡 용 %.2f, 정 종 %.2f, 정 장 %.2f", same, law, blurred, other)
	}
}

func TestAKoreanFamilyNameSaysLittle(t *testing.T) {
	n := names.Read("Kim Chol Guk", names.Person)
	family, given := names.Bits(&n.Words[0]), names.Bits(&n.Words[1])
	if family > 3 || given < 4 || given > names.MaxBits {
		t.Errorf("Kim says %.1f bits, Chol %.1f", family, given)
	}
	hangul := names.Read("김철국", names.Person)
	if b := names.Bits(&hangul.Words[0]); b != family {
		t.Errorf("김 says %.1f bits, Kim %.1f", b, family)
	}
}

func TestParticlesAreSyllablesOfAKoreansName(t *testing.T) {
	for written, want := range map[string]string{
		"Baek Ye-bin":     "baek ye bin",
		"Ri Ul-sol":       "ri ul sol",
		"An Nam Su":       "an nam su",
		"Lee Da-yeong":    "lee da yeong",
		"Ahmad bin Hasan": "ahmad hasan",
	} {
		if got := surfaces(names.Read(written, names.Person)); got != want {
			t.Errorf("%s is read %q, want %q", written, got, want)
		}
	}
}
