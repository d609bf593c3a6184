package main

import (
	"fmt"
	"strconv"
	"strings"

	"plimsoll/petroleum"
)

type oilCmd struct {
	Year int `arg:"" help:"Calendar year."`
}

func (c *oilCmd) Run(e *env) error {
	book, err := petroleum.Load() // compiled in: no data directory is needed
	if err != nil {
		return err
	}
	a := book.Account(c.Year)
	if e.json {
		return e.document(a)
	}
	w := e.stdout
	if a.Cap == nil {
		fmt.Fprintf(w, "%d had no cap on refined petroleum by calendar year.\n", c.Year)
	} else {
		fmt.Fprintf(w, "Reported for %d: %s barrels, %s of %s (%s).\n", c.Year, grouped(a.ReportedBarrels), percent(a.Share),
			grouped(a.Cap.Barrels), a.Cap.Measure)
	}
	for _, x := range a.Estimated {
		fmt.Fprintf(w, "Estimate of %s for %s to %s: %s (%s)\n", x.Author, x.Start, x.End, scenarios(x.Scenarios), strings.Join(x.Sources, " "))
	}
	for _, r := range a.Remarks {
		fmt.Fprintln(w, "Note:", r)
	}
	return nil
}

func scenarios(all []petroleum.Scenario) string {
	var parts []string
	for _, s := range all {
		parts = append(parts, fmt.Sprintf("%s barrels (%s)", grouped(s.Barrels), s.Laden))
	}
	if len(parts) == 0 {
		return "deliveries counted, no barrels given"
	}
	return strings.Join(parts, ", ")
}

// grouped writes a number in whole units with its digits in groups.
func grouped(d petroleum.Decimal) string {
	n, err := strconv.Atoi(d.Fixed(0))
	if err != nil { // longer than any account
		return d.Fixed(0)
	}
	return thousands(n)
}

func percent(share petroleum.Decimal) string {
	return share.Mul(petroleum.Whole(100)).Fixed(1) + " %"
}
