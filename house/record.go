package house

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"plimsoll/ais"
	"plimsoll/feed"
	"plimsoll/journal"
	"plimsoll/vault"
	"plimsoll/voyage"
)

// Counts are what was read of a feed and what was left out of it, by kind.
type Counts struct {
	Feed  ais.Stats    // what could not be read
	Ships voyage.Stats // what no track could take
	Odd   []feed.Odd   // what shows in the messages
}

// Find runs the detectors over a feed. It keeps nothing.
func Find(s ais.Source) (Result, Counts, error) {
	w, err := voyage.NewDefault()
	if err != nil {
		return Result{}, Counts{}, err
	}
	t := &tallied{Source: s}
	if err := w.Read(t); err != nil {
		return Result{}, Counts{Feed: s.Stats()}, err
	}
	return Result{Tracks: w.Tracks(), Events: w.Events()}, Counts{s.Stats(), w.Stats(), t.tally.Kinds()}, nil
}

// tallied counts what it passes on.
type tallied struct {
	ais.Source
	clock ais.Clock
	tally feed.Tally
}

func (t *tallied) Next(m *ais.Message) error {
	err := t.Source.Next(m)
	if err == nil {
		at, _ := t.clock.Time(m)
		t.tally.Take(m, at)
	}
	return err
}

// Run keeps a radio record as an exhibit, runs the detectors over it and
// records what they found; item needs no media type. The same record, read the
// same way under the same parameters, is watched once: counts are nil for what
// was on record.
func (w *Watches) Run(ctx context.Context, by journal.Signer, item vault.Item, file io.ReadSeeker, o feed.Options) (Watch, *Counts, error) {
	ex, err := w.exhibit(ctx, by, item, file, o)
	if err != nil {
		return Watch{}, nil, err
	}
	how := Reading{o.Columns, o.MonthFirst}
	if have, ok := w.known(ex.SHA256, how); ok && (!o.Strict || have.Bad == 0) {
		return have, nil, nil
	}
	f, err := fromStart(file, o)
	if err != nil {
		return Watch{}, nil, fmt.Errorf("opening %s: %w", item.Name, err)
	}
	found, counts, err := Find(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return Watch{}, &counts, fmt.Errorf("watching %s: %w", item.Name, err)
	}
	watch, err := w.record(ctx, by, ex, how, found, counts.Feed)
	return watch, &counts, err
}

// exhibit keeps a file of any size, before anything is made of it.
func (w *Watches) exhibit(ctx context.Context, by journal.Signer, item vault.Item, file io.ReadSeeker, o feed.Options) (vault.Exhibit, error) {
	f, err := fromStart(file, o)
	if err != nil {
		return vault.Exhibit{}, fmt.Errorf("opening %s: %w", item.Name, err)
	}
	if item.MediaType == "" {
		item.MediaType = f.MediaType()
	}
	sum := sha256.New()
	_, err = file.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(sum, file)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return vault.Exhibit{}, fmt.Errorf("reading %s to keep it: %w", item.Name, err)
	}
	return w.house.Vault.AddFile(ctx, by, item, hex.EncodeToString(sum.Sum(nil)), file)
}

func fromStart(file io.ReadSeeker, o feed.Options) (*feed.Feed, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return feed.Read(file, o)
}

// parametersHash names the detectors' parameters of today.
func parametersHash() string { return hashOf([]byte(voyage.ParametersText())) }

// known is the watch on record of an exhibit under the parameters of today.
func (w *Watches) known(exhibit string, how Reading) (Watch, bool) {
	params := parametersHash()
	for _, have := range w.All() {
		if have.Feed == exhibit && have.Parameters == params && have.MonthFirst == how.MonthFirst && maps.Equal(have.Columns, how.Columns) {
			return have, true
		}
	}
	return Watch{}, false
}

func (w *Watches) record(ctx context.Context, by journal.Signer, ex vault.Exhibit, how Reading, found Result, stats ais.Stats) (Watch, error) {
	sum, err := w.keepResult(ctx, found)
	if err != nil {
		return Watch{}, fmt.Errorf("writing what was found in %s: %w", ex.Name, err)
	}
	params := parametersHash()
	body := Watched{sum, params, stats.Sentences, stats.Messages, stats.BadCount(), len(found.Tracks), len(found.Events), how}
	if _, err := w.house.Journal.Record(ctx, by, KindWatched, ex.SHA256, body); err != nil {
		return Watch{}, err
	}
	have, _ := w.known(ex.SHA256, how)
	return have, nil
}

// keepResult writes a result and gives the hash it is read by.
func (w *Watches) keepResult(ctx context.Context, found Result) (string, error) {
	raw, err := json.Marshal(found)
	if err != nil {
		return "", err
	}
	sum := hashOf(raw)
	packed, err := pack(raw)
	if err != nil {
		return "", err
	}
	return sum, w.house.Data.Blobs.Write(ctx, resultKey(sum), packed)
}
