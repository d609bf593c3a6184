package geo

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func land(t testing.TB) *Land {
	t.Helper()
	l, err := LoadLand()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func anywhere() *rapid.Generator[Point] {
	return rapid.Custom(func(t *rapid.T) Point {
		return Point{rapid.Float64Range(-89, 89).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
	})
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b Point
		want float64 // metres
		tol  float64
	}{
		{"same place", Point{31, 124}, Point{31, 124}, 0, 0.001},
		{"one degree of latitude", Point{0, 0}, Point{1, 0}, 111195, 1},
		{"a quarter of the globe", Point{0, 0}, Point{90, 0}, 10007557, 1},
		{"antipodes", Point{0, 0}, Point{0, 180}, 20015114, 1},
		{"over the 180th meridian", Point{0, 179.9}, Point{0, -179.9}, 22239, 1},
		{"Shanghai to Nagasaki", Point{31.23, 121.47}, Point{32.75, 129.88}, 811800, 1500},
		{"near, high north", Point{79, 10}, Point{79.2, 10.3}, 23126, 10},
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.want) > c.tol {
			t.Errorf("%s: %.1f m, want %.1f", c.name, got, c.want)
		}
	}
}

func TestFlatFormulaAgreesWithTheGreatCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Point{rapid.Float64Range(-79, 79).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
		b := Destination(a, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(10, 9000).Draw(t, "metres"))
		dLat, dLon := (b.Lat-a.Lat)*radian, DeltaLon(a.Lon, b.Lon)*radian
		s := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.Lat*radian)*math.Cos(b.Lat*radian)*math.Pow(math.Sin(dLon/2), 2)
		want := 2 * Radius * math.Asin(math.Sqrt(s))
		if got := Distance(a, b); math.Abs(got-want) > 0.001*want+0.01 {
			t.Fatalf("%v %v: %f, want %f", a, b, got, want)
		}
	})
}

func TestDestinationUndoesDistanceAndBearing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Point{rapid.Float64Range(-85, 85).Draw(t, "lat"), rapid.Float64Range(-180, 180).Draw(t, "lon")}
		bearing := rapid.Float64Range(0, 359.9).Draw(t, "bearing")
		metres := rapid.Float64Range(1000, 400_000).Draw(t, "metres")
		q := Destination(p, bearing, metres)
		if !q.Valid() {
			t.Fatalf("%v is not on the globe", q)
		}
		if got := Distance(p, q); math.Abs(got-metres) > metres*0.001 {
			t.Fatalf("went %f, measured %f", metres, got)
		}
		if d := math.Abs(math.Remainder(Bearing(p, q)-bearing, 360)); d > 0.05 {
			t.Fatalf("bearing %f came back as %f", bearing, Bearing(p, q))
		}
		if ab, ba := Distance(p, q), Distance(q, p); ab != ba {
			t.Fatalf("the way there is %f, the way back %f", ab, ba)
		}
	})
}

func TestBetweenCrossesTheDateline(t *testing.T) {
	mid := Between(Point{10, 179}, Point{12, -179}, 0.5)
	if math.Abs(mid.Lat-11) > 1e-9 || math.Abs(math.Abs(mid.Lon)-180) > 1e-9 {
		t.Errorf("half way is %v", mid)
	}
}

func TestCellsHoldEveryNeighbour(t *testing.T) {
	cells := NewCells(1000)
	rapid.Check(t, func(t *rapid.T) {
		p := anywhere().Draw(t, "p")
		if rapid.Bool().Draw(t, "at the dateline") {
			p.Lon = rapid.SampledFrom([]float64{-180, 180, -179.9999, 179.9999}).Draw(t, "lon")
		}
		q := Destination(p, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(0, 999).Draw(t, "metres"))
		want := cells.Of(q)
		for _, c := range cells.Near(p, 1000, nil) {
			if c == want {
				return
			}
		}
		t.Fatalf("%v is %f m from %v, and its cell is not among the near ones", q, Distance(p, q), p)
	})
}

func TestCellsNearNamesEachCellOnce(t *testing.T) {
	for _, p := range []Point{{0, 0}, {89.999, 5}, {-89.999, 5}, {31, 180}, {60, -180}} {
		seen := map[Cell]bool{}
		for _, c := range NewCells(1000).Near(p, 1000, nil) {
			if seen[c] {
				t.Errorf("%v: cell %x twice", p, c)
			}
			seen[c] = true
		}
	}
}

