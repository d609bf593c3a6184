package alphabet_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"plimsoll/names"
	"plimsoll/names/alphabet"
)

func TestReadings(t *testing.T) {
	for _, c := range []struct{ system, word, want string }{
		{"ICAO", "александр", "aleksandr"},
		{"ICAO", "хрущев", "khrushchev"},
		{"BGN ye", "елена", "yelena"},
		{"BGN yo", "фёдор", "fyodor"},
		{"BGN after a sign", "васильевич", "vasilyevich"},
		{"lists, after a sign", "васильевич", "vasilievich"},
		{"final -ий", "дмитрий", "dmitry"},
		{"unmarked", "жуков", "zukov"},
		{"German", "жуков", "schukow"},
		{"German", "чайковский", "tschaikowski"},
		{"French", "пушкин", "pouchkin"},
		{"foreign дж", "джон", "jon"},
		{"Ukrainian", "олександр", "oleksandr"},
		{"Ukrainian", "григорій", "hryhoriy"},
		{"Ukrainian", "євген", "yevhen"},
		{"as in Russian", "сергій", "sergiy"},
		{"Belarusian", "лукашэнка", "lukashenka"},
		{"Belarusian", "быкаў", "bykau"},
		{"Bulgarian щ", "щерев", "shterev"},
		{"Bulgarian ъ", "първанов", "parvanov"},
		{"Serbian", "ђоковић", "djokovic"},
		{"Serbian, passport", "љубиша", "ljubisa"},
		{"Macedonian", "ѓорѓи", "gjorgji"},
		{"Kazakh", "нұрсұлтан", "nursultan"},
		{"Kyrgyz", "өмүрбек", "omurbek"},
		{"Uzbek", "тўхтаев", "tokhtaev"},
		{"Tajik", "раҳмон", "rahmon"},
		{"capitals, decomposed", "Сергеи\u0306", "sergey"},
		{"ELOT", "γεώργιος", "georgios"},
		{"ELOT", "παπανδρέου", "papandreou"},
		{"ELOT", "αλέξανδρος", "alexandros"},
		{"Greek b", "μπακογιάννης", "bakogiannis"},
		{"Greek d", "ντίνος", "dinos"},
		{"Greek mb", "λαμπράκης", "lambrakis"},
		{"Greek j", "τζόνσον", "jonson"},
		{"Greek av", "παύλος", "pavlos"},
		{"Greek ef", "ευστάθιος", "efstathios"},
		{"Greek h", "χρήστος", "hristos"},
		{"classical", "αισχύλος", "aeschylos"},
		{"diaeresis", "μαΐου", "maiou"},
		{"polytonic", "ἰωάννης", "ioannis"},
		{"BGN", "սարգսյան", "sargsyan"},
		{"BGN", "երևան", "yerevan"},
		{"Western", "կարապետ", "garabed"},
		{"plain", "էդվարդ", "edvard"},
		{"plain", "ոսկար", "oskar"},
		{"Georgian", "ჯუღაშვილი", "jughashvili"},
		{"Georgian stem", "პუტინი", "putin"},
		{"Georgian f", "ფრანკო", "franko"},
		{"RTGS", "สมชาย", "somchai"},
		{"RTGS", "ประยุทธ์", "prayut"},
		{"RTGS", "เชียงใหม่", "chiangmai"},
		{"RTGS", "จันทร์", "chan"},
		{"RTGS", "สุวรรณ", "suwan"},
		{"RTGS, linked", "วัฒนา", "watthana"},
		{"RTGS", "น้ำ", "nam"},
		{"RTGS, as folded", "น\u0e4d\u0e32", "nam"},
		{"Hunterian", "नरेन्द्र", "narendra"},
		{"Hunterian", "सिंह", "singh"},
		{"Hindi", "राजकुमार", "rajkumar"},
		{"Hindi, a kept", "कमला", "kamala"},
		{"Hunterian", "गुप्त", "gupta"},
		{"nukta", "फ़ारूक़", "faruq"},
	} {
		got := alphabet.Readings(c.word)
		if !slices.ContainsFunc(got, func(s string) bool { return names.Phonetic(s) == names.Phonetic(c.want) }) {
			t.Errorf("%s: %s reads %v, none sounds as %s", c.system, c.word, got, c.want)
		}
	}
}

