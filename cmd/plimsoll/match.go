package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"plimsoll/book"
	"plimsoll/desk"
	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/network"
	"plimsoll/screen"
)

type matchCmd struct {
	Name      []string `arg:"" optional:"" help:"Name to look up, in any script."`
	Schema    string   `help:"Kind of party: Person, Company, Organization, Vessel ..." placeholder:"KIND"`
	BirthDate []string `help:"Date of birth, as far as known." placeholder:"YYYY[-MM[-DD]]"`
	Gender    string   `help:"male, female or other." placeholder:"WORD"`
	Country   []string `help:"Country, by name or code; repeat it for several." placeholder:"COUNTRY"`
	Alias     []string `help:"A further name; repeat it for several. It is not cut at commas." sep:"none" placeholder:"NAME"`
	ID        []string `name:"id" help:"A number or other property: imoNumber=7303803, passportNumber=..., mmsi=..." sep:"none" placeholder:"PROPERTY=VALUE"`
	Limit     int      `help:"Most hits to show; 0 shows all." default:"20"`
	Explain   bool     `help:"Say in words what spoke for and against each hit, and what its list says."`
	scopeFlags
}

func (matchCmd) Help() string {
	return `Names are compared across scripts and spellings. A contradiction (another birth
year, another IMO number) lowers a score; what is missing does not.

Exit code 0 whether anybody was found or not: --json tells by "hits".

Examples:
  plimsoll match Kim Jong Sik
  plimsoll match 김정식 --schema Person --birth-date 1967 --explain
  plimsoll match --id imoNumber=7303803 --json
  plimsoll match Petrel 8 --schema Vessel --country Comoros --as-of 2024-03-07`
}

func (c *matchCmd) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	row, err := c.party()
	if err != nil {
		return &exitError{2, err}
	}
	for _, d := range row.Doubts {
		e.say("warning: %s: %s", d.Column, d.Reason)
	}
	return e.look(func(h *house.House) error {
		s, err := c.prepare(e, h)
		if err != nil {
			return err
		}
		hits := s.Search(screen.Query{Schema: row.Schema, Properties: row.Properties}, c.Threshold)
		more := 0
		if c.Limit > 0 && len(hits) > c.Limit {
			hits, more = hits[:c.Limit], len(hits)-c.Limit
		}
		if e.json {
			return e.document(c.answer(row, hits, more, s.about))
		}
		return c.show(e, row, hits, more, s.about)
	})
}

// party reads the command line as a row of a book.
func (c *matchCmd) party() (book.Row, error) {
	values := map[string][]string{"alias": c.Alias, "birthDate": c.BirthDate, "country": c.Country}
	if len(c.Name) > 0 {
		values["name"] = []string{strings.Join(c.Name, " ")}
	}
	if c.Gender != "" {
		values["gender"] = []string{c.Gender}
	}
	for _, id := range c.ID {
		prop, value, ok := strings.Cut(id, "=")
		if !ok {
			return book.Row{}, fmt.Errorf("--id %q: write PROPERTY=VALUE, such as imoNumber=7303803", id)
		}
		values[prop] = append(values[prop], value)
	}
	for k, v := range values {
		if len(v) == 0 {
			delete(values, k)
		}
	}
	if len(values) == 0 {
		return book.Row{}, fmt.Errorf("say whom to look up: a name, or --id imoNumber=7303803")
	}
	return book.One(values, book.Options{Schema: c.Schema})
}

// matchHit is a hit as JSON tells it: with the party and the statements that
// speak of it, each with its exhibit and place.
type matchHit struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Dataset    string              `json:"dataset"`
	Status     network.Status      `json:"status"`
	Score      float64             `json:"score"`
	Name       string              `json:"name"` // that came closest
	Reasons    []screen.Reason     `json:"reasons"`
	Ownership  string              `json:"ownership,omitempty"`
	Findings   []desk.FindingRef   `json:"findings,omitempty"`
	Properties map[string][]string `json:"properties"`
	Statements []ftm.Statement     `json:"statements"`
}

