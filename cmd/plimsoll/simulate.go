package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"plimsoll/ais"
	"plimsoll/sim"
)

type simulateCmd struct {
	Ships     int           `help:"Ships." default:"500"`
	Days      float64       `help:"Days." default:"5"`
	Seed      uint64        `help:"The same seed and the same numbers give the same feed." default:"1"`
	Start     string        `help:"The first day (UTC)." default:"2026-03-02" placeholder:"DATE"`
	Every     time.Duration `help:"Least time between two positions heard of a ship; 0s has all that are sent." default:"1m"`
	Incidents []string      `help:"How many incidents of each kind, as NAME=N; by default some of every kind." placeholder:"NAME=N"`
	Clean     bool          `help:"No damaged sentences."`
	Out       string        `short:"o" help:"The feed; .zst compresses it, - is stdout." default:"-" placeholder:"FILE"`
	Labels    string        `help:"What was really done, as JSON lines." placeholder:"FILE"`
}

func (simulateCmd) Help() string {
	return `Writes the radio of invented ships around Korea as receivers would have heard
it, and a list of what was done: silences, meetings, changes of identity, and
lawful things that look like them. No ship, number or name in it is real.
The incidents: ` + strings.Join(sim.Incidents(), ", ") + `.

Examples:
  plimsoll simulate --ships 500 --days 5 --seed 1 -o feed.nmea --labels labels.jsonl
  plimsoll simulate --ships 50 --days 2 --incidents encounter=3,dark-gap=2 | plimsoll watch -`
}

func (c *simulateCmd) config() (sim.Config, error) {
	start, err := time.Parse("2006-01-02", c.Start)
	if err != nil {
		return sim.Config{}, &exitError{2, fmt.Errorf("--start %q is not a date: write it as 2026-03-02", c.Start)}
	}
	config := sim.Config{Seed: c.Seed, Ships: c.Ships, Days: c.Days, Start: start, Every: c.Every}
	for _, text := range c.Incidents {
		name, number, _ := strings.Cut(text, "=")
		n, err := strconv.Atoi(number)
		if err != nil || n < 0 {
			return config, &exitError{2, fmt.Errorf("--incidents %q: write a name and a number, as encounter=3", text)}
		}
		if config.Incidents == nil {
			config.Incidents = map[string]int{}
		}
		config.Incidents[name] = n
	}
	return config, nil
}

func (c *simulateCmd) Run(e *env) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	s, err := sim.New(config)
	if err != nil {
		return err
	}
	out, err := c.create(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := bufio.NewWriterSize(out, 1<<16)
	feed := sim.NewFeed(w, c.Seed, c.Clean)
	began, said := e.now(), e.now()
	err = s.Run(func(m *ais.Message, at time.Time) error {
		if feed.Messages%4096 == 0 {
			if e.ctx.Err() != nil {
				return e.ctx.Err()
			}
			if now := e.now(); now.Sub(said) > 2*time.Second {
				said = now
				e.say("%s simulated, %d messages", at.Format("2 January 15:04"), feed.Messages)
			}
		}
		return feed.Write(m)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing %s: %w", c.Out, err)
	}
	labels := s.Labels()
	e.say("%s, %s, %d of them dirty; %s; %.1f s", count(feed.Messages, "message", "messages"), count(feed.Sentences, "sentence", "sentences"),
		feed.Dirty, count(len(labels), "label", "labels"), e.now().Sub(began).Seconds())
	return c.writeLabels(labels)
}

func (c *simulateCmd) writeLabels(labels []sim.Label) (err error) {
	if c.Labels == "" {
		return nil
	}
	f, err := os.Create(c.Labels)
	if err != nil {
		return fmt.Errorf("writing the labels: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	if err := sim.WriteLabels(w, labels); err != nil {
		return err
	}
	return w.Flush()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// create opens what the feed is written to.
func (c *simulateCmd) create(e *env) (io.WriteCloser, error) {
	if c.Out == "-" {
		return nopCloser{e.stdout}, nil
	}
	f, err := os.Create(c.Out)
	if err != nil {
		return nil, fmt.Errorf("writing the feed: %w", err)
	}
	if !strings.HasSuffix(c.Out, ".zst") {
		return f, nil
	}
	z, err := zstd.NewWriter(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("compressing %s: %w", c.Out, err), f.Close())
	}
	return feedFile{z, f}, nil
}

type feedFile struct {
	*zstd.Encoder
	file io.Closer
}

func (p feedFile) Close() error { return errors.Join(p.Encoder.Close(), p.file.Close()) }
