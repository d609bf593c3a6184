package names

import "plimsoll/names/phonetic"

// Phonetic gives the code of a Latin reading, see [phonetic.Code].
func Phonetic(latin string) string { return phonetic.Code(latin) }

// Skeleton is a code without its vowels. Fewer than three consonants say too
// little: they give "".
func Skeleton(code string) string {
	s := phonetic.Consonants(code)
	if len(s) < 3 {
		return ""
	}
	return s
}
