package voyage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"plimsoll/geo"
)

// Three errors an hour from each other in place but days in time are not a
// second ship, however far a ship could have got in between.
func TestRareErrorsDoNotAddUpToAHull(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 96, tenMinutes, openSea, 1, 90)
	wrong := geo.Destination(openSea, 180, 900_000)
	for _, h := range []float64{12.01, 36.01, 60.01, 84.01} {
		s.report(v, hoursAfter(h), geo.Destination(wrong, 0, h*1000), 1, 90)
	}
	w := s.watch(t)
	none(t, w, Identity)
	if got := rejected(w, rejectJump); got != 4 || len(w.Tracks()) != 1 {
		t.Errorf("%d rejected, %d tracks", got, len(w.Tracks()))
	}
}

// A transmitter that sends nonsense must not fill the memory with hulls.
func TestNonsenseUnderOneNumberIsForgotten(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a made-up feed
	var s sea
	v := ship1(298000305)
	const n = 6000
	for i := range n {
		p := geo.Point{Lat: rng.Float64()*160 - 80, Lon: rng.Float64()*360 - 180}
		s.report(v, noon.Add(time.Duration(i)*10*time.Second), p, 1, 90)
	}
	w := s.watch(t)
	st := w.Stats()
	if st.Positions+rejected(w, rejectJump)+rejected(w, rejectHulls) != n {
		t.Errorf("positions unaccounted for: %+v", st)
	}
	if st.Positions > n/20 {
		t.Errorf("%d positions believed", st.Positions)
	}
	if len(w.hulls) > n/2 {
		t.Errorf("%d hulls kept", len(w.hulls))
	}
}

func TestIdentitiesOfOneHullAreLimited(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 10, tenMinutes, openSea, 5, 90)
	for i := range 500 {
		v.name = fmt.Sprintf("NOISE %d", i)
		s.static(v, noon.Add(time.Duration(i)*time.Minute+30*time.Second))
	}
	w := s.watch(t)
	none(t, w, Identity)
	tr := w.Tracks()
	if n := len(tr[0].Idents); n > maxVariants {
		t.Errorf("%d identities kept", n)
	}
	most := 0
	for _, x := range tr[0].Idents {
		if x.Messages > 1 && x.Name != "TEST HULL" {
			t.Errorf("%q was kept with %d messages", x.Name, x.Messages)
		}
		most = max(most, x.Messages)
	}
	if most != 13 {
		t.Errorf("the true identity counts %d messages, want 13", most)
	}
}

// Ships beside each other for weeks are one event, and cost no more than a day
// of instants.
func TestALongEncounterKeepsItsFiguresAndLittleElse(t *testing.T) {
	var s sea
	a, b := tankers()
	s.lie(a, noon, 120, tenMinutes, openSea)
	s.lie(b, noon, 120, tenMinutes, geo.Destination(openSea, 0, 30))
	s.sail(b, hoursAfter(120.5), 5, tenMinutes, geo.Destination(openSea, 0, 10_000), 9, 0)
	s.sail(a, hoursAfter(120.5), 5, tenMinutes, geo.Destination(openSea, 180, 10_000), 9, 180)
	w := s.watch(t)
	v := one(t, w, Encounter).Evidence.Encounter
	if v.Samples != 721 || v.Hours != 120 || v.MaxSampleGapM != 10 {
		t.Errorf("%d instants in %.1f h, %.1f minutes apart", v.Samples, v.Hours, v.MaxSampleGapM)
	}
	p := pair{every: 1}
	for i := range 100 * maxInstants {
		p.add(int64(i), 10, &sample{}, &sample{})
	}
	if n := len(p.instant); n > maxInstants+1 {
		t.Errorf("%d instants kept", n)
	}
}

// Two identities of one hull that take turns: the draught in between must not
// stand for the one after.
func TestDraughtIsTheOneSentLastWhateverTheName(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.sail(v, noon, 3, tenMinutes, openSea, 5, 90)
	for i, d := range []uint8{31, 60, 31} {
		x := v
		x.draught = d
		if i == 1 {
			x.name = "OTHER"
		}
		s.static(x, hoursAfter(0.25+float64(i)/2))
	}
	tr := s.watch(t).Tracks()[0]
	for h, want := range map[float64]float64{0.1: 0, 0.5: 3.1, 1: 6, 2: 3.1} {
		if got := tr.DraughtAt(hoursAfter(h)); got != want {
			t.Errorf("draught after %.1f h: %.1f, want %.1f", h, got, want)
		}
	}
}

// A name heard twice by error in the middle does not hide what came before.
func TestANameChangeIsSeenThroughAnError(t *testing.T) {
	var s sea
	v := ship1(298000305)
	v.name = "GREYLARK NINE"
	end := s.sail(v, noon, 4, tenMinutes, openSea, 5, 90)
	odd := v
	odd.name = "GREYLARK NIN"
	s.static(odd, hoursAfter(1.01))
	s.static(odd, hoursAfter(1.02))
	v.name = "ORRIN TALE"
	s.sail(v, hoursAfter(4.5), 4, tenMinutes, end, 5, 90)
	e := one(t, s.watch(t), Identity)
	if e.Ships[0].Name != "GREYLARK NINE" || e.Ships[1].Name != "ORRIN TALE" || e.Evidence.Identity.Minutes > 75 {
		t.Errorf("%s", e.Reason)
	}
}

func TestTimesThatAreNoneAreCounted(t *testing.T) {
	var s sea
	v := ship1(298000305)
	s.report(v, noon, openSea, 5, 90)
	for _, at := range []time.Time{{}, time.Unix(0, 0), time.Unix(-1, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		s.report(v, at, openSea, 5, 90)
	}
	w := watchFeed(t, s.feed)
	if got := rejected(w, rejectNoTime); got != 4 || w.Stats().Positions != 1 {
		t.Errorf("%+v", w.Stats())
	}
	asJSON(t, w.Tracks())
}

// With several parameters wrong, the same one is named each time.
func TestTheSameWrongParameterIsNamed(t *testing.T) {
	if _, err := ReadParameters([]byte(strings.Replace(ParametersText(), "lag_minutes: 15", "lag_minutes: .inf", 1))); err == nil {
		t.Error("an endless lag was accepted")
	}
	text := strings.NewReplacer("max_knots: 50", "max_knots: .nan", "port_km: 10 ", "port_km: 0 ").Replace(ParametersText())
	_, first := ReadParameters([]byte(text))
	if first == nil {
		t.Fatal("no error for .nan and 0")
	}
	for range 50 {
		if _, err := ReadParameters([]byte(text)); err == nil || err.Error() != first.Error() {
			t.Fatalf("%v, then %v", first, err)
		}
	}
}

// A radio that plays with its name does not fill the memory.
func TestAShipThatSendsNamesWithoutEndIsListedByItsNumberABoundedNumberOfTimes(t *testing.T) {
	var s sea
	v := ship1(298000306)
	v.imo = 990023
	s.sail(v, noon, 1, tenMinutes, openSea, 5, 90)
	for i := range 1000 {
		x := v
		x.name = fmt.Sprintf("TEST HULL %d", i%100)
		s.static(x, hoursAfter(1+float64(i)/20))
	}
	w := watchFeed(t, s.feed)
	w.Close()
	if by, dims := len(w.byIMO[990023]), len(w.byDims[v.dims]); by > maxVariants || dims > maxVariants || by == 0 || dims == 0 {
		t.Errorf("listed %d times by its IMO number and %d times by its dimensions", by, dims)
	}
}
