package names_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"plimsoll/names"
)

func surfaces(n names.Name) string {
	var out []string
	for _, t := range n.Words {
		s := t.Surface
		switch t.Kind {
		case names.Initial:
			s += "."
		case names.Number:
			s = "#" + s
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestReadKeepsWhatTellsBearersApart(t *testing.T) {
	for _, c := range []struct {
		written string
		class   names.Class
		want    string
		forms   string
	}{
		{"YUN HO-JIN", names.Person, "yun ho jin", ""},
		{"Ra Kyŏng-su", names.Person, "ra kyong su", ""},
		{"Ch’oe Ch'ŏl", names.Person, "choe chol", ""},
		{"KimJongUn", names.Person, "kim jong un", ""},
		{"김정은", names.Person, "김 정 은", ""},
		{"Dr. Anna von Drell", names.Person, "anna drell", ""},
		{"J. R. Thistle", names.Person, "j. r. thistle", ""},
		{"O Kuk Ryol", names.Person, "o kuk ryol", ""}, // a family name, no initial
		{"Li De", names.Person, "li de", ""},
		{"ＦＵＬＬ　ｗｉｄｔｈ", names.Anything, "full width", ""},
		{"BRACKENFOLD TIDEWATER LINES CO., LTD.", names.Organisation, "brackenfold tidewater lines", "ltd"},
		{"OOO Brackenfold", names.Organisation, "brackenfold", "ltd"},
		{"Lampwick S.A.", names.Organisation, "lampwick", "jsc"},
		{"ООО Ромашка", names.Organisation, "ромашка", "ltd"},
		{"大同江贸易有限公司", names.Organisation, "大同江 贸易", "ltd"},
		{"The Company", names.Organisation, "the", "co"},
		{"BILLIONS NO. 18", names.Vessel, "billions #18", ""},
		{"M/V Petrel VIII", names.Vessel, "petrel #8", ""},
		{"SAE BYOL 2", names.Vessel, "sae byol #2", ""},
		{"PETREL8", names.Vessel, "petrel #8", ""},
		{"Baek Ma Ho", names.Vessel, "baek ma", ""},
		{"MERROWBANE II", names.Vessel, "merrowbane #2", ""},
		{"", names.Person, "", ""},
		{"\x00\u202e ' -", names.Person, "", ""},
	} {
		n := names.Read(c.written, c.class)
		if got := surfaces(n); got != c.want {
			t.Errorf("Read(%q): got %q, want %q", c.written, got, c.want)
		}
		if got := strings.Join(n.Forms, " "); got != c.forms {
			t.Errorf("Read(%q): forms %q, want %q", c.written, got, c.forms)
		}
	}
}

func TestTokensAgreeByWhatIsDocumented(t *testing.T) {
	for _, c := range []struct {
		class names.Class
		a, b  string
		want  names.Relation
	}{
		{names.Person, "Thessaly", "THESSALY", names.SameWord},
		{names.Person, "Thessaly", "Tessaly", names.SameSound},
		{names.Person, "Vorrick", "Vorrik", names.SameSound},
		{names.Person, "Vorrick", "Worick", names.SameSound},
		{names.Person, "Юрий", "Yuriy", names.SameSound},
		{names.Person, "marrow", "morrow", names.NearWord},
		{names.Person, "abcd", "abdc", names.NearWord},
		{names.Person, "quenneth", "quimeth", names.Unrelated}, // two edits are too many for seven letters
		{names.Person, "Mohammed", "Muhammad", names.SameBones},
		{names.Person, "A", "Ambrose", names.SameStart},
		{names.Person, "A", "Dole", names.Unrelated},
		{names.Person, "abc", "abd", names.Unrelated},
		{names.Vessel, "18", "8", names.Unrelated},
		{names.Vessel, "018", "18", names.SameNumber},
		{names.Organisation, "tideway", "tidewater", names.Unrelated},
	} {
		a, b := names.Read(c.a, c.class).Words[0], names.Read(c.b, c.class).Words[0]
		if got := names.Similarity(&a, &b); got.Relation != c.want {
			t.Errorf("%s, %s: %s (%.2f), want %s", c.a, c.b, got.Relation, got.Similarity, c.want)
		}
	}
}

func TestKoreanNamesAgreeAcrossRomanisations(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Pak Pong Ju", "박봉주", true},
		{"Pak Pong Ju", "Park Bong-joo", true},
		{"Ri Je-son", "Lee Jae Seon", true},
		{"RI JE-SON", "Ri Che-son", true},
		{"Choe Hwi", "Choi Hwi", true},
		{"Kim Jong Un", "김정은", true},
		{"Kim Jong Un", "Gim Jeong-eun", true},
		{"Kim Jong Un", "Kim Jong Il", false},
		{"Kim Jong Un", "Kim Yo Jong", false},
		{"Jang Song Thaek", "Jang Yong Thaek", false},
	} {
		a, b := names.Read(c.a, names.Person), names.Read(c.b, names.Person)
		if !a.Korean || !b.Korean || len(a.Words) != 3 && len(a.Words) != len(b.Words) {
			t.Errorf("%s, %s: not taken for Korean", c.a, c.b)
			continue
		}
		same := true
		for i := range a.Words {
			same = same && names.Similarity(&a.Words[i], &b.Words[i]).Similarity > 0.9
		}
		if same != c.same {
			t.Errorf("%s, %s: agree %v, want %v", c.a, c.b, same, c.same)
		}
	}
	if names.Read("Anna Thistle", names.Person).Korean {
		t.Error("Anna Thistle is taken for Korean")
	}
}

// letters are few, so that drawn tokens are often similar.
var letters = rapid.SampledFrom([]rune("aaeioubcdgknpstvwyhz0б박정리이"))

func drawToken(t *rapid.T, label string) (names.Token, bool) {
	s := string(rapid.SliceOfN(letters, 1, 11).Draw(t, label))
	n := names.Read(s, names.Class(rapid.IntRange(0, 3).Draw(t, label+" class")))
	if len(n.Words) == 0 {
		return names.Token{}, false
	}
	return n.Words[0], true
}

func TestSimilarityIsSymmetricBoundedAndFoundByKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, ok := drawToken(t, "a")
		if !ok {
			return
		}
		b, ok := drawToken(t, "b")
		if !ok {
			return
		}
		if rapid.Bool().Draw(t, "mutate") && a.Script == names.Latin {
			r := []rune(a.Surface)
			for range rapid.IntRange(0, 2).Draw(t, "edits") {
				i := rapid.IntRange(0, len(r)-1).Draw(t, "at")
				r[i] = letters.Draw(t, "letter")
			}
			if n := names.Read(string(r), names.Person); len(n.Words) > 0 {
				b = n.Words[0]
			}
		}
		m, w := names.Similarity(&a, &b), names.Similarity(&b, &a)
		if m != w {
			t.Fatalf("%q, %q: %v one way, %v the other", a.Surface, b.Surface, m, w)
		}
		if m.Similarity < 0 || m.Similarity > 1 || (m.Similarity > 0 && m.Similarity < 0.6) {
			t.Fatalf("%q, %q: similarity %v", a.Surface, b.Surface, m)
		}
		if m.Similarity > 0 && !meet(a, b) {
			t.Fatalf("%q, %q are similar (%s) but no key finds them", a.Surface, b.Surface, m.Relation)
		}
	})
}

