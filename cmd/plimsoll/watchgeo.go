package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"plimsoll/store"
	"plimsoll/voyage"
)

// featureFile is a file of events as GeoJSON features, a feature a line, of each
// event as it was told last. What is told goes to a file beside it that nobody
// sees; in memory is only where the last of each id lies there.
type featureFile struct {
	path  string
	spool *os.File
	size  int64
	at    map[string]span
	dirty bool
}

type span struct{ from, length int64 }

type feature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id"`
	Geometry   any            `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

// openFeatures begins a file, or goes on with the one that is there.
func openFeatures(path string, goOn bool) (*featureFile, error) {
	spool, err := os.CreateTemp("", "plimsoll-features-*")
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	f := &featureFile{path: path, spool: spool, at: map[string]span{}, dirty: true}
	if err := os.Remove(spool.Name()); err != nil { // it goes with the program
		return nil, errors.Join(err, f.Close())
	}
	if !goOn {
		return f, nil
	}
	if err := f.readBack(); err != nil {
		return nil, errors.Join(fmt.Errorf("going on with %s: %w: remove it, or name another", path, err), f.Close())
	}
	return f, nil
}

func (f *featureFile) Close() error { return f.spool.Close() }

// readBack takes the features of a file that was written here.
func (f *featureFile) readBack() error {
	in, err := os.Open(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	r := bufio.NewReaderSize(in, 1<<16)
	for {
		line, err := r.ReadBytes('\n')
		line = bytes.TrimSuffix(bytes.TrimSpace(line), []byte(","))
		if bytes.HasPrefix(line, []byte(`{"type":"Feature",`)) {
			var x struct{ ID string }
			if err := json.Unmarshal(line, &x); err != nil {
				return err
			}
			if err := f.put(x.ID, line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (f *featureFile) add(ev voyage.Event) error {
	geometry := map[string]any{"type": "Point", "coordinates": [2]float64{ev.Place.Lon, ev.Place.Lat}}
	if g := ev.Evidence.Gap; g != nil && g.On != nil {
		geometry = map[string]any{"type": "LineString", "coordinates": [2][2]float64{{g.Off.Lon, g.Off.Lat}, {g.On.Lon, g.On.Lat}}}
	}
	line, err := json.Marshal(feature{"Feature", ev.ID, geometry, map[string]any{
		"kind": ev.Kind, "start": ev.Start, "end": ev.End, "open": ev.Open, "ships": ev.Ships, "tags": ev.Tags,
		"confidence": ev.Confidence, "reason": ev.Reason,
	}})
	if err != nil {
		return err
	}
	return f.put(ev.ID, line)
}

func (f *featureFile) put(id string, line []byte) error {
	if _, err := f.spool.WriteAt(line, f.size); err != nil {
		return fmt.Errorf("writing %s: %w", f.path, err)
	}
	f.at[id] = span{f.size, int64(len(line))}
	f.size += int64(len(line))
	f.dirty = true
	return nil
}

// write puts the file in place, whole.
func (f *featureFile) write() error {
	if !f.dirty {
		return nil
	}
	err := store.CreateAtomic(f.path, 0o644, func(out io.Writer) error {
		w := bufio.NewWriterSize(out, 1<<16)
		_, _ = w.WriteString(`{"type":"FeatureCollection","features":[`) // what fails is told by Flush
		for i, id := range slices.Sorted(maps.Keys(f.at)) {
			if i > 0 {
				_ = w.WriteByte(',')
			}
			_ = w.WriteByte('\n')
			s := f.at[id]
			if _, err := io.Copy(w, io.NewSectionReader(f.spool, s.from, s.length)); err != nil {
				return err
			}
		}
		_, _ = w.WriteString("\n]}\n")
		return w.Flush()
	})
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.path, err)
	}
	f.dirty = false
	return nil
}

// writeFeatures writes a file of events that are all there.
func writeFeatures(path string, events []voyage.Event) error {
	f, err := openFeatures(path, false)
	if err != nil {
		return err
	}
	for i := range events {
		if err = f.add(events[i]); err != nil {
			break
		}
	}
	if err == nil {
		err = f.write()
	}
	return errors.Join(err, f.Close())
}
