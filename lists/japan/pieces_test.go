package japan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// written writes names for comparison: former ones with a -, what was cut off
// behind a /.
func written(names []name) string {
	var out []string
	for _, n := range names {
		s := n.text
		if n.former {
			s = "-" + s
		}
		if n.beside != "" {
			s += "/" + n.beside
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func TestCellsOfAliasesAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"ランプ・トレード\nLamp Trade": "ランプ・トレード | Lamp Trade",
		"ランプ；グローブ；\nLamp; Grove":     "ランプ | グローブ | Lamp | Grove",
		"(a)ランプ、(b)グローブ":             "ランプ | グローブ",
		"（ａ）ランプ（Lamp）（ｂ）グローブ(Grove)": "ランプ | Lamp | グローブ | Grove",
		"(i)ランプ\n(ii)グローブ":           "ランプ | グローブ",
		// A comma divides only where the line above has as many names.
		"ランプ、グローブ\nLamp, Grove":                                       "ランプ | グローブ | Lamp | Grove",
		"ランプ、グローブ\nLamp, Orrin":                                       "ランプ | グローブ | Lamp | Orrin",
		"ランプ\nLamp, Orrin":                                            "ランプ | Lamp, Orrin",
		"ランプ、グローブ\nLamp Co., Ltd, Grove Inc., Ltd.":                   "ランプ | グローブ | Lamp Co., Ltd | Grove Inc., Ltd.",
		"(a)Lamp, Orrin (b)Grove, Orrin":                              "Lamp, Orrin | Grove, Orrin",
		"(a.k.a.: (a)Lamp (b)Grove)":                                  "Lamp | Grove",
		"（別称、ランプ、グローブ）\n(a.k.a. Lamp JSC; a.k.a. Grove, a.k.a. Dusk)": "ランプ | グローブ | Lamp JSC | Grove | Dusk",
		"（別称、ランプ) (a.k.a. Lamp)":                                      "ランプ | Lamp",
		"（別称）ランプ\nLamp\n（旧称）グローブ\nGrove":                              "ランプ | Lamp | -グローブ | -Grove",
		"（別称）ランプ\n（旧称）グローブ\nLamp\nf.k.a. Grove":                       "ランプ | -グローブ | Lamp | -Grove",
		"（別称、ランプ、旧称、グローブ、別称、ダスク）":                                     "ランプ | -グローブ | ダスク",
		"Lamp (formerly listed as)":                                   "-Lamp",
		"ランプ(アラビア語による以前掲載の氏名：ثسالي فوريك)":                            "-ランプ | -ثسالي فوريك",
		"Lamp Keeper, born 3 Mar. 1951 in Lamport":                    "Lamp Keeper/Lamp Keeper, born 3 Mar. 1951 in Lamport",
		"ランプ守り（1951年3月3日灯台国にて出生）":                                     "ランプ守り/ランプ守り(1951年3月3日灯台国にて出生)",
		"ランプ守り、1951年に生まれ":                                             "ランプ守り/1951年に生まれ",
		"Lamp (original script: Лампа)":                               "Lamp | Лампа",
		"(a)Lamp (b)original script: Лампа":                           "Lamp | Лампа",
		"Jin Sorel (金索雷)":                                             "Jin Sorel | 金索雷",
		"調達のために使用している別名。":                                             "/調達のために使用している別名。",
		"旅券番号：999999":                                                 "/旅券番号:999999",
		`"The Lamp"`:                                                  "The Lamp",
		"（Lamp; Grove）":                                               "Lamp | Grove",
		"Lamp Front (LF)":                                             "Lamp Front (LF)",
		"ランプ(broken":                                                  "ランプ(broken",
		")(":                                                          ")(",
	} {
		if diff := cmp.Diff(want, written(aliasNames(in))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestSpellingsInBrackets(t *testing.T) {
	for in, want := range map[string]string{
		"Orrin VALE":                       "Orrin VALE",
		"Orrin (Oren) VALE":                "Orrin VALE | Oren VALE",
		"Orrin(Oren) VALE(VAIL/VAYL)":      "Orrin VALE | Orrin VAIL | Orrin VAYL | Oren VALE | Oren VAIL | Oren VAYL",
		"Orrin (Oren, Orin) VALE Junior":   "Orrin VALE Junior | Oren VALE Junior | Orin VALE Junior",
		"Orrin VALE (the lamp keeper)":     "Orrin VALE (the lamp keeper)",
		"Orrin VALE (99)":                  "Orrin VALE (99)",
		"(Oren) VALE":                      "(Oren) VALE",
		"Orrin () VALE":                    "Orrin () VALE",
		"A (B,C,D) E (F,G,H) I (J,K,L) MN": "16",
	} {
		plain, others := spellings(in)
		got := strings.Join(append([]string{plain}, others...), " | ")
		if want == "16" {
			if len(others)+1 != maxSpellings {
				t.Errorf("%q: %d spellings", in, len(others)+1)
			}
			continue
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestBirthsAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		"":                        " / ",
		"1938年":                   "1938 / ",
		"1938年頃":                  "circa 1938 / ",
		"およそ1938年\n1939年":         "circa 1938 1939 / ",
		"１９３８年３月４日":               "1938-03-04 / ",
		"1938年3月":                 "1938-03 / ",
		"1938年3月4日又は5月6日":         "1938-03-04 1938-05-06 / ",
		"(a)1938年3月4\n日 (b)1939年": "1938-03-04 1939 / ",
		"©1938年3月4日（偽造旅券より）":       "1938-03-04 / 1938年3月4日(偽造旅券より)",
		"1402年6月24日（ヒジュラ暦）":        "hijri 1982-04 / ",
		"1938年から1940年までの間":         "range 1938 range 1939 range 1940 / ",
		"1938年-1939年頃":             "circa 1938 circa 1939 / ",
		"1938～1939年頃":              "circa 1938 circa 1939 / ",
		"1938年3月1日から\n1938年5月2日の間": "range 1938-03-01 range 1938-05-02 / ",
		"1938年8月から9月の間":            "range 1938-08 range 1938-09 / ",
		"1938/3/4; 1939年頃":         "1938-03-04 circa 1939 / ",
		"1938年生まれ":                 "1938 / ",
		"5月6日":                     " / 5月6日",
		"30歳":                      " / 30歳",
		"1938年2月30日":               " / 1938年2月30日",
		"不明":                       " / ",
	} {
		dates, rest := births(in)
		var got []string
		for _, d := range dates {
			for _, v := range d.Values {
				if d.Qualifier != "" {
					v = string(d.Qualifier) + " " + v
				}
				got = append(got, v)
			}
		}
		if got := strings.Join(got, " ") + " / " + strings.Join(rest, " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestNumbersOfDocuments(t *testing.T) {
	for in, want := range map[string]string{
		"990011990":      "990011990",
		"灯台国旅券 D 000999": "D 000999",
		"990011990、旅券失効日:2018年1月2日": "990011990",
		"990011990(灯台国旅券)":          "990011990",
		"旅券番号:B/000999":             "B/000999",
		"旅券失効日:2018年1月2日":           "",
		"灯台国旅券":                     "",
		"99":                        "",
		"不明":                        "",
	} {
		if got := numberIn(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestCountriesOfAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"北朝鮮平壌特別市中区域":                                 "kp",
		"北朝鮮":                                         "kp alone",
		"中華人民共和国丹東市":                                  "cn",
		"Lamp Street 1, Nairobi, Kenya":               "ke",
		"Kenya":                                       "ke alone",
		"Lamp Road, Tortola, Virgin Islands, British": "vg",
		"Fribourg, FR, スイス":                           "ch",
		"Lamport":                                     "",
		"":                                            "",
	} {
		code, alone := countryOf(in)
		if alone {
			code += " alone"
		}
		if code != want {
			t.Errorf("%q: got %q, want %q", in, code, want)
		}
	}
}

func TestEverySectionIsFoundByItsSheet(t *testing.T) {
	for name, want := range map[string]string{
		"2.タリバーン関係者等": "taliban", "3.テロリスト等 (1)": "terrorists-1", "5.イラク前政権関係者等（Ⅰ）": "iraq-persons", "7.イラク前政権関係者等 (Ⅲ)": "iraq-firms",
		"10.コンゴ民主共和国 (団体)": "drc-bodies", "12.スーダン": "sudan", "40.南スーダン": "south-sudan", "13.北朝鮮(決議1695号)": "dprk-1695",
		"14.北朝鮮(決議1718号等；団体) ": "dprk-1718-bodies", "15.北朝鮮(決議1718号等；個人)": "dprk-1718-persons", "16.北朝鮮(協調；団体)": "dprk-bodies", "17.北朝鮮(協調；個人)": "dprk-persons",
		"28.ロシア連邦(団体(特定銀行を除く))": "russia-bodies", "30.ロシア連邦(特定銀行） ": "russia-banks", "34.ロシア及びベラルーシ以外（団体(特定銀行を除く)）": "others-bodies",
		"36.ロシア及びベラルーシ以外（特定銀行)": "others-banks", "33.ベラルーシ(特定銀行)": "belarus-banks", "38.中央アフリカ共和国（団体）": "car-bodies", "41.マリ共和国": "mali", "21.ソマリア": "somalia",
	} {
		if s, known := findSection(programme(name)); !known || s.key != want {
			t.Errorf("%s: %s", name, s.key)
		}
	}
	for name, want := range map[string]string{"45.月（個人）": "Person", "45.月(団体)": "Organization", "45.月": ""} {
		if s, known := findSection(programme(name)); known || s.schema != want || s.key == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
