// Package house opens a data directory and wires its parts together: the
// journal and what is folded from it, the vault, the lists, the cases, the
// desks. It decides nothing itself. Commands, pages and the demo world enter
// through it.
package house

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"time"

	"plimsoll/casework"
	"plimsoll/desk"
	"plimsoll/journal"
	"plimsoll/lists"
	"plimsoll/lists/fetch"
	"plimsoll/lists/joins"
	"plimsoll/lists/registry"
	"plimsoll/petroleum"
	"plimsoll/regime"
	"plimsoll/store"
	"plimsoll/vault"
)

// OperatorID is the actor in whose name this instance acts.
const OperatorID = "operator"

// Options are what the outside world gives to a house.
type Options struct {
	Now  func() time.Time
	Rand io.Reader
}

// House is an open data directory.
type House struct {
	Data      *store.Data
	Journal   *journal.Journal
	Vault     *vault.Vault
	Lists     *lists.Library
	Fetches   *fetch.State
	Joins     *joins.Decisions
	Watches   *Watches
	Cases     *casework.Cases
	Desk      *desk.Desk
	Regime    *regime.Regime
	Petroleum *petroleum.Book
	Operator  journal.Signer

	rand      io.Reader
	registers registers
}

// Open opens a data directory, making it when it is not there, and replays its
// journal.
func Open(ctx context.Context, dir string, o Options) (*House, error) {
	data, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	h := &House{Data: data, rand: o.Rand}
	if err := h.assemble(ctx, o); err != nil {
		return nil, errors.Join(err, data.Close())
	}
	return h, nil
}

func (h *House) assemble(ctx context.Context, o Options) (err error) {
	if h.Regime, err = regime.Load(); err != nil {
		return err
	}
	if h.Petroleum, err = petroleum.Load(); err != nil {
		return err
	}
	h.Vault = vault.New(h.Data.Blobs)
	h.Lists = lists.NewLibrary(h.Data.Blobs, nil, listExhibits{h.Vault}, registry.All())
	h.Lists.Spool = h.Data.Path("spool")
	lists.ClearNameless(h.Lists.Spool)
	h.Fetches = &fetch.State{}
	h.Joins = joins.NewDecisions()
	h.Watches = &Watches{house: h}
	h.Cases = casework.New(h.Vault)
	if h.Desk, err = desk.New(); err != nil {
		return err
	}
	h.Journal, err = journal.Open(ctx, h.Data.Journal(), o.Now,
		h.Vault.Apply, h.Lists.Apply, h.Fetches.Apply, h.Joins.Apply, h.Watches.apply, h.Cases.Apply, h.Desk.Apply)
	if err != nil {
		return fmt.Errorf("replaying the journal: %w", err)
	}
	h.Vault.Attach(h.Journal)
	h.Lists.Use(h.Journal)
	h.Joins.Attach(h.Journal)
	h.Cases.Attach(h.Journal)
	h.Desk.Attach(h.Journal)
	return h.begin(ctx)
}

// begin enrols the operator, who may also gather and open leads, as the first
// event of a new journal.
func (h *House) begin(ctx context.Context) error {
	s, err := h.Data.Signer(OperatorID, h.rand)
	if err != nil {
		return err
	}
	h.Operator = s
	if have, ok := h.Journal.Actor(OperatorID); ok {
		if !have.Key.Equal(s.Key.Public()) {
			return fmt.Errorf("the journal knows another key of %s than the one in %s: restore the key file from a backup",
				OperatorID, h.Data.Path("keys"))
		}
		return nil
	}
	return h.enrol(ctx, s, "Operator of this instance", journal.RoleOperator, journal.RoleAnalyst)
}

func (h *House) enrol(ctx context.Context, s journal.Signer, name string, roles ...string) error {
	a := journal.Actor{ID: s.Actor, Name: name, Roles: roles, Key: s.Key.Public().(ed25519.PublicKey)}
	act, err := journal.Enrol(h.Operator, h.Journal.Now(), a)
	if err != nil {
		return err
	}
	_, err = h.Journal.Append(ctx, act, nil)
	return err
}

// Enrol returns the signer of an actor whose key is kept here, enrolling them
// under that name and those roles the first time.
func (h *House) Enrol(ctx context.Context, id, name string, roles ...string) (journal.Signer, error) {
	s, err := h.Data.Signer(id, h.rand)
	if err != nil {
		return journal.Signer{}, err
	}
	if _, ok := h.Journal.Actor(id); ok {
		return s, nil
	}
	return s, h.enrol(ctx, s, name, roles...)
}

// Close releases the directory.
func (h *House) Close() error { return h.Data.Close() }

// listExhibits lets the lists keep their files in the vault.
type listExhibits struct{ v *vault.Vault }

func (l listExhibits) Add(ctx context.Context, by journal.Signer, f lists.File, source string) error {
	if source == "" {
		source = "imported from a file"
	}
	_, err := l.v.AddFile(ctx, by, vault.Item{Name: f.Name, Source: source}, f.Exhibit, f.Reader())
	return err
}

func (l listExhibits) Open(ctx context.Context, sha string) (io.ReadCloser, error) {
	return l.v.Stream(ctx, sha)
}
