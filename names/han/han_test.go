package han_test

import (
	"slices"
	"strings"
	"testing"

	"plimsoll/names/han"
)

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		system, word string
		first        string   // the first reading
		also         []string // among the others
	}{
		{"pinyin", "王小明", "wangxiaoming", []string{"wanghsiaoming", "wongsiuming"}},
		{"pinyin", "习近平", "xijinping", []string{"hsichinping"}},
		{"pinyin, traditional", "習近平", "xijinping", nil},
		{"two readings", "乐", "yue", []string{"le"}},
		{"two readings", "张长重", "zhangzhangzhong", []string{"zhangchangzhong"}},
		{"family name", "曾", "zeng", []string{"ceng", "tseng", "tsang"}},
		{"family name", "曾庆红", "zengqinghong", []string{"tsengchinghung"}},
		{"family name", "单", "shan", []string{"dan"}},
		{"family name", "解", "xie", []string{"jie", "hsieh"}},
		{"family name", "区", "ou", []string{"qu", "au"}},
		{"family name", "查", "zha", []string{"cha"}},
		{"family name of two", "尉迟恭", "yuchigong", nil},
		{"family name of two", "歐陽", "ouyang", nil},
		{"not a family name inside", "王曾", "wangceng", []string{"wangzeng"}},
		{"u with diaeresis", "吕", "lu", []string{"lyu", "lv", "lui"}},
		{"Wade-Giles", "蔣介石", "jiangjieshi", []string{"chiangchiehshih"}},
		{"Wade-Giles", "周恩来", "zhouenlai", []string{"chouenlai"}},
		{"Wade-Giles", "徐", "xu", []string{"hsu", "tsui"}},
		{"Wade-Giles", "谢国雄", "xieguoxiong", []string{"hsiehkuohsiung"}},
		{"Hong Kong", "陳", "chen", []string{"chan"}},
		{"Hong Kong", "張", "zhang", []string{"cheung", "zoeng"}},
		{"Hong Kong", "鄭月娥", "zhengyuee", []string{"chengyuetngo"}},
		{"Hong Kong", "梁", "liang", []string{"leung"}},
		{"Hong Kong", "黃", "huang", []string{"wong"}},
		{"by sound", "克林顿", "kelindun", []string{"klinton"}},
		{"Japanese in Chinese reading", "田中", "tianzhong", nil},
		{"iteration mark", "佐々木", "zuozuomu", nil},

		{"hiragana", "いとう", "ito", []string{"itou", "itoh"}},
		{"hiragana", "おおの", "ono", []string{"oono", "ohno"}},
		{"hiragana", "りょう", "ryo", []string{"ryou", "ryoh"}},
		{"hiragana", "しんいち", "shinichi", nil},
		{"hiragana", "はっとり", "hattori", nil},
		{"hiragana", "ほんま", "honma", []string{"homma"}},
		{"hiragana", "ゆうじ", "yuji", []string{"yuuji"}},
		{"hiragana", "えっちゅう", "etchu", []string{"etchuu"}},
		{"hiragana", "いすゞ", "isuzu", nil},
		{"katakana", "サトウ", "sato", []string{"satou", "satoh"}},
		{"katakana, half width", "ﾀｶﾊｼ", "takahashi", nil},
		{"katakana, marks apart", "カ\u3099", "ga", nil},
		{"foreign", "スミス", "sumisu", []string{"smis"}},
		{"foreign", "ファン・", "", nil},
		{"foreign", "ファティマ", "fatima", nil},
		{"foreign", "ミラー", "mira", []string{"mila", "mirer", "miler"}},
		{"foreign", "ヴィクトル", "vikutoru", []string{"viktr", "viktl"}},
		{"foreign", "ウェイン", "wein", nil},
		{"foreign", "デュボワ", "dyubowa", nil},
		{"foreign", "ジェームズ", "jemuzu", []string{"jemz"}},
		{"foreign", "クァク", "kwaku", []string{"kwak"}},

		{"not ours", "smith", "", nil},
		{"not ours", "박", "", nil},
		{"mixed", "田なか", "", nil},
		{"mixed", "なか田", "", nil},
		{"empty", "", "", nil},
	} {
		got := han.Readings(c.word)
		if c.first == "" {
			if got != nil {
				t.Errorf("%s: %s is read %q; want none", c.system, c.word, got)
			}
			continue
		}
		if len(got) == 0 || got[0] != c.first {
			t.Errorf("%s: %s is read %q; want %s first", c.system, c.word, got, c.first)
			continue
		}
		for _, also := range c.also {
			if !slices.Contains(got, also) {
				t.Errorf("%s: %s is read %q; want %s too", c.system, c.word, got, also)
			}
		}
	}
}

