package voyage

import (
	"testing"
	"time"

	"plimsoll/geo"
)

// A satellite hears a ship for some minutes, and again half an hour later: by
// then a place 20 km away is in reach.
func TestANonsensePositionBesideASilenceIsNoJump(t *testing.T) {
	const knots, course = 11, 76
	for name, minute := range map[string]float64{"the last before it": 8, "the first after it": 35} {
		var s sea
		v := ship1(299000911)
		for m := 0.0; m < 280; m++ {
			if int(m)%35 < 9 && m != minute {
				s.report(v, noon.Add(time.Duration(m)*time.Minute), geo.Destination(openSea, course, m*60*knots*geo.Knot), knots, course)
			}
		}
		wrong := geo.Destination(geo.Destination(openSea, course, minute*60*knots*geo.Knot), 220, 25_000)
		s.report(v, noon.Add(time.Duration(minute)*time.Minute), wrong, knots, course)
		w := s.watch(t)
		none(t, w, Jump)
		none(t, w, Identity)
		if n := len(w.Tracks()); n != 1 || rejected(w, rejectJump) != 1 {
			t.Errorf("nonsense is %s: %d tracks, %d positions given up", name, n, rejected(w, rejectJump))
		}
	}
}

// Two ships once sent one number; the one passes the place at which the other
// stopped sending it, a day later.
func TestAHullLongSilentDoesNotTakeWhatAnotherLeaves(t *testing.T) {
	var s sea
	v, other := ship1(299000912), ship1(299000912)
	v.imo, other.imo = 990023, 990035
	stop := geo.Destination(openSea, 90, 300_000)
	s.sail(other, noon, 6, tenMinutes, stop, 0, 0)
	for pass := 0.0; pass < 70; pass++ { // heard by satellites, at 10 kn
		at := pass * 35 * 60
		s.sail(v, noon.Add(time.Duration(at)*time.Second), 0.15, 3*time.Minute, geo.Destination(openSea, 90, at*10*geo.Knot), 10, 90)
	}
	for _, e := range kindsOf(t, s.watch(t), Gap) {
		t.Errorf("a silence of a ship that was heard every half hour: %s", e.Reason)
	}
}

// A name with a wrong letter that two receivers hear was sent once.
func TestOneOddNameHeardByTwoReceiversIsNoChange(t *testing.T) {
	var s sea
	v := ship1(299000913)
	s.sail(v, noon, 5, tenMinutes, openSea, 8, 90)
	odd := v
	odd.name = "TEST HULK"
	for _, source := range []string{"a", "b"} {
		odd.source = source
		s.static(odd, hoursAfter(4.99))
	}
	none(t, s.watch(t), Identity)
}

func TestABorrowedIMONumberIsToldWhenItsOwnerIsHeardAgain(t *testing.T) {
	var s sea
	owner, other := ship1(299000914), ship1(298000915)
	owner.imo, other.imo = 990023, 990023
	owner.name, other.dims = "OWNER", [4]uint16{60, 20, 5, 6}
	far := geo.Destination(openSea, 90, 800_000)
	s.sail(owner, noon, 3, tenMinutes, openSea, 8, 90)
	s.sail(other, hoursAfter(5), 8, tenMinutes, far, 8, 90)
	s.sail(owner, hoursAfter(9), 3, tenMinutes, geo.Destination(openSea, 90, 80_000), 8, 90)
	found := 0
	for _, e := range kindsOf(t, s.watch(t), Identity) {
		if hasTag(e, TagIMOShared) {
			found++
		}
	}
	if found != 1 {
		t.Errorf("told %d times", found)
	}
}

