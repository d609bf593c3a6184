package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"plimsoll/journal"
	"plimsoll/store"
)

type journalCmd struct {
	Verify journalVerifyCmd `cmd:"" help:"Replay the whole journal and name the first broken link."`
	Show   journalShowCmd   `cmd:"" help:"Print the events."`
}

// read opens the data directory for its journal alone: nothing is written.
func (journalCmd) read(e *env, fold func(journal.Event) error) (*journal.Journal, error) {
	data, err := store.OpenExisting(e.ctx, e.data)
	if err != nil {
		return nil, err
	}
	defer data.Close()
	return journal.Open(e.ctx, data.Journal(), e.now, fold)
}

type journalVerifyCmd struct{}

func (journalVerifyCmd) Help() string {
	return `Every event is checked: its place, its link to the event before, its
signature by an actor who was enrolled at that point.

Example:
  plimsoll journal verify --data /srv/plimsoll`
}

type verified struct {
	OK     bool   `json:"ok"`
	Events int64  `json:"events"`
	Head   string `json:"head,omitempty"`
	Broken int64  `json:"broken_at,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func (c *journalVerifyCmd) Run(e *env) error {
	last := time.Now()
	n := int64(0)
	j, err := journalCmd{}.read(e, func(journal.Event) error {
		n++
		if time.Since(last) > time.Second { // a long chain shows that it moves
			last = time.Now()
			e.say("%d events so far", n)
		}
		return e.ctx.Err()
	})
	var broken *journal.BrokenError
	if errors.As(err, &broken) {
		if e.json {
			if err := e.document(verified{Events: n, Broken: broken.Seq, Reason: broken.Reason}); err != nil {
				return err
			}
		}
		return broken
	}
	if err != nil {
		return err
	}
	seq, head := j.Head()
	if e.json {
		return e.document(verified{OK: true, Events: seq, Head: head})
	}
	_, err = fmt.Fprintf(e.stdout, "ok: %s, every link and signature holds\nhead %s\n", count(int(seq), "event", "events"), head)
	return err
}

type journalShowCmd struct {
	Kind string `help:"Only events of this kind." placeholder:"KIND"`
}

func (c *journalShowCmd) Run(e *env) error {
	var rows [][]string
	_, err := journalCmd{}.read(e, func(ev journal.Event) error {
		if err := context.Cause(e.ctx); err != nil {
			return err
		}
		if c.Kind != "" && c.Kind != ev.Kind {
			return nil
		}
		if e.json {
			return e.line(ev)
		}
		rows = append(rows, []string{
			fmt.Sprint(ev.Seq), ev.At.Format("2006-01-02 15:04:05Z"), ev.Actor, ev.Kind, short(ev.Subject), short(string(ev.Body)),
		})
		return nil
	})
	if err != nil || e.json {
		return err
	}
	return table(e.stdout, []string{"SEQ", "AT", "ACTOR", "KIND", "SUBJECT", "BODY"}, rows)
}

func short(s string) string {
	const limit = 40
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}
