package positions

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const ship, other = 299000001, 299000002

var day1 = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func at(after time.Duration) int64 { return day1.Add(after).Unix() }

func deg(d float64) int32 { return int32(d * unitsPerDegree) }

// sailing is a ship that reports every minute on its way east.
func sailing(mmsi uint32, lat, lon float64, from time.Duration, n int) []Position {
	var out []Position
	for i := range n {
		out = append(out, Position{
			Time: at(from + time.Duration(i)*time.Minute), Line: int64(i + 1), Source: "feed", Station: "r1", MMSI: mmsi,
			Lat: deg(lat), Lon: deg(lon + float64(i)/300), SOG: 120, COG: 900, Heading: 90, Status: 0, Type: 1,
		})
	}
	return out
}

func keep(t testing.TB, a *Archive, list []Position, statics ...Static) Written {
	t.Helper()
	w := a.NewWriter(0)
	for _, p := range list {
		w.Position(p)
	}
	for _, s := range statics {
		w.Static(s)
	}
	if err := w.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	return w.Written()
}

func read(t testing.TB, a *Archive, q Query) ([]Position, Scanned) {
	t.Helper()
	var out []Position
	s, err := a.Read(context.Background(), q, func(p *Position) error {
		out = append(out, *p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, s
}

func sorted(list []Position) []Position {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Position) int { return comparePositions(&a, &b) })
	return list
}

func files(t testing.TB, a *Archive) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(a.root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(a.root, path)
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatIsKeptComesBackInWhateverOrderItCame(t *testing.T) {
	all := slices.Concat(sailing(ship, 37, 124, 0, 3000), sailing(other, 36, 126, time.Hour, 2000))
	shuffled := slices.Clone(all)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	a, b := Open(t.TempDir()), Open(t.TempDir())
	keep(t, a, all)
	keep(t, b, shuffled)
	if x, y := files(t, a), files(t, b); !slices.Equal(x, y) || len(x) < 4 {
		t.Errorf("the same reports in another order make other files: %v and %v", x, y)
	}
	got, s := read(t, a, Query{})
	if !slices.Equal(sorted(got), sorted(all)) {
		t.Errorf("%d came back of %d", len(got), len(all))
	}
	if s.Positions != int64(len(all)) || s.Repeated != 0 {
		t.Errorf("%+v", s)
	}
}

func TestEveryFilterGivesWhatASearchThroughAllGives(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	a := Open(t.TempDir())
	var all []Position
	var statics []Static
	for n := range uint32(40) {
		list := sailing(299000100+n, rng.Float64()*160-80, rng.Float64()*360-180, time.Duration(rng.IntN(48))*time.Hour, 300)
		for i := range list {
			if list[i].Lon > maxLon {
				list[i].Lon -= 2 * maxLon
			}
		}
		all = append(all, list...)
		statics = append(statics, Static{Time: list[10].Time, MMSI: list[0].MMSI, IMO: 990000 + n%30, Type: 5})
	}
	half := len(all) / 2
	keep(t, a, all[:half], statics...)
	keep(t, a, all[half-500:]) // 500 of them again
	queries := []Query{
		{MMSI: []uint32{299000105}},
		{MMSI: []uint32{299000105, 299000139, 299000999}},
		{IMO: []uint32{990003}},
		{IMO: []uint32{990004}, MMSI: []uint32{299000120}},
		{Box: &Box{-60, -40, 60, 40}},
		{Box: &Box{120, -90, -120, 90}},
		{Box: &Box{180, -90, 180, 90}},
		{Box: &Box{-180, -90, 180, 90}},
		{From: day1.Add(30 * time.Hour), To: day1.Add(31 * time.Hour)},
		{From: day1.Add(24 * time.Hour)},
		{MMSI: []uint32{299000110}, To: day1.Add(20 * time.Hour), Box: &Box{-180, -90, 180, 0}},
	}
	for i, q := range queries {
		got, _ := read(t, a, q)
		var want []Position
		for _, p := range sorted(all) {
			imo := 990000 + (p.MMSI-299000100)%30
			if len(q.MMSI)+len(q.IMO) > 0 && !slices.Contains(q.MMSI, p.MMSI) && !slices.Contains(q.IMO, imo) {
				continue
			}
			when := time.Unix(p.Time, 0)
			if when.Before(q.From) || !q.To.IsZero() && when.After(q.To) {
				continue
			}
			if q.Box != nil && !q.Box.region().holds(p.Lat, p.Lon) {
				continue
			}
			want = append(want, p)
		}
		if !slices.Equal(sorted(got), want) {
			t.Errorf("query %d: %d positions, want %d", i, len(got), len(want))
		}
	}
}

func TestAShipIsFoundWithoutReadingTheOthers(t *testing.T) {
	a := Open(t.TempDir())
	var all []Position
	for n := range uint32(100) {
		for i := range 1000 {
			all = append(all, Position{Time: at(time.Duration(i) * time.Minute), MMSI: ship + n, Lat: deg(37), Lon: deg(126), Type: 1})
		}
	}
	keep(t, a, all)
	got, s := read(t, a, Query{MMSI: []uint32{ship + 70}})
	if len(got) != 1000 || s.Groups > 2 || s.Skipped < 2*s.Groups {
		t.Errorf("%d positions, %+v", len(got), s)
	}
	if !slices.IsSortedFunc(got, func(a, b Position) int { return int(a.Time - b.Time) }) {
		t.Error("not in the order of time")
	}
	if _, s := read(t, a, Query{From: day1.AddDate(0, 0, 3)}); s.Files != 0 {
		t.Errorf("another day was asked for: %+v", s)
	}
	if _, s := read(t, a, Query{Box: &Box{0, 0, 10, 10}}); s.Files != 0 {
		t.Errorf("another sea was asked for: %+v", s)
	}
}

func TestLateReportsAddAPartAndRepeatedOnesNothing(t *testing.T) {
	a := Open(t.TempDir())
	all := sailing(ship, 37, 126, 0, 200)
	keep(t, a, all[:100])
	if w := keep(t, a, all[:100]); w.Present != 1 || w.Parts != 0 {
		t.Errorf("the same again: %+v", w)
	}
	keep(t, a, all[50:])
	again := slices.Clone(all[150:])
	for i := range again {
		again[i].Station, again[i].Line = "r2", again[i].Line+7 // heard elsewhere too
	}
	if w := keep(t, a, append(slices.Clone(again), all[150:]...)); w.Repeated != 50 {
		t.Errorf("%+v", w)
	}
	got, s := read(t, a, Query{})
	if !slices.Equal(got, all) || s.Repeated == 0 {
		t.Errorf("%d positions of %d; %+v", len(got), len(all), s)
	}
	before := len(files(t, a))
	done, err := a.Compact(context.Background(), time.Now(), func(string, Compacted) {})
	if err != nil || done.Places != 1 || done.Before != before || done.Rows != int64(len(all)) {
		t.Errorf("%+v, %v", done, err)
	}
	got, s = read(t, a, Query{})
	if !slices.Equal(got, all) || s.Repeated != 0 || len(files(t, a)) != 1 {
		t.Errorf("compacted: %d positions, %+v, %v", len(got), s, files(t, a))
	}
}

func TestManyPartsAreCompactedWhileTheyAreRead(t *testing.T) {
	a := Open(t.TempDir())
	all := sailing(ship, 37, 126, 0, 300)
	for i := 0; i < len(all); i += 4 {
		keep(t, a, all[i:i+4])
	}
	stop := make(chan struct{})
	bad := make(chan error, 1)
	go func() {
		defer close(bad)
		for {
			n := 0
			_, err := a.Read(context.Background(), Query{}, func(*Position) error { n++; return nil })
			if err != nil || n != len(all) {
				bad <- fmt.Errorf("%d positions, %w", n, err)
				return
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	}()
	if _, err := a.Compact(context.Background(), time.Now().Add(-time.Hour), func(string, Compacted) {}); err != nil {
		t.Error(err)
	}
	close(stop)
	if err := <-bad; err != nil {
		t.Error(err)
	}
	if n := len(files(t, a)); n != 1 {
		t.Errorf("%d files are left", n)
	}
}

func TestAShipIsFoundByItsIMONumberAsLongAsItSaysIt(t *testing.T) {
	a := Open(t.TempDir())
	all := sailing(ship, 37, 126, 0, 600)
	say := func(after time.Duration, imo uint32) Static {
		return Static{Time: at(after), MMSI: ship, IMO: imo, Name: "ORRIN TALE", Type: 5}
	}
	keep(t, a, all, say(time.Hour, 990011), say(2*time.Hour, 990011), say(5*time.Hour, 990023), say(8*time.Hour, 990011))
	for imo, want := range map[uint32]int{990011: 300 + 120, 990023: 180, 990035: 0} {
		if got, _ := read(t, a, Query{IMO: []uint32{imo}}); len(got) != want {
			t.Errorf("IMO %d: %d positions, want %d", imo, len(got), want)
		}
	}
	var said []Static
	if err := a.Statics(context.Background(), []uint32{ship}, func(s *Static) error { said = append(said, *s); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(said) != 3 || said[0].Name != "ORRIN TALE" {
		t.Errorf("what repeats is kept once a day: %+v", said)
	}
}

func TestWhatIsNoPositionIsRefusedAndCounted(t *testing.T) {
	w := Open(t.TempDir()).NewWriter(0)
	good := sailing(ship, 37, 126, 0, 1)[0]
	for _, spoil := range []func(*Position){
		func(p *Position) { p.MMSI = 1 << 30 }, func(p *Position) { p.Time = 0 },
		func(p *Position) { p.Time = -5 }, func(p *Position) { p.Time = 1 << 40 }, func(p *Position) { p.Lat = deg(91) }, func(p *Position) { p.Lon = deg(181) },
	} {
		p := good
		spoil(&p)
		w.Position(p)
	}
	w.Static(Static{MMSI: ship})
	if s := w.Written(); s.Refused != 7 || s.Positions != 0 {
		t.Errorf("%+v", s)
	}
}

func TestCellsAreNamedByTheirSouthWestCorner(t *testing.T) {
	for _, x := range []struct {
		lat, lon float64
		want     string
	}{
		{38.7, 125.2, "N35E125"},
		{-0.1, -0.1, "S05W005"},
		{0, 0, "N00E000"},
		{90, 0, "N85E000"},
		{-90, -180, "S90W180"},
		{10, 179.99, "N10E175"},
		{10, 180, "N10W180"},
	} {
		c := cellOf(deg(x.lat), deg(x.lon))
		if c.String() != x.want {
			t.Errorf("%v %v is in %s, want %s", x.lat, x.lon, c, x.want)
		}
		if back, ok := parseCell(x.want); !ok || back != c {
			t.Errorf("%s is not read back", x.want)
		}
	}
	for _, bad := range []string{"", "N35E12", "N34E125", "N90E000", "N00E180", "X35E125", "N-5E125", "S00E000", "n35e125"} {
		if _, ok := parseCell(bad); ok {
			t.Errorf("%q is taken for a cell", bad)
		}
	}
}

func TestAPartThatIsDamagedIsNamed(t *testing.T) {
	a := Open(t.TempDir())
	keep(t, a, sailing(ship, 37, 126, 0, 100))
	path := filepath.Join(a.root, files(t, a)[0])
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bytes := range map[string][]byte{"cut": whole[:len(whole)/2], "empty": nil, "other": []byte("PAR1 and something else PAR1")} {
		if err := os.WriteFile(path, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := a.Read(context.Background(), Query{}, func(*Position) error { return nil })
		var damaged *DamagedError
		if !asDamaged(err, &damaged) || damaged.Path != path {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func asDamaged(err error, to **DamagedError) bool { return errors.As(err, to) }
