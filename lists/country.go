package lists

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// countries.csv has one line a country: the code FollowTheMoney uses (ISO
// 3166-1 alpha-2 in lower case, and ISO 3166-3 for states that are no more),
// the name the United Nations print, and other spellings divided by |.
//
//go:embed countries.csv
var countriesCSV []byte

type countryTable struct {
	byName map[string]string // folded spelling to code
	codes  map[string]string // code to name
}

var loadCountries = sync.OnceValues(func() (*countryTable, error) {
	rows, err := csv.NewReader(bytes.NewReader(countriesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the table of countries: %w", err)
	}
	t := &countryTable{byName: map[string]string{}, codes: map[string]string{}}
	for i, row := range rows[1:] {
		code, name := row[0], row[1]
		t.codes[code] = name
		for _, spelling := range append(strings.Split(row[2], "|"), name) {
			key := foldCountry(spelling)
			if key == "" {
				continue
			}
			if other, taken := t.byName[key]; taken && other != code {
				return nil, fmt.Errorf("reading the table of countries: row %d: %q is both %s and %s", i+2, spelling, other, code)
			}
			t.byName[key] = code
		}
	}
	return t, nil
})

func countries() *countryTable {
	t, err := loadCountries()
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
}

// Countries finds the codes of the countries that a text names. Exact says
// that the text is the name of one country and nothing else; where it is not
// ("Bahrain (citizenship revoked)", "Iran / unknown", "Possibly Ethiopian"),
// the caller should keep the text as well. No codes means not understood.
func Countries(text string) (codes []string, exact bool) {
	t := countries()
	text = Clean(text)
	if code, ok := t.lookup(text); ok {
		return []string{code}, true
	}
	if i := strings.Index(text, " ("); i > 0 {
		if code, ok := t.lookup(text[:i]); ok {
			return []string{code}, false
		}
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/.:;,", r) }) {
		part = strings.TrimPrefix(foldCountry(part), "or ")
		part = strings.TrimPrefix(part, "possibly ")
		for _, tail := range []string{" passport", " by birth", " nationality", " citizenship"} {
			part, _, _ = strings.Cut(part, tail)
		}
		if code, ok := t.byName[part]; ok && !contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes, false
}

// CountryName returns the name of a country by its code.
func CountryName(code string) (string, bool) {
	name, ok := countries().codes[code]
	return name, ok
}

// countryNames lists all spellings, for suggestions.
func countryNames() []string {
	t := countries()
	out := make([]string, 0, len(t.codes))
	for _, name := range t.codes {
		out = append(out, name)
	}
	return out
}

// NearestCountry suggests what a misspelt country may mean, or "".
func NearestCountry(text string) string { return Nearest(text, countryNames()) }

func (t *countryTable) lookup(text string) (string, bool) {
	if code, ok := t.byName[foldCountry(text)]; ok {
		return code, true
	}
	code := strings.ToLower(strings.TrimSpace(text))
	if _, ok := t.codes[code]; ok {
		return code, true
	}
	return "", false
}

// foldCountry drops case, accents, punctuation and the article.
func foldCountry(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(unicode.ToLower(r))
		case r == '&':
			b.WriteString(" and")
			blank = true
		default:
			blank = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