func TestSplit(t *testing.T) {
	for word, want := range map[string]string{
		"习近平": "习 近平", "曾庆红": "曾 庆红", "李娜": "李 娜", "欧阳修": "欧阳 修", "諸葛孔明": "諸葛 孔明", "司马光": "司马 光",
		"欧阳": "", "李": "", "马克西姆": "", "㐀㐁": "", "": "", "いとう": "", "李a": "", "王一二三四": "", "\xff\xfe": "",
	} {
		family, given, ok := han.Split(word)
		if got := strings.TrimSpace(family + " " + given); got != want || ok != (want != "") {
			t.Errorf("Split(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
}

func TestSyllables(t *testing.T) {
	got := han.Syllables("曾長")
	if len(got) != 2 || got[0][0] != "zeng" || !slices.Contains(got[0], "ceng") || !slices.Contains(got[0], "tsang") ||
		!slices.Contains(got[1], "zhang") || !slices.Contains(got[1], "chang") {
		t.Errorf("Syllables = %q", got)
	}
	for _, none := range []string{"", "abc", "いとう", "王い", strings.Repeat("王", 10_000)} {
		if got := han.Syllables(none); got != nil {
			t.Errorf("Syllables(%.20q) = %q; want none", none, got)
		}
	}
}

var hostile = []string{
	"", " ", "\x00", "\xff\xfe\xfd", "\u3099", "\u309A\u3099", "\u0301", "ー", "ーーー", "っ", "っっっ", "ん", "んゃ", "ぁぃぅ", "ゃ", "ゝ", "ゞあ",
	"々", "王々々", "王\u0301", "王\x00", "王い", "い王", "aい", "い9", "うぃぃ", "ソウィ", "おおお", "ううう", "っあ", "〇", "㐀", "𠀀", "ヿ", "ゟ", "・",
	strings.Repeat("王", 10_000), strings.Repeat("い", 10_000), strings.Repeat("ｶﾞ", 10_000), strings.Repeat("ッ", 10_000), "ｶ" + strings.Repeat("\u3099", 80),
}

func check(t *testing.T, word string) {
	got := han.Readings(word)
	if len(got) > han.Max {
		t.Errorf("%.20q has %d readings", word, len(got))
	}
	for i, r := range got {
		if strings.Trim(r, "abcdefghijklmnopqrstuvwxyz") != "" || r == "" || len(r) > 8*han.MaxRunes || slices.Contains(got[:i], r) {
			t.Errorf("%.20q: reading %.40q is not one", word, r)
		}
	}
	if family, given, ok := han.Split(word); ok && family+given != word || ok && (family == "" || given == "") {
		t.Errorf("Split(%.20q) = %q, %q", word, family, given)
	}
	han.Syllables(word)
}

func TestHostileInput(t *testing.T) {
	for _, word := range hostile {
		check(t, word)
	}
}

func FuzzReadings(f *testing.F) {
	for _, word := range append(hostile, "曾庆红", "シャファリク", "ﾀﾞﾝ") {
		if len(word) < 300 {
			f.Add(word)
		}
	}
	f.Fuzz(check)
}

func BenchmarkReadings(b *testing.B) {
	for _, word := range []string{"曾庆红", "李", "克林顿", "いとう", "シャファリク"} {
		b.Run(word, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				han.Readings(word)
			}
		})
	}
}
