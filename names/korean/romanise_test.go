package korean_test

import (
	"testing"

	"plimsoll/names/korean"
)

func TestHangulIsWrittenInFourSystems(t *testing.T) {
	for _, c := range []struct{ hangul, dprk, mr, rr, kontsevich string }{
		{"박", "pak", "pak", "bak", "пак"},
		{"봉주", "pongju", "pongju", "bongju", "пончжу"},
		{"김정은", "kimjongun", "kimjŏngŭn", "gimjeongeun", "кимчжонъын"},
		{"평천", "phyongchon", "p'yŏngch'ŏn", "pyeongcheon", "пхёнчхон"},
		{"최", "choe", "ch'oe", "choe", "чхве"},
		{"대동강", "taedonggang", "taedonggang", "daedonggang", "тэдонган"},
		{"압록강", "amnokkang", "amnokkang", "amnokgang", "амноккан"},
		{"신라", "silla", "silla", "silla", "силла"},
		{"백령", "paengnyong", "paengnyŏng", "baengnyeong", "пэннён"},
		{"종로", "jongno", "chongno", "jongno", "чонно"},
		{"일남", "illam", "illam", "illam", "иллам"},
		{"한강", "hangang", "han'gang", "hangang", "ханган"},
		{"천리마", "chollima", "ch'ŏllima", "cheollima", "чхоллима"},
		{"일영", "iryong", "iryŏng", "iryeong", "ирён"},
		{"같이", "kachi", "kach'i", "gachi", "качхи"},
		{"중앙", "jungang", "chungang", "jungang", "чунъан"},
		{"희", "hui", "hŭi", "hui", "хи"},
		{"의주", "uiju", "ŭiju", "uiju", "ыйчжу"},
		{"철호", "cholho", "ch'ŏrho", "cheolho", "чхорхо"},
		{"김 정은!", "kim jongun!", "kim chŏngŭn!", "gim jeongeun!", "ким чонъын!"},
		{"", "", "", "", ""},
	} {
		for in, want := range map[korean.System]string{
			korean.DPRK: c.dprk, korean.McCuneReischauer: c.mr, korean.Revised: c.rr, korean.Kontsevich: c.kontsevich,
		} {
			if got := korean.Romanise(c.hangul, in); got != want {
				t.Errorf("%s in system %d: %s, want %s", c.hangul, in, got, want)
			}
		}
	}
}
