package lists

import (
	"context"

	"plimsoll/journal"
)

// Batch imports files that come one after the other and puts those together
// that are parts of one list: SDN.CSV, ALT.CSV and ADD.CSV are one snapshot.
type Batch struct {
	l    *Library
	by   journal.Signer
	o    Options
	told func(names string, r Result, err error) error

	pending *job // parts of a list of which more may follow
}

// Batch begins a batch. Told hears of every list when it is through; its error
// ends the batch.
func (l *Library) Batch(by journal.Signer, o Options, told func(names string, r Result, err error) error) *Batch {
	return &Batch{l: l, by: by, o: o, told: told}
}

// Add takes a file in.
func (b *Batch) Add(ctx context.Context, u Upload) error {
	j := &job{l: b.l, by: b.by, o: b.o}
	if err := j.spool(ctx, []Upload{u}); err != nil {
		j.discard()
		return b.told(u.Name, Result{}, err)
	}
	if err := j.identify(); err != nil || len(j.format.parts()) == 1 {
		// A file that is nobody's, or a list of one file.
		return b.run(ctx, j)
	}
	if !b.fits(j) {
		if err := b.Close(ctx); err != nil {
			j.discard()
			return err
		}
		b.pending = j
		return nil
	}
	b.pending.files = append(b.pending.files, j.files...)
	b.pending.in.Files = append(b.pending.in.Files, j.in.Files...)
	return nil
}

// fits reports whether a file is a part that the pending list still lacks.
func (b *Batch) fits(j *job) bool {
	if b.pending == nil || b.pending.format.Name != j.format.Name || b.pending.authority.ID != j.authority.ID {
		return false
	}
	_, have := b.pending.in.File(j.in.Files[0].Part)
	return !have
}

// Close imports what is still pending.
func (b *Batch) Close(ctx context.Context) error {
	j := b.pending
	if j == nil {
		return nil
	}
	b.pending = nil
	return b.run(ctx, j)
}

// Discard drops what is still pending.
func (b *Batch) Discard() {
	if b.pending != nil {
		b.pending.discard()
		b.pending = nil
	}
}

func (b *Batch) run(ctx context.Context, j *job) error {
	defer j.discard()
	r, err := j.run(ctx)
	return b.told(j.names(), r, err)
}
