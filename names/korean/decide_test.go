package korean

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

func lists(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("PLIMSOLL_DATA")
	if dir == "" {
		t.Skip("PLIMSOLL_DATA does not name the lists")
	}
	return dir
}

var nationality = regexp.MustCompile(`nationality ([A-Z][a-z]+(?:, [A-Z][a-z]+)?)`)

// TestRealNamesAreDecided counts who is taken for a Korean on OFAC's list.
func TestRealNamesAreDecided(t *testing.T) {
	f, err := os.Open(filepath.Join(lists(t), "us_ofac", "sdn_2024-05-03.csv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	taken, all := map[string]int{}, map[string]int{}
	for _, row := range rows {
		if len(row) < 12 || row[2] != "individual" {
			continue
		}
		from := "elsewhere"
		switch m := nationality.FindStringSubmatch(row[11]); {
		case strings.Contains(row[3], "DPRK") && (m == nil || strings.HasPrefix(m[1], "Korea")):
			from = "DPRK"
		case m != nil && (m[1] == "China" || m[1] == "Burma" || m[1] == "Vietnam" || strings.HasPrefix(m[1], "Korea")):
			from = m[1]
		case strings.Contains(row[3], "BURMA"):
			from = "Burma"
		}
		all[from]++
		family, given, _ := strings.Cut(row[1], ",")
		if _, ok := Person(plainWords(family + " " + given)); ok {
			taken[from]++
			if from != "DPRK" {
				t.Log(from, row[1])
			}
		} else if from == "DPRK" {
			t.Log("missed", row[1])
		}
	}
	var keys []string
	for k := range all {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		t.Logf("%s: %d of %d", k, taken[k], all[k])
	}
	pairs := nativePairs(t)
	n, h := 0, 0
	for _, p := range pairs {
		if _, ok := Person(plainWords(p.latin)); ok {
			n++
		} else if os.Getenv("PLIMSOLL_MISSES") == "2" {
			t.Log("missed", p.latin, p.hangul)
		}
		if _, ok := Person(plainWords(p.hangul)); ok {
			h++
		} else if os.Getenv("PLIMSOLL_MISSES") == "2" {
			t.Log("missed", p.hangul)
		}
	}
	t.Logf("native: Latin %.4f Hangul %.4f", float64(n)/float64(len(pairs)), float64(h)/float64(len(pairs)))
}