func (c *matchCmd) answer(row book.Row, hits []desk.Hit, more int, a about) any {
	out := make([]matchHit, len(hits))
	for i, h := range hits {
		out[i] = matchHit{
			h.Entity.ID, h.Entity.Caption(), h.Entity.Schema, h.Dataset, h.Status, h.Score, h.Name, h.Reasons,
			h.Ownership, h.Findings, h.Entity.Properties(), h.Statements(),
		}
	}
	return map[string]any{
		"query":     map[string]any{"schema": row.Schema, "properties": row.Properties},
		"threshold": c.Threshold, "hits": out, "more": more, "against": a,
	}
}

func (c *matchCmd) show(e *env, row book.Row, hits []desk.Hit, more int, a about) error {
	var rows [][]string
	for i, h := range hits {
		if c.Explain {
			if i > 0 {
				fmt.Fprintln(e.stdout)
			}
			explainHit(e.stdout, row, h)
			continue
		}
		rows = append(rows, []string{
			fmt.Sprintf("%.2f", h.Score), string(h.Status), h.Dataset, h.Entity.ID, h.Entity.Caption(), strings.Join(reasonTexts(h), "; "),
		})
	}
	if len(rows) > 0 {
		if err := table(e.stdout, []string{"SCORE", "STATUS", "LIST", "ID", "NAME", "WHY"}, rows); err != nil {
			return err
		}
	}
	switch {
	case len(hits) == 0:
		e.say("Nobody met the threshold of %g. That is no proof of absence: try other spellings.", c.Threshold)
	case more > 0:
		e.say("%s not shown: --limit 0 shows all", count(more, "hit is", "hits are"))
	}
	a.say(e)
	return nil
}

func reasonTexts(h desk.Hit) []string {
	out := make([]string, len(h.Reasons))
	for i, r := range h.Reasons {
		out[i] = r.Text
	}
	return out
}

// explainHit tells a compliance officer why a hit is one.
func explainHit(w io.Writer, row book.Row, h desk.Hit) {
	fmt.Fprintf(w, "%s, %s, score %.2f: %s\n", h.Entity.Caption(), strings.ToLower(kindName(h.Entity.Schema)), h.Score, h.Status)
	line := func(head, text string) { fmt.Fprintf(w, "  %-15s %s\n", head, text) }
	if row.Name != "" && h.Name != "" {
		line("compared", fmt.Sprintf("%q with the listed name %q", row.Name, h.Name))
	}
	heads := map[string]string{"for": "speaks for", "against": "speaks against", "over": "unmatched", "sum": "together"}
	for _, kind := range []string{"for", "over", "sum", "against"} {
		head := heads[kind]
		for _, r := range h.Reasons {
			if bearing(r) == kind {
				line(head, r.Text)
				head = ""
			}
		}
	}
	if h.Ownership != "" {
		line("ownership", h.Ownership)
	}
	for _, f := range h.Findings {
		line("finding", f.ID+": "+f.Sentence)
		for _, d := range f.Dissents {
			line("  dissent", d)
		}
	}
	line("entry", h.Entity.ID+" of "+h.Dataset)
	for _, p := range []string{"authority", "program", "listingDate", "startDate", "reason"} {
		if v := listingValues(h.Listing, p); len(v) > 0 {
			line(listingWords[p], strings.Join(v, "; "))
		}
	}
	known := h.Entity.Properties()
	for _, p := range []string{"birthDate", "nationality", "citizenship", "country", "flag", "imoNumber", "passportNumber", "position"} {
		if v := known[p]; len(v) > 0 {
			line(p, strings.Join(v[:min(len(v), 6)], ", "))
		}
	}
}

// bearing says which way a reason speaks.
func bearing(r screen.Reason) string {
	switch {
	case r.Feature == "unmatched":
		return "over"
	case r.Feature == "names":
		return "sum"
	case r.Feature != "name" && r.Score < 1 && (r.Query == "" || r.Query != r.Listed):
		return "against"
	}
	return "for"
}

var listingWords = map[string]string{
	"authority": "listed by", "program": "programme", "listingDate": "listed on", "startDate": "since", "reason": "reason",
}

func listingValues(all []ftm.Statement, prop string) []string {
	var out []string
	for _, s := range all {
		if s.Prop == prop && !slices.Contains(out, s.Value) {
			out = append(out, s.Value)
		}
	}
	return out
}

func kindName(schema string) string {
	if s, ok := ftm.Default().Schema(schema); ok && s.Label != "" {
		return s.Label
	}
	return schema
}