// The identity may be heard before the first position.
func TestADestinationSaidFirstAfterASilenceIsThatOfTheReturn(t *testing.T) {
	var s sea
	v := ship1(299000916)
	s.quiet(v, openSea, 5, 9)
	s.neighbours(5, openSea, 30)
	w := defaultWatcher(t)
	told := false
	s.watch(t) // sorts
	for i := range s.feed {
		x := &s.feed[i]
		if x.msg.MMSI == v.mmsi && x.msg.Type == 5 {
			x.msg.Destination = "BUSAN"
			if x.at.Sub(noon) > 18*time.Hour {
				x.msg.Destination = "DALIAN"
			}
		}
		if x.msg.MMSI == v.mmsi && !told && i > 0 && x.msg.Type == 1 && x.at.Sub(noon) > 18*time.Hour {
			told = true
			m := s.feed[i].msg
			m.Type, m.HasPosition, m.Name, m.Destination = 5, false, v.name, "DALIAN"
			m.A, m.B, m.C, m.D = v.dims[0], v.dims[1], v.dims[2], v.dims[3]
			w.Feed(&m, x.at.Add(-20*time.Second))
		}
		w.Feed(&x.msg, x.at)
	}
	if !told {
		t.Fatal("the ship did not come back")
	}
	found := false
	for _, e := range kindsOf(t, w, Gap) {
		if g := e.Evidence.Gap; g != nil && e.Ships[0].MMSI == v.mmsi && hasTag(e, TagDestination) && g.DestOff == "BUSAN" && g.DestOn == "DALIAN" {
			found = true
		}
	}
	if !found {
		t.Error("the change of destination was not told")
	}
}

// Two ships off a port: one at anchor, the other adrift past it.
func TestAShipThatDriftsPastAnotherDidNotMeetIt(t *testing.T) {
	var s sea
	a, b := tankers()
	roads := geo.Point{Lat: 33.88, Lon: 131.25}
	a.status = 1
	s.sail(a, noon, 12, tenMinutes, roads, 0, 0)
	past := geo.Destination(roads, 180, 110)
	s.sail(b, noon, 1, tenMinutes, geo.Destination(past, 180, 12_000), 6.5, 0)
	s.sail(b, hoursAfter(1), 4, tenMinutes, past, 0.03, 0)
	s.sail(b, hoursAfter(5), 2, tenMinutes, geo.Destination(roads, 0, 700), 8, 0)
	none(t, s.watch(t), Encounter)
}

func TestAShipAdriftNearAPortIsNotInIt(t *testing.T) {
	ports, err := geo.LoadPorts()
	if err != nil {
		t.Fatal(err)
	}
	port, _, _ := ports.NearestPort(geo.Point{Lat: 37.55, Lon: 121.4})
	var s sea
	v := ship1(299000917)
	from := geo.Destination(port.Point, 330, 7000)
	s.sail(v, noon, 16, tenMinutes, from, 0.4, 150)
	s.sail(v, hoursAfter(16), 2, tenMinutes, geo.Destination(from, 150, 0.4*geo.Knot*16*3600), 9, 150)
	w := s.watch(t)
	for _, e := range kindsOf(t, w, PortCall) {
		if !hasTag(e, TagContradicted) {
			t.Errorf("a call: %s", e.Reason)
		}
	}
	e := one(t, w, Loitering)
	if d := geo.Distance(e.Place, port.Point); d > 8000 || hasTag(e, TagContradicted) {
		t.Errorf("%.0f m from the port, %v", d, e.Tags)
	}
}

// Where a wrong position follows a silence, the silence ended with the right one
// after it, and was as well heard before as it was.
func TestASilenceIsNotToldToHaveEndedAtAPositionThatIsTakenBack(t *testing.T) {
	for name, hours := range map[string]float64{"of a night": 8, "of a day and more": 30} {
		var s sea
		v := ship1(299000917)
		s.sail(v, noon, 5, tenMinutes, openSea, 10, 90)
		s.neighbours(5, geo.Destination(openSea, 90, 200_000), hours+14)
		at := noon.Add(5*time.Hour + time.Duration(hours*float64(time.Hour)))
		back := geo.Destination(openSea, 90, (5+hours)*3600*10*geo.Knot)
		s.report(v, at, geo.Destination(openSea, 180, 300_000), 10, 90)
		s.sail(v, at.Add(5*time.Minute), 5, tenMinutes, back, 10, 90)
		ended := 0
		for _, e := range s.told(t, Gap) {
			if e.Ships[0].MMSI != v.mmsi || e.Open {
				continue
			}
			ended++
			if on := e.Evidence.Gap.On; geo.Distance(geo.Point{Lat: on.Lat, Lon: on.Lon}, back) > 10_000 {
				t.Errorf("a silence %s was told to have ended at an error: %s", name, e.Reason)
			}
		}
		if ended == 0 {
			t.Errorf("a silence %s was not told when it had ended", name)
		}
	}
}