func TestTheLanguageSeenInTheLettersGoesFirst(t *testing.T) {
	for word, want := range map[string]string{
		"григорий": "grigory", "григорій": "hrihoriy", "ђорђевић": "dordevic", "қайрат": "kayrat", "ўладзімір": "uladzimir",
	} {
		if got := alphabet.Readings(word); len(got) == 0 || names.Phonetic(got[0]) != names.Phonetic(want) {
			t.Errorf("%s reads %v, want %s first", word, got, want)
		}
	}
}

func TestEveryLetterOfTheAlphabetsIsRead(t *testing.T) {
	for _, alphabetLetters := range []string{
		"абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќѕәғқңөұүһҳҷӣӯҗ", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
		"աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
		"กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ", "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
	} {
		all := []rune(alphabetLetters)
		for _, r := range all {
			if alphabet.Readings(string(all[0])+string(r)+string(all[0])) == nil {
				t.Errorf("%c is not read", r)
			}
		}
	}
}

// Readings of one sound cost an index keys and find nothing more.
func TestNoTwoReadingsSoundAlike(t *testing.T) {
	for _, w := range []string{
		"хрущёв", "щербаков", "евгений", "юлия", "григорій", "жижек", "παπαδόπουλος", "χατζηδάκης", "սարգսյան", "ფილიპე", "วัฒนา", "कमला",
	} {
		seen := map[string]string{}
		for _, r := range alphabet.Readings(w) {
			if other, twice := seen[names.Phonetic(r)]; twice {
				t.Errorf("%s: %s and %s have one code", w, other, r)
			}
			seen[names.Phonetic(r)] = r
		}
	}
}

var hostile = []string{
	"", " ", "\x00", "\xff\xfe", "'", "smith", "金", "김", "́", "\u0306\u0306", "ิ", "์", "เ", "เเเ", "ำ", "\u094d", "\u093c", "ं", "क्", "क़़", "аα", "αа",
	"กа", "कก", "ь", "ъ", "ьъ", "ꙮ", "1234", "а\x00б", "а б", strings.Repeat("щ", 10000), strings.Repeat("ψ", 10000), strings.Repeat("ॐ", 10000),
	strings.Repeat("เ", 10000), strings.Repeat("\u0301", 10000), strings.Repeat("ก็", 5000), strings.Repeat("क\u094d", 5000), "ฤๅ", "รร", "กรร", "หห",
}

func checkReadings(t *testing.T, word string) {
	got := alphabet.Readings(word)
	if len(got) > alphabet.Max || got != nil && len(got) == 0 {
		t.Fatalf("%q has %d readings", word, len(got))
	}
	for i, r := range got {
		if r == "" || len(r) > 512 || slices.Contains(got[:i], r) || strings.ContainsFunc(r, func(c rune) bool { return c < 'a' || c > 'z' }) {
			t.Fatalf("%q reads %q", word, got)
		}
	}
}

func TestBadInputIsBounded(t *testing.T) {
	for _, w := range hostile {
		checkReadings(t, w)
	}
	for _, w := range []string{"smith", "金", "김", "аα", "กа", "कก", "'"} {
		if got := alphabet.Readings(w); got != nil {
			t.Errorf("%q reads %v, want nothing", w, got)
		}
	}
	for r := rune(0x370); r < 0x2000; r++ { // alone and among others
		if unicode.IsLetter(r) || unicode.Is(unicode.M, r) {
			for _, w := range []string{"", "а", "α", "ա", "ა", "ก", "क"} {
				checkReadings(t, w+string(r)+w)
			}
		}
	}
}

func FuzzReadings(f *testing.F) {
	for _, w := range append(hostile, "щербаков", "μπάμπης", "երևան", "ჯუღაშვილი", "อดุลยเดช", "चंद्र") {
		f.Add(w)
	}
	f.Fuzz(checkReadings)
}

func BenchmarkReadings(b *testing.B) {
	for _, w := range []string{"александрович", "щербаков", "παπαδόπουλος", "սարգսյան", "სააკაშვილი", "ชินวัตร", "राजकुमार", "smith"} {
		b.Run(w, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				alphabet.Readings(w)
			}
		})
	}
}
