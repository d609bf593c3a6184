// Package feed opens what ships' radio comes from: files of sentences or
// tables, packed or not, standard input, and live streams over TCP and UDP.
// What it is is told by what it begins with, not by its name. Everything read
// becomes an [ais.Source].
package feed

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"plimsoll/ais"
	"plimsoll/ais/table"
	"plimsoll/packed"
)

// Options say how a feed is read.
type Options struct {
	// Stdin is read for the name "-".
	Stdin io.Reader
	// Strict makes what cannot be read an error instead of a number.
	Strict bool
	// Columns and MonthFirst are those of [table.Options].
	Columns    map[string]string
	MonthFirst bool
	// Live is for names that begin with tcp:// or udp://.
	Live Live
	// Record, where it is given, goes along with sentences that are read.
	Record *Record
}

// Formats a feed can have.
const (
	Sentences = "AIVDM sentences"
	CSV       = "CSV"
	Parquet   = "Parquet"
)

// Feed is an open feed. It must be closed.
type Feed struct {
	ais.Source
	Format  string
	Packing string       // "gzip", "zstd", or nothing
	decoder *ais.Decoder // nil for tables
	dated   *dated
	close   []func() error // in the order in which they are called
}

// Data is [ais.Decoder.Data]; rows of tables have no binary messages.
func (f *Feed) Data(dst []byte) (data []byte, bits int) {
	if f.decoder == nil {
		return dst, 0
	}
	return f.decoder.Data(dst)
}

// Arrived is how many messages were given the time of their arrival, because
// the feed said none.
func (f *Feed) Arrived() int64 {
	if f.dated == nil {
		return 0
	}
	return f.dated.arrived
}

// MediaType names what the feed is as it came.
func (f *Feed) MediaType() string {
	switch {
	case f.Packing == "gzip":
		return "application/gzip"
	case f.Packing == "zstd":
		return "application/zstd"
	case f.Format == Parquet:
		return "application/vnd.apache.parquet"
	case f.Format == CSV:
		return "text/csv"
	}
	return "text/plain"
}

// Close closes what Open opened.
func (f *Feed) Close() error {
	var all error
	for _, c := range f.close {
		all = errors.Join(all, c())
	}
	f.close = nil
	return all
}

// How a zip begins.
const zipMagic = "PK\x03\x04"

// IsLive says whether a name is the address of a stream.
func IsLive(name string) bool {
	return strings.HasPrefix(name, "tcp://") || strings.HasPrefix(name, "udp://")
}

// Open opens a file, "-" for standard input, tcp://host:port or udp://:port. A
// stream ends, with io.EOF, when ctx does.
func Open(ctx context.Context, name string, o Options) (f *Feed, err error) {
	f = &Feed{}
	defer func() {
		if err != nil {
			f, err = nil, errors.Join(fmt.Errorf("opening %s: %w", name, err), f.Close())
		}
	}()
	switch {
	case IsLive(name):
		s, err := Listen(ctx, name, o.Live)
		if err != nil {
			return f, err
		}
		f.close = append(f.close, s.Close)
		f.sentences(s, o, o.Live.Now)
		return f, nil
	case name == "-":
		if o.Stdin == nil {
			return f, errors.New("there is no standard input here")
		}
		return f, f.read(o.Stdin, o)
	}
	file, err := os.Open(name)
	if err != nil {
		return f, err
	}
	f.close = append(f.close, file.Close)
	return f, f.read(file, o)
}

