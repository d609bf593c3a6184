package names_test

import (
	"strings"
	"testing"

	"plimsoll/names"
)

func TestMarksGoWhereWritersLeaveThemOut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Thé\u0301o", "theo"},
		{"Ch’oe Ch'ŏl", "choe chol"},
		{"Βαΐτσης", "βαϊτσης"}, // the diaeresis parts two vowels
		{"Μαΐου Ἀθῆναι", "μαϊου αθηναι"},
		{"и\u0306", "й"},
		{"مُحَمَّد", "محمد"},
		{"محـــمد", "محمد"},
		{"کریمی", "كريمي"},
		{"علی\u200Cاکبر", "علي اكبر"}, // the joiner that parts a compound of Persian
		{"Jo\u200Chn\u200D \u202Eabc", "john abc"},
		{"שָׁלוֹם", "שלום"},
		{"ג׳ורג׳", "גורג"},
		{"สมชาย สุข", "สมชาย สุข"},
		{"सिंह", "सिंह"},
		{"\u0301", ""},
	} {
		if got := names.Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestMarksDoNotPartWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"סמ״ר כהן", "סמר כהן"},
		{`סמ"ר כהן`, "סמר כהן"},
		{`כהן "סמר"`, "כהן סמר"},
		{"ג'ורג' בוש", "גורג בוש"},
		{"สิริกิติ์ กิติยากร", "สิริกิติ์ กิติยากร"},
		{"राजीव गांधी", "राजीव गांधी"},
		{"\u0e31\u0e31 abc", "abc"},      // marks on nothing
		{"abc\u0e31def", "abcdef"},       // and on letters that have none
		{"8\u0301\u200d", "#8"},          // of a number
		{"\u202eabc\u0301\u0301", "abc"}, // turned text
		{"א\u0e31ב", "אב"},
	} {
		if got := surfaces(names.Read(c.in, names.Person)); got != c.want {
			t.Errorf("Read(%q): got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestOtherScriptsMeetLatin(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want names.Relation
	}{
		{"محمد", "Muhammad", names.SameSound},
		{"محمد", "Mohamed", names.SameSound},
		{"أحمد", "احمد", names.SameSound}, // without hamza
		{"حسین", "Hossein", names.SameSound},
		{"القحطاني", "Qahtani", names.SameSound},
		{"القحطاني", "Alqahtani", names.SameSound},
		{"יוסף", "Yosef", names.SameSound},
		{"כהן", "Cohen", names.SameSound},
		{"Васильев", "Vasilyev", names.SameSound},
		{"Васильев", "Vasiliev", names.SameSound},
		{"Васильев", "Vasil'ev", names.SameSound},
		{"Ельцин", "Yeltsin", names.SameSound},
		{"Ельцин", "Eltsin", names.SameSound},
		{"Григорій", "Hryhoriy", names.SameSound},
		{"Григорий", "Grigory", names.SameSound},
		{"Παΐσιος", "Paisios", names.SameSound},
		{"สมชาย", "Somchai", names.SameSound},
		{"محمد", "Hamid", names.Unrelated},
		{"حسن", "Ibrahim", names.Unrelated},
	} {
		a, b := names.Read(c.a, names.Person).Words[0], names.Read(c.b, names.Person).Words[0]
		if got := names.Similarity(&a, &b); got.Relation != c.want {
			t.Errorf("%s, %s: %s (%.2f), want %s", c.a, c.b, got.Relation, got.Similarity, c.want)
		}
	}
}

func TestWordsOfTwoAlphabetsAreReadInOne(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Iван Iванавiч", "іван іванавіч"}, // Latin i in Cyrillic
		{"Cергей Фëдoрoвич", "сергей федорович"},
		{"Smith J\u043enes", "smith jones"}, // Cyrillic o in Latin
		{"Gеорг", "g еорг"},                 // neither does
		{"ΑTHENA", "athena"},
	} {
		if got := surfaces(names.Read(c.in, names.Organisation)); strings.ReplaceAll(got, ".", "") != c.want {
			t.Errorf("Read(%q): got %q, want %q", c.in, got, c.want)
		}
	}
}
