package lists

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// programmes.csv says which regime a programme of an authority belongs to.
// Regimes are named as package regime names them; where it has none yet, the
// name is what its folder would be called. A line names the authority as its
// listings do.
//
//go:embed programmes.csv
var programmesCSV []byte

type programme struct{ authority, word string }

var loadProgrammes = sync.OnceValues(func() (map[programme]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(programmesCSV)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the table of programmes: %w", err)
	}
	out := map[programme]string{}
	for i, row := range rows[1:] {
		key := programme{row[0], strings.ToLower(row[1])}
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("reading the table of programmes: row %d: %q of %s stands twice", i+2, row[1], row[0])
		}
		out[key] = row[2]
	}
	return out, nil
})

// RegimeOf returns the regime that an authority's programme belongs to, or "".
func RegimeOf(authority, word string) string {
	t, err := loadProgrammes()
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return t[programme{authority, strings.ToLower(word)}]
}
