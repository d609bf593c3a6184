package japan

import (
	"strings"

	"plimsoll/lists"
)

// section is a sheet of the asset freeze.
type section struct {
	key    string // in ids
	schema string // "" for a sheet of persons and bodies
	words  []string
}

// sections are told by words in the names of the sheets, of which the first
// line that fits counts: the names change in brackets and blanks.
var sections = []section{
	{"milosevic", "Person", []string{"ミロシェビッチ"}},
	{"taliban", "", []string{"タリバーン"}},
	{"terrorists-1", "", []string{"テロリスト", "(1)"}},
	{"terrorists-2", "", []string{"テロリスト", "(2)"}},
	{"iraq-persons", "Person", []string{"イラク", "(Ⅰ)"}},
	{"iraq-bodies", "Organization", []string{"イラク", "(Ⅱ)"}},
	{"iraq-firms", "Organization", []string{"イラク", "(Ⅲ)"}},
	{"drc-persons", "Person", []string{"コンゴ民主共和国", "個人"}},
	{"drc-bodies", "Organization", []string{"コンゴ民主共和国", "団体"}},
	{"south-sudan", "", []string{"南スーダン"}},
	{"sudan", "", []string{"スーダン"}},
	{"dprk-1695", "", []string{"北朝鮮", "1695"}},
	{"dprk-1718-bodies", "Organization", []string{"北朝鮮", "1718", "団体"}},
	{"dprk-1718-persons", "Person", []string{"北朝鮮", "1718", "個人"}},
	{"dprk-bodies", "Organization", []string{"北朝鮮", "協調", "団体"}},
	{"dprk-persons", "Person", []string{"北朝鮮", "協調", "個人"}},
	{"iran-persons", "Person", []string{"イラン", "個人"}},
	{"iran-bodies", "Organization", []string{"イラン", "団体"}},
	{"somalia", "", []string{"ソマリア"}},
	{"libya-1", "", []string{"リビア", "(Ⅰ)"}},
	{"libya-2", "", []string{"リビア", "(Ⅱ)"}},
	{"syria-persons", "Person", []string{"シリア", "個人"}},
	{"syria-bodies", "Organization", []string{"シリア", "団体"}},
	{"crimea-persons", "Person", []string{"クリミア", "個人"}},
	{"crimea-bodies", "Organization", []string{"クリミア", "団体"}},
	{"others-bodies", "Organization", []string{"以外", "団体"}},
	{"others-persons", "Person", []string{"以外", "個人"}},
	{"others-banks", "Organization", []string{"以外", "特定銀行"}},
	{"russia-bodies", "Organization", []string{"ロシア", "団体"}},
	{"russia-persons", "Person", []string{"ロシア", "個人"}},
	{"russia-banks", "Organization", []string{"ロシア", "特定銀行"}},
	{"belarus-persons", "Person", []string{"ベラルーシ", "個人"}},
	{"belarus-bodies", "Organization", []string{"ベラルーシ", "団体"}},
	{"belarus-banks", "Organization", []string{"ベラルーシ", "特定銀行"}},
	{"car-persons", "Person", []string{"中央アフリカ", "個人"}},
	{"car-bodies", "Organization", []string{"中央アフリカ", "団体"}},
	{"yemen", "", []string{"イエメン"}},
	{"mali", "", []string{"マリ"}},
	{"haiti-persons", "Person", []string{"ハイチ", "個人"}},
	{"haiti-bodies", "Organization", []string{"ハイチ", "団体"}},
	{"israel-settlers", "Person", []string{"イスラエル"}},
}

// findSection finds the section of a sheet by its name; known is false where it
// is made up from the name.
func findSection(name string) (s section, known bool) {
	folded := programme(name)
	for _, s := range sections {
		if containsAll(folded, s.words) {
			return s, true
		}
	}
	s = section{key: lists.Slug(folded)}
	switch {
	case strings.Contains(folded, "個人"):
		s.schema = "Person"
	case strings.Contains(folded, "団体"), strings.Contains(folded, "銀行"):
		s.schema = "Organization"
	}
	return s, false
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// programme is the name of a sheet without its number, which changes when a
// regime is added, and without the blanks and wide brackets that come and go.
func programme(name string) string {
	name = squeeze(name)
	if rest, ok := strings.CutPrefix(strings.TrimLeft(name, "0123456789"), "."); ok && rest != "" && name[0] != '.' {
		return rest
	}
	return name
}

// numbered reports whether the name of a sheet begins with a number, as those
// of the regimes do.
func numbered(name string) bool { return programme(name) != squeeze(name) }

// narrow turns the wide forms of ASCII characters into ASCII: １（ａ）； become
// 1(a);. Other characters stay.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000' || r == '\u00a0' || r == '\u202f':
			return ' '
		}
		return r
	}, s)
}

// squeeze is narrow without blanks, for comparing words.
func squeeze(s string) string { return strings.Join(strings.Fields(narrow(s)), "") }
