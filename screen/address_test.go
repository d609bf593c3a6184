package screen_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"plimsoll/ftm"
	"plimsoll/screen"
)

func TestAnAddressThatAgreesLifts(t *testing.T) {
	const at = "12 Gannet Quay, Harrowmouth Industrial Zone, Tarn 40211"
	x := screen.Build([]*ftm.Entity{
		entity("C1", "Company", "name=Brackenfold Tidewater Lines", "address="+at),
		entity("C2", "Company", "name=Ostrel Lamps", "address="+at),
		entity("P1", "Person", "name=Юрий Воррик", "address=ул. Ленина, д. 7, Самара"),
	})
	score := func(props ...string) (float64, string) {
		q := query("", props...)
		hits := x.Search(q, 0.01)
		if diff := cmp.Diff(x.Scan(q, 0.01), hits); diff != "" {
			t.Errorf("%v: scan and search differ (-scan +search):\n%s", props, diff)
		}
		if len(hits) == 0 {
			return 0, ""
		}
		var said []string
		for _, r := range hits[0].Reasons {
			if r.Feature == "address" {
				said = append(said, r.Text)
			}
		}
		return hits[0].Score, strings.Join(said, "; ")
	}
	for _, c := range []struct {
		what, name, address string
		lifts               bool
	}{
		{"the same", "Brakenfold Tidewatter Linen", at, true},
		{"in other order, without the zone", "Brakenfold Tidewatter Linen", "Harrowmouth, Gannet Quay No. 12", true},
		{"another house", "Brakenfold Tidewatter Linen", "14 Gannet Quay, Harrowmouth Industrial Zone, Tarn 40211", false},
		{"another street", "Brakenfold Tidewatter Linen", "12 Plover Walk, Harrowmouth", false},
		{"no number", "Brakenfold Tidewatter Linen", "Gannet Quay, Harrowmouth", false},
		{"nothing but a number", "Brakenfold Tidewatter Linen", "12", false},
		{"in another script", "Yuri Vorik", "Samara, ulitsa Lenina 7", true},
	} {
		without, _ := score("name=" + c.name)
		with, said := score("name="+c.name, "address="+c.address)
		if (with > without) != c.lifts || (said != "") != c.lifts || with < without {
			t.Errorf("%s: %.4f without the address, %.4f with it (%s)", c.what, without, with, said)
		}
	}
	if s, _ := score("name=Nobody Inparticular", "address="+at); s != 0 {
		t.Errorf("an address alone made a hit of %.2f", s)
	}
}
