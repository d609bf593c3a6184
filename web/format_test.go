package web

import (
	"strings"
	"testing"
	"time"
)

func TestNumbersAreGroupedByThinSpaces(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 2026: "2026", 10000: "10_000", 1367628: "1_367_628", -168679: "−168_679"} {
		if got := strings.ReplaceAll(number(n), thin, "_"); got != want {
			t.Errorf("%d became %s", n, got)
		}
	}
}

func TestPositionsRoundWithoutSixtyMinutes(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		want     string
	}{
		{31.2, 124.9, "31°12.0′N 124°54.0′E"},
		{-0.99999, -179.99999, "01°00.0′S 180°00.0′W"},
		{0, 0, "00°00.0′N 000°00.0′E"},
	} {
		if got := position(c.lat, c.lon); got != c.want {
			t.Errorf("%v, %v became %s", c.lat, c.lon, got)
		}
	}
}

func TestDurationsAndTimesSayWhatTheyAre(t *testing.T) {
	from := time.Date(2026, 3, 5, 23, 30, 0, 0, time.FixedZone("KST", 9*3600))
	if got := stamp(from); got != "2026-03-05 14:30 UTC" {
		t.Error(got)
	}
	for minutes, want := range map[int]string{5: "5_min", 60: "1_h", 550: "9_h 10_min", 3000: "2_d 2_h"} {
		if got := strings.ReplaceAll(lasting(from, from.Add(time.Duration(minutes)*time.Minute)), thin, "_"); got != want {
			t.Errorf("%d minutes became %s", minutes, got)
		}
	}
}

func TestPropertiesReadAsWords(t *testing.T) {
	for prop, want := range map[string]string{"birthDate": "birth date", "imoNumber": "imo number", "name": "name", "unscId": "unsc id", "mainPartyURL": "main party URL"} {
		if got := plain(prop); got != want {
			t.Errorf("%s became %q", prop, got)
		}
	}
}

func TestMarkStandsAtTheLineWhenTheCapIsUsed(t *testing.T) {
	for share, want := range map[float64]float64{0: 84, 0.5: 67, 1: 50, 2: 16, 9: 16} {
		if got := level(share); got != want {
			t.Errorf("at %v of the cap the water stands at %v, not %v", share, got, want)
		}
	}
	g := newGauge(Account{Cap: 500000, Reported: 168679, Estimated: &Range{1e6, 1.4e6}})
	if want := "33.7" + thin + "% of the cap reported, up to 280.0" + thin + "% estimated"; g.Word != want {
		t.Errorf("the mark says %q", g.Word)
	}
	if segment(0) != "" || newGauge(Account{}).Water != "" {
		t.Error("an empty mark holds water")
	}
}
