package quality

import "plimsoll/screen"

// Fixed is a pair whose answer is known and does not depend on a sample.
type Fixed struct {
	Pair
	Same bool `json:"same"`
}

// FixedResult is how it came out at the default threshold.
type FixedResult struct {
	Fixed
	Score float64 `json:"score"`
	Right bool    `json:"right"`
}

// kim are seven spellings of one name: the list's, English press, Revised
// Romanisation, Hangul, Hanja, Russian press and Japanese press.
var kim = []string{"Kim Jong Un", "KIM Jong-eun", "Gim Jeongeun", "김정은", "金正恩", "Ким Чен Ын", "キム・ジョンウン"}

// FixedCases lists the fixed pairs.
func FixedCases() []Fixed {
	person := func(a, b string, same bool) Fixed { return Fixed{Pair{Schema: "Person", Query: a, Listed: b}, same} }
	var out []Fixed
	for i := range kim {
		for j := range i {
			out = append(out, person(kim[i], kim[j], true))
		}
	}
	for _, k := range kim {
		out = append(out, person(k, "Kim Jong Il", false), person(k, "Kim Yo Jong", false))
	}
	out = append(out,
		person("박봉주", "Pak Pong Ju", true), person("朴奉珠", "Pak Pong-ju", true), person("Пак Пон Чжу", "Pak Pong Ju", true),
		person("曾庆红", "Zeng Qinghong", true), person("KimJongUn", "Kim Jong Un", true),
		person("Omar Abdulrahman", "Umar Abd al-Rahman", true), person("Gaddafi Muammar", "Muammar Qadhafi", true),
		person("Ahmad bin Hasan", "Hasan bin Ahmad Al-Ubaidi", false), person("RI Su-yong", "Jong-Su Ri", false),
		person("Mark Cooney", "Mark Carney", false), person("Kim Kyong Min", "Kim Kyong Il", false),
	)
	vessel := func(a, b string, same bool) Fixed { return Fixed{Pair{Schema: "Vessel", Query: a, Listed: b}, same} }
	return append(out,
		vessel("Petrel 8", "Petrel VIII", true), vessel("AN SAN 1", "ANSAN 1", true), vessel("Chil Bo San", "Chilbosan", true),
		vessel("SAE BYOL", "새별호", true), vessel("BILLIONS NO. 18", "BILLIONS NO. 8", false), vessel("SAE BYOL", "SAE BYOL 2", false),
		Fixed{Pair{Schema: "Organization", Query: "SiemensAG", Listed: "Siemens AG"}, true},
	)
}

func measureFixed() []FixedResult {
	cases := FixedCases()
	out := make([]FixedResult, len(cases))
	for i, c := range cases {
		s, _ := Score(c.Pair)
		out[i] = FixedResult{c, s, (s >= screen.Threshold) == c.Same}
	}
	return out
}
