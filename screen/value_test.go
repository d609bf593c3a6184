package screen

import (
	"testing"

	"pgregory.net/rapid"
)

// The index relies on both.
func TestValueNeverFallsAndIsNeverAboveTheRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratio, bits := rapid.Float64Range(0, 1).Draw(t, "ratio"), rapid.Float64Range(0, 200).Draw(t, "bits")
		v := value(ratio, bits)
		if v > ratio+1e-12 || v < 0 {
			t.Fatalf("value(%v, %v) = %v", ratio, bits, v)
		}
		if up := value(min(1, ratio+rapid.Float64Range(0, 1).Draw(t, "more")), bits+rapid.Float64Range(0, 50).Draw(t, "more bits")); up < v-1e-12 {
			t.Fatalf("value(%v, %v) = %v, and %v where more agrees", ratio, bits, v, up)
		}
	})
	if value(1, 0) != 1 {
		t.Error("the same name is 1, however common it is")
	}
}
