package voyage

import (
	"testing"
	"time"

	"plimsoll/geo"
)

func TestAShipThatGoesAcrossItsHeadingDrifts(t *testing.T) {
	var s sea
	v := ship1(298000305)
	end := s.sail(v, noon, 2, 3*time.Minute, openSea, 10, 90)
	v.status = notUnderCommand
	end = s.sail(v, hoursAfter(2.05), 0.5, 2*time.Minute, end, 2.5, 180) // its heading stays at 90
	v.heading = 180
	s.sail(v, hoursAfter(2.6), 1, 3*time.Minute, end, 10, 180)
	e := one(t, s.watch(t), Drift)
	d := e.Evidence.Drift
	if d.Minutes != 30 || d.Degrees != 90 || d.Knots != 2.5 || d.Reports != 16 || d.DistanceKM < 2.2 || d.DistanceKM > 2.4 {
		t.Errorf("%+v", d)
	}
	if e.Confidence != High || len(e.Positions) != 2 || len(e.Refutes) == 0 {
		t.Errorf("%s, %d positions", e.Confidence, len(e.Positions))
	}
}

func TestThatIsNoDrift(t *testing.T) {
	busan := geo.Point{Lat: 35.1, Lon: 129.07}
	for name, c := range map[string]struct {
		at      geo.Point
		hours   float64
		every   time.Duration
		knots   float64
		heading uint16
		length  uint16
	}{
		"with its heading":               {openSea, 1, 2 * time.Minute, 2.5, 180, 80},
		"for some minutes":               {openSea, 0.1, 2 * time.Minute, 4, 90, 80},
		"not far":                        {openSea, 0.17, 2 * time.Minute, 1.2, 90, 80},
		"with way on":                    {openSea, 1, 2 * time.Minute, 9, 90, 80},
		"without way":                    {openSea, 1, 2 * time.Minute, 0.5, 90, 80},
		"without a heading":              {openSea, 1, 2 * time.Minute, 2.5, 511, 80},
		"in a port":                      {busan, 1, 2 * time.Minute, 2.5, 90, 80},
		"of a small craft":               {openSea, 1, 2 * time.Minute, 2.5, 90, 8},
		"that was seen twice in an hour": {openSea, 1, 30 * time.Minute, 2.5, 90, 80},
	} {
		t.Run(name, func(t *testing.T) {
			var s sea
			v := ship1(298000305)
			v.heading, v.dims[0] = c.heading, c.length
			s.sail(v, noon, c.hours, c.every, c.at, c.knots, 180)
			none(t, s.watch(t), Drift)
		})
	}
}

// Nobody waits for a ship that drifted and is not heard again.
func TestADriftIsToldThoughTheShipIsNotHeardAgain(t *testing.T) {
	var s sea
	v := ship1(299000803)
	end := s.sail(v, noon, 3, tenMinutes, openSea, 8, 90)
	for i := range 120 {
		s.report(v, hoursAfter(3+float64(i)/60), geo.Destination(end, 0, float64(i)*60*2*geo.Knot), 2, 0)
		s.feed[len(s.feed)-1].msg.Heading = 90
	}
	s.neighbours(5, geo.Destination(openSea, 90, 50_000), 60)
	s.watch(t) // sorts
	p, err := DefaultParameters()
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	w, err := New(Config{Parameters: p, Live: true, Told: func(e Event) {
		if e.Kind == Drift {
			told++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.feed {
		w.Feed(&s.feed[i].msg, s.feed[i].at)
	}
	if told != 1 {
		t.Errorf("while others were heard for two days it was told %d times", told)
	}
}
