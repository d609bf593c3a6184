package names

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed loans.tsv
var loansTSV string

// loanTable holds English words by their Cyrillic spellings, by tableKey, and
// by the slavicKey of the transliterations of these.
type loanTable struct{ cyrillic, latin map[string]string }

// leastLoan is how many letters a loan has that is known in Latin letters;
// shorter ones are easily other words.
const leastLoan = 5

var loans = sync.OnceValue(func() *loanTable {
	t, err := readLoans(loansTSV)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t
})

func readLoans(tsv string) (*loanTable, error) {
	t := &loanTable{map[string]string{}, map[string]string{}}
	for _, row := range rows(tsv, "\t") {
		if len(row) != 2 || Fold(row[0]) != row[0] || Fold(row[1]) != row[1] || strings.Contains(row[1], " ") {
			return nil, fmt.Errorf("reading loans.tsv: %q: want loan, word", row)
		}
		loan, word := row[0], row[1]
		t.cyrillic[tableKey(loan, Cyrillic)] = word
		if latin := plainCyrillic.Replace(loan); len(latin) >= leastLoan && latin != word {
			t.latin[slavicKey(latin)] = word
		}
	}
	return t, nil
}

// of is the English word that a token writes by sound.
func (t *loanTable) of(tok *Token) (string, bool) {
	switch {
	case tok.Script == Cyrillic:
		word, ok := t.cyrillic[tableKey(tok.Surface, Cyrillic)]
		return word, ok
	case tok.Script == Latin && len(tok.Surface) >= leastLoan:
		var buf [maxSlavic]byte
		word, ok := t.latin[string(appendSlavic(buf[:0], tok.Surface))]
		return word, ok
	}
	return "", false
}
