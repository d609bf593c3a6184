package screen

import (
	"fmt"
	"math"
	"strings"

	"plimsoll/names"
	"plimsoll/names/korean"
)

// systems are the ways of writing Korean that an explanation names.
var systems = []struct {
	system korean.System
	name   string
}{
	{korean.McCuneReischauer, "McCune-Reischauer"},
	{korean.DPRK, "the DPRK's system of 1992"},
	{korean.Revised, "the Revised Romanisation"},
	{korean.Kontsevich, "Kontsevich's system"},
}

// how says by what two words agree, naming the system by which one writes the
// other where there is one.
func how(p pair, q, d []names.Token) string {
	if p.match.Relation == names.SameKorean && len(q) == 1 && len(d) == 1 {
		hangul, other := &q[0], &d[0]
		if hangul.Script != names.Hangul {
			hangul, other = other, hangul
		}
		if hangul.Script == names.Hangul && other.Script != names.Hangul {
			for _, s := range systems {
				if names.Fold(korean.Romanise(hangul.Surface, s.system)) == other.Surface {
					return "agree under " + s.name
				}
			}
		}
	}
	return "agree: " + p.match.Relation.String()
}

// summary is the sum of an explanation: what agrees in all, how many people
// would by chance agree in as much, and how likely the names are one party's.
func summary(c comparison) Reason {
	var open []string
	var qUsed, dUsed uint64
	for _, p := range c.pairs {
		qUsed |= mask(p.qFrom, p.qTo)
		dUsed |= mask(p.dFrom, p.dTo)
	}
	for i := range c.query.name.Words {
		if qUsed&mask(i, i+1) == 0 {
			open = append(open, c.query.name.Words[i].Surface)
		}
	}
	for i := range c.listed.name.Words {
		if dUsed&mask(i, i+1) == 0 {
			open = append(open, c.listed.name.Words[i].Surface)
		}
	}
	left := "nothing unmatched"
	if len(open) > 0 {
		left = "unmatched: " + strings.Join(open, ", ")
	}
	return Reason{
		Feature: "names", Score: round(c.score), Weight: round(c.bits), Query: c.query.name.Written, Listed: c.listed.name.Written,
		Text: fmt.Sprintf("%.1f bits agree: about %s chance namesakes per million; %s; one party with probability %.2f, where one name in three looked up means a listed party",
			c.bits, perMillion(c.bits), left, c.score),
	}
}

// perMillion is how many of a million names agree by chance in so many bits.
func perMillion(bits float64) string {
	n := 1e6 * math.Exp2(-bits)
	switch {
	case n >= 10:
		return fmt.Sprintf("%.0f", n)
	case n >= 0.1:
		return fmt.Sprintf("%.1f", n)
	}
	return "0"
}
