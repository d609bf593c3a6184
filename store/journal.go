package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"

	"plimsoll/journal"
)

// Journal keeps the journal's events in a database. It implements
// [journal.Store].
type Journal struct{ db *sql.DB }

const insertEvent = `
INSERT INTO journal_events (seq, prev, hash, act, at, actor, kind, subject, body, sig)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING`

const selectAct = `SELECT seq FROM journal_events WHERE act = $1`

const selectEvents = `
SELECT seq, prev, hash, at, actor, kind, subject, body, sig
FROM journal_events WHERE seq >= $1 ORDER BY seq LIMIT $2`

// Append inserts the event unless its place or its act is taken.
func (s *Journal) Append(ctx context.Context, e journal.Event) error {
	res, err := s.db.ExecContext(ctx, insertEvent, e.Seq, e.Prev, e.Hash, e.ID(), journal.FormatTime(e.At),
		e.Actor, e.Kind, e.Subject, string(e.Body), base64.StdEncoding.EncodeToString(e.Sig))
	if err != nil {
		return fmt.Errorf("writing event %d: %w", e.Seq, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("writing event %d: %w", e.Seq, err)
	}
	if n == 1 {
		return nil
	}
	var seq int64
	switch err := s.db.QueryRowContext(ctx, selectAct, e.ID()).Scan(&seq); {
	case err == nil:
		return fmt.Errorf("%w, as event %d", journal.ErrRecorded, seq)
	case errors.Is(err, sql.ErrNoRows):
		return journal.ErrMoved
	default:
		return fmt.Errorf("looking for event %d: %w", e.Seq, err)
	}
}

// readBatch bounds what one query brings, so that no lock is held while the
// folds run.
const readBatch = 1000

// Read calls fn with the events from seq on.
func (s *Journal) Read(ctx context.Context, from int64, fn func(journal.Event) error) error {
	for {
		batch, err := s.batch(ctx, from)
		if err != nil {
			return fmt.Errorf("reading the journal from event %d: %w", from, err)
		}
		for _, e := range batch {
			if err := fn(e); err != nil {
				return err
			}
		}
		if len(batch) < readBatch {
			return nil
		}
		from = batch[len(batch)-1].Seq + 1
	}
}

func (s *Journal) batch(ctx context.Context, from int64) ([]journal.Event, error) {
	rows, err := s.db.QueryContext(ctx, selectEvents, from, readBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []journal.Event
	for rows.Next() {
		var e journal.Event
		var at, body, sig string
		if err := rows.Scan(&e.Seq, &e.Prev, &e.Hash, &at, &e.Actor, &e.Kind, &e.Subject, &body, &sig); err != nil {
			return nil, err
		}
		if e.At, err = journal.ParseTime(at); err != nil {
			return nil, &journal.BrokenError{Seq: e.Seq, Reason: fmt.Sprintf("its time %q cannot be read", at)}
		}
		if e.Sig, err = base64.StdEncoding.DecodeString(sig); err != nil {
			return nil, &journal.BrokenError{Seq: e.Seq, Reason: "its signature cannot be read"}
		}
		e.Body = []byte(body)
		out = append(out, e)
	}
	return out, rows.Err()
}