// Read opens what r holds, from where it stands: a file, or bytes that came from
// elsewhere. It does not close r.
func Read(r io.Reader, o Options) (*Feed, error) {
	f := &Feed{}
	if err := f.read(r, o); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// read finds out what r holds.
func (f *Feed) read(r io.Reader, o Options) error {
	br := bufio.NewReaderSize(r, 1<<16)
	br, packing, done, err := packed.Text(br)
	f.Packing = packing
	if err != nil && packing != "" {
		err = fmt.Errorf("it begins like %s and is none: %w", packing, err)
	}
	if err != nil {
		return err
	}
	f.close = append([]func() error{func() error { done(); return nil }}, f.close...)
	head, err := packed.Peek(br, 1<<12)
	if err != nil {
		return fmt.Errorf("the packed file is damaged: %w", err)
	}
	t := table.Options{Columns: o.Columns, MonthFirst: o.MonthFirst, Strict: o.Strict}
	switch {
	case bytes.HasPrefix(head, []byte(zipMagic)):
		return errors.New("a zip: unpack it first, as in unzip -p FILE | plimsoll ais decode -")
	case packed.IsParquet(head):
		return f.parquet(r, br, t)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return errors.New("the text is UTF-16: convert it with iconv -f utf-16 -t utf-8")
	case isTable(head, t):
		f.Format = CSV
		f.Source, err = table.NewCSV(br, t)
		return err
	case len(o.Columns) > 0:
		return errors.New("columns are given a meaning, and it does not begin with a line that names columns")
	}
	f.sentences(br, o, nil)
	return nil
}

// sentences decodes r; with now, what says no time is dated.
func (f *Feed) sentences(r io.Reader, o Options, now func() time.Time) {
	f.Format = Sentences
	f.dated = &dated{now: now}
	if o.Record != nil {
		f.dated.lines = newRecorder(r, *o.Record)
		f.close = append([]func() error{f.dated.lines.Close}, f.close...)
		r = f.dated.lines
	}
	f.decoder = ais.NewDecoder(r, ais.Options{Strict: o.Strict})
	f.dated.Source, f.Source = f.decoder, f.decoder
	if o.Record != nil || now != nil {
		f.Source = f.dated
	}
}

// isTable looks at the first line that is not blank; comments may come before.
// What is no table is read as sentences, dirt and all.
func isTable(head []byte, o table.Options) bool {
	for len(head) > 0 {
		line := head
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			line, head = head[:i], head[i+1:]
		} else {
			head = nil
		}
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case table.LooksLike(line, o):
			return true
		case line[0] != '#':
			return false
		}
	}
	return false
}

// atAnyPlace is what Parquet is read from: it begins at its end.
type atAnyPlace interface {
	io.Reader
	io.ReaderAt
}

// parquet opens a Parquet file.
func (f *Feed) parquet(r, rest io.Reader, o table.Options) error {
	file, size, err := f.parquetFile(r, rest)
	if err != nil {
		return err
	}
	f.Format = Parquet
	f.Source, err = table.NewParquet(file, size, o)
	return err
}

// parquetFile gives Parquet to be read at any place: r itself, or else the rest
// of it, out of its packing, laid in a file.
func (f *Feed) parquetFile(r, rest io.Reader) (atAnyPlace, int64, error) {
	if file, size := plainParquet(r); file != nil {
		return file, size, nil
	}
	tmp, err := os.CreateTemp("", "plimsoll-feed-*.parquet")
	if err != nil {
		return nil, 0, fmt.Errorf("laying Parquet in a file, for it is read from its end: %w", err)
	}
	f.close = append([]func() error{tmp.Close, func() error { return os.Remove(tmp.Name()) }}, f.close...)
	size, err := io.Copy(tmp, rest)
	if err != nil {
		return nil, 0, fmt.Errorf("laying Parquet in a file, for it is read from its end: %w", err)
	}
	return tmp, size, nil
}

// plainParquet gives r back with its size if it is a Parquet file, or the bytes
// of one, as it stands.
func plainParquet(r io.Reader) (atAnyPlace, int64) {
	var size int64
	switch x := r.(type) {
	case *os.File:
		info, err := x.Stat()
		if err != nil || !info.Mode().IsRegular() {
			return nil, 0
		}
		size = info.Size()
	case *bytes.Reader:
		size = x.Size()
	default:
		return nil, 0
	}
	file, head := r.(atAnyPlace), make([]byte, 4)
	if _, err := file.ReadAt(head, 0); err != nil || !packed.IsParquet(head) {
		return nil, 0
	}
	return file, size
}
