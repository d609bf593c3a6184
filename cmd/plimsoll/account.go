package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plimsoll/petroleum"
)

type accountCmd struct {
	Petroleum accountPetroleumCmd `cmd:"" help:"A year of refined petroleum, crude or coal against its cap."`
}

type accountPetroleumCmd struct {
	Year     int    `required:"" help:"Calendar year."`
	Product  string `help:"What the cap counts." enum:"refined-petroleum,crude,coal" default:"refined-petroleum"`
	Scenario string `help:"Show the estimates at this load only: third, half, 90, or a share of your own such as 0.6. All without it." placeholder:"LOAD"`
	Supplier string `help:"Only what this supplier reported alone."`
	AsOf     string `help:"Only what was published by this day; later months are late or missing." placeholder:"YYYY-MM-DD"`
	Factor   string `help:"Convert lines that were published in tonnes alone by this factor; shown beside the total, never in it." placeholder:"ID"`
	Lines    string `help:"Add the reported lines of this CSV file, for this answer." type:"existingfile" placeholder:"FILE"`
	CSV      bool   `name:"csv" help:"Write the lines as CSV, reported and estimated told apart."`
}

func (accountPetroleumCmd) Help() string {
	return `Examples:
  plimsoll account petroleum --year 2021
  plimsoll account petroleum --year 2018 --scenario half
  plimsoll account petroleum --year 2018 --factor gasoil --csv
  plimsoll account petroleum --year 2017 --product coal`
}

func (c *accountPetroleumCmd) Run(e *env) error {
	if c.CSV && e.json {
		return &exitError{2, errors.New("--csv and --json are two forms of one answer: give one")}
	}
	name, terms, err := c.terms()
	if err != nil {
		return &exitError{2, err}
	}
	book, err := c.book(e)
	if err != nil {
		return err
	}
	a, err := book.Draw(terms)
	if err != nil {
		return err
	}
	if name != "" {
		a.Only(name)
	}
	switch {
	case e.json:
		return e.document(a)
	case c.CSV:
		return accountCSV(e, a)
	}
	accountText(e, a)
	return nil
}

// terms reads the flags. The name is that of the one scenario asked for.
func (c *accountPetroleumCmd) terms() (name string, t petroleum.Terms, err error) {
	t = petroleum.Terms{Year: c.Year, Product: petroleum.Product(c.Product), Supplier: c.Supplier, AsOf: petroleum.Day(c.AsOf), Factor: c.Factor}
	if c.AsOf != "" {
		if _, err := time.Parse(time.DateOnly, c.AsOf); err != nil {
			return "", t, fmt.Errorf("--as-of %q is no day: write it as 2024-03-07", c.AsOf)
		}
	}
	switch c.Scenario {
	case "":
	case "third", "1/3":
		name = petroleum.Third
	case "half", "1/2":
		name = petroleum.Half
	case "90", "90%", "90 %":
		name = petroleum.Ninety
	default:
		own, err := petroleum.ParseDecimal(c.Scenario)
		if err != nil || own.IsZero() || own.Cmp(petroleum.Whole(1)) > 0 {
			return "", t, fmt.Errorf("--scenario %q is none of third, half, 90, and no share above 0 and at most 1 such as 0.6", c.Scenario)
		}
		t.Own, name = &own, petroleum.LoadName(own)
	}
	return name, t, nil
}

func (c *accountPetroleumCmd) book(e *env) (*petroleum.Book, error) {
	book, err := petroleum.Load() // compiled in: no data directory is needed
	if err != nil || c.Lines == "" {
		return book, err
	}
	data, err := os.ReadFile(c.Lines)
	if err != nil {
		return nil, fmt.Errorf("reading reported lines: %w", err)
	}
	return book.Import(filepath.Base(c.Lines), data, petroleum.Day(e.now().UTC().Format(time.DateOnly)))
}

