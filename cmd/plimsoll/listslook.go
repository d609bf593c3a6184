package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"plimsoll/ftm"
	"plimsoll/house"
	"plimsoll/lists"
)

type listsShowCmd struct {
	ID   string `arg:"" optional:"" help:"A dataset, a snapshot (its id or the beginning of it), or an entity."`
	AsOf string `help:"As it stood at the end of this day (UTC)." placeholder:"YYYY-MM-DD"`
}

func (listsShowCmd) Help() string {
	return `Examples:
  plimsoll lists show un_sc
  plimsoll lists show un_sc --as-of 2024-03-07
  plimsoll lists show un_sc-KPe.001 --as-of 2021-06-30
  plimsoll lists show un_sc --json     FollowTheMoney JSON lines with statements`
}

func (c *listsShowCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	if c.ID == "" {
		return listDatasets(e, h)
	}
	day, err := optionalDay("--as-of", c.AsOf)
	if err != nil {
		return err
	}
	snap, err := snapshotOn(h, c.ID, day)
	if errors.Is(err, lists.ErrNoSnapshot) && !known(h, c.ID) {
		found, ferr := showEntity(e, h, c.ID, day)
		if ferr != nil || found {
			return ferr
		}
	}
	if err != nil {
		return err
	}
	return showSnapshot(e, h, snap)
}

func known(h *house.House, dataset string) bool { return len(h.Lists.History(dataset)) > 0 }

// snapshotOn finds a snapshot by its reference and, if it is a dataset, a day.
func snapshotOn(h *house.House, ref string, day time.Time) (lists.Snapshot, error) {
	if !day.IsZero() && known(h, ref) {
		return h.Lists.HeadAsOf(ref, day)
	}
	return h.Lists.Resolve(ref)
}

func showSnapshot(e *env, h *house.House, snap lists.Snapshot) error {
	var rows [][]string
	err := h.Lists.Each(e.ctx, snap, func(ent *ftm.Entity) error {
		if e.json {
			return e.line(ent)
		}
		if s, ok := ftm.Default().Schema(ent.Schema); ok && s.Is("Thing") && ent.Schema != "Address" {
			mark := ""
			if ent.Listed() {
				mark = "listed"
			}
			rows = append(rows, []string{ent.ID, ent.Schema, mark, ent.Caption()})
		}
		return nil
	})
	if err != nil || e.json {
		return err
	}
	e.say("%s of %s, snapshot %s", snap.Title, snap.Published.Format(time.DateOnly), snap.ID)
	return table(e.stdout, []string{"ID", "SCHEMA", "", "NAME"}, rows)
}

// showEntity shows what every list says of an entity on a day.
func showEntity(e *env, h *house.House, id string, day time.Time) (found bool, err error) {
	for _, dataset := range h.Lists.Datasets() {
		snap, err := snapshotOn(h, dataset, day)
		if err != nil {
			continue // the dataset had no snapshot by then
		}
		var of []*ftm.Entity
		err = h.Lists.Each(e.ctx, snap, func(ent *ftm.Entity) error {
			if ent.ID == id || belongsTo(ent, id) {
				of = append(of, ent)
			}
			return nil
		})
		if err != nil {
			return false, err
		}
		for _, ent := range of {
			found = true
			if err := showStatements(e, snap, ent); err != nil {
				return true, err
			}
		}
	}
	return found, nil
}

// belongsTo knows the listings and documents of a party.
func belongsTo(e *ftm.Entity, id string) bool {
	for _, s := range e.Statements {
		if s.Value == id && (s.Prop == "entity" || s.Prop == "holder") {
			return true
		}
	}
	return false
}

func showStatements(e *env, snap lists.Snapshot, ent *ftm.Entity) error {
	if e.json {
		return e.line(ent)
	}
	fmt.Fprintf(e.stdout, "%s  %s  %s (%s of %s)\n", ent.ID, ent.Schema, ent.Caption(), snap.Dataset, snap.Published.Format(time.DateOnly))
	var rows [][]string
	for _, s := range ent.Statements {
		note := strings.Trim(string(s.Strength)+" "+string(s.Qualifier)+" "+s.Lang, " ")
		rows = append(rows, []string{"  " + s.Prop, s.Value, note})
	}
	return table(e.stdout, []string{"  PROPERTY", "VALUE", ""}, rows)
}

