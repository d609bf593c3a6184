package main

import (
	"fmt"
	"strings"
	"time"

	"plimsoll/casework"
	"plimsoll/desk"
	"plimsoll/house"
)

// This file holds the commands that only look: what is on record, and what the
// lists say of a name.

type leadsListCmd struct{}

func (leadsListCmd) Run(e *env) error {
	return e.look(func(h *house.House) error {
		var rows [][]string
		for _, l := range h.Cases.AllLeads() {
			if e.json {
				if err := e.line(l.Lead); err != nil {
					return err
				}
				continue
			}
			var ms []string
			for _, m := range l.Measures {
				ms = append(ms, m.ID)
			}
			rows = append(rows, []string{l.ID, fmt.Sprintf("%.2f", l.Score), l.Start.Format("2006-01-02"), strings.Join(ms, ", "), l.Title})
		}
		return e.rows([]string{"LEAD", "SCORE", "DAY", "MEASURES", "WHAT"}, rows, "No lead on record.")
	})
}

type findingCmd struct {
	ID string `arg:"" optional:"" help:"Show this finding, e.g. PF-2026-001."`
}

func (c *findingCmd) Run(e *env) error {
	return e.look(func(h *house.House) error {
		if c.ID != "" {
			f, ok := h.Cases.Finding(c.ID)
			if !ok {
				return fmt.Errorf("there is no finding %s: plimsoll finding lists them", c.ID)
			}
			return e.showFinding(h, f)
		}
		var rows [][]string
		for _, f := range h.Cases.Findings() {
			status := f.Status(h.Journal.Now())
			if e.json {
				if err := e.line(map[string]any{
					"finding": f.ID, "status": status, "title": f.Draft.Title, "version": f.Version,
					"concur": f.Count(casework.Concur), "dissent": f.Count(casework.Dissent), "world": f.Draft.World,
				}); err != nil {
					return err
				}
				continue
			}
			rows = append(rows, []string{
				f.ID, status, fmt.Sprintf("%d concur, %d dissent", f.Count(casework.Concur), f.Count(casework.Dissent)),
				f.Draft.Title,
			})
		}
		return e.rows([]string{"FINDING", "STATUS", "PANEL", "TITLE"}, rows, "No finding on record.")
	})
}

func (e *env) showFinding(h *house.House, f casework.Finding) error {
	if e.json {
		if f.Released != nil {
			_, err := fmt.Fprintf(e.stdout, "%s\n", f.Released.Document)
			return err
		}
		return e.document(f)
	}
	w := e.stdout
	fmt.Fprintf(w, "%s (%s): %s\n", f.ID, f.Status(h.Journal.Now()), f.Draft.Title)
	if f.Draft.World != "" {
		fmt.Fprintf(w, "%s\n", f.Draft.World)
	}
	for _, c := range f.Draft.Claims {
		fmt.Fprintf(w, "\n%d. %s\n", c.N, c.Text)
		for _, r := range c.Exhibits {
			fmt.Fprintf(w, "   exhibit %.12s, %s (%s)\n", r.Exhibit, r.Place, r.Note)
		}
	}
	fmt.Fprintf(w, "\nLikelihood: %s.\nConfidence: %s.\n", f.Draft.Likelihood, f.Draft.Confidence)
	for _, s := range f.Stances {
		fmt.Fprintf(w, "%s: %s", s.Name, s.Position)
		if s.Text != "" {
			fmt.Fprintf(w, " (%s, claim %d): %s", s.Ground, s.Claim, s.Text)
		}
		fmt.Fprintln(w)
	}
	if f.Published != nil {
		fmt.Fprintf(w, "Published as entry %d, leaf %s.\n", f.Published.Index, f.Published.Leaf)
	}
	return nil
}

type alertsCmd struct {
	Institution string `arg:"" optional:"" help:"Only this institution's."`
}

func (c *alertsCmd) Run(e *env) error {
	return e.look(func(h *house.House) error { return e.alerts(h.Desk.Alerts(c.Institution)) })
}

func (e *env) alerts(all []desk.Alert) error {
	var rows [][]string
	for _, a := range all {
		if e.json {
			if err := e.line(a); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{
			a.ID, string(a.Status), string(a.Action), fmt.Sprintf("%.2f", a.Score),
			a.Due.Format("2006-01-02"), a.Row.Name, a.Met.Name,
		})
	}
	return e.rows([]string{"ALERT", "STATUS", "ACTION", "SCORE", "DUE", "CUSTOMER", "PARTY"}, rows, "No alert.")
}

type regimeCmd struct {
	Check regimeCheckCmd `cmd:"" help:"Was this act, on that day, covered, and by which paragraph?"`
}

// look opens a data directory that is there already, for a
// command that answers out of it: an empty one made of a mistyped name would answer
// that nobody is listed.
func (e *env) look(do func(*house.House) error) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	return do(h)
}

// rows prints a table, or says that there is nothing in it.
func (e *env) rows(header []string, rows [][]string, none string) error {
	if e.json {
		return nil
	}
	if len(rows) == 0 {
		e.say("%s", none)
		return nil
	}
	return table(e.stdout, header, rows)
}

func parseDay(flag, text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, &exitError{2, fmt.Errorf("%s %q is no day: write it as 2024-03-07", flag, text)}
	}
	return day, nil
}

// optionalDay is parseDay for a flag that may be absent; the zero day then.
func optionalDay(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return parseDay(flag, text)
}
