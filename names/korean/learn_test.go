package korean

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var learn = flag.Bool("learn", false, "write hanja.txt and syllables.csv anew from the files in PLIMSOLL_NAMES")

const hanjaHead = `# Readings of Chinese characters in Korean, and the characters read so: the field kHangul of the Unihan database, of the
# Unicode Character Database, which marks the characters that may stand in names; further readings of those characters
# from libhangul's hanja.txt; simplified Chinese characters are read like their traditional forms (kTraditionalVariant).
# Copyright (c) 1991-2020 Unicode, Inc. Unicode License: https://www.unicode.org/license.txt
# libhangul: Copyright (c) 2005, 2006 Choe Hwanjin, BSD 3-Clause License.
`

const syllablesHead = `# How often a syllable is a family name, and how often a part of a given name, among the Koreans of ko_native_pairs, names
# of people paired by Wikidata (CC0 1.0) through the corpus of Merhav and Ash, COLING 2018 (CC0 1.0); counted in South
# Korean spelling. A family name of the North's spelling, or one that is known but does not occur, counts 1; syllables
# that only native words are made of count 0.
syllable,surname,given
`

// Family names, those of the census of the Republic of Korea that more than
// some thousand bear, and how the North writes them.
const (
	singles   = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형계피두감음빈동호온시묘범좌팽승간상갈단견당화창내탄순리림로량려렴룡륙"
	compounds = "남궁 황보 제갈 사공 선우 서문 독고 동방"
	native    = "새별빛샘솔늘봄달들슬찬든님꽃돌물바다큰범길빈힘불뜻밝붉누리마루나라아름한울가람미르보라하늘이슬버들뫼벌섬못골터말글얼넋딸갈래개울까치제비두루온날해오름참"
)

func source(t *testing.T, name string) *os.File {
	t.Helper()
	dir := namesDir(t)
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// namesDir is the folder of name data.
func namesDir(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("PLIMSOLL_NAMES"); dir != "" {
		return dir
	}
	if dir := os.Getenv("PLIMSOLL_DATA"); dir != "" {
		return filepath.Join(dir, "..", "names")
	}
	t.Skip("neither PLIMSOLL_NAMES nor PLIMSOLL_DATA names the data")
	return ""
}

func eachRow(t *testing.T, name string, do func(f []string)) {
	t.Helper()
	s := bufio.NewScanner(source(t, name))
	s.Buffer(nil, 1<<20)
	for first := true; s.Scan(); first = false {
		if !first {
			do(strings.Split(s.Text(), "\t"))
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
}

func TestLearnTables(t *testing.T) {
	if !*learn {
		t.Skip("writes the tables; asked for by -learn")
	}
	readings := map[rune][]rune{}
	add := func(char, reading rune) {
		if !slices.Contains(readings[char], reading) {
			readings[char] = append(readings[char], reading)
		}
	}
	traditional := map[rune][]rune{}
	eachRow(t, "unihan_readings.tsv", func(f []string) {
		char := []rune(f[0])[0]
		for _, r := range strings.Fields(f[5]) {
			add(char, []rune(r)[0])
		}
		for _, v := range strings.Fields(f[11]) {
			var code rune
			fmt.Sscanf(v, "U+%X", &code)
			traditional[char] = append(traditional[char], code)
		}
	})
	eachRow(t, "hanja_hangul.tsv", func(f []string) {
		char := []rune(f[0])[0]
		if len(readings[char]) == 0 {
			return
		}
		for _, r := range strings.Split(f[1], ",") {
			if r != "" && len(readings[char]) < 3 {
				add(char, []rune(r)[0])
			}
		}
	})
	for char, forms := range traditional {
		if len(readings[char]) > 0 {
			continue
		}
		for _, form := range forms {
			for _, r := range readings[form] {
				add(char, r)
			}
		}
	}
	byReading := map[rune][]rune{}
	for char, rs := range readings {
		for _, r := range rs {
			byReading[r] = append(byReading[r], char)
		}
	}
	var b strings.Builder
	b.WriteString(hanjaHead)
	for _, r := range sortedKeys(byReading) {
		slices.Sort(byReading[r])
		fmt.Fprintf(&b, "%c %s\n", r, string(byReading[r]))
	}
	write(t, "hanja.txt", b.String())

	surname, given := map[string]int{}, map[string]int{}
	eachRow(t, "ko_native_pairs.tsv", func(f []string) {
		name := []rune(f[1])
		first := 1
		if len(name) >= 3 && strings.Contains(compounds, string(name[:2])) {
			first = 2
		}
		if len(name) < 2 || len(name) > 4 || len(name)-first > 2 || !strings.Contains(singles, string(name[:1])) {
			return
		}
		surname[string(name[:first])]++
		for _, r := range name[first:] {
			given[string(r)]++
		}
	})
	all := map[string]bool{}
	for s, n := range given { // once or twice, and in no character: the name of a foreigner
		all[s] = n > 2 || byReading[[]rune(s)[0]] != nil
	}
	for _, s := range strings.Split(singles, "") {
		all[s], surname[s] = true, max(1, surname[s])
	}
	for _, s := range strings.Fields(compounds) {
		all[s], surname[s] = true, max(1, surname[s])
	}
	for _, s := range strings.Split(native, "") {
		all[s] = true
	}
	b.Reset()
	b.WriteString(syllablesHead)
	for _, s := range sortedKeys(all) {
		if !all[s] {
			continue
		}
		fmt.Fprintf(&b, "%s,%d,%d\n", s, surname[s], given[s])
	}
	write(t, "syllables.csv", b.String())
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	var out []K
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
