package quality

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Write prints the result for reading.
func (r *Result) Write(w io.Writer) error {
	fmt.Fprintf(w, "%s; %s side; %d unlisted people against %d listed names\n\n", r.Versions, r.Side, r.Unlisted, r.Listed)
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprint(tw, "UNLISTED ALERTED\t\t")
	for _, op := range r.Operating {
		fmt.Fprintf(tw, "%.1f %%\t", 100*op.Share)
	}
	fmt.Fprintf(tw, "%.2f %%\t\t\n", 100*r.Default.Share)
	fmt.Fprint(tw, "SCORE ABOVE\tPAIRS\t")
	for _, op := range r.Operating {
		fmt.Fprintf(tw, "%.4f\t", op.Threshold)
	}
	fmt.Fprintf(tw, "default %.2f\tasked\tv2\tprototype\tratio\n", r.Default.Threshold)
	for _, k := range r.Recall {
		fmt.Fprintf(tw, "%s\t%d\t", k.Name, k.Pairs)
		for _, v := range k.At {
			fmt.Fprintf(tw, "%.3f\t", v)
		}
		fmt.Fprintf(tw, "%.3f\t%s\t%s\t%s\t%s\n", r.AtDefault[k.Name], figure(k.Target), figure(k.Open), figure(k.First), ratio(k))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	right := 0
	for _, f := range r.Fixed {
		if f.Right {
			right++
		}
	}
	fmt.Fprintf(w, "\nFixed pairs: %d of %d right at %.2f. Wrong:\n", right, len(r.Fixed), r.Default.Threshold)
	for _, f := range r.Fixed {
		if !f.Right {
			fmt.Fprintf(w, "  %.4f  %s = %s: want %v\n", f.Score, f.Query, f.Listed, f.Same)
		}
	}
	return nil
}

func figure(v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}

// ratio is recall against the best known.
func ratio(k Recall) string {
	best := max(k.Open, k.First)
	if best == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", k.At[0]/best)
}
