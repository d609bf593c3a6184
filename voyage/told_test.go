package voyage

import (
	"testing"
	"time"
)

// What happened is told while the feed goes on, not at its end.
func TestEventsAreToldAsTheyBecomeKnown(t *testing.T) {
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]time.Time{}
	var w *Watcher
	w, err = New(Config{Parameters: p, Told: func(e Event) { told[e.ID] = append(told[e.ID], time.Unix(w.now, 0)) }})
	if err != nil {
		t.Fatal(err)
	}
	s := aDay()
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	early := len(told)
	events := w.Events()
	if early == 0 || len(told) != len(events) {
		t.Fatalf("%d events told before the end of the feed, %d in all, %d at the end", early, len(told), len(events))
	}
	for _, e := range events {
		if all := told[e.ID]; all[len(all)-1].Before(e.End) {
			t.Errorf("%s was told last at %v, before it ended: %s", e.ID, all[len(all)-1], e.Reason)
		}
	}
}