func TestOnLand(t *testing.T) {
	l := land(t)
	for _, c := range []struct {
		name string
		p    Point
		want bool
	}{
		{"Pyongyang", Point{39.02, 125.75}, true},
		{"Seoul", Point{37.57, 126.98}, true},
		{"East China Sea", Point{31.2, 124.9}, false},
		{"Yellow Sea", Point{36, 123.5}, false},
		{"Sea of Japan", Point{40, 134}, false},
		{"Beijing", Point{39.9, 116.4}, true},
		{"Ulan Bator, far from any sea", Point{47.9, 106.9}, true},
		{"Chukotka, west of 180", Point{67, 178}, true},
		{"Chukotka, east of 180", Point{66.5, -175}, true},
		{"Antarctica", Point{-85, 30}, true},
		{"South pole", Point{-90, 0}, true},
		{"North pole", Point{90, 0}, false},
		{"mid Pacific", Point{0, -180}, false},
		{"nowhere", Point{math.NaN(), 0}, false},
	} {
		if got := l.OnLand(c.p); got != c.want {
			t.Errorf("%s %v: on land %v", c.name, c.p, got)
		}
	}
}

func TestDistanceToShore(t *testing.T) {
	l := land(t)
	for _, c := range []struct {
		name     string
		p        Point
		min, max float64 // kilometres
	}{
		{"East China Sea", Point{31.2, 124.9}, 180, 280},
		{"off Nampo", Point{38.55, 124.85}, 1, 45},
		{"Point Nemo, the farthest from land", Point{-48.88, -123.39}, 2600, 2760},
		{"north pole", Point{90, 0}, 600, 760},
		{"just off Fiji across the dateline", Point{-17, -179.95}, 0.1, 40},
		{"open sea at the dateline", Point{55, 180}, 100, 500},
		{"on land", Point{39.02, 125.75}, 20, 70},
	} {
		if got := l.DistanceToShore(c.p) / 1000; got < c.min || got > c.max {
			t.Errorf("%s %v: %.1f km, want %.0f to %.0f", c.name, c.p, got, c.min, c.max)
		}
	}
	if !math.IsNaN(l.DistanceToShore(Point{91, 181})) {
		t.Error("a point off the globe has no distance")
	}
}

// The index must find what looking at every shore segment finds.
func TestDistanceToShoreMatchesBruteForce(t *testing.T) {
	l := land(t)
	rapid.Check(t, func(t *rapid.T) {
		p := anywhere().Draw(t, "p")
		p.Lat *= 0.9 // at the poles the plane of a segment far away is no longer flat
		if rapid.Bool().Draw(t, "by a shore") {
			s := l.segments[rapid.IntRange(0, len(l.segments)-1).Draw(t, "segment")]
			p = Destination(Point{s.a.Lat * 0.9, NormLon(s.a.Lon)}, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(0, 90_000).Draw(t, "metres"))
		}
		want := math.Inf(1)
		for _, s := range l.segments {
			want = math.Min(want, distanceToSegment(p, s))
		}
		if got := l.DistanceToShore(p); math.Abs(got-want) > want*0.005+0.1 {
			t.Fatalf("%v: index says %.0f m, all segments say %.0f m", p, got, want)
		}
	})
}

func TestOnLandMatchesCountingEveryCrossing(t *testing.T) {
	l := land(t)
	rapid.Check(t, func(t *rapid.T) {
		p := anywhere().Draw(t, "p")
		if rapid.Bool().Draw(t, "by a shore") {
			s := l.segments[rapid.IntRange(0, len(l.segments)-1).Draw(t, "segment")]
			p = Destination(Point{s.a.Lat, NormLon(s.a.Lon)}, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(0, 9000).Draw(t, "metres"))
		}
		if got, want := l.OnLand(p), crossings(l, p)%2 == 1; got != want {
			t.Fatalf("%v: cell says %v, counting says %v", p, got, want)
		}
	})
}

// crossings counts the shores met on the way to the north pole.
func crossings(l *Land, p Point) int {
	n := 0
	for _, s := range l.segments {
		lon := p.Lon + 360*math.Round((s.a.Lon-p.Lon)/360)
		if (s.a.Lon > lon) != (s.b.Lon > lon) && s.latAt(lon) > p.Lat {
			n++
		}
	}
	return n
}

