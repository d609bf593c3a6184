package chart

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEveryShipOfTheBoxIsDrawnOrCountedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := Box{South: 20, West: 110, North: 45, East: 145}
		spots := make([]Spot, rapid.IntRange(0, 1200).Draw(t, "ships"))
		inside := 0
		for i := range spots {
			spots[i] = Spot{At: at(rapid.Float64Range(15, 50).Draw(t, "lat"), rapid.Float64Range(105, 150).Draw(t, "lon")), Rank: rapid.IntRange(0, 3).Draw(t, "rank")}
			if box.Holds(spots[i].At) {
				inside++
			}
		}
		drawn, crowds := Thin(spots, box)
		sum, seen := len(drawn), map[int]bool{}
		for _, i := range drawn {
			if seen[i] || !box.Holds(spots[i].At) {
				t.Fatalf("ship %d is drawn twice, or from elsewhere", i)
			}
			seen[i] = true
		}
		for _, c := range crowds {
			sum += c.Ships
			if c.Ships < 2 || !box.Holds(Point{Lat: c.Box.South, Lon: c.Box.West}) {
				t.Fatalf("a crowd of %d in %v", c.Ships, c.Box)
			}
		}
		if sum != inside {
			t.Fatalf("%d of %d ships are drawn or counted", sum, inside)
		}
		if most := 2 * (cellsAcross + 1) * (cellsAcross + 1); inside > fewShips && len(drawn)+len(crowds) > most {
			t.Fatalf("%d marks on a sheet of %d cells", len(drawn)+len(crowds), most/2)
		}
	})
}

func TestAShipOfRankKeepsItsPlaceInACrowd(t *testing.T) {
	spots := make([]Spot, 5000)
	for i := range spots {
		spots[i] = Spot{At: at(30+float64(i%70)/100, 120+float64(i/70)/100)}
	}
	spots[4321].Rank = 2
	drawn, _ := Thin(spots, Box{South: 20, West: 110, North: 45, East: 145})
	for _, i := range drawn {
		if i == 4321 {
			return
		}
	}
	t.Errorf("the ship of rank is not among the %d drawn", len(drawn))
}

func TestATimeLineLeadsToItsEventsAndCountsEveryPosition(t *testing.T) {
	half := 0.5
	l := Timeline{Title: "OAKUM STAR", From: start, To: start.Add(60 * time.Hour)}
	var times []time.Time
	for i := range 61 {
		if i < 20 || i > 30 {
			times = append(times, start.Add(time.Duration(i)*time.Hour))
		}
	}
	l.Count(times)
	l.Spans = []Span{
		{ID: "g-1", Kind: Gap, Word: "silence", Label: "dark <for> 11 h", Start: start.Add(19 * time.Hour), End: start.Add(31 * time.Hour), Others: &half, OthersSay: "6 others"},
		{ID: "e-1", Kind: Encounter, Word: "encounter", Label: "together", Start: start.Add(40 * time.Hour), End: start.Add(40 * time.Hour)},
		{ID: "n-1", Kind: "new-kind", Word: "new kind", Label: "unheard of", Start: start.Add(50 * time.Hour), End: start.Add(55 * time.Hour), Open: true},
	}
	var b strings.Builder
	if err := l.SVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="#g-1"`, `href="#e-1"`, `href="#n-1"`, "dark &lt;for&gt; 11 h", "new kind", "others heard"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the time line does not have %s", want)
		}
	}
	sum := 0
	for _, bin := range l.Heard {
		if silent := bin.From.After(start.Add(19*time.Hour)) && bin.From.Before(start.Add(31*time.Hour)); silent && bin.N > 0 {
			t.Errorf("%d positions in the silence at %v", bin.N, bin.From)
		}
		sum += bin.N
	}
	if sum != len(times) || l.Kept != len(times) {
		t.Errorf("%d of %d positions are counted", sum, len(times))
	}
	if got := strings.Count(b.String(), "<rect"); got < 40 || got > maxBins+4 {
		t.Errorf("%d bars", got)
	}
}

func TestALongTimeLineIsNoLongerThanAShortOne(t *testing.T) {
	for _, days := range []int{1, 30, 400, 4000} {
		l := Timeline{From: start, To: start.AddDate(0, 0, days)}
		l.Count([]time.Time{start, l.To})
		var b strings.Builder
		if err := l.SVG(&b); err != nil {
			t.Fatal(err)
		}
		if n := len(l.Heard); n > maxBins+1 || l.Kept != 2 {
			t.Errorf("%d days: %d bins, %d kept", days, n, l.Kept)
		}
		if n := strings.Count(b.String(), "<text"); n > 60 {
			t.Errorf("%d days: %d words on the axis", days, n)
		}
	}
}

func BenchmarkThin(b *testing.B) {
	for _, n := range []int{5_000, 50_000} {
		spots := make([]Spot, n)
		for i := range spots {
			spots[i] = Spot{At: at(25+float64(i%1009)/60, 115+float64(i%1013)/50), Rank: i % 50 / 49}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Thin(spots, Box{South: 20, West: 110, North: 45, East: 145})
			}
		})
	}
}