func meet(q, d names.Token) bool {
	if q.Kind == names.Initial || d.Kind == names.Initial {
		if names.First(&q) != 0 && names.First(&q) == names.First(&d) {
			return true
		}
	}
	stored := map[names.Key]bool{}
	names.Codes(&d, func(k names.Key) { stored[k] = true })
	names.Keys(&d, func(k names.Key) { stored[k] = true })
	found := false
	names.Codes(&q, func(k names.Key) { found = found || stored[k] })
	names.Keys(&q, func(k names.Key) { found = found || stored[k] })
	return found
}

// Parts drawn from a word are found by cutting it, and the word by joining them.
func TestPartsWrittenAsOneAreFoundByKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := names.Read(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"an", "san", "anna", "abdul", "al", "rahman", "kim", "jong", "un", "la", "aa", "chil", "bo", "김", "정", "мар", "ия", "ss", "s",
		}), 2, 3).Draw(t, "parts"), " "), names.Class(rapid.IntRange(0, 3).Draw(t, "class")))
		if len(n.Words) < 2 || len(n.Words) > names.MaxJoin {
			return
		}
		joined := ""
		for _, w := range n.Words {
			joined += w.Latin()
		}
		one, ok := drawToken(t, "other")
		if m := names.Read(joined, n.Class); rapid.Bool().Draw(t, "joined") && len(m.Words) == 1 {
			one, ok = m.Words[0], true
		}
		if !ok || names.JoinedSimilarity(n.Words, &one).Similarity == 0 {
			return
		}
		if !names.MayBegin(&n.Words[0], &one) {
			t.Fatalf("%q may not begin %q, and does", n.Words[0].Surface, one.Surface)
		}
		stored := map[names.Key]bool{}
		names.Codes(&one, func(k names.Key) { stored[k] = true })
		found := false
		names.JoinProbes(n.Words, func(k names.Key) { found = found || stored[k] })
		if !found {
			t.Fatalf("%q does not find %q", n.Written, one.Surface)
		}
		parts := make([]map[names.Key]bool, len(n.Words))
		all := map[names.Key]bool{}
		for i := range n.Words {
			parts[i] = map[names.Key]bool{}
			names.Codes(&n.Words[i], func(k names.Key) { parts[i][k], all[k] = true, true })
		}
		found = false
		names.Cuts(&one, func(k names.Key) bool { return all[k] }, func(keys []names.Key) {
			if len(keys) == len(parts) {
				same := true
				for i := range keys {
					same = same && parts[i][keys[i]]
				}
				found = found || same
			}
		})
		if !found {
			t.Fatalf("%q does not find %q", one.Surface, n.Written)
		}
	})
}

func TestTokensAreKeptWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, ok := drawToken(t, "token")
		if !ok {
			return
		}
		b := w.AppendBinary([]byte("before"))
		var back names.Token
		if n := back.View(b[len("before"):]); n != len(b)-len("before") {
			t.Fatalf("%d bytes of %d were read", n, len(b)-len("before"))
		}
		for range 2 { // the second time into used slices
			if again := back.AppendBinary([]byte("before")); string(again) != string(b) {
				t.Fatalf("%q is read as %q", b, again)
			}
			if m := names.Similarity(&w, &back); m.Similarity != 1 {
				t.Fatalf("%q is no longer itself: %v", w.Surface, m)
			}
			back.View(b[len("before"):])
		}
	})
}

func TestIdentifiersHaveOneForm(t *testing.T) {
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"IMO 0990035", "0990035", true},
		{"990035", "0990035", true},
		{"IMO NO. 9191773", "9191773", true},
		{"0990032", "0990032", false},
		{"0000000", "0000000", false},
		{"99o0035", "", false},
		{"", "", false},
	} {
		if got, ok := names.IMO(c.in); got != c.want || ok != c.ok {
			t.Errorf("IMO(%q) = %q, %v; want %q, %v", c.in, got, ok, c.want, c.ok)
		}
	}
	for in, want := range map[string]string{
		"299000101": "299", "002990000": "299", "111299001": "299", "982990001": "299", "029900000": "299",
	} {
		if _, mid, ok := names.MMSI(in); mid != want || !ok {
			t.Errorf("MMSI(%q): MID %q, %v; want %q", in, mid, ok, want)
		}
	}
	if _, _, ok := names.MMSI("100000000"); ok {
		t.Error("no MID begins with 1")
	}
	if got, ok := names.BIC("demozz22xxx"); got != "DEMOZZ22" || !ok {
		t.Errorf("BIC: %q %v", got, ok)
	}
	if _, ok := names.BIC("DEMO1122"); ok {
		t.Error("the country of a BIC is two letters")
	}
	for in, want := range map[string]string{"hmyf7": "HMYF7", "5IM 316": "5IM316", "HM-AA": "HMAA"} {
		if got, ok := names.CallSign(in); got != want || !ok {
			t.Errorf("CallSign(%q) = %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "NONE KNOWN", "1234", "ABC", "H?YF7"} {
		if got, ok := names.CallSign(in); ok {
			t.Errorf("%q is no call sign, and read as %q", in, got)
		}
	}
	if got, ok := names.Document("ps-381 420.397"); got != "PS381420397" || !ok {
		t.Errorf("Document: %q %v", got, ok)
	}
	if _, ok := names.Document("none"); ok {
		t.Error("a word is no document number")
	}
	if got, ok := names.Wallet("0xABCDEF0123456789"); got != "0xabcdef0123456789" || !ok {
		t.Errorf("Wallet: %q %v", got, ok)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "Kim Jong-un", "김정은", "M/V BILLIONS NO. 18", "大同江贸易有限公司", "O'Brien & Sons, S.A. de C.V.", "\u202eabc\u0301\u0301", "\xff\xfe",
		strings.Repeat("a", 10000), strings.Repeat("가", 2000), "ﷺ", "İstanbul", "İİİİ", "0٣۴ x", "ии\u0306",
	} {
		for class := range uint8(4) {
			f.Add(s, class)
		}
	}
	f.Fuzz(func(t *testing.T, s string, class uint8) {
		n := names.Read(s, names.Class(class%4))
		if len(n.Words) > names.MaxTokens {
			t.Fatalf("%d words", len(n.Words))
		}
		for _, w := range n.Words {
			if w.Surface == "" {
				t.Fatalf("%q has an empty word", s)
			}
			if names.Similarity(&w, &w).Similarity != 1 {
				t.Fatalf("%q is not itself", w.Surface)
			}
			if b := names.Bits(&w); b <= 0 || b > names.MaxBits {
				t.Fatalf("%q carries %v bits", w.Surface, b)
			}
			names.Keys(&w, func(names.Key) {})
		}
		if again := names.Read(s, names.Class(class%4)); !reflect.DeepEqual(n, again) {
			t.Fatal("two readings differ")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		names.Read("Ra Kyŏng-su", names.Person)
	}
}

func BenchmarkSimilarity(b *testing.B) {
	x, y := names.Read("marrowbane", names.Vessel).Words[0], names.Read("merrowbene", names.Vessel).Words[0]
	b.ReportAllocs()
	for range b.N {
		names.Similarity(&x, &y)
	}
}

func BenchmarkReadOtherScripts(b *testing.B) {
	for _, s := range []string{"Владимир Васильевич Щербаков", "محمد عبد الرحمن القحطاني", "יוסף בן דוד"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				names.Read(s, names.Person)
			}
		})
	}
}
