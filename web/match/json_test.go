package match

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"plimsoll/names"
)

// drawJSON writes a value with blanks wherever JSON takes them.
func drawJSON(t *rapid.T, depth int) string {
	blank := rapid.SampledFrom([]string{"", " ", "\n\t", "\r "}).Draw(t, "blank")
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 {
		kind %= 4
	}
	switch kind {
	case 0, 1:
		s, _ := json.Marshal(rapid.SampledFrom([]string{"", "a", `"`, `\`, "{[,]}:", "é\x00\n", "\u2028", "a\"b,c"}).Draw(t, "text"))
		return blank + string(s) + blank
	case 2:
		return blank + rapid.SampledFrom([]string{"0", "-1.5e+7", "12345678901234567890"}).Draw(t, "number") + blank
	case 3:
		return blank + rapid.SampledFrom([]string{"null", "true", "false"}).Draw(t, "word") + blank
	case 4, 5:
		var parts []string
		for range rapid.IntRange(0, 3).Draw(t, "members") {
			parts = append(parts, blank+rapid.SampledFrom([]string{`"a"`, `"b\u0041"`, `"\"}"`, `""`}).Draw(t, "name")+blank+":"+drawJSON(t, depth-1))
		}
		return blank + "{" + strings.Join(parts, ",") + blank + "}" + blank
	}
	var parts []string
	for range rapid.IntRange(0, 3).Draw(t, "elements") {
		parts = append(parts, drawJSON(t, depth-1))
	}
	return blank + "[" + strings.Join(parts, ",") + blank + "]" + blank
}

// compare holds how a value is cut against what encoding/json reads.
func compare(t *rapid.T, raw []byte) {
	var want any
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatalf("drawn badly: %v in %s", err, raw)
	}
	switch want := want.(type) {
	case map[string]any:
		members, err := object(raw)
		if err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		last := map[string][]byte{}
		for _, m := range members {
			last[m.name] = m.value
		}
		if len(last) != len(want) {
			t.Fatalf("%s: %d members, want %d", raw, len(last), len(want))
		}
		for name := range want {
			if !json.Valid(last[name]) {
				t.Fatalf("%s: %q is cut as %q", raw, name, last[name])
			}
			compare(t, last[name])
		}
	case []any:
		all := list(raw)
		if len(all) != len(want) {
			t.Fatalf("%s: %d elements, want %d", raw, len(all), len(want))
		}
		for _, x := range all {
			compare(t, x)
		}
	case string:
		if got := text(list(raw)[0]); got != want {
			t.Fatalf("%s: %q, want %q", raw, got, want)
		}
	}
}

func TestJSONIsCutWhereItsPartsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { compare(t, []byte(drawJSON(t, 3))) })
}

// A name that is taken to say something has a word that can be compared.
func TestANameWithALetterOrDigitHasAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringN(0, 12, -1).Draw(t, "name") + string(rapid.RuneFrom(nil, unicode.L, unicode.Nd).Filter(writes).Draw(t, "letter"))
		for _, class := range []names.Class{names.Anything, names.Person, names.Organisation, names.Vessel} {
			if len(names.Read(s, class).Words) == 0 {
				t.Fatalf("%q has no word", s)
			}
		}
	})
}
