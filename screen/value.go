package screen

// The value of a comparison of two names is
//
//	1 - (1 - ratio) x (1 + doubt x max(0, 1 - bits/enough))
//
// What is amiss counts for more where little agrees: one word of two common
// ones missing says more against a pair than one of six. The same name is 1
// however common it is. The value never falls when the ratio or the bits rise,
// and is never above the ratio, so a bound on the ratio is one on the value.
const (
	doubt  = 1.5
	enough = 21.0
)

func value(ratio, bits float64) float64 {
	short := max(0, 1-bits/enough)
	return max(0, 1-(1-ratio)*(1+doubt*short))
}
