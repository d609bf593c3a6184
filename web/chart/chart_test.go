package chart

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func at(lat, lon float64) Point { return Point{Lat: lat, Lon: lon} }

func track(id string, places ...Point) Track {
	t := Track{ID: id, Ship: Ship{Name: "OAKUM STAR", Status: "nothing known", Href: "/ships/0990097"}}
	for i, p := range places {
		t.Fixes = append(t.Fixes, Fix{Time: start.Add(time.Duration(i) * time.Hour), Point: p, Course: 90, Speed: 10, Line: i + 1})
	}
	return t
}

func draw(t testing.TB, c Chart) string {
	t.Helper()
	var b strings.Builder
	if err := c.SVG(&b, nil, Sheet{960, 720}); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return b.String()
		} else if err != nil {
			t.Fatalf("the drawing is not XML: %v", err)
		}
	}
}

func TestTrackIsCutWhereItWasSilent(t *testing.T) {
	tr := track("t1", at(30, 120), at(30.5, 121), at(31, 124), at(31.2, 125))
	c := Chart{Tracks: []Track{tr}}
	if n := strings.Count(tracksOf(draw(t, c)), "<path"); n != 1 {
		t.Errorf("an unbroken track is drawn as %d lines", n)
	}
	to := tr.Fixes[2].Point
	c.Marks = []Mark{{ID: "g", Kind: Gap, Track: "t1", Start: tr.Fixes[1].Time, End: tr.Fixes[2].Time, At: tr.Fixes[1].Point, To: &to, Label: "silent"}}
	svg := draw(t, c)
	if n := strings.Count(tracksOf(svg), "<path"); n != 2 {
		t.Errorf("a silent track is drawn as %d lines", n)
	}
	if !strings.Contains(svg, "<title>silent</title>") {
		t.Error("the silence is not drawn")
	}
}

func tracksOf(svg string) string {
	_, rest, _ := strings.Cut(svg, `<g class="c-tracks">`)
	inside, _, _ := strings.Cut(rest, "</g>")
	return inside
}

func TestNorthIsUpAndEastIsRight(t *testing.T) {
	s := newSheet(Box{South: 28, West: 120, North: 38, East: 130}, 960, 720)
	a, b := s.at(at(30, 122)), s.at(at(36, 128))
	if b.X <= a.X || b.Y >= a.Y {
		t.Errorf("south-west %v, north-east %v", a, b)
	}
}

func TestEveryPointOfTheBoxIsOnTheSheet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat, lon := rapid.Float64Range(-70, 70).Draw(t, "lat"), rapid.Float64Range(-170, 160).Draw(t, "lon")
		b := Box{South: lat, North: lat + rapid.Float64Range(0, 10).Draw(t, "h"), West: lon, East: lon + rapid.Float64Range(0, 19).Draw(t, "w")}
		s := newSheet(b, 960, 720)
		for _, p := range []Point{at(b.South, b.West), at(b.North, b.East)} {
			if !s.holds(s.at(p)) {
				t.Fatalf("%v of %v is at %v", p, b, s.at(p))
			}
		}
	})
}

func TestSimplifyStaysWithinItsTolerance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := make([]xy, rapid.IntRange(0, 60).Draw(t, "n"))
		for i := range line {
			line[i] = xy{rapid.Float64Range(0, 100).Draw(t, "x"), rapid.Float64Range(0, 100).Draw(t, "y")}
		}
		out := simplify(line, 2)
		for _, p := range line {
			near := math.Inf(1)
			for i := range out {
				near = min(near, distance(p, out[max(i-1, 0)], out[i]))
			}
			if near > 2+1e-9 {
				t.Fatalf("%v is %v px off the line", p, near)
			}
		}
	})
}

func TestNothingDrawnIsNotANumber(t *testing.T) {
	still := track("t1", at(31, 124), at(31, 124))
	still.Fixes[1].Course, still.Fixes[1].Speed = math.NaN(), math.NaN()
	for name, c := range map[string]Chart{"empty": {}, "one place": {Tracks: []Track{still}}, "no fix": {Tracks: []Track{{ID: "x"}}}} {
		if svg := draw(t, c); regexp.MustCompile(`NaN|Inf`).MatchString(svg) {
			t.Errorf("%s: NaN in the drawing", name)
		}
	}
	if b, err := json.Marshal(still.Fixes[1]); err != nil || string(b) != "["+strconv.FormatInt(still.Fixes[1].Time.Unix(), 10)+",124,31,null,null,2]" {
		t.Errorf("%s %v", b, err)
	}
}

func TestLabelsDoNotLieOnEachOther(t *testing.T) {
	var taken boxes
	n := 0
	for range 30 {
		if _, _, _, ok := taken.place(xy{300, 300}, "OAKUM STAR", 7); ok {
			n++
		}
	}
	if n == 0 || n == 30 {
		t.Fatalf("%d of 30 labels found room at one place", n)
	}
	for i, a := range taken {
		if taken[:i].free(a[0], a[1], a[2]-a[0], a[3]-a[1]) {
			continue
		}
		t.Errorf("label %d lies on another", i)
	}
}

func TestSameChartSameDrawing(t *testing.T) {
	c := Chart{Title: "x", Tracks: []Track{track("a", at(30, 120), at(31, 121)), track("b", at(30, 121), at(31, 120))}}
	if draw(t, c) != draw(t, c) {
		t.Error("two drawings of one chart differ")
	}
}

func BenchmarkSVG(b *testing.B) {
	c := Chart{}
	for i := range 12 {
		tr := Track{ID: strconv.Itoa(i), Ship: Ship{Name: "OAKUM STAR"}}
		for j := range 1000 {
			tr.Fixes = append(tr.Fixes, Fix{Time: start.Add(time.Duration(j) * time.Minute), Point: at(30+float64(j)/200, 120+float64(i)+math.Sin(float64(j)/40))})
		}
		c.Tracks = append(c.Tracks, tr)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := c.SVG(io.Discard, nil, Sheet{960, 720}); err != nil {
			b.Fatal(err)
		}
	}
}
