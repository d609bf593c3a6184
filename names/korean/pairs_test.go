package korean

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainWords cuts a written name into words as package names does.
func plainWords(written string) []string {
	s := norm.NFD.String(strings.ToLower(written))
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r < 0x370, r == '\'', r == '’', r == '‘', r == 'ʼ', r == '`', unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune("-.,・·=()", r):
			return ' '
		}
		return r
	}, s)
	return strings.Fields(norm.NFC.String(s))
}

// joined gives the codes of words read as one, up to so many.
func joined(words []string) []string {
	out := []string{""}
	for i, w := range words {
		codes := Codes(w)
		var next []string
		for _, head := range out {
			for _, c := range codes {
				if i > 0 {
					c = head + Break + c
				}
				next = append(next, c)
			}
		}
		if len(next) > 4096 {
			return nil
		}
		out = next
	}
	return out
}

// agree reports whether two names have one code, the family name being first,
// or last in the first of them; or the second name is the given name alone.
func agree(a, b []string) bool {
	have := joined(b)
	for turn := range 2 {
		if turn == 1 {
			a = append([]string{a[len(a)-1]}, a[:len(a)-1]...)
		}
		for _, c := range joined(a) {
			_, given, _ := strings.Cut(c, Break)
			if slices.Contains(have, c) || strings.Contains(given, Break) && slices.Contains(have, given) {
				return true
			}
		}
	}
	return false
}

type namePair struct{ latin, hangul string }

func nativePairs(t testing.TB) []namePair {
	f, err := os.Open(filepath.Join(namesDir(t), "ko_native_pairs.tsv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var out []namePair
	s := bufio.NewScanner(f)
	for s.Scan() {
		if l, h, ok := strings.Cut(s.Text(), "\t"); ok && l != "latin" {
			out = append(out, namePair{l, h})
		}
	}
	return out
}

func TestNativePairsAgreeAndStrangersDoNot(t *testing.T) {
	pairs := nativePairs(t)
	agreed, codes, words, both, bothAgreed := 0, 0, 0, 0, 0
	for i, p := range pairs {
		latin, hangul := plainWords(p.latin), plainWords(p.hangul)
		for _, w := range latin {
			codes += len(Codes(w))
			words++
		}
		_, one := Person(latin)
		_, other := Person(hangul)
		if one && other {
			both++
		}
		if agree(latin, hangul) {
			agreed++
			if one && other {
				bothAgreed++
			}
		} else if os.Getenv("PLIMSOLL_MISSES") != "" {
			t.Logf("%d: %s %s %q %q", i, p.latin, p.hangul, joined(latin), joined(hangul))
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	const draws = 40000
	strangers, false1 := 0, 0
	for range draws {
		a, b := pairs[r.IntN(len(pairs))], pairs[r.IntN(len(pairs))]
		if a.hangul == b.hangul {
			continue
		}
		strangers++
		if agree(plainWords(a.latin), plainWords(b.hangul)) {
			false1++
		}
	}
	share, wrong := float64(agreed)/float64(len(pairs)), float64(false1)/float64(strangers)
	t.Logf("%d pairs agree in %.4f; of those taken for Koreans' on both sides in %.4f; %d pairs of strangers in %.5f; %.2f codes a word",
		len(pairs), share, float64(bothAgreed)/float64(both), strangers, wrong, float64(codes)/float64(words))
	// One pair in thirty is of two people, or of a Chinese whose name is read as Korean.
	if share < 0.95 || wrong > 0.0002 {
		t.Error("worse than it was")
	}
}