type listsDiffCmd struct {
	A string `arg:"" help:"The older: a snapshot, a dataset, or dataset@YYYY-MM-DD."`
	B string `arg:"" help:"The newer."`
}

func (listsDiffCmd) Help() string {
	return `Entities are compared value by value. Order, blanks, Unicode form and the place
in the file are no difference: a list that was only written anew is unchanged.

Examples:
  plimsoll lists diff un_sc@2023-10-18 un_sc@2023-10-19
  plimsoll lists diff 3f2a9c un_sc --json`
}

func (c *listsDiffCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	a, err := h.Lists.Resolve(c.A)
	if err != nil {
		return err
	}
	b, err := h.Lists.Resolve(c.B)
	if err != nil {
		return err
	}
	changes, err := h.Lists.Diff(e.ctx, a, b)
	if err != nil {
		return err
	}
	if e.json {
		return e.document(struct {
			Older lists.Snapshot `json:"older"`
			Newer lists.Snapshot `json:"newer"`
			lists.Changes
		}{a, b, changes})
	}
	e.say("%s of %s against %s of %s", b.Dataset, b.Published.Format(time.DateOnly), a.Dataset, a.Published.Format(time.DateOnly))
	for _, p := range changes.Removed {
		fmt.Fprintf(e.stdout, "- %s  %s  %s\n", p.ID, p.Schema, p.Name)
	}
	for _, p := range changes.Added {
		fmt.Fprintf(e.stdout, "+ %s  %s  %s\n", p.ID, p.Schema, p.Name)
	}
	for _, ch := range changes.Changed {
		fmt.Fprintf(e.stdout, "~ %s  %s  %s\n", ch.ID, ch.Schema, ch.Name)
		for _, s := range ch.Gone {
			fmt.Fprintf(e.stdout, "    - %s: %s\n", s.Prop, statedText(s))
		}
		for _, s := range ch.New {
			fmt.Fprintf(e.stdout, "    + %s: %s\n", s.Prop, statedText(s))
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%d removed, %d added, %d changed\n", len(changes.Removed), len(changes.Added), len(changes.Changed))
	return err
}

func statedText(s lists.Stated) string {
	if q := strings.Trim(string(s.Strength)+" "+string(s.Qualifier), " "); q != "" {
		return s.Value + " (" + q + ")"
	}
	return s.Value
}

type listsHistoryCmd struct {
	Dataset string `arg:"" help:"The dataset."`
	Entity  string `help:"Only this party: its id." placeholder:"ID"`
	Amended bool   `help:"Amendments as well: parties that stayed and of whom the list says something else."`
}

func (listsHistoryCmd) Help() string {
	return `What the earliest snapshot holds had been listed by then and is told only with
--entity. Between two snapshots the day is that of the later one.

Examples:
  plimsoll lists history un_sc
  plimsoll lists history un_sc --entity un_sc-KPe.001 --amended`
}

func (c *listsHistoryCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	n := map[lists.EventKind]int{}
	err = h.Lists.Timeline(e.ctx, c.Dataset, func(ev lists.Event, first bool) error {
		switch {
		case c.Entity != "" && ev.ID != c.Entity, c.Entity == "" && first, ev.Kind == lists.Amended && !c.Amended:
			return nil
		}
		n[ev.Kind]++
		if e.json {
			return e.line(struct {
				lists.Event
				First bool `json:"by_then,omitempty"`
			}{ev, first})
		}
		by := ""
		if first {
			by = " by then"
		}
		_, err := fmt.Fprintf(e.stdout, "%s  %s%s  %s  %s  %s\n", ev.Day.Format(time.DateOnly), ev.Kind, by, ev.ID, ev.Schema, ev.Name)
		return err
	})
	if err != nil {
		return err
	}
	e.say("%d listed, %d delisted, %d amended, in %s", n[lists.Listed], n[lists.Delisted], n[lists.Amended],
		count(len(h.Lists.History(c.Dataset)), "snapshot", "snapshots"))
	return nil
}

type listsExplainCmd struct {
	Entity   string `arg:"" help:"The id of an entity of a list."`
	Property string `arg:"" optional:"" help:"The property; without it, all."`
	AsOf     string `help:"As it stood at the end of this day (UTC)." placeholder:"YYYY-MM-DD"`
}

func (listsExplainCmd) Help() string {
	return `For each value: which list of which day, which exhibit, where in it, and the
bytes themselves.

Examples:
  plimsoll lists explain un_sc-KPe.001 name
  plimsoll lists explain un_sc-KPe.001-sanction reason --as-of 2021-06-30`
}

func (c *listsExplainCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	day, err := optionalDay("--as-of", c.AsOf)
	if err != nil {
		return err
	}
	found, any := 0, false
	for _, dataset := range h.Lists.Datasets() {
		snap, err := snapshotOn(h, dataset, day)
		if err != nil {
			continue
		}
		evidence, err := h.Lists.Explain(e.ctx, snap, c.Entity, c.Property)
		if errors.Is(err, lists.ErrNoEntity) {
			continue
		}
		if err != nil {
			return err
		}
		any = true
		for _, ev := range evidence {
			found++
			if err := tellEvidence(e, ev); err != nil {
				return err
			}
		}
	}
	switch {
	case !any:
		return fmt.Errorf("no list has an entity %s", c.Entity)
	case found == 0:
		return fmt.Errorf("%s: no list states its %s", c.Entity, c.Property)
	}
	return nil
}

func tellEvidence(e *env, ev lists.Evidence) error {
	if e.json {
		return e.line(ev)
	}
	note := strings.Trim(string(ev.Strength)+" "+string(ev.Qualifier)+" "+ev.Lang, " ")
	if note != "" {
		note = " (" + note + ")"
	}
	fmt.Fprintf(e.stdout, "%s = %s%s\n", ev.Prop, ev.Value, note)
	if ev.Original != "" {
		fmt.Fprintf(e.stdout, "  as written  %q\n", ev.Original)
	}
	fmt.Fprintf(e.stdout, "  list        %s of %s, snapshot %s\n  exhibit     %s\n  place       %s\n", ev.Dataset, ev.Published, ev.Snapshot, ev.File, ev.Place)
	if ev.Offset >= 0 {
		more := ""
		if ev.Cut {
			more = " ..."
		}
		kind := "bytes      "
		if ev.Hex {
			kind = "hexadecimal"
		}
		fmt.Fprintf(e.stdout, "  %s %s%s\n", kind, strings.ReplaceAll(ev.Excerpt, "\n", "\n              "), more)
	}
	_, err := fmt.Fprintln(e.stdout)
	return err
}

type listsExportCmd struct {
	ID   string `arg:"" help:"A dataset, dataset@day, or a snapshot."`
	AsOf string `help:"As it stood at the end of this day (UTC)." placeholder:"YYYY-MM-DD"`
}

func (listsExportCmd) Help() string {
	return `One FollowTheMoney entity a line, as other tools of the field read it: values
without their places. "lists show --json" has the statements.

Examples:
  plimsoll lists export un_sc > un_sc.ftm.json
  plimsoll lists export us_ofac_sdn --as-of 2024-05-03`
}

func (c *listsExportCmd) Run(e *env) error {
	h, err := e.existing()
	if err != nil {
		return err
	}
	defer h.Close()
	day, err := optionalDay("--as-of", c.AsOf)
	if err != nil {
		return err
	}
	snap, err := snapshotOn(h, c.ID, day)
	if err != nil {
		return err
	}
	return h.Lists.Each(e.ctx, snap, func(ent *ftm.Entity) error { return e.line(ent.Proxy()) })
}
