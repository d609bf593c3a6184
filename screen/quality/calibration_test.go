package quality_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plimsoll/screen/quality"
)

// material of the folder PLIMSOLL_DATA.
func realMaterial(t *testing.T) *quality.Material {
	t.Helper()
	base := filepath.Dir(os.Getenv("PLIMSOLL_DATA"))
	m := &quality.Material{}
	for _, err := range []error{
		m.ReadVariants(open(t, filepath.Join(base, "names/variants.tsv.gz"))),
		m.ReadNative(open(t, filepath.Join(base, "names/ko_native_pairs.tsv"))),
		m.ReadFirms(open(t, filepath.Join(base, "lists/negatives/sec_company_tickers_2023.json"))),
		m.ReadUnlisted(open(t, filepath.Join(base, "lists/negatives/yente_negatives_global.csv"))),
		m.ReadUnlisted(open(t, filepath.Join(base, "lists/negatives/yente_negatives_us.csv"))),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// The table screen/calibration.csv is made by this test.
func TestCurvesAreFitted(t *testing.T) {
	if !*learn {
		t.Skip("-learn is not set")
	}
	people, others := realMaterial(t).Calibrate(quality.Options{Side: quality.Develop, Unlisted: 30000, Pairs: 2000})
	head, err := os.ReadFile("testdata/calibration-head.txt")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.Write(head)
	for _, c := range []struct {
		name  string
		knots []quality.Knot
	}{{"people", people}, {"others", others}} {
		for _, k := range c.knots {
			fmt.Fprintf(&b, "%s,%.3f,%.4f\n", c.name, k.Value, k.Probability)
		}
	}
	if err := os.WriteFile("../calibration.csv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFittedCurveRisesWhateverTheSample(t *testing.T) {
	var right []float64
	var wrong []quality.Alert
	for i := range 200 {
		right = append(right, float64(i*37%200)/200)
		wrong = append(wrong, quality.Alert{Value: float64(i*53%200) / 300})
	}
	last := quality.Knot{Value: -1, Probability: -1}
	for _, k := range quality.Fit([][]float64{right}, wrong) {
		if k.Value <= last.Value || k.Probability < last.Probability || k.Probability >= 1 {
			t.Fatalf("%v after %v", k, last)
		}
		last = k
	}
}
