package korean_test

import (
	"slices"
	"testing"

	"plimsoll/names/korean"
)

func TestForeignWordsAreReadBack(t *testing.T) {
	for word, want := range map[string]string{
		"트럼프":   "tremp", // ㅓ is any of e, o and u
		"폴란드":   "poland",
		"윌리엄":   "wiliem",
		"스테판":   "stefan",
		"해리스":   "haris",
		"도나텔라":  "donatela",
		"블라디미르": "vladimil",
	} {
		got := korean.Foreign(word)
		if !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %s among them", word, got, want)
		}
	}
	for _, word := range []string{"", "김", "kim", "김x", "으으"} {
		if got := korean.Foreign(word); got != nil {
			t.Errorf("%q: %q, want nothing", word, got)
		}
	}
}
