package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"plimsoll/geo"
	"plimsoll/packed"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

type patternsCmd struct {
	Events string `arg:"" optional:"" default:"-" help:"Events as plimsoll watch writes them: plain, .gz or .zst; - for stdin."`
	Rules  string `help:"Rules of your own, as the program's (see --show)." type:"existingfile"`
	Show   bool   `help:"Print the rules that are built in, and end."`
}

func (patternsCmd) Help() string {
	return `Looks in events for stories that follow one another: an oil delivery, a coal run,
an arms shuttle. Writes one JSON document a pattern: its steps, observed,
possible or not seen, what would refute it, and the events it rests on. A
pattern's id stays the same as it grows.

Examples:
  plimsoll watch feed.nmea.gz | plimsoll patterns -
  plimsoll patterns events.jsonl --rules my-patterns.yaml
  plimsoll patterns --show`
}

func (c *patternsCmd) Run(e *env) error {
	if c.Show {
		_, err := io.WriteString(e.stdout, pattern.RulesText())
		return err
	}
	rules, err := readRules(c.Rules)
	if err != nil {
		return err
	}
	events, err := readJSONLines[voyage.Event](c.Events)
	if err != nil {
		return err
	}
	found := pattern.Find(rules, events)
	for i := range found {
		if err := e.line(found[i]); err != nil {
			return err
		}
	}
	e.say("%s, %s", count(len(events), "event", "events"), count(len(found), "pattern", "patterns"))
	return nil
}

// readRules reads the rules of a file, or those that are built in.
func readRules(name string) (*pattern.Rules, error) {
	if name == "" {
		return pattern.DefaultRules()
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	ports, err := geo.LoadPorts()
	if err != nil {
		return nil, err
	}
	r, err := pattern.ReadRules(data, ports)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// readJSONLines reads a file with one JSON document a line.
func readJSONLines[T any](name string) ([]T, error) {
	in, done, err := openText(name)
	if err != nil {
		return nil, err
	}
	defer done()
	var out []T
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			var v T
			if err := json.Unmarshal(line, &v); err != nil {
				return nil, fmt.Errorf("reading %s line %d as JSON: %w", name, n, err)
			}
			out = append(out, v)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s line %d: %w", name, n, err)
		}
	}
}

// openText opens a file of text, packed or not, or standard input.
func openText(name string) (*bufio.Reader, func(), error) {
	f := os.Stdin
	if name != "-" {
		var err error
		if f, err = os.Open(name); err != nil {
			return nil, nil, err
		}
	}
	text, _, done, err := packed.Text(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("opening %s: %w", name, err)
	}
	return text, func() { done(); f.Close() }, nil
}
