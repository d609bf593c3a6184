package screen

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"plimsoll/names"
)

// The score of a name is a probability: that of two names with such a value
// being one party's, read from the table calibration.csv. How it was fitted,
// and the prior it holds for, is told in docs/screening.md.

//go:embed calibration.csv
var calibrationCSV string

// curve is a probability over the value, straight between knots.
type curve struct {
	name                string
	values, probability []float64
}

// calibration has a curve for people, which also serves for names of which
// nothing is known, and one for everything else.
type calibration struct{ curves []curve }

var calibrations = sync.OnceValue(func() *calibration {
	c, err := readCalibration(calibrationCSV)
	if err != nil {
		panic(err) // the file is compiled in and covered by a test
	}
	return c
})

// readCalibration reads rows of curve, value and probability, each curve from
// value 0 to 1 and never falling.
func readCalibration(table string) (*calibration, error) {
	c := &calibration{}
	header := false
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimSpace(line), ",")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if !header {
			header = true
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("reading calibration.csv: %q has %d columns, want 3", line, len(f))
		}
		v, err1 := strconv.ParseFloat(f[1], 64)
		p, err2 := strconv.ParseFloat(f[2], 64)
		if err1 != nil || err2 != nil || p < 0 || p >= 1 {
			return nil, fmt.Errorf("reading calibration.csv: %q is no row of numbers below 1", line)
		}
		if n := len(c.curves); n == 0 || c.curves[n-1].name != f[0] {
			c.curves = append(c.curves, curve{name: f[0]})
		}
		last := &c.curves[len(c.curves)-1]
		last.values, last.probability = append(last.values, v), append(last.probability, p)
	}
	if len(c.curves) != 2 {
		return nil, fmt.Errorf("reading calibration.csv: %d curves, want 2", len(c.curves))
	}
	for _, u := range c.curves {
		n := len(u.values)
		if u.values[0] != 0 || u.values[n-1] != 1 || !slices.IsSorted(u.values) || !slices.IsSorted(u.probability) {
			return nil, fmt.Errorf("reading calibration.csv: %s does not rise from 0 to 1", u.name)
		}
	}
	return c, nil
}

// curveOf picks the curve by what is asked about.
func curveOf(class names.Class) *curve {
	c := calibrations()
	if class == names.Organisation || class == names.Vessel {
		return &c.curves[1]
	}
	return &c.curves[0]
}

// probability is that of two names with a value, of which so many bits agree.
// A name of common words has namesakes, even when it is the same.
func probability(class names.Class, value, bits float64) float64 {
	return min(curveOf(class).at(value), between(bits, 8, 20, 0.90, 0.995))
}

// at is the probability at a value.
func (c *curve) at(value float64) float64 {
	if value <= 0 {
		return c.probability[0]
	}
	for i := 1; i < len(c.values); i++ {
		if value <= c.values[i] {
			return between(value, c.values[i-1], c.values[i], c.probability[i-1], c.probability[i])
		}
	}
	return c.probability[len(c.probability)-1]
}

// least is the least value with a probability; above 1 where none has it.
func (c *curve) least(probability float64) float64 {
	for i, p := range c.probability {
		switch {
		case p < probability:
		case i == 0:
			return 0
		default:
			return between(probability, c.probability[i-1], p, c.values[i-1], c.values[i])
		}
	}
	return 2
}

func between(x, x0, x1, y0, y1 float64) float64 {
	if x1 == x0 {
		return y1
	}
	return min(y1, max(y0, y0+(x-x0)/(x1-x0)*(y1-y0)))
}
