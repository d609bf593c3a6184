package main

import (
	"fmt"
	"time"

	"plimsoll/house"
	"plimsoll/journal"
	"plimsoll/lists"
)

type listsHoldsCmd struct {
	All bool `help:"Those that have ended as well."`
}

func (c *listsHoldsCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	n := 0
	for _, hold := range h.Lists.Holds() {
		if hold.State != lists.HoldOpen && !c.All {
			continue
		}
		n++
		if e.json {
			if err := e.line(hold); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(e.stdout, "%s  %s  held %s  %s\n  %s\n", hold.ID, hold.Dataset, hold.At.Format(time.DateTime), hold.State, hold.Reason)
		for i, f := range hold.Files {
			fmt.Fprintf(e.stdout, "  file     %s\n  exhibit  %s\n", f, hold.Exhibits[i])
		}
		switch {
		case hold.State != lists.HoldOpen:
			fmt.Fprintf(e.stdout, "  %s by %s on %s: %s\n", hold.State, hold.EndedBy, hold.Ended.Format(time.DateTime), hold.Because)
		case hold.Whole:
			fmt.Fprintf(e.stdout, "  release it: plimsoll lists release %s --as NAME --because \"...\"\n", hold.ID)
		default:
			fmt.Fprintf(e.stdout, "  it cannot be read: fetch it again, or plimsoll lists dismiss %s --as NAME --because \"...\"\n", hold.ID)
		}
	}
	if n == 0 {
		e.say("No list is held.")
	}
	return nil
}

// ending is what ending a hold asks for.
type ending struct {
	Hold    string `arg:"" help:"The hold, as lists holds names it."`
	As      string `help:"Who you are: your name stands in the journal, and your key signs." required:"" placeholder:"NAME"`
	Because string `help:"Why." required:"" placeholder:"TEXT"`
}

// named is the signer of a named person, enrolled as an analyst the first time.
func named(e *env, h *house.House, name string) (journal.Signer, error) {
	id := lists.DatasetID(name)
	if id == "" || id == house.OperatorID {
		return journal.Signer{}, &exitError{2, fmt.Errorf("--as %q names no person", name)}
	}
	return h.Enrol(e.ctx, id, name, journal.RoleAnalyst)
}

type listsReleaseCmd struct{ ending }

func (listsReleaseCmd) Help() string {
	return `Only a list that can be read to its end can be released: one that is held for
the number of entries it lost. Name and reason stay in the journal.

Example:
  plimsoll lists release 5c0ffee5c0ff --as "M. Analyst" --because "84 delistings announced in SC/15460"`
}

func (c *listsReleaseCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	by, err := named(e, h, c.As)
	if err != nil {
		return err
	}
	r, err := h.Lists.Release(e.ctx, by, c.Hold, c.Because)
	if err != nil {
		return err
	}
	return tellImport(e, "hold "+c.Hold, r)
}

type listsDismissCmd struct{ ending }

func (c *listsDismissCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	by, err := named(e, h, c.As)
	if err != nil {
		return err
	}
	if err := h.Lists.Dismiss(e.ctx, by, c.Hold, c.Because); err != nil {
		return err
	}
	e.say("Hold %s is dismissed; the list was not applied.", c.Hold)
	return nil
}
