package screen

// The value of a comparison of two names is
//
//	1 - (1 - ratio) x weight,   weight = (21 / bits)^2, from 0.6 to 4
//
// where bits are those that agree. What is amiss counts for more where little
// agrees, and for less where much does: one word of two common ones missing
// says more against a pair than one of six. The same name is 1 however common
// it is. The value never falls when the ratio or the bits rise.
const (
	typicalBits = 21.0 // with which what is amiss counts as it is
	leastWeight = 0.6
	mostWeight  = 4.0
)

func weightOf(bits float64) float64 {
	w := typicalBits / max(bits, 1)
	return min(mostWeight, max(leastWeight, w*w))
}

func value(ratio, bits float64) float64 { return max(0, 1-(1-ratio)*weightOf(bits)) }

// leastRatio is the ratio below which no two names that agree in at most so
// many bits have the value.
func leastRatio(value, bits float64) float64 { return 1 - (1-value)/weightOf(bits) }
