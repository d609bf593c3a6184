package screen

import (
	"testing"

	"pgregory.net/rapid"
)

// The index relies on all three.
func TestValueNeverFallsAndIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ratio, bits := rapid.Float64Range(0, 1).Draw(t, "ratio"), rapid.Float64Range(0, 200).Draw(t, "bits")
		v := value(ratio, bits)
		if v < 0 || v > 1 {
			t.Fatalf("value(%v, %v) = %v", ratio, bits, v)
		}
		more := bits + rapid.Float64Range(0, 50).Draw(t, "more bits")
		if up := value(min(1, ratio+rapid.Float64Range(0, 1).Draw(t, "more")), more); up < v-1e-12 {
			t.Fatalf("value(%v, %v) = %v, and %v where more agrees", ratio, bits, v, up)
		}
		if least := leastRatio(v, more); v > 0 && least > ratio+1e-12 {
			t.Fatalf("value(%v, %v) = %v, which is said to need a ratio of %v", ratio, bits, v, least)
		}
	})
	if value(1, 0) != 1 {
		t.Error("the same name is 1, however common it is")
	}
}

func TestProbabilityNeverFalls(t *testing.T) {
	for _, c := range calibrations().curves {
		if c.at(0) != 0 || c.at(1) >= 1 || c.at(1) < Threshold {
			t.Errorf("%s: from %v to %v", c.name, c.at(0), c.at(1))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(calibrations().curves).Draw(t, "curve")
		a, b := rapid.Float64Range(0, 1).Draw(t, "a"), rapid.Float64Range(0, 1).Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		if c.at(a) > c.at(b) {
			t.Fatalf("%s: %v gives %v and %v gives %v", c.name, a, c.at(a), b, c.at(b))
		}
		if v := c.least(c.at(a)); v > a+1e-9 {
			t.Fatalf("%s: %v is said to need a value of %v and %v has it", c.name, c.at(a), v, a)
		}
	})
}
