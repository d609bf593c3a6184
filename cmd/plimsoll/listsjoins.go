package main

import (
	"fmt"
	"strings"

	"plimsoll/house"
	"plimsoll/lists/joins"
)

type listsJoinsCmd struct {
	ID     string `arg:"" optional:"" help:"Show this party: an entry's id."`
	Joined bool   `help:"The parties that stand on several lists, instead of the suggestions."`
	Limit  int    `help:"At most so many." default:"50" placeholder:"50"`
}

func (listsJoinsCmd) Help() string {
	return `Entries of several lists become one party by a strong identifier they share: the
UN's reference, an IMO number, a passport or register number with its country, a
wallet. Where something speaks against it, or only names agree, the join is
suggested, with reasons, for a person to decide: "lists same" and "lists
different". A decision stays in the journal, and a later one overrules it.

Examples:
  plimsoll lists joins                    what is suggested, the best first
  plimsoll lists joins --joined --json
  plimsoll lists joins un_sc-KPe.020      one party: by whom listed, since when, for what`
}

func (c *listsJoinsCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	reg, err := h.Register(e.ctx)
	if err != nil {
		return err
	}
	switch {
	case c.ID != "":
		p, ok := reg.Joined.Party(c.ID)
		if !ok {
			return fmt.Errorf("no list has a party %s", c.ID)
		}
		return tellParty(e, p)
	case c.Joined:
		return c.joined(e, reg.Joined)
	}
	return c.suggested(e, reg.Joined)
}

func (c *listsJoinsCmd) joined(e *env, j *joins.Joined) error {
	n := 0
	for p := range j.Parties() {
		if len(p.Members) < 2 {
			continue
		}
		if n++; n > c.Limit {
			continue
		}
		if err := tellParty(e, p); err != nil {
			return err
		}
	}
	e.say("%s on several lists%s", count(n, "party stands", "parties stand"), shownOf(n, c.Limit))
	return nil
}

func shownOf(n, limit int) string {
	if n > limit {
		return fmt.Sprintf("; %d shown, --limit for more", limit)
	}
	return ""
}

func (c *listsJoinsCmd) suggested(e *env, j *joins.Joined) error {
	n := 0
	for s := range j.Suggestions() {
		if n++; n > c.Limit {
			continue
		}
		if e.json {
			if err := e.line(s); err != nil {
				return err
			}
			continue
		}
		strong := ""
		if s.Strong {
			strong = ", a strong identifier agrees"
		}
		fmt.Fprintf(e.stdout, "%d points%s\n  %s  %s  %s\n  %s  %s  %s\n", s.Score, strong,
			s.A.Key, s.A.Schema, s.A.Caption, s.B.Key, s.B.Schema, s.B.Caption)
		tellReasons(e, "for    ", s.For)
		tellReasons(e, "against", s.Against)
	}
	counts := j.Counts()
	e.say("%s of %s; %s on several lists; %s%s", count(counts.Parties, "party", "parties"), count(counts.Entries, "entry", "entries"),
		count(counts.Joined, "stands", "stand"), count(n, "join is suggested", "joins are suggested"), shownOf(n, c.Limit))
	return nil
}

func tellReasons(e *env, word string, reasons []joins.Reason) {
	for _, r := range reasons {
		fmt.Fprintf(e.stdout, "    %s  %+4d  %s %s\n", word, r.Points, r.Kind, r.Value)
	}
}

func tellParty(e *env, p joins.Party) error {
	if e.json {
		return e.line(p)
	}
	fmt.Fprintf(e.stdout, "%s  %s  %s\n", p.ID, p.Schema, p.Caption)
	for _, l := range p.Listings {
		until := ""
		if l.Until != "" {
			until = ", until " + l.Until
		}
		since := ""
		if l.Since != "" {
			since = " since " + l.Since
		}
		fmt.Fprintf(e.stdout, "  listed by %s (%s)%s%s", l.Authority, l.Dataset, since, until)
		if len(l.Programs) > 0 {
			fmt.Fprintf(e.stdout, ", %s", strings.Join(l.Programs, ", "))
		}
		fmt.Fprintln(e.stdout)
		if l.Reason != "" {
			fmt.Fprintf(e.stdout, "      %s\n", shorten(l.Reason, 160))
		}
	}
	for _, w := range p.Why {
		fmt.Fprintf(e.stdout, "  one party with %s: %s %s\n", w.B.Entity, w.Kind, w.Value)
	}
	for _, a := range p.Apart {
		fmt.Fprintf(e.stdout, "  not %s, says %s: %s\n", a.From, a.Decision.Name, a.Decision.Because)
	}
	return nil
}

func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + " ..."
}

// joining is what a decision about two entries asks for.
type joining struct {
	A       string `arg:"" help:"An entry, by its id."`
	B       string `arg:"" help:"Another."`
	As      string `help:"Who you are: your name stands in the journal, and your key signs." required:"" placeholder:"NAME"`
	Because string `help:"Why." required:"" placeholder:"TEXT"`
}

type (
	listsSameCmd      struct{ joining }
	listsDifferentCmd struct{ joining }
)

func (c *listsSameCmd) Run(e *env) error      { return c.decide(e, true) }
func (c *listsDifferentCmd) Run(e *env) error { return c.decide(e, false) }

func (c *joining) decide(e *env, same bool) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	reg, err := h.Register(e.ctx)
	if err != nil {
		return err
	}
	for _, id := range []string{c.A, c.B} {
		if _, ok := reg.Joined.Party(id); !ok {
			return fmt.Errorf("no list has a party %s", id)
		}
	}
	by, err := named(e, h, c.As)
	if err != nil {
		return err
	}
	if err := h.Joins.Decide(e.ctx, by, c.A, c.B, same, c.Because); err != nil {
		return err
	}
	return tellDecided(e, h, c.A)
}

func tellDecided(e *env, h *house.House, id string) error {
	reg, err := h.Register(e.ctx)
	if err != nil {
		return err
	}
	p, _ := reg.Joined.Party(id)
	return tellParty(e, p)
}
