package japan

import (
	"regexp"
	"strings"

	"plimsoll/lists"
)

// maxPieces bounds what one cell may be taken apart to.
const maxPieces = 5000

// enumerator is the mark of a list: (a) （ｂ） (iv) ⒞, also where its first
// bracket was lost in "©".
var enumerator = regexp.MustCompile(`\( ?(?:[a-z]{1,2}|[ivx]{1,4}) ?\)|[⒜-⒵©]`)

// enumerated takes a text apart at the marks of a list, narrowed and cleaned.
func enumerated(raw string) []string {
	return tidy(enumerator.Split(narrow(raw), -1))
}

// lines takes a text apart at marks, line breaks and semicolons.
func lines(raw string) []string {
	var out []string
	for _, part := range enumerator.Split(narrow(raw), -1) {
		out = append(out, strings.FieldsFunc(part, func(c rune) bool { return c == '\n' || c == '\r' || c == ';' })...)
	}
	return tidy(out)
}

// tidy cleans pieces and drops those of which nothing is left.
func tidy(pieces []string) []string {
	out := pieces[:0]
	for _, s := range pieces {
		if s = trim(lists.Clean(s)); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// trim drops the marks that divide pieces from the ends of one.
func trim(s string) string {
	return strings.TrimSpace(strings.TrimLeft(strings.Trim(s, " ,;:、､"), "- "))
}

// splitTop splits at the separators that stand outside of brackets.
func splitTop(s, separators string) []string {
	var out []string
	depth, from := 0, 0
	for i, c := range s {
		switch {
		case c == '(' || c == '「':
			depth++
		case c == ')' || c == '」':
			depth = max(0, depth-1)
		case depth == 0 && strings.ContainsRune(separators, c):
			out = append(out, s[from:i])
			from = i + len(string(c))
		}
	}
	return append(out, s[from:])
}

// isJapanese reports whether a text has kana or Chinese characters.
func isJapanese(s string) bool {
	for _, r := range s {
		if isKana(r) || r >= '㐀' && r <= '鿿' || r >= '豈' && r <= '﫿' {
			return true
		}
	}
	return false
}

func isKana(r rune) bool { return r >= 'ぁ' && r <= 'ヿ' && r != '・' }

// lang is the language of a name. Kana are Japanese; Chinese characters alone
// are so in the Japanese part of a cell, and elsewhere may be Chinese.
func lang(name string, inJapanese bool) string {
	if strings.ContainsFunc(name, isKana) || inJapanese && isJapanese(name) {
		return "ja"
	}
	return lists.Lang(name)
}
