package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"plimsoll/desk"
	"plimsoll/house"
	"plimsoll/vault"
)

type deskCmd struct {
	Screen deskScreenCmd `cmd:"" help:"Hand in a book of customers and ships and screen it."`
}

type deskScreenCmd struct {
	Book        string `arg:"" help:"CSV file: id,schema,name and FollowTheMoney properties; several values divided by ;"`
	Institution string `required:"" help:"Whose book it is."`
	Day         string `help:"Ask who owns whom as of this day; by default today (UTC)." placeholder:"YYYY-MM-DD"`
}

func (deskScreenCmd) Help() string {
	return `The book is kept as an exhibit and screened against the current snapshots and
the published findings. A row that cannot be read is named with its line and
column; the others are screened. The same hit is raised once, however often a
book is screened.

Example:
  plimsoll desk screen customers.csv --institution "Bank of Example"`
}

func (c *deskScreenCmd) Run(e *env) error {
	day := e.now().UTC()
	if c.Day != "" {
		var err error
		if day, err = parseDay("--day", c.Day); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(c.Book)
	if err != nil {
		return fmt.Errorf("reading the book: %w", err)
	}
	book, err := desk.ReadBook(filepath.Base(c.Book), bytes.NewReader(data))
	if err != nil {
		return err
	}
	for _, r := range append(book.Bad, book.Doubts...) {
		e.say("warning: %s", r)
	}
	return e.look(func(h *house.House) error { return c.screen(e, h, book, data, day) })
}

func (c *deskScreenCmd) screen(e *env, h *house.House, book *desk.Book, data []byte, day time.Time) error {
	item := vault.Item{Name: book.Name, MediaType: "text/csv", Source: c.Institution, Rights: "of the institution"}
	if _, err := h.Vault.Add(e.ctx, h.Operator, item, data); err != nil {
		return err
	}
	if _, err := h.Desk.Receive(e.ctx, h.Operator, c.Institution, book); err != nil {
		return err
	}
	against, err := h.Against(e.ctx, day)
	if err != nil {
		return err
	}
	alerts, err := h.Desk.Screen(e.ctx, h.Operator, c.Institution, book, against)
	if err != nil {
		return err
	}
	e.say("%s screened, %s", count(len(book.Rows), "row", "rows"), count(len(alerts), "alert", "alerts"))
	return e.alerts(alerts)
}