// A harbour that the coarse coast leaves on land is only a little inland.
func TestInlandIsHowDeepInTheLand(t *testing.T) {
	l := land(t)
	for _, c := range []struct {
		name     string
		p        Point
		min, max float64 // metres
	}{
		{"East China Sea", Point{31.2, 124.9}, 0, 0},
		{"quay of Nampo", Point{38.72, 125.41}, 0, 8000},
		{"inner harbour of Rotterdam", Point{51.90, 4.45}, 0, 30_000},
		{"Pyongyang", Point{39.02, 125.75}, 20_000, 60_000},
		{"Beijing", Point{39.9, 116.4}, 100_000, 200_000},
	} {
		if got := l.Inland(c.p); got < c.min || got > c.max {
			t.Errorf("%s: %.0f m inland, want %.0f to %.0f", c.name, got, c.min, c.max)
		}
	}
	if !math.IsNaN(l.Inland(Point{91, 181})) {
		t.Error("a point off the globe is inland")
	}
}

func TestAStraightWayIsClearWhenItMeetsNoShore(t *testing.T) {
	l := land(t)
	for _, c := range []struct {
		name string
		a, b Point
		want bool
	}{
		{"in the Yellow Sea", Point{36, 122.8}, Point{35, 125}, true},
		{"over the Korean peninsula", Point{37, 125}, Point{37, 131}, false},
		{"in the Pacific, over the 180th meridian", Point{40, 175}, Point{42, -172}, true},
		{"over Fiji and the 180th meridian", Point{-17.8, 176}, Point{-17.8, -179}, false},
		{"within Asia", Point{50, 80}, Point{52, 100}, true},
	} {
		if got := l.Clear(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if got := l.Clear(c.b, c.a); got != c.want {
			t.Errorf("%s, backwards: %v", c.name, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := anywhere().Draw(t, "a")
		b := Destination(a, rapid.Float64Range(0, 360).Draw(t, "bearing"), rapid.Float64Range(0, 90_000).Draw(t, "metres"))
		if math.Abs(b.Lat) > 89 {
			return
		}
		if l.Clear(a, b) && l.OnLand(a) != l.OnLand(b) {
			t.Fatalf("%v to %v is clear, but one is on land", a, b)
		}
	})
}

func TestRingsAreClosed(t *testing.T) {
	l := land(t)
	if n := len(l.Rings()); n < 1400 {
		t.Fatalf("%d rings", n)
	}
	for i, ring := range l.Rings() {
		if ring[0] != ring[len(ring)-1] {
			t.Errorf("ring %d is open", i)
		}
	}
	if n := len(l.RingsIn(24, 117, 43, 135)); n < 20 || n > 400 {
		t.Errorf("%d rings around the Yellow Sea", n)
	}
	if n := len(l.RingsIn(-20, 175, -10, 185)); n < 1 {
		t.Errorf("no ring at the dateline by Fiji")
	}
}

func TestReadTopoJSONRefusesDamage(t *testing.T) {
	for _, text := range []string{
		`{`, `{"type":"FeatureCollection"}`, `{"type":"Topology","objects":{}}`,
		`{"type":"Topology","objects":{"land":{"type":"Point"}},"arcs":[]}`,
		`{"type":"Topology","objects":{"land":{"type":"Polygon","arcs":[[7]]}},"arcs":[]}`,
		`{"type":"Topology","objects":{"land":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1]]]}`,
		`{"type":"Topology","objects":{"land":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1,1],[2,2],[3,1],[4,4]]]}`,
	} {
		if _, err := readTopoJSON([]byte(text), "land"); err == nil {
			t.Errorf("accepted %s", text)
		}
	}
}

func FuzzReadTopoJSON(f *testing.F) {
	f.Add([]byte(`{"type":"Topology","objects":{"land":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1,1],[2,2],[3,1],[1,1]]]}`))
	f.Add([]byte(`{"type":"Topology","objects":{"land":{"type":"MultiPolygon","arcs":[[[0,-2]]]}},"arcs":[[[1,1],[2,2]],[[1,1],[3,1],[2,2]]],"transform":{"scale":[1,1],"translate":[0,0]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		rings, err := readTopoJSON(data, "land")
		if err != nil {
			return
		}
		for _, ring := range rings {
			if ring[0] != ring[len(ring)-1] {
				t.Fatal("an open ring was accepted")
			}
		}
	})
}

func TestPorts(t *testing.T) {
	ports, err := LoadPorts()
	if err != nil {
		t.Fatal(err)
	}
	p, m, ok := ports.NearestPort(Point{38.70, 125.38})
	if !ok || p.Code != "KPNAM" || m > 6000 {
		t.Errorf("nearest to the West Sea barrage is %s at %.0f m", p.Code, m)
	}
	l := land(t)
	for _, p := range ports.All() {
		if p.Confidence != "published" && p.Confidence != "approximate" || p.Source == "" || p.Name == "" {
			t.Errorf("%s: incomplete: %+v", p.Code, p)
		}
		// Ports of lakes and offshore terminals are far from the shores of the sea.
		if d := l.DistanceToShore(p.Point); p.Country == "KP" && d > 15_000 {
			t.Errorf("%s %v is %.0f km from any shore", p.Code, p.Point, d/1000)
		}
	}
	if _, err := ports.With(Port{Code: "KPNAM", Point: Point{1, 1}}); err == nil {
		t.Error("a second KPNAM was accepted")
	}
	more, err := ports.With(Port{Code: "XX1", Name: "Far", Point: Point{-40, 100}})
	if err != nil {
		t.Fatal(err)
	}
	if p, _, _ := more.NearestPort(Point{-40, 101}); p.Code != "XX1" {
		t.Errorf("nearest is %s", p.Code)
	}
}

func TestReadPortsNamesThePlaceOfAFault(t *testing.T) {
	head := "code,name,aliases,country,lat,lon,confidence,source\n"
	for text, want := range map[string]string{
		"":                               "head",
		"code,name\n":                    `no column "aliases"`,
		head + "A,B,,KP,38.7,east,a,b\n": "line 2",
		head + "A,B,,KP,98.7,125,a,b\n":  "not on the globe",
		head + "A,B,,KP,38.7\n":          "line 2",
		head + "A,B,,K,1,1,a,b\nA,C,,K,1,1,a,b\n": "twice",
	} {
		_, err := ReadPorts("ports.csv", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}

func FuzzReadPorts(f *testing.F) {
	f.Add("code,name,aliases,country,lat,lon,confidence,source\nA,B,x; y,KP,38.7,125,published,wpi\n")
	f.Fuzz(func(t *testing.T, text string) {
		ports, err := ReadPorts("f", strings.NewReader(text))
		if err == nil {
			ports.NearestPort(Point{0, 0})
		}
	})
}

func BenchmarkDistance(b *testing.B) {
	p, q := Point{31.2, 124.9}, Point{31.21, 124.95}
	b.ReportAllocs()
	for b.Loop() {
		Distance(p, q)
	}
}

func BenchmarkOnLand(b *testing.B) {
	l := land(b)
	b.ReportAllocs()
	for b.Loop() {
		l.OnLand(Point{37.9, 125.1})
	}
}

func BenchmarkDistanceToShoreCoast(b *testing.B) {
	l := land(b)
	b.ReportAllocs()
	for b.Loop() {
		l.DistanceToShore(Point{37.9, 124.1})
	}
}

func BenchmarkDistanceToShoreOpenSea(b *testing.B) {
	l := land(b)
	b.ReportAllocs()
	for b.Loop() {
		l.DistanceToShore(Point{31.2, 124.9})
	}
}

// Positions all over the world's oceans, coast and open sea as they come.
func BenchmarkDistanceToShoreAnywhere(b *testing.B) {
	l := land(b)
	rng := rand.New(rand.NewPCG(1, 1))
	var at []Point
	for len(at) < 1024 {
		p := Point{rng.Float64()*110 - 50, rng.Float64()*360 - 180}
		if !l.OnLand(p) {
			at = append(at, p)
			l.DistanceToShore(p)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		l.DistanceToShore(at[i&1023])
	}
}

// Positions within 20 km of the shore, on both sides of it.
func BenchmarkDistanceToShoreByTheShore(b *testing.B) {
	l := land(b)
	rng := rand.New(rand.NewPCG(1, 1))
	var at []Point
	for len(at) < 1024 {
		s := l.segments[rng.IntN(len(l.segments))].a
		p := Destination(Point{s.Lat, NormLon(s.Lon)}, rng.Float64()*360, rng.Float64()*20_000)
		at = append(at, p)
		l.DistanceToShore(p)
	}
	b.ReportAllocs()
	b.Run("distance", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			l.DistanceToShore(at[i&1023])
		}
	})
	b.Run("on land", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			l.OnLand(at[i&1023])
		}
	})
}

func BenchmarkDistanceToShoreFirstTime(b *testing.B) {
	l := land(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%1000 == 0 {
			l = &Land{segments: l.segments, start: l.start, touching: l.touching, state: l.state}
			l.shores.init()
		}
		l.DistanceToShore(Point{30 + float64(i%1000/40)/4, 124 + float64(i%40)/4})
	}
}

func BenchmarkLoadLand(b *testing.B) {
	l := land(b)
	b.ReportAllocs()
	for b.Loop() {
		NewLand(l.rings)
	}
}
