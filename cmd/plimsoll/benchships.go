package main

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"plimsoll/ais"
	"plimsoll/sim"
	"plimsoll/sim/score"
	"plimsoll/voyage"
	"plimsoll/voyage/pattern"
)

type benchShipsCmd struct {
	Ships   int           `help:"Ships of the simulation." default:"500"`
	Days    float64       `help:"Days of it." default:"6"`
	Seeds   []uint64      `help:"One simulation for each of these numbers." default:"1,2,3"`
	Every   time.Duration `help:"Least time between two positions heard of a ship; 0s has all of them." default:"1m"`
	Verbose bool          `help:"List every false alarm and every miss."`
}

func (benchShipsCmd) Help() string {
	return `Simulates traffic with incidents, has it watched, and holds the events found
against what was really done: precision and recall of each kind, near shores
and far out apart, of the stories they tell, and how often each word of
confidence is right. docs/simulator.md says what is simulated and how it counts.

Examples:
  plimsoll bench ships
  plimsoll bench ships --ships 1000 --days 10 --seeds 7,8 --verbose
  plimsoll bench ships --json`
}

// benchShipsResult is what was measured, and on what.
type benchShipsResult struct {
	Program  string    `json:"program"`
	CPU      string    `json:"cpu"`
	Ships    int       `json:"ships"`
	Days     float64   `json:"days"`
	Seeds    []uint64  `json:"seeds"`
	Messages int       `json:"messages"`
	Watched  float64   `json:"seconds_simulating_and_watching"`
	HeapMB   uint64    `json:"heap_mb"`
	Rows     []rowJSON `json:"rows"`
	score.Result
}

type rowJSON struct {
	score.Row
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
}

func (c *benchShipsCmd) Run(e *env) error {
	if len(c.Seeds) == 0 {
		return &exitError{2, errors.New("--seeds wants at least one number")}
	}
	r := benchShipsResult{Program: version(), CPU: cpuName(), Ships: c.Ships, Days: c.Days, Seeds: c.Seeds}
	for _, seed := range c.Seeds {
		e.say("seed %d: simulating %d ships for %g days", seed, c.Ships, c.Days)
		if err := c.one(e, seed, &r); err != nil {
			return err
		}
	}
	if e.json {
		for _, x := range r.Result.Rows {
			r.Rows = append(r.Rows, rowJSON{x, x.Precision(), x.Recall()})
		}
		return e.document(r)
	}
	if c.Verbose {
		if err := r.WriteConfusions(e.stdout); err != nil {
			return err
		}
		fmt.Fprintln(e.stdout)
	}
	e.say("%d messages, simulated and watched in %.1f s; heap %d MB", r.Messages, r.Watched, r.HeapMB)
	return r.Write(e.stdout)
}

func (c *benchShipsCmd) one(e *env, seed uint64, r *benchShipsResult) error {
	s, err := sim.New(sim.Config{Seed: seed, Ships: c.Ships, Days: c.Days, Every: c.Every, Start: simulationStart})
	if err != nil {
		return err
	}
	w, err := voyage.NewDefault()
	if err != nil {
		return err
	}
	rules, err := pattern.DefaultRules()
	if err != nil {
		return err
	}
	began := e.now()
	err = s.Run(func(m *ais.Message, at time.Time) error {
		if r.Messages++; r.Messages%4096 == 0 && e.ctx.Err() != nil {
			return e.ctx.Err()
		}
		w.Feed(m, at)
		return nil
	})
	if err != nil {
		return err
	}
	events := w.Events()
	r.Watched += e.now().Sub(began).Seconds()
	r.Add(score.Measure(s.Labels(), events, pattern.Find(rules, events)))
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	r.HeapMB = max(r.HeapMB, mem.HeapSys>>20)
	return nil
}

// simulationStart is the day on which simulations begin unless they are told
// otherwise: the same numbers give the same feed on any day.
var simulationStart = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
