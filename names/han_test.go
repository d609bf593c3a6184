package names

import "testing"

// agree reports whether every word of one name is similar to the word of the
// other in the same place, or in the opposite order.
func agree(a, b string) bool {
	x, y := Read(a, Person).Words, Read(b, Person).Words
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	straight, crossed := true, true
	for i := range x {
		straight = straight && Similarity(&x[i], &y[i]).Similarity > 0
		crossed = crossed && Similarity(&x[i], &y[len(y)-1-i]).Similarity > 0
	}
	return straight || crossed
}

func TestNamesInScriptsReadByTableMeetTheirLatinForms(t *testing.T) {
	for written, latin := range map[string]string{
		"曾庆红":            "Zeng Qinghong",
		"王小明":            "Wang Xiaoming",
		"欧阳修":            "Ouyang Xiu",
		"გიორგი მელაძე":  "Giorgi Meladze",
		"Արամ Գրիգորյան": "Aram Grigoryan",
		"モハメド アリ":        "Mohamed Ali",
	} {
		if !agree(written, latin) {
			t.Errorf("%s does not meet %s", written, latin)
		}
	}
	for written, other := range map[string]string{
		"曾庆红": "Wang Xiaoming", "გიორგი მელაძე": "Nino Kobalia", "王小明": "Wang Dawei",
	} {
		if agree(written, other) {
			t.Errorf("%s meets %s", written, other)
		}
	}
}
