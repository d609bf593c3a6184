package korean

// spelledForeign are two ways back from the spelling of foreign words in
// Hangul, which has one letter each for p and f, b and v, r and l: by the
// initials, vowels and finals of Unicode. A ㅡ only carries a consonant
// (트럼프: trump) and is left out.
var spelledForeign = [2]struct {
	initials [19]string
	vowels   [21]string
}{
	{
		[19]string{"g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "ch", "k", "t", "p", "h"},
		[21]string{"a", "a", "ya", "ya", "e", "e", "ye", "ye", "o", "wa", "wa", "e", "yo", "u", "wo", "we", "wi", "yu", "", "i", "i"},
	},
	{
		[19]string{"g", "k", "n", "d", "t", "l", "m", "v", "p", "s", "s", "", "z", "z", "ch", "k", "t", "f", "h"},
		[21]string{"a", "e", "ya", "ye", "o", "e", "yo", "e", "o", "wa", "we", "o", "yo", "u", "wo", "we", "wi", "yu", "", "i", "i"},
	},
}

var foreignFinals = [finalCount]string{"", "k", "n", "t", "l", "m", "p", "ng"}

// Foreign writes a word of another language, as it is spelled in Hangul, in
// the Latin letters it may have come from. It is nil for what is not all
// Hangul, and for one syllable.
func Foreign(word string) []string {
	var out []string
	for k := range spelledForeign {
		way := &spelledForeign[k]
		var b []byte
		syllables, last := 0, noFinal
		for _, r := range word {
			i, v, f, ok := jamo(r)
			if !ok {
				return nil
			}
			switch {
			case i == jamoR && last == finalL: // 폴란드: one l
			default:
				b = append(b, way.initials[i]...)
			}
			b = append(b, way.vowels[v]...)
			last = int(finalOf[f])
			b = append(b, foreignFinals[last]...)
			syllables++
		}
		if syllables < 2 || len(b) == 0 {
			return nil
		}
		out = append(out, string(b))
	}
	return out
}
