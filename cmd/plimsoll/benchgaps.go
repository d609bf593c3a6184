package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"plimsoll/voyage"
)

type benchGapsCmd struct {
	File string `arg:"" type:"existingfile" help:"Labelled silences, CSV or CSV packed with gzip."`
}

func (benchGapsCmd) Help() string {
	return `Holds the model that tells silent ships from unheard ones against labelled
silences of 12 hours or more, beside the published filter and the best single
threshold. The columns are sat_reception_positions_per_day, positions_12h_before,
positions_12h_after, positions_gaplen_before, positions_gaplen_after and
label_intentional_disabling (1: an independent network heard nothing either).

Examples:
  plimsoll bench gaps gfw_gap_disabling_labels.csv.gz
  plimsoll bench gaps labels.csv --json`
}

func (c *benchGapsCmd) Run(e *env) error {
	var gaps []voyage.LabelledGap
	err := readFile(c.File, func(r io.Reader) (err error) {
		gaps, err = voyage.ReadLabelledGaps(r)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	rules, err := voyage.DefaultGapModel().MeasureGaps(gaps)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if e.json {
		return e.document(rules)
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%d silences, %d of them of the ship\tF0.5\tprecision\trecall\tECE\n", rules[0].Gaps, rules[0].Silent)
	for i, q := range rules {
		ece := "-"
		if i < 2 { // the others give no probability
			ece = fmt.Sprintf("%.4f", q.ECE)
		}
		fmt.Fprintf(w, "%s\t%.4f\t%.3f\t%.3f\t%s\n", q.Rule, q.F05, q.Precision, q.Recall, ece)
	}
	return w.Flush()
}
