package petroleum

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Decimal is an exact number: sums, products and quotients lose nothing, and
// only writing a number with no end rounds it. The zero value is 0. A Decimal
// is never changed; each operation gives a new one.
type Decimal struct{ r *big.Rat }

// Whole makes a decimal of a whole number.
func Whole(n int64) Decimal { return Decimal{big.NewRat(n, 1)} }

// Ratio makes the exact quotient of two whole numbers; b is not 0.
func Ratio(a, b int64) Decimal { return Decimal{big.NewRat(a, b)} }

// The bounds keep a line of a file from asking for a number of any size.
var decimalForm = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)

// ParseDecimal reads digits with or without a decimal point; no sign, no
// separators, no exponent.
func ParseDecimal(text string) (Decimal, error) {
	if decimalForm.MatchString(text) {
		if r, ok := new(big.Rat).SetString(text); ok {
			return Decimal{r}, nil
		}
	}
	return Decimal{}, fmt.Errorf("%q is not a number such as 1367628 or 1288.5", text)
}

func (d Decimal) rat() *big.Rat {
	if d.r == nil {
		return new(big.Rat)
	}
	return d.r
}

// Add is d + x.
func (d Decimal) Add(x Decimal) Decimal { return Decimal{new(big.Rat).Add(d.rat(), x.rat())} }

// Sub is d - x.
func (d Decimal) Sub(x Decimal) Decimal { return Decimal{new(big.Rat).Sub(d.rat(), x.rat())} }

// Mul is d * x.
func (d Decimal) Mul(x Decimal) Decimal { return Decimal{new(big.Rat).Mul(d.rat(), x.rat())} }

// Quo is d / x, and 0 where x is 0: a share of no cap.
func (d Decimal) Quo(x Decimal) Decimal {
	if x.IsZero() {
		return Decimal{}
	}
	return Decimal{new(big.Rat).Quo(d.rat(), x.rat())}
}

// tally adds up many decimals without making a new one for each.
type tally struct {
	millionths, term big.Int
	rest             Decimal // of what is no whole number of millionths
}

func (t *tally) add(d Decimal) {
	const million = 1_000_000
	n, den := d.rat().Num(), d.rat().Denom()
	if !den.IsInt64() || den.Int64() > million || million%den.Int64() != 0 {
		t.rest = t.rest.Add(d)
		return
	}
	t.term.SetInt64(million / den.Int64())
	t.millionths.Add(&t.millionths, t.term.Mul(&t.term, n))
}

func (t *tally) total() Decimal {
	return Decimal{new(big.Rat).SetFrac(&t.millionths, big.NewInt(1_000_000))}.Add(t.rest)
}

// Cmp is -1, 0 or 1 as d is less than, equal to or more than x.
func (d Decimal) Cmp(x Decimal) int { return d.rat().Cmp(x.rat()) }

// Equal tells whether two decimals are the same number.
func (d Decimal) Equal(x Decimal) bool { return d.Cmp(x) == 0 }

// IsZero tells whether d is 0.
func (d Decimal) IsZero() bool { return d.rat().Sign() == 0 }

// Round is the nearest whole number; a half goes away from 0.
func (d Decimal) Round() Decimal {
	r, ok := new(big.Rat).SetString(d.rat().FloatString(0))
	if !ok {
		return Decimal{}
	}
	return Decimal{r}
}

// Fixed writes d with this many places, the last one rounded.
func (d Decimal) Fixed(places int) string { return d.rat().FloatString(places) }

// String writes d exactly where it ends within twelve places, and else with
// six places.
func (d Decimal) String() string {
	if d.rat().IsInt() {
		return d.rat().Num().String()
	}
	if n, exact := d.rat().FloatPrec(); exact && n <= 12 {
		return d.Fixed(n)
	}
	return strings.TrimRight(strings.TrimRight(d.Fixed(6), "0"), ".")
}

// Float64 is the nearest float, for drawing only.
func (d Decimal) Float64() float64 {
	f, _ := d.rat().Float64()
	return f
}

// MarshalJSON writes a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }
