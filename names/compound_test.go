package names_test

import (
	"strings"
	"testing"

	"plimsoll/names"
)

func TestArabicCompoundsAreReadAlikeHoweverWritten(t *testing.T) {
	for want, written := range map[string]string{
		"abd rahman":       "Abd al-Rahman|Abdul Rahman|Abdulrahman|Abdurrahman|Abd-ar-Rahman|Abdel Rahman|Abdelrahman|Abdirahman|Abdourahman|Abdal Rahman",
		"abd rahmane":      "Abderrahmane|Abder Rahmane",
		"abd qadir":        "Abdulqadir|Abdul-Qadir|Abd El Qadir|Abdiqadir|Abdelqadir",
		"abd allah":        "Abdullah|Abdallah|Abd Allah|Abdulla|Abdullahi|Abdoullah|Abdillahi",
		"nur din":          "Nur al-Din|Nur ad-Din|Nureddin|Nuruddin|Nur-ud-din|Nur Uddin|Nuraldin|Nureddine",
		"tajudin":          "Tajudin (sic)",
		"saif allah":       "Saifullah|Saif Allah|Saif Ullah|Saifollah|Saif-ullah",
		"abu bakr":         "Abu Bakr|Abubakr|Aboubakr",
		"abu hassan":       "Abulhassan|Abolhassan|Abu Hassan|Abu al-Hassan|Abu'l-Hassan",
		"shams karim":      "al-Shams Karim|ash-Shams Karim|Al Shams Karim|esh Shams Karim",
		"sadr din":         "Sadr ad-Din|Sadruddin|Sadr ud Din",
		"عبد الرحمن":       "عبد الرحمن|عبدالرحمن",
		"نور الدين":        "نور الدين|نورالدين",
		"سيف الله":         "سيف الله|سيفالله|سیف‌الله",
		"абд рахман":       "Абдул Рахман|Абдулрахман|Абдурахман|Абдуррахман|Абд аль-Рахман|Абд эр-Рахман",
		"абд аллах":        "Абдулла|Абдуллах|Абдалла",
		"наср аллах":       "Насрулла|Насралла|Насруллах",
		"nurul dalla":      "Nurul Dalla", // none of these
		"abdulov ivan":     "Abdulov Ivan",
		"абдуллаев иван":   "Абдуллаев Иван",
		"aladin jamilah":   "Aladin Jamilah",
		"an nam su":        "An Nam Su",
		"abdi abdou diouf": "Abdi Abdou Diouf",
		"borodin elena":    "Borodin Elena",
		"martine bernadin": "Martine Bernadin",
		"abuela camila":    "Abuela Camila",
	} {
		for w := range strings.SplitSeq(written, "|") {
			if strings.HasSuffix(w, "(sic)") {
				continue
			}
			if got := surfaces(names.Read(w, names.Person)); got != want {
				t.Errorf("Read(%q): %q, want %q", w, got, want)
			}
		}
	}
}

func TestParentIsMarked(t *testing.T) {
	for written, want := range map[string]string{
		"Ahmad bin Hasan al-Ubaidi":       "hasan",
		"Hasan bin Ahmad":                 "ahmad",
		"Said Ould Salem Ben Omar":        "salem omar",
		"أحمد بن حسن":                     "حسن",
		"Усама бин Ладен":                 "ладен",
		"Ahmad bin":                       "",
		"Mohammed bin Abdulrahman Al Ali": "abd", // the father is Abd al-Rahman
	} {
		var got []string
		for _, w := range names.Read(written, names.Person).Words {
			if w.Father {
				got = append(got, w.Surface)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", written, s, want)
		}
	}
}

func TestQIsAlsoReadAsG(t *testing.T) {
	same := func(a, b string) bool {
		x, y := names.Read(a, names.Person), names.Read(b, names.Person)
		return names.Similarity(&x.Words[0], &y.Words[0]).Relation == names.SameSound
	}
	for _, pair := range [][2]string{{"Qadhafi", "Gaddafi"}, {"Qaddafi", "Ghadafi"}, {"Qasem", "Ghasem"}, {"Qurban", "Gurban"}, {"Alqahtani", "Gahtani"}} {
		if !same(pair[0], pair[1]) {
			t.Errorf("%s and %s are not of one sound", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"Qiang", "Giang"}, {"Quintana", "Guintana"}, {"Qing", "Ging"}} {
		if same(pair[0], pair[1]) {
			t.Errorf("%s and %s are of one sound", pair[0], pair[1])
		}
	}
}
