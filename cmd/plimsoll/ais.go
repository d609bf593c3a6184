package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"plimsoll/ais"
	"plimsoll/feed"
)

type aisCmd struct {
	Decode aisDecodeCmd `cmd:"" help:"Decode AIVDM sentences, a line a message."`
}

// radioFlags say how radio is read that does not say everything itself.
type radioFlags struct {
	Column     map[string]string `help:"For CSV and Parquet: what a column means, as COLUMN=FIELD, - to leave it out; repeat it for several." placeholder:"COLUMN=FIELD"`
	MonthFirst bool              `help:"For CSV: dates with slashes begin with the month."`
	Clock      string            `help:"For a stream that says no times: arrival dates what it says when it comes; stations goes by the base stations in it, as in a file." enum:"arrival,stations" default:"arrival"`
}

func (r *radioFlags) options(strict bool) feed.Options {
	return feed.Options{Strict: strict, Columns: r.Column, MonthFirst: r.MonthFirst}
}

// openRadio opens ships' radio, in whatever form.
func (r *radioFlags) openRadio(e *env, name string, strict bool, record *feed.Record) (*feed.Feed, error) {
	o := r.options(strict)
	o.Record = record
	o.Stdin = os.Stdin
	o.Live = feed.Live{Now: e.now, Told: func(text string) { e.say("%s", text) }}
	if r.Clock == "stations" {
		o.Live.Now = nil
	}
	return feed.Open(e.ctx, name, o)
}

type aisDecodeCmd struct {
	File string `arg:"" help:"AIVDM sentences, CSV or Parquet, plain, .gz or .zst; - for stdin; tcp://host:port or udp://:port."`
	radioFlags
	Strict bool `help:"Stop at the first damaged sentence."`
}

func (aisDecodeCmd) Help() string {
	return `Example:
  plimsoll ais decode feed.nmea --json | head -1`
}

func (c *aisDecodeCmd) Run(e *env) error {
	d, err := c.openRadio(e, c.File, c.Strict, nil)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	w := bufio.NewWriterSize(e.stdout, 1<<16)
	var m ais.Message
	var clock ais.Clock
	var buf, data []byte
	for {
		err := d.Next(&m)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.Join(fmt.Errorf("decoding %s: %w", c.File, err), w.Flush())
		}
		if e.json {
			at, _ := clock.Time(&m)
			var bits int
			data, bits = d.Data(data[:0])
			buf = append(ais.Line{Message: &m, Time: at, Data: data, Bits: bits}.AppendJSON(buf[:0]), '\n')
		} else {
			buf = appendText(buf[:0], &m)
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
		if err := e.ctx.Err(); err != nil {
			return err
		}
	}
	s := d.Stats()
	e.say("%s, %s, %d bad", count(int(s.Lines), "line", "lines"), count(int(s.Messages), "message", "messages"), s.BadCount())
	return w.Flush()
}

// appendText is a line for reading; --json has every field.
func appendText(b []byte, m *ais.Message) []byte {
	b = fmt.Appendf(b, "%d type %d mmsi %09d", m.Line, m.Type, m.MMSI)
	if lat, ok := m.Latitude(); ok {
		lon, _ := m.Longitude()
		b = fmt.Appendf(b, " at %.5f %.5f", lat, lon)
	}
	if kn, ok := m.Speed(); ok {
		b = fmt.Appendf(b, " %.1f kn", kn)
	}
	if m.Name != "" {
		b = fmt.Appendf(b, " %q", m.Name)
	}
	if m.IMO != 0 {
		b = fmt.Appendf(b, " IMO %07d", m.IMO)
	}
	return append(b, '\n')
}