func accountText(e *env, a petroleum.Account) {
	w := e.stdout
	unit := string(a.Unit)
	if a.Cap == nil {
		fmt.Fprintf(w, "%d had no cap on %s.\n", a.Year, a.Product)
	} else {
		fmt.Fprintf(w, "Reported for %d: %s %s, %s of %s (%s, counted %s to %s%s).\n", a.Year, grouped(a.Total()), unit, percent(a.Share),
			grouped(a.Cap.Limit()), a.Cap.Measure, a.Cap.From, a.Cap.Until, notVerified(a.Cap.Verified))
	}
	if a.Incomplete {
		fmt.Fprintln(w, "Reports exist that this sum does not hold: see the notes.")
	}
	if !a.ConvertedBarrels.IsZero() {
		fmt.Fprintf(w, "Converted from tonnes: %s barrels. They stand beside the sum, may hold the same barrels, and are not to be added to it.\n", a.ConvertedBarrels)
	}
	for _, l := range a.Reported {
		if c := l.Conversion; c != nil {
			fmt.Fprintf(w, "  %s %s t x %s (%s, %s%s; %s) = %s barrels\n", l.ID, l.Tonnes, c.Factor.Barrels, c.Factor.ID, c.Factor.Of,
				notVerified(c.Factor.Verified), c.Factor.Source, c.Barrels)
		}
	}
	for _, m := range monthsMissing(a.Months) {
		fmt.Fprintln(w, m)
	}
	for _, x := range a.Estimated {
		fmt.Fprintf(w, "Estimate of %s for %s to %s%s: %s (%s)\n", x.Author, x.Start, x.End, notVerified(x.Verified), scenarios(x.Scenarios), strings.Join(x.Sources, " "))
		for _, m := range x.Method {
			fmt.Fprintln(w, "  "+m)
		}
	}
	for _, n := range append(a.Notices, a.EstimatedNotices...) {
		fmt.Fprintf(w, "%d %% reached by %s, by %s: %s %s (%s)\n", n.Percent, n.By, basis(n.Basis), grouped(n.Barrels), unit, n.Line)
	}
	for _, d := range a.Differences {
		fmt.Fprintf(w, "Difference: %s published %s, its parts %s add up to %s: %s apart.\n", d.Whole, d.Published, strings.Join(d.Parts, " "), d.Sum, d.By)
	}
	for _, r := range a.Remarks {
		fmt.Fprintln(w, "Note:", r)
	}
}

func notVerified(ok bool) string {
	if ok {
		return ""
	}
	return ", not verified"
}

func basis(name string) string {
	switch name {
	case petroleum.Reported:
		return "what was reported"
	case petroleum.AsStated:
		return "an estimate as stated"
	}
	return "an estimate at " + name + " laden"
}

// monthsMissing says by supplier which months have no report, or a nil.
func monthsMissing(months []petroleum.Month) []string {
	var out []string
	at := ""
	for _, m := range months {
		switch m.State {
		case petroleum.MonthMissing, petroleum.MonthNil, petroleum.MonthLate, petroleum.MonthNotDue:
		default:
			continue
		}
		if head := fmt.Sprintf("%s, %s:", m.Supplier, m.State); head != at {
			out, at = append(out, head), head
		}
		out[len(out)-1] += " " + m.Month
	}
	return out
}

// accountCSV writes a row for each figure. The kind parts what was reported
// from what was estimated; only rows with the role "summed" make the total.
func accountCSV(e *env, a petroleum.Account) error {
	w := csv.NewWriter(e.stdout)
	rows := [][]string{{
		"kind", "id", "start", "end", "who", "tonnes", "barrels", "published", "role", "within", "laden", "converted_barrels", "factor", "share_of_cap", "as_of", "note", "source",
	}}
	for _, l := range a.Reported {
		converted, factor := "", ""
		if l.Conversion != nil {
			converted, factor = l.Conversion.Barrels.String(), l.Conversion.Factor.ID
		}
		rows = append(rows, []string{
			"reported", l.ID, string(l.Start), string(l.End), strings.Join(l.Suppliers, "+"), figure(l.Tonnes), figure(l.Barrels), string(l.Published),
			string(l.Role), l.Within, "", converted, factor, "", l.AsOf, l.Note, strings.Join(l.Sources, " "),
		})
	}
	for _, x := range a.Estimated {
		for _, s := range x.Scenarios {
			how := "published"
			if s.Derived {
				how = "derived"
			}
			rows = append(rows, []string{
				"estimated", x.ID, string(x.Start), string(x.End), x.Author, "", s.Barrels.String(), how, "", "", s.Laden, "", "", s.Share.String(), "",
				strings.Join(append(x.Method, x.Note), "; "), strings.Join(x.Sources, " "),
			})
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the account: %w", err)
	}
	return nil
}

func figure(d *petroleum.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}
