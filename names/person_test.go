package names_test

import (
	"strings"
	"testing"

	"plimsoll/names"
)

func TestTitlesAndParticlesAreLeftOut(t *testing.T) {
	for _, c := range []struct {
		written string
		want    string
	}{
		{"Mr. Thessaly Vorrick", "thessaly vorrick"},
		{"VORRICK, Dr. Thessaly", "thessaly vorrick"},
		{"Vorrick, Thessaly", "thessaly vorrick"},
		{"Brig. Gen. Ambrose Dole", "ambrose dole"},
		{"Lt. Gen. Prof. Ambrose Dole", "ambrose dole"},
		{"Vice Admiral Ambrose Dole", "ambrose dole"},
		{"Haji Mullah Ambrose Dole", "ambrose dole"},
		{"Maulavi Ambrose Dole", "ambrose dole"},
		{"Shaykh Ambrose al-Dole", "ambrose dole"},
		{"Ayatollah Ambrose Dole", "ambrose dole"},
		{"al-Hajj Ambrose Dole", "ambrose dole"},
		{"الدكتور سالم العبيد", "العبيد سالم"},
		{"Генерал-полковник Амвросий Доль", "амвросий доль"},
		{"Ambrose Dole Jr.", "ambrose dole"},
		{"Ambrose Dole, Jr", "ambrose dole"},
		{"Ambrose Dole III", "ambrose dole"},
		{"Ambrose Dole, PhD, Esq.", "ambrose dole"},
		{"Ambrose von der Dole", "ambrose dole"},
		{"Ambrose Dole della Marrow", "ambrose dole marrow"},
		{"Mamed Ali ogly Dole", "ali dole mamed"},
		{"Bishop, Anna", "anna bishop"},
		{"General, Anna", "anna general"}, // a family name, as the comma tells
		{"Major Dole", "dole"},
		{"J.C. Dole", "c. dole j."},
		{"JC Dole", "c. dole j."},
		{"Ng Dole", "dole ng"},
		{"KimJongUn", "jong kim un"},
		{"McDonald", "mcdonald"},
		{"MacDonald", "macdonald"},
		{"VanDyke", "vandyke"},
	} {
		words := strings.Fields(surfaces(names.Read(c.written, names.Person)))
		want := strings.Fields(c.want)
		if len(words) != len(want) || !sameWords(words, want) {
			t.Errorf("%s is read %q, want %q", c.written, words, want)
		}
	}
}

func sameWords(a, b []string) bool {
	for _, w := range b {
		found := false
		for _, v := range a {
			found = found || v == w
		}
		if !found {
			return false
		}
	}
	return true
}

func TestPatronymicsAreTold(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"Ivan Petrovich Lampov", "petrovich"},
		{"Lampov Ivan Petrovich", "petrovich"},
		{"Roman Arkadyevich Abramovich", "arkadyevich"},
		{"Abramovich Roman Arkadyevich", "arkadyevich"},
		{"Анна Сергеевна Лампова", "сергеевна"},
		{"Лампов Илья Ильич", "ильич"},
		{"Mamed Alioglu Lampov", "alioglu"},
		{"Roman Abramovich", ""},
		{"Thessaly Ann Vorrick", ""},
	} {
		got := ""
		for _, w := range names.Read(c.written, names.Person).Words {
			if w.Patronymic {
				got += w.Surface
			}
		}
		if got != c.want {
			t.Errorf("%s: patronymic %q, want %q", c.written, got, c.want)
		}
	}
}

func TestShipsAreReadWithoutTheirPrefixes(t *testing.T) {
	for _, c := range []struct{ written, want string }{
		{"MT PETREL", "petrel"},
		{"M/V PETREL", "petrel"},
		{"M.V. PETREL", "petrel"},
		{"MV PETREL", "petrel"},
		{"M/T PETREL", "petrel"},
		{"SS PETREL", "petrel"},
		{"F/V PETREL", "petrel"},
		{"LPG/C PETREL", "petrel"},
		{"LNG/C PETREL", "petrel"},
		{"TANKER PETREL", "petrel"},
		{"Т/Х ПЕТРЕЛЬ", "петрель"},
		{"танкер Петрель", "петрель"},
		{"TANKER", "tanker"},
		{"PETREL NO. 18", "petrel #18"},
		{"PETREL No.18", "petrel #18"},
		{"PETREL №18", "petrel #18"},
		{"PETREL # 18", "petrel #18"},
		{"PETREL 018", "petrel #18"},
		{"PETREL XVIII", "petrel #18"},
		{"PETREL18", "petrel #18"},
		{"PETREL 18 HO", "petrel #18"},
		{"PETREL-18", "petrel #18"},
		{"새별호", "새 별"},
		{"새별 18호", "새 별 #18"},
		{"大同江号", "大同江"},
		{"大同江號", "大同江"},
		{"PETREL MARU", "petrel maru"},
		{"CHON MA SAN", "chon ma san"},
	} {
		if got := surfaces(names.Read(c.written, names.Vessel)); got != c.want {
			t.Errorf("%s is read %q, want %q", c.written, got, c.want)
		}
	}
}
