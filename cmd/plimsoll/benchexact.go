package main

import (
	"errors"
	"fmt"
	"reflect"

	"plimsoll/ftm"
	"plimsoll/screen"
)

type benchExactCmd struct {
	Material string `arg:"" optional:"" type:"existingdir" help:"Folder with names/ and lists/negatives/, for real names; otherwise they are invented."`
	Queries  int    `help:"Names to ask about." default:"100000"`
	Parties  int    `help:"Parties of an index; there is a new one for every thousand queries." default:"400"`
}

func (benchExactCmd) Help() string {
	return `Asks an index, and compares what it finds with a scan that scores every party, at
thresholds of 0.4, 0.7 and 0.9. One hit too few or too many, a score or a reason
that differs is an error.

Examples:
  plimsoll bench exact
  plimsoll bench exact FOLDER --queries 10000`
}

func (c *benchExactCmd) Run(e *env) error {
	if c.Queries < 1 || c.Parties < 1 {
		return &exitError{2, errors.New("--queries and --parties are numbers from 1")}
	}
	search := benchSearchCmd{Material: c.Material, Queries: c.Queries}
	m, err := search.material()
	if err != nil {
		return err
	}
	const portion = 1000
	hits, taken := 0, 0
	for asked := 0; asked < c.Queries; asked += portion {
		m.kept, m.seen = nil, 0
		var parties []*ftm.Entity
		for i := range c.Parties {
			ent := ftm.New(fmt.Sprint("n", i), []string{"Person", "Person", "Organization", "Vessel"}[m.rng.IntN(4)])
			for range 1 + m.rng.IntN(3) {
				ent.Add([]string{"name", "alias", "weakAlias"}[m.rng.IntN(3)], m.name(taken), ftm.Origin{Dataset: "bench"})
				taken++
			}
			parties = append(parties, ent)
			m.keep(ent)
		}
		x := screen.Build(parties)
		for _, q := range m.queries(min(portion, c.Queries-asked), "all") {
			threshold := []float64{0.4, 0.7, 0.9}[m.rng.IntN(3)]
			found, want := x.Search(q, threshold), x.Scan(q, threshold)
			if hits += len(want); !reflect.DeepEqual(found, want) {
				return fmt.Errorf("%s %q at %g: the index finds %d hits, a scan %d, or they differ: %v; %v", q.Schema, q.Names, threshold, len(found), len(want), found, want)
			}
		}
		if asked%(10*portion) == 0 {
			e.say("%s of %s queries, %s hits", thousands(min(asked+portion, c.Queries)), thousands(c.Queries), thousands(hits))
		}
	}
	if e.json {
		return e.document(map[string]any{"queries": c.Queries, "hits": hits, "lost": 0, "program": version()})
	}
	_, err = fmt.Fprintf(e.stdout, "%s queries, %s hits: the index finds what a scan finds, score for score and reason for reason\n", thousands(c.Queries), thousands(hits))
	return err
}
