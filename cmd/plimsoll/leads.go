package main

import (
	"fmt"

	"plimsoll/casework"
	"plimsoll/house"
	"plimsoll/voyage"
)

type leadsCmd struct {
	List leadsListCmd `cmd:"" default:"1" help:"The leads on record."`
	Find leadsFindCmd `cmd:"" help:"Look for leads in what was watched, and put them on record."`
}

type leadsFindCmd struct {
	Feed      string `arg:"" optional:"" help:"Exhibit of the radio record, as plimsoll watch --keep names it (default: the one watched last)."`
	Sightings string `help:"Sightings as events, as plimsoll sighting check --as-events writes them." type:"existingfile"`
	DryRun    bool   `help:"Print the leads and put nothing on record."`
}

func (leadsFindCmd) Help() string {
	return `Puts together what the ships of a watched record did, the stories in it, what
people saw, the listed ships of all current lists, and the measures. A lead that
is on record is recorded again when there is more of it; its id stays.

Examples:
  plimsoll watch feed.nmea.gz --keep && plimsoll leads find
  plimsoll leads find --dry-run --json
  plimsoll leads find --sightings seen-events.jsonl`
}

func (c *leadsFindCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	w, err := c.watch(h)
	if err != nil {
		return err
	}
	var sightings []voyage.Event
	if c.Sightings != "" {
		if sightings, err = readJSONLines[voyage.Event](c.Sightings); err != nil {
			return err
		}
	}
	leads, err := h.FindLeads(e.ctx, w, sightings)
	if err != nil {
		return err
	}
	recorded := 0
	for _, l := range leads {
		if !c.DryRun {
			is, err := h.Cases.Open(e.ctx, h.Operator, l)
			if err != nil {
				return err
			}
			if is {
				recorded++
			}
		}
		if err := printLead(e, l); err != nil {
			return err
		}
	}
	e.say("%s found, %d put on record", count(len(leads), "lead", "leads"), recorded)
	return nil
}

func printLead(e *env, l casework.Lead) error {
	if e.json {
		return e.line(l)
	}
	fmt.Fprintf(e.stdout, "%s  %.2f  %s: %s\n", l.ID, l.Score, l.Story, l.Title)
	for _, r := range l.Reasons {
		fmt.Fprintf(e.stdout, "    %.2f  %s\n", r.Weight, r.Text)
	}
	return nil
}

func (c *leadsFindCmd) watch(h *house.House) (house.Watch, error) {
	all := h.Watches.All()
	for i := len(all) - 1; i >= 0; i-- {
		if c.Feed == "" || all[i].Feed == c.Feed {
			return all[i], nil
		}
	}
	if c.Feed == "" {
		return house.Watch{}, fmt.Errorf("nothing has been watched here: plimsoll watch FILE --keep")
	}
	return house.Watch{}, fmt.Errorf("no record %s has been watched: plimsoll watch FILE --keep names the exhibit it keeps", c.Feed)
}
