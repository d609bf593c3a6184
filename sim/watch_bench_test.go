package sim_test

import (
	"testing"
	"time"

	"plimsoll/ais"
	"plimsoll/sim"
	"plimsoll/voyage"
)

// Sorted positions to all events, one core: what is simulated is made and kept in
// memory first. Every position that was heard, and those thinned to a minute, of
// which each costs more.
func BenchmarkWatchSimulated(b *testing.B) {
	for _, c := range []struct {
		name  string
		ships int
		every time.Duration
	}{{"all", 150, 0}, {"one-a-minute", 500, time.Minute}} {
		b.Run(c.name, func(b *testing.B) {
			s, err := sim.New(sim.Config{Seed: 33, Ships: c.ships, Days: 2, Every: c.every, Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				b.Fatal(err)
			}
			var messages []ais.Message
			var times []time.Time
			err = s.Run(func(m *ais.Message, at time.Time) error {
				messages, times = append(messages, *m), append(times, at)
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			p, err := voyage.DefaultParameters()
			if err != nil {
				b.Fatal(err)
			}
			told, positions := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				w, err := voyage.New(voyage.Config{Parameters: p, Live: true, Told: func(voyage.Event) { told++ }})
				if err != nil {
					b.Fatal(err)
				}
				for i := range messages {
					w.Feed(&messages[i], times[i])
				}
				positions += w.Stats().Positions
			}
			b.ReportMetric(float64(positions)/b.Elapsed().Seconds(), "positions/s")
			b.ReportMetric(float64(told)/float64(b.N), "events-told")
		})
	}
}
