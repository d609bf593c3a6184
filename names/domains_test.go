package names_test

import (
	"testing"

	"pgregory.net/rapid"

	"plimsoll/names"
)

func TestWordsOfOneMeaningAgreeAcrossLanguages(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		agree bool
	}{
		{"bank", "банк", true},
		{"bank", "банка", true},
		{"bank", "银行", true},
		{"bank", "은행", true},
		{"bank", "بنك", true},
		{"bank", "البنك", true},
		{"bank", "بانک", true},
		{"bank", "banque", true},
		{"trading", "торговый", true},
		{"trading", "Torgovaya", true},
		{"trading", "للتجارة", true},
		{"trading", "bazargani", true},
		{"trading", "贸易", true},
		{"trading", "무역", true},
		{"trade", "trading", true},
		{"russian", "российская", true},
		{"russian", "Rossiyskaya", true},
		{"russian", "rossiiskoi", true},
		{"russian", "rossijskij", true},
		{"state", "gosudarstvenny", true},
		{"state", "gosudarstvennoye", true},
		{"plant", "zavod", true},
		{"factory", "завода", true},
		{"industries", "صنایع", true},
		{"Chosŏn", "korea", true},
		{"조선무역회사", "Korea", true}, // its first word is 조선
		{"bank", "trading", false},
		{"korea", "china", false},
		{"plant", "planet", false},
		{"lampwick", "bank", false},
	} {
		a, b := names.Read(c.a, names.Organisation).Words[0], names.Read(c.b, names.Organisation).Words[0]
		m := names.Similarity(&a, &b)
		if got := m.Similarity >= 0.9 && m.Relation != names.NearWord; got != c.agree {
			t.Errorf("%s, %s: %v (%s), want %v", c.a, c.b, m.Similarity, m.Relation, c.agree)
		}
		if c.agree && !meet(a, b) {
			t.Errorf("%s, %s: no key finds them", c.a, c.b)
		}
	}
}

func TestPeopleBearSuchWordsAsNames(t *testing.T) {
	for _, c := range [][2]string{{"Deniz", "Sea"}, {"Stern", "Star"}, {"Bank", "Banque"}} {
		a, b := names.Read("Ann "+c[0], names.Person).Words[1], names.Read("Ann "+c[1], names.Person).Words[1]
		if m := names.Similarity(&a, &b); m.Relation == names.SameMeaning {
			t.Errorf("%s, %s: %v", c[0], c[1], m)
		}
	}
}

func TestNamesWithoutBlanksAreDivided(t *testing.T) {
	for _, c := range []struct {
		written string
		class   names.Class
		want    string
	}{
		{"朝鲜大同江贸易公司", names.Organisation, "朝鲜 大同江 贸易"},
		{"조선대동강무역회사", names.Organisation, "조선 대동강 무역"},
		{"조선 대동강 무역회사", names.Organisation, "조선 대동강 무역"},
		{"北京灯芯国际技术有限公司", names.Organisation, "北京 灯芯 国际 技术"},
		{"灯芯机械厂", names.Organisation, "灯芯 机械 厂"},
		{"コリア・トレーディング", names.Organisation, "コリア トレーディング"},
		{"조은행", names.Anything, "조 은 행"}, // a person's name, perhaps
		{"조은행", names.Person, "조 은 행"},
		{"새별호", names.Vessel, "새 별"},
	} {
		if got := surfaces(names.Read(c.written, c.class)); got != c.want {
			t.Errorf("%s is read %q, want %q", c.written, got, c.want)
		}
	}
}

func TestCommonWordsSayLittle(t *testing.T) {
	for _, w := range []string{"bank", "банк", "银行", "gosudarstvennoye", "贸易", "무역", "للتجارة", "factory", "Korea"} {
		n := names.Read("Lampwick "+w, names.Organisation)
		if b := names.Bits(&n.Words[1]); b < 2 || b > 7 {
			t.Errorf("%s carries %.1f bits", w, b)
		}
	}
}

var firmWords = rapid.SampledFrom([]string{
	"bank", "banks", "банк", "банка", "银行", "은행", "بانک", "trading", "торговая", "torgovaya", "torgovaia", "贸易", "무역", "zavod", "завод", "factory",
	"rossiyskaya", "российский", "russian", "korea", "조선", "朝鲜", "lampwick", "industries", "صنایع", "sanaye", "nii", "npo", "ooo", "arzamasskiy", "arzamas", "арзамасская", "alrahmah", "rahmah", "al", "трейд", "treyd", "trade", "флай", "fly", "кб",
})

func TestFirmsAreFoundByKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		class := names.Class(rapid.IntRange(0, 3).Draw(t, "class"))
		a := names.Read(firmWords.Draw(t, "a")+" "+firmWords.Draw(t, "a2"), class)
		b := names.Read(firmWords.Draw(t, "b")+firmWords.Draw(t, "b2"), class)
		for i := range a.Words {
			for j := range b.Words {
				m, w := names.Similarity(&a.Words[i], &b.Words[j]), names.Similarity(&b.Words[j], &a.Words[i])
				if m != w {
					t.Fatalf("%q, %q: %v one way, %v the other", a.Words[i].Surface, b.Words[j].Surface, m, w)
				}
				if m.Similarity > 0 && !meet(a.Words[i], b.Words[j]) {
					t.Fatalf("%q, %q are similar (%s) but no key finds them", a.Words[i].Surface, b.Words[j].Surface, m.Relation)
				}
			}
		}
	})
}
